#include "services/board/storage/sql_message_transaction.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/board/domain/text_grams.h"
#include "services/board/storage/message_events.h"
#include "services/board/storage/message_rows.h"
#include "services/board/storage/message_statements.h"
#include "services/board/storage/sql_desk_transaction.h"
#include "services/board/storage/sql_moderation_store.h"
#include "services/board/storage/sql_photo_store.h"
#include "services/common/base/status_macros.h"
#include "services/common/db/request_keys.h"
#include "services/common/outbox/outbox.h"

namespace deputies::board {

absl::StatusOr<std::optional<int64_t>> ReadResult(
    absl::StatusOr<std::optional<std::string>> result) {
  RETURN_IF_ERROR(result.status());
  if (!result->has_value()) return std::nullopt;
  int64_t message_id;
  if (!absl::SimpleAtoi(**result, &message_id)) {
    return absl::InternalError("a request key of ours holds no message id");
  }
  return message_id;
}

absl::StatusOr<std::optional<int64_t>> SqlMessageTransaction::ClaimRequest(const RequestKey& key,
                                                                           int64_t message_id) {
  return ReadResult(db::ClaimRequest(transaction_, key, absl::StrCat(message_id), clock_.Now()));
}

absl::StatusOr<std::optional<Message>> SqlMessageTransaction::LockMessage(int64_t home_id,
                                                                          int64_t message_id) {
  ASSIGN_OR_RETURN(db::Rows rows, transaction_.Query(kLockMessage, {home_id, message_id}));
  if (rows.empty()) return std::nullopt;
  bool addressed = false;
  Message message = ReadWholeMessage(rows.front(), &addressed);
  if (addressed) {
    ASSIGN_OR_RETURN(rows, transaction_.Query(kListAddressees, {home_id, message_id}));
    for (const db::Row& row : rows) message.addressees.push_back(row.Int(0));
  }
  return message;
}

absl::Status SqlMessageTransaction::InsertMessage(const Message& message) {
  ASSIGN_OR_RETURN(const Visibility shown,
                   VisibilityUnderModeration({transaction_, ids_, clock_}, message));
  RETURN_IF_ERROR(
      transaction_.Execute(kInsertMessage, InsertParams(message, shown, std::nullopt)).status());
  for (int64_t deputy_id : message.addressees) {
    RETURN_IF_ERROR(
        transaction_.Execute(kInsertAddressee, {message.home_id, message.id, deputy_id}).status());
  }
  return IndexText(message, 0, absl::StrCat(message.subject, "\n", message.body));
}

absl::StatusOr<ImportOutcome> SqlMessageTransaction::InsertImported(const Message& message,
                                                                    const std::string& source_id) {
  const absl::Status inserted =
      transaction_.Execute(kInsertMessage, InsertParams(message, message.visibility, source_id))
          .status();
  // The server looks at PRIMARY first: a known message whose id is free is found by the second
  // check.
  if (db::IsDuplicateKey(inserted, "PRIMARY")) return ImportOutcome::kIdTaken;
  if (db::IsDuplicateKey(inserted, "uk_messages_source")) return ImportOutcome::kKnown;
  RETURN_IF_ERROR(inserted);
  RETURN_IF_ERROR(IndexText(message, 0, absl::StrCat(message.subject, "\n", message.body)));
  for (const Answer& answer : message.answers) RETURN_IF_ERROR(InsertAnswer(message, answer));
  return ImportOutcome::kStored;
}

absl::Status SqlMessageTransaction::InsertAnswer(const Message& message, const Answer& answer) {
  RETURN_IF_ERROR(
      transaction_
          .Execute(kInsertAnswer,
                   {message.home_id, message.id, answer.id, answer.deputy_id, answer.responder_id,
                    answer.create_time, answer.responder_name, answer.body, answer.answer_class,
                    answer.promise_time, answer.reason, answer.from_template})
          .status());
  return IndexText(message, answer.id, answer.body);
}

absl::Status SqlMessageTransaction::IndexText(const Message& message, int64_t part_id,
                                              absl::string_view text) {
  return transaction_
      .Execute(kInsertGrams,
               {message.home_id, message.id, part_id, GramWords(message.home_id, Bigrams(text))})
      .status();
}

absl::StatusOr<Visibility> SqlMessageTransaction::ChooseVisibility(const Message& message) {
  return ChosenUnderModeration({transaction_, ids_, clock_}, message);
}

absl::Status SqlMessageTransaction::CheckText(const Message& message) {
  return QueueTextCheck({transaction_, ids_, clock_}, message);
}

absl::Status SqlMessageTransaction::UpdateMessage(const Message& message) {
  return transaction_.Execute(kUpdateMessage, UpdateParams(message)).status();
}

absl::Status SqlMessageTransaction::AppendTransition(const Transition& line) {
  if (line.author_id != 0) changed_authors_.push_back(line.author_id);
  return transaction_
      .Execute(
          kInsertTransition,
          {line.home_id, line.message_id, line.id, line.event, line.from, line.to, line.actor.kind,
           line.actor.person_id, line.actor.deputy_id, line.actor.name, line.note, line.create_time,
           line.owner, line.due_time, line.escalation, line.author_id})
      .status();
}

absl::Status SqlMessageTransaction::AddAddressee(const Message& message, int64_t deputy_id) {
  // Locked with the message, so nobody adds one meanwhile.
  if (message.deputy_id == deputy_id ||
      std::find(message.addressees.begin(), message.addressees.end(), deputy_id) !=
          message.addressees.end()) {
    return absl::OkStatus();
  }
  RETURN_IF_ERROR(
      transaction_.Execute(kInsertAddressee, {message.home_id, message.id, deputy_id}).status());
  return transaction_.Execute(kMarkAddressed, {message.home_id, message.id}).status();
}

absl::StatusOr<bool> SqlMessageTransaction::AddSupport(const Message& message, SupportKind kind,
                                                       int64_t person_id) {
  const absl::Status inserted =
      transaction_
          .Execute(kInsertSupporter, {message.home_id, message.id, person_id, kind, clock_.Now()})
          .status();
  if (db::IsDuplicateKey(inserted)) return false;
  RETURN_IF_ERROR(inserted);
  return true;
}

absl::StatusOr<bool> SqlMessageTransaction::RemoveSupport(const Message& message, SupportKind kind,
                                                          int64_t person_id) {
  ASSIGN_OR_RETURN(
      const int64_t removed,
      transaction_.Execute(kDeleteSupporter, {message.home_id, message.id, person_id, kind}));
  return removed > 0;
}

absl::StatusOr<std::vector<int64_t>> SqlMessageTransaction::Supporters(const Message& message) {
  ASSIGN_OR_RETURN(const db::Rows rows,
                   transaction_.Query(kListSupporters, {message.home_id, message.id}));
  std::vector<int64_t> persons;
  for (const db::Row& row : rows) persons.push_back(row.Int(0));
  return persons;
}

absl::Status SqlMessageTransaction::AttachPhotos(const std::vector<int64_t>& photo_ids,
                                                 Message* message) {
  return board::AttachPhotos(transaction_, photo_ids, message);
}

absl::StatusOr<std::vector<int64_t>> SqlMessageTransaction::MergedInto(const Message& message) {
  ASSIGN_OR_RETURN(const db::Rows rows,
                   transaction_.Query(kListMergedInto, {message.home_id, message.id}));
  std::vector<int64_t> ids;
  for (const db::Row& row : rows) ids.push_back(row.Int(0));
  return ids;
}

absl::Status SqlMessageTransaction::RecordMerge(const Message& message, int64_t into_id) {
  return transaction_.Execute(kRecordMerge, {message.home_id, into_id, message.id}).status();
}

absl::Status SqlMessageTransaction::InsertReceipt(const Message& message, const std::string& code) {
  return transaction_.Execute(kInsertReceipt, {message.home_id, message.id, code}).status();
}

absl::Status SqlMessageTransaction::Tell(int64_t home_id, absl::Time occur_time, const Fact& fact) {
  const int64_t event_id = ids_.Next();
  return outbox::Append(transaction_, home_id, event_id,
                        ToEvent(event_id, home_id, occur_time, fact).SerializeAsString(),
                        clock_.Now());
}

absl::Status SqlMessageTransaction::Order(const NoticeOrder& order) {
  return QueueOrder({transaction_, ids_, clock_}, order);
}

}  // namespace deputies::board
