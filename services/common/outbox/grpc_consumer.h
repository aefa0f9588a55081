#ifndef SERVICES_COMMON_OUTBOX_GRPC_CONSUMER_H_
#define SERVICES_COMMON_OUTBOX_GRPC_CONSUMER_H_

#include <memory>
#include <string>
#include <vector>

#include "services/common/auth/caller_context.h"
#include "services/common/outbox/relay.h"

namespace deputies::outbox {

// Consumers that are called by deputies.events.v1.EventConsumerService at `addresses`
// ("unix:/path" or "host:port"). `keys` must outlive them; `process_name` is the sender's.
std::vector<std::unique_ptr<Consumer>> GrpcConsumers(const std::vector<std::string>& addresses,
                                                     const auth::CallerKeys& keys,
                                                     const std::string& process_name);

}  // namespace deputies::outbox

#endif  // SERVICES_COMMON_OUTBOX_GRPC_CONSUMER_H_
