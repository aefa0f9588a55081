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
#include "services/common/rpc/service_table.h"

namespace deputies::rpc {

// Reads --config=FILE (textproto) and the environment into `config`, starts the log at the
// configured level and blocks SIGTERM and SIGINT in all threads for ServeUntilSignal. The level is
// the config's `server.log_level`, or its own `log_level`. Call first in main; exits with a line in
// the log when the file is wrong.
void InitProcess(int argc, char** argv, absl::string_view process_name,
                 google::protobuf::Message* config);

struct ServeOptions {
  common::v1::ServerConfig server;
  // Called before each worker thread's first and after its last call (the database driver wants
  // it).
  std::function<void()> worker_start;
  std::function<void()> worker_stop;
  // Health: OK while the process can do its work. Asked once a second; NOT_SERVING when not OK.
  std::function<absl::Status()> ready;
  // Called at a stop, after the last call has ended.
  std::function<void()> before_exit;
};

// Serves the tables until SIGTERM or SIGINT, then drains. Returns the process's exit code. The
// tables and what their handlers use must outlive the call.
int ServeUntilSignal(const ServeOptions& options, const auth::CallerKeys& caller_keys,
                     std::vector<const ServiceTable*> tables);

}  // namespace deputies::rpc

#endif  // SERVICES_COMMON_RPC_PROCESS_H_
