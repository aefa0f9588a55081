// One gRPC port that serves service tables on the callback API.
//
// The wrapper around every handler, in this order: deadline and queue (a full queue answers
// UNAVAILABLE), signed caller, access option, field rules, handler, metrics, slow-call log, status
// conversion.
#ifndef SERVICES_COMMON_RPC_SERVER_H_
#define SERVICES_COMMON_RPC_SERVER_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "deputies/common/v1/config.pb.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/status.h"
#include "services/common/auth/caller_context.h"
#include "services/common/base/clock.h"
#include "services/common/rpc/reply_cache.h"
#include "services/common/rpc/service_table.h"

namespace deputies::rpc {

// The longest that a call may take when its caller sets no deadline.
inline constexpr absl::Duration kMaxCallTime = absl::Seconds(30);
// Largest request or response.
inline constexpr int kMaxMessageBytes = 16 << 20;

struct ServerOptions {
  common::v1::ServerConfig config;
  // Called in each worker thread before its first and after its last call; may be empty.
  std::function<void()> worker_start;
  std::function<void()> worker_stop;
  // Of the methods that MayRepeat; null: every call runs its handler. Must outlive the server.
  ReplyCache* replies = nullptr;
  // Wakes the watches of server-streaming methods; must outlive the server. Null: there are none.
  WatchHub* watches = nullptr;
};

class Server {
 public:
  // Dies when a table misses a method of its service or a proto file has a bad rule; UNAVAILABLE
  // when the address cannot be bound. `keys` and what the handlers use must outlive the server.
  static absl::StatusOr<std::unique_ptr<Server>> Start(
      const ServerOptions& options, const auth::CallerKeys& keys,
      const std::vector<const ServiceTable*>& tables);
  virtual ~Server() = default;

  // What grpc.health.v1 answers for "" and for every service; false at first.
  virtual void SetServing(bool serving) = 0;

  // A call from within the process: the same wrapper and handler without a connection. `method` is
  // "/package.Service/Method", `signed_caller` the value of the metadata entry
  // auth::kCallerMetadataKey. `done` runs once, on a worker thread or before this returns. False,
  // and nothing happens, when no table has the method.
  using LocalDone = std::function<void(grpc::Status status, grpc::ByteBuffer response)>;
  virtual bool CallLocally(absl::string_view method, std::string signed_caller, absl::Time deadline,
                           grpc::ByteBuffer request, LocalDone done) = 0;

  // Refuses new calls, lets running ones end within `grace`, cancels the rest, and stops the
  // workers.
  virtual void Shutdown(absl::Duration grace) = 0;
};

}  // namespace deputies::rpc

#endif  // SERVICES_COMMON_RPC_SERVER_H_
