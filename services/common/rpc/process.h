// What every service's main() shares: configuration, logging, metrics, health, start and graceful
// stop.
#ifndef SERVICES_COMMON_RPC_PROCESS_H_
#define SERVICES_COMMON_RPC_PROCESS_H_

#include <functional>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "deputies/common/v1/config.pb.h"
#include "google/protobuf/message.h"
#include "services/common/auth/caller_context.h"
#include "services/common/rpc/reply_cache.h"
#include "services/common/rpc/server.h"
#include "services/common/rpc/service_table.h"

namespace deputies::rpc {

struct ServeOptions {
  common::v1::ServerConfig server;
  // Called before each worker thread's first and after its last call (the database driver wants
  // it).
  std::function<void()> worker_start;
  std::function<void()> worker_stop;
  // As in ServerOptions.
  ReplyCache* replies = nullptr;
  // Health: OK while the process can do its work. Asked once a second; NOT_SERVING when not OK.
  std::function<absl::Status()> ready;
  // As in ServerOptions.
  WatchHub* watches = nullptr;
  // Called at a stop, after the last call has ended.
  std::function<void()> before_exit;
};

// What a service's program runs in.
class Host {
 public:
  virtual ~Host() = default;
  // Fills `config` from the service's textproto and the environment. Call first; ends the process
  // with a line in the log when the file is wrong.
  virtual void Configure(absl::string_view name, google::protobuf::Message* config) = 0;
  // Serves the tables until it is time to stop, then drains. Returns the program's exit code. The
  // tables and what their handlers use must outlive the call.
  virtual int Serve(const ServeOptions& options, const auth::CallerKeys& caller_keys,
                    std::vector<const ServiceTable*> tables) = 0;
};

using Program = int (*)(Host& host);

// A service's main(), in a process of its own: --config=FILE, the log at the configuration's
// `server.log_level`, metrics, SIGTERM and SIGINT.
int RunAlone(int argc, char** argv, Program program);

// Answers health checks by `options.ready` until `stop_requested`, which waits a second, says so;
// then drains the server, stops its workers and calls `options.before_exit`.
void KeepServing(Server& server, const ServeOptions& options,
                 const std::function<bool()>& stop_requested);

}  // namespace deputies::rpc

#endif  // SERVICES_COMMON_RPC_PROCESS_H_
