#include "services/board/rpc/show_message.h"

#include "services/board/rpc/message_converters.h"
#include "services/common/base/status_macros.h"

namespace deputies::board {

absl::Status ShowMessage(MessageDescriber& describer, const rpc::Call& call,
                         const absl::StatusOr<Message>& message, v1::Message* response) {
  RETURN_IF_ERROR(message.status());
  ASSIGN_OR_RETURN(const MessageDetails details, describer.Describe(ScopeOf(call), *message));
  ToProto(*message, details, call.caller.person_id, response);
  return absl::OkStatus();
}

}  // namespace deputies::board
