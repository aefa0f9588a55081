// Server-streaming methods: what changes is read again and again, when somebody wakes the topic and
// every few seconds besides, so that it does not matter which process made the change.
//
// A watch holds no thread while nothing happens. Its reads run on the worker pool as calls do.
#ifndef SERVICES_COMMON_RPC_WATCH_H_
#define SERVICES_COMMON_RPC_WATCH_H_

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"

namespace deputies::rpc {

// One client's view of what it watches. Used by one thread at a time.
class Watch {
 public:
  using Emit = absl::FunctionRef<void(const google::protobuf::Message&)>;
  virtual ~Watch() = default;

  // Emits what is new since the last call, at most kMostAtOnce messages; at the first call at least
  // one, which tells the client that it is served. True when there is more. `deadline` bounds the
  // read. UNAVAILABLE and DEADLINE_EXCEEDED mean "not now": asked again later, but at the first
  // call. Other errors end the stream.
  virtual absl::StatusOr<bool> Read(absl::Time deadline, Emit emit) = 0;
  static constexpr size_t kMostAtOnce = 32;
  // What WatchHub wakes it by.
  virtual std::string topic() const = 0;
  // How long it waits for that.
  virtual absl::Duration interval() const = 0;
};

// Wakes the watches of a topic in this process. Thread-safe; outlives the server.
class WatchHub {
 public:
  // Told of changes; must not block.
  class Sleeper {
   public:
    virtual ~Sleeper() = default;
    virtual void Wake() = 0;
  };

  void Wake(const std::string& topic);

  void Add(const std::string& topic, const std::shared_ptr<Sleeper>& sleeper);
  void Remove(const std::string& topic, const std::shared_ptr<Sleeper>& sleeper);

 private:
  std::mutex mutex_;
  std::unordered_map<std::string, std::unordered_set<std::shared_ptr<Sleeper>>> sleepers_;
};

}  // namespace deputies::rpc

#endif  // SERVICES_COMMON_RPC_WATCH_H_
