#include "services/board/domain/message_poster.h"

#include <optional>
#include <utility>

#include "services/board/domain/author_alias.h"
#include "services/board/domain/message_reader.h"
#include "services/common/base/status_macros.h"

namespace deputies::board {

absl::StatusOr<Message> MessagePoster::Post(const CallScope& scope, const RequestKey& key,
                                            MessageDraft draft) {
  // Outside the transaction: it may ask another process.
  if (absl::Status addressee = CheckAddressee(scope, draft); !addressee.ok()) {
    ASSIGN_OR_RETURN(std::optional<int64_t> earlier, store_.FindRequest(scope.deadline, key));
    if (!earlier.has_value()) return addressee;
    return FindStoredMessage(store_, scope.deadline, key.home_id, *earlier);
  }

  Message message;
  message.home_id = draft.home_id;
  message.id = ids_.Next();
  message.author_id = scope.caller.person_id;
  message.deputy_id = draft.deputy_id;
  message.visibility = draft.visibility;
  message.subject = std::move(draft.subject);
  message.body = std::move(draft.body);
  message.author_name = AuthorAlias(scope.caller);
  message.create_time = base::ToMillisecond(clock_.Now());

  std::optional<int64_t> earlier;
  const absl::Status committed =
      store_.InTransaction(scope.deadline, [&](MessageTransaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(earlier, transaction.ClaimRequest(key, message.id));
        if (earlier.has_value()) return absl::OkStatus();
        RETURN_IF_ERROR(transaction.InsertMessage(message));
        return transaction.Tell(message.home_id, message.create_time,
                                MessagePosted{message.id, message.author_id, message.deputy_id});
      });
  RETURN_IF_ERROR(committed);
  // The first run's id comes back when its commit had an unknown outcome but was done.
  if (earlier.has_value() && *earlier != message.id) {
    return FindStoredMessage(store_, scope.deadline, key.home_id, *earlier);
  }
  return message;
}

absl::Status MessagePoster::CheckAddressee(const CallScope& scope, const MessageDraft& draft) {
  RETURN_IF_ERROR(directory_.CheckHome(scope, draft.home_id));
  if (draft.deputy_id == 0) return absl::OkStatus();
  return directory_.CheckDeputy(scope, draft.home_id, draft.deputy_id);
}

}  // namespace deputies::board
