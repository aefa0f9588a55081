// A proxy between a client and a server that delays and cuts on demand.
#ifndef SERVICES_COMMON_TESTING_FAULTY_PROXY_H_
#define SERVICES_COMMON_TESTING_FAULTY_PROXY_H_

#include <atomic>
#include <cstdint>
#include <list>
#include <mutex>
#include <string>
#include <thread>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace deputies::testing {

// Forwards a unix socket, or a TCP port on 127.0.0.1, to a server. Faults concern all connections,
// present and future, until Heal(). Thread-safe.
class FaultyProxy {
 public:
  // `target` is "unix:/path" or "host:port" (numeric host); listens on the same kind of address.
  // Dies with a message when it cannot listen.
  explicit FaultyProxy(const std::string& target);
  ~FaultyProxy();
  FaultyProxy(const FaultyProxy&) = delete;
  FaultyProxy& operator=(const FaultyProxy&) = delete;

  // "unix:/path" or "127.0.0.1:port".
  const std::string& address() const { return address_; }
  // Path of a unix proxy without the scheme.
  std::string socket_path() const;

  // Waits before every piece of data in both directions.
  void Delay(absl::Duration delay);
  // Swallows what the server answers and keeps the connection open: the client waits.
  void SwallowAnswers();
  // From now on, closes a connection when the client has sent `bytes` more on it; the piece that
  // goes beyond is not passed on.
  void CutAfterClientBytes(int64_t bytes);
  // Closes a connection instead of passing on the server's answer to the first piece from the
  // client that contains `text`: the server did the work, the client cannot know.
  void CutAnswerTo(const std::string& text);
  // Closes all connections now.
  void CutNow();
  // Refuses new connections (accepts and closes them).
  void Refuse();
  // Ends all faults; cut connections stay cut.
  void Heal();

  // Connections accepted so far.
  int accepted() const { return accepted_; }

 private:
  struct Link;

  void AcceptLoop();
  void Pump(Link& link);
  // Passes one piece on, or applies a fault; false closes the connection.
  bool Pass(Link& link, bool from_client, absl::string_view piece);

  const std::string target_;
  std::string address_;
  int listener_ = -1;
  std::atomic<bool> stopping_{false};
  std::atomic<int> accepted_{0};
  std::mutex mutex_;  // guards what follows
  absl::Duration delay_;
  bool swallow_ = false;
  bool refuse_ = false;
  int64_t cut_after_ = -1;
  std::string cut_answer_to_;
  std::list<Link> links_;
  std::thread acceptor_;
};

}  // namespace deputies::testing

#endif  // SERVICES_COMMON_TESTING_FAULTY_PROXY_H_
