#include "services/board/domain/message_poster.h"

#include <algorithm>
#include <optional>
#include <random>
#include <utility>

#include "services/board/domain/author_alias.h"
#include "services/board/domain/message_reader.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"

namespace deputies::board {
namespace {

constexpr char kProxyAlias[] = "代录选民";
constexpr int kReceiptLength = 10;
// Without characters that look alike on paper; 32 of them, so a code holds 50 random bits.
constexpr absl::string_view kReceiptAlphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

std::string NewReceiptCode() {
  std::random_device random;
  std::string code;
  for (int i = 0; i < kReceiptLength; ++i) {
    code.push_back(kReceiptAlphabet[random() % kReceiptAlphabet.size()]);
  }
  return code;
}

Message MakeMessage(MessageDraft draft, int64_t id, absl::Time now) {
  Message message;
  message.home_id = draft.home_id;
  message.id = id;
  message.deputy_id = draft.deputy_id;
  message.visibility = draft.visibility;
  message.kind = draft.kind;
  message.subject = std::move(draft.subject);
  message.body = std::move(draft.body);
  message.category = std::move(draft.category);
  message.addressees = std::move(draft.further_deputy_ids);
  message.create_time = base::ToMillisecond(now);
  return message;
}

}  // namespace

absl::StatusOr<Message> MessagePoster::Post(const CallScope& scope, const RequestKey& key,
                                            MessageDraft draft) {
  // Outside the transaction: it may ask another process.
  const absl::Status addressees = CheckAddressees(scope, draft);
  const std::vector<int64_t> photo_ids = std::move(draft.photo_ids);
  Message message = MakeMessage(std::move(draft), ids_.Next(), clock_.Now());
  message.author_id = scope.caller.person_id;
  message.author_name = message.visibility == Visibility::kAlias ? AliasOfMessage(message.id)
                                                                 : AuthorAlias(scope.caller);
  return Store(scope, key, std::move(message), photo_ids, addressees, "");
}

absl::StatusOr<Message> MessagePoster::PostFeedback(const CallScope& scope, const RequestKey& key,
                                                    MessageDraft draft) {
  const absl::Status addressees = CheckAddressees(scope, draft);
  Message message = MakeMessage(std::move(draft), ids_.Next(), clock_.Now());
  message.kind = MessageKind::kFeedback;
  message.visibility = Visibility::kPrivate;
  message.deputy_id = kToGovernment;
  message.author_id = scope.caller.person_id;
  // Staff has to know which deputy speaks; nobody else reads it.
  message.author_name =
      scope.caller.display_name.empty() ? AuthorAlias(scope.caller) : scope.caller.display_name;
  return Store(scope, key, std::move(message), {}, addressees, "");
}

absl::StatusOr<ProxyReceipt> MessagePoster::PostByProxy(const CallScope& scope,
                                                        const RequestKey& key, MessageDraft draft,
                                                        std::string alias) {
  const absl::Status addressees = CheckAddressees(scope, draft);
  Message message = MakeMessage(std::move(draft), ids_.Next(), clock_.Now());
  message.life.proxy_person_id = scope.caller.person_id;
  message.author_name = alias.empty() ? kProxyAlias : std::move(alias);
  ProxyReceipt receipt;
  ASSIGN_OR_RETURN(receipt.message,
                   Store(scope, key, std::move(message), {}, addressees, NewReceiptCode()));
  ASSIGN_OR_RETURN(const std::optional<std::string> code,
                   store_.FindReceipt(scope.deadline, key.home_id, receipt.message.id));
  receipt.code = code.value_or("");
  return receipt;
}

absl::StatusOr<Message> MessagePoster::Store(const CallScope& scope, const RequestKey& key,
                                             Message message, const std::vector<int64_t>& photo_ids,
                                             const absl::Status& addressees,
                                             const std::string& receipt) {
  if (!addressees.ok()) {
    ASSIGN_OR_RETURN(std::optional<int64_t> earlier, store_.FindRequest(scope.deadline, key));
    if (!earlier.has_value()) return addressees;
    return FindStoredMessage(store_, scope.deadline, key.home_id, *earlier);
  }
  ASSIGN_OR_RETURN(const CaseLimits limits, store_.FindLimits(scope.deadline, key.home_id));
  Actor actor;
  actor.kind = message.author_id != 0 ? ActorKind::kAuthor : ActorKind::kStaff;
  actor.person_id = scope.caller.person_id;
  if (message.author_id == 0) actor.name = scope.caller.display_name;
  Transition line = lifecycle_.Begin(&message, actor, limits);
  line.id = message.id;  // the first of its timeline

  NoticeOrder order;
  order.notice.kind =
      message.state == MessageState::kPooled ? NoticeKind::kInPool : NoticeKind::kNewMessage;
  order.notice.home_id = message.home_id;
  order.notice.message_id = message.id;
  order.notice.event_time = message.due_time;
  order.deputy_id = std::max<int64_t>(message.deputy_id, 0);
  if (order.deputy_id == 0) order.role = base::Role::kLiaison;

  std::optional<int64_t> earlier;
  const absl::Status committed =
      store_.InTransaction(scope.deadline, [&](MessageTransaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(earlier, transaction.ClaimRequest(key, message.id));
        if (earlier.has_value()) return absl::OkStatus();
        RETURN_IF_ERROR(transaction.InsertMessage(message));
        if (!photo_ids.empty()) RETURN_IF_ERROR(transaction.AttachPhotos(photo_ids, &message));
        RETURN_IF_ERROR(transaction.AppendTransition(line));
        if (!receipt.empty()) RETURN_IF_ERROR(transaction.InsertReceipt(message, receipt));
        RETURN_IF_ERROR(transaction.Order(order));
        for (int64_t deputy_id : message.addressees) {
          NoticeOrder further = order;
          further.deputy_id = deputy_id;
          further.role = base::Role::kUnspecified;
          RETURN_IF_ERROR(transaction.Order(further));
        }
        return transaction.Tell(
            message.home_id, message.create_time,
            MessagePosted{message.id, message.author_id, std::max<int64_t>(message.deputy_id, 0)});
      });
  RETURN_IF_ERROR(committed);
  // The first run's id comes back when its commit had an unknown outcome but was done.
  if (earlier.has_value() && *earlier != message.id) {
    return FindStoredMessage(store_, scope.deadline, key.home_id, *earlier);
  }
  return message;
}

absl::Status MessagePoster::CheckAddressees(const CallScope& scope, const MessageDraft& draft) {
  const bool pool = draft.kind == MessageKind::kWish || draft.kind == MessageKind::kErrand;
  if (pool && (draft.deputy_id != 0 || !draft.further_deputy_ids.empty())) {
    return base::InvalidField("deputyId", "微心愿和点单由代表认领，不指定代表");
  }
  if (draft.deputy_id == 0 && !draft.further_deputy_ids.empty()) {
    return base::InvalidField("furtherDeputyIds", "先选第一位代表");
  }
  RETURN_IF_ERROR(directory_.CheckOpenHome(scope, draft.home_id));
  if (draft.deputy_id == 0) return absl::OkStatus();
  RETURN_IF_ERROR(directory_.CheckDeputy(scope, draft.home_id, draft.deputy_id));
  for (size_t i = 0; i < draft.further_deputy_ids.size(); ++i) {
    const int64_t deputy_id = draft.further_deputy_ids[i];
    const auto end = draft.further_deputy_ids.begin() + static_cast<int64_t>(i);
    if (deputy_id == draft.deputy_id ||
        std::find(draft.further_deputy_ids.begin(), end, deputy_id) != end) {
      return base::InvalidField("furtherDeputyIds", "同一位代表只选一次");
    }
    RETURN_IF_ERROR(directory_.CheckDeputy(scope, draft.home_id, deputy_id));
  }
  return absl::OkStatus();
}

}  // namespace deputies::board
