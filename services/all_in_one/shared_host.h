#ifndef SERVICES_ALL_IN_ONE_SHARED_HOST_H_
#define SERVICES_ALL_IN_ONE_SHARED_HOST_H_

#include <atomic>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "gateway/upstream/direct_backend.h"
#include "services/common/rpc/process.h"
#include "services/common/rpc/server.h"

namespace deputies::all_in_one {

// What the services share in the one process. Thread-safe.
class Services {
 public:
  // `folder` holds <process>.textproto of each.
  explicit Services(std::string folder) : folder_(std::move(folder)) {}

  const std::string& folder() const { return folder_; }

  // Waits until `count` services take calls.
  void WaitFor(size_t count);
  // By the address that the gateway's configuration knows the service by. Of those that take calls.
  std::map<std::string, gateway::DirectBackend*> direct();

  // Tells the services to end. Nobody calls them directly any more.
  void Stop();
  // Waits at most a second; true when they are to end.
  bool StopRequested();

 private:
  friend class SharedHost;
  void Add(const std::string& address, rpc::Server* server);

  const std::string folder_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  std::map<std::string, std::unique_ptr<gateway::DirectBackend>> backends_;
};

// One service's part of the process: its own server, workers and database connections. The log's
// name and level and the metrics are the process's.
class SharedHost final : public rpc::Host {
 public:
  explicit SharedHost(Services& services) : services_(services) {}

  void Configure(absl::string_view name, google::protobuf::Message* config) override;
  int Serve(const rpc::ServeOptions& options, const auth::CallerKeys& caller_keys,
            std::vector<const rpc::ServiceTable*> tables) override;

 private:
  Services& services_;
};

}  // namespace deputies::all_in_one

#endif  // SERVICES_ALL_IN_ONE_SHARED_HOST_H_
