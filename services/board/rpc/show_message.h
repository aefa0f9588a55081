#ifndef SERVICES_BOARD_RPC_SHOW_MESSAGE_H_
#define SERVICES_BOARD_RPC_SHOW_MESSAGE_H_

#include "absl/status/statusor.h"
#include "deputies/board/v1/message.pb.h"
#include "services/board/domain/message_details.h"
#include "services/common/rpc/service_table.h"

namespace deputies::board {

// Ends a handler that answers with one message: as the caller sees it, or its error.
absl::Status ShowMessage(MessageDescriber& describer, const rpc::Call& call,
                         const absl::StatusOr<Message>& message, v1::Message* response);

}  // namespace deputies::board

#endif  // SERVICES_BOARD_RPC_SHOW_MESSAGE_H_
