#include "services/board/storage/sql_message_store.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/board/storage/message_events.h"
#include "services/board/storage/message_statements.h"
#include "services/board/storage/sql_moderation_store.h"
#include "services/common/base/status_macros.h"
#include "services/common/db/request_keys.h"
#include "services/common/outbox/outbox.h"

namespace deputies::board {
namespace {

// A row of BOARD_MESSAGE_COLUMNS.
Message ReadMessage(db::Row& row) {
  Message message;
  message.home_id = row.Int(0);
  message.id = row.Int(1);
  message.author_id = row.Int(2);
  message.deputy_id = row.Int(3);
  message.visibility = static_cast<Visibility>(row.Int(4));
  message.state = static_cast<MessageState>(row.Int(5));
  message.version = static_cast<int32_t>(row.Int(6));
  message.answer_count = static_cast<int32_t>(row.Int(7));
  message.create_time = row.Time(8);
  message.subject = row.TakeString(9);
  message.author_name = row.TakeString(10);
  message.body = row.TakeString(11);
  if (!row.IsNull(12)) {
    message.rating = Rating{static_cast<int>(row.Int(12)), row.TakeString(13), row.Time(14)};
  }
  return message;
}

// The result that a key keeps is a message id.
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

class SqlTransaction final : public MessageTransaction {
 public:
  SqlTransaction(db::Transaction& transaction, base::IdSource& ids, const base::Clock& clock)
      : transaction_(transaction), ids_(ids), clock_(clock) {}

  absl::StatusOr<std::optional<int64_t>> ClaimRequest(const RequestKey& key,
                                                      int64_t message_id) override {
    return ReadResult(db::ClaimRequest(transaction_, key, absl::StrCat(message_id), clock_.Now()));
  }

  absl::StatusOr<std::optional<Message>> LockMessage(int64_t home_id, int64_t message_id) override {
    ASSIGN_OR_RETURN(db::Rows rows, transaction_.Query(kLockMessage, {home_id, message_id}));
    if (rows.empty()) return std::nullopt;
    return ReadMessage(rows.front());
  }

  absl::Status InsertMessage(const Message& message) override {
    Message stored = message;
    ASSIGN_OR_RETURN(stored.visibility, VisibilityUnderModeration(transaction_, message));
    return InsertMessageRow(stored, std::nullopt);
  }

  absl::StatusOr<ImportOutcome> InsertImported(const Message& message,
                                               const std::string& source_id) override {
    const absl::Status inserted = InsertMessageRow(message, source_id);
    // The server looks at PRIMARY first: a known message whose id is free is found by the second
    // check.
    if (db::IsDuplicateKey(inserted, "PRIMARY")) return ImportOutcome::kIdTaken;
    if (db::IsDuplicateKey(inserted, "uk_messages_source")) return ImportOutcome::kKnown;
    RETURN_IF_ERROR(inserted);
    for (const Answer& answer : message.answers) RETURN_IF_ERROR(InsertAnswer(message, answer));
    return ImportOutcome::kStored;
  }

  absl::Status InsertAnswer(const Message& message, const Answer& answer) override {
    return transaction_
        .Execute(kInsertAnswer,
                 {message.home_id, message.id, answer.id, answer.deputy_id, answer.responder_id,
                  answer.create_time, answer.responder_name, answer.body})
        .status();
  }

  absl::Status UpdateMessage(const Message& message) override {
    db::Params params = {message.state, message.version, message.answer_count};
    if (message.rating.has_value()) {
      params.insert(params.end(),
                    {message.rating->score, message.rating->comment, message.rating->create_time});
    } else {
      params.insert(params.end(), {std::nullopt, std::nullopt, std::nullopt});
    }
    params.insert(params.end(), {message.home_id, message.id});
    return transaction_.Execute(kUpdateMessage, params).status();
  }

  absl::Status Tell(int64_t home_id, absl::Time occur_time, const Fact& fact) override {
    const int64_t event_id = ids_.Next();
    return outbox::Append(transaction_, home_id, event_id,
                          ToEvent(event_id, home_id, occur_time, fact).SerializeAsString(),
                          clock_.Now());
  }

 private:
  absl::Status InsertMessageRow(const Message& message,
                                const std::optional<std::string>& source_id) {
    return transaction_
        .Execute(kInsertMessage, {message.home_id, message.id, message.author_id, message.deputy_id,
                                  message.visibility, message.state, message.version,
                                  message.answer_count, message.create_time, message.subject,
                                  message.author_name, message.body, source_id})
        .status();
  }

  db::Transaction& transaction_;
  base::IdSource& ids_;
  const base::Clock& clock_;
};

}  // namespace

absl::Status SqlMessageStore::InTransaction(
    absl::Time deadline, absl::FunctionRef<absl::Status(MessageTransaction&)> closure) {
  return database_.InTransaction(
      deadline,
      [&](db::Transaction& sql) -> absl::Status {
        SqlTransaction transaction(sql, ids_, clock_);
        return closure(transaction);
      },
      db::Repeat::kAfterUnknownOutcome);
}

absl::StatusOr<std::optional<Message>> SqlMessageStore::FindMessage(absl::Time deadline,
                                                                    int64_t home_id,
                                                                    int64_t message_id) {
  ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, kFindMessage, {home_id, message_id}));
  if (rows.empty()) return std::nullopt;
  std::vector<Message> messages;
  messages.push_back(ReadMessage(rows.front()));
  RETURN_IF_ERROR(AddAnswers(deadline, home_id, &messages));
  return std::move(messages.front());
}

absl::StatusOr<std::optional<int64_t>> SqlMessageStore::FindRequest(absl::Time deadline,
                                                                    const RequestKey& key) {
  return ReadResult(db::FindRequest(database_, deadline, key));
}

// Mirrors MayRead: each branch of the rule is a range of an index.
absl::StatusOr<std::vector<Message>> SqlMessageStore::ListMessages(absl::Time deadline,
                                                                   const Viewer& viewer,
                                                                   const ListQuery& query) {
  const db::Statement* statement = nullptr;
  db::Params params;
  const int64_t home = query.home_id;
  const int64_t before = query.before_id;
  const int limit = query.limit;
  if (viewer.staff) {
    statement = &kListAllMessages;
    params = {home, before, limit};
  } else if (viewer.deputy_id != 0) {
    statement = &kListMessagesForDeputy;
    params = {home,   before,
              limit,  // public
              home,   viewer.person_id,
              before, limit,  // own
              home,   0,
              before, limit,  // to the home
              home,   viewer.deputy_id,
              before, limit,  // to the deputy
              limit,  home};
  } else if (viewer.person_id != 0) {
    statement = &kListMessagesForPerson;
    params = {home, before, limit, home, viewer.person_id, before, limit, limit, home};
  } else {
    statement = &kListPublicMessages;
    params = {home, before, limit};
  }

  ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, *statement, params));
  std::vector<Message> messages;
  messages.reserve(rows.size());
  for (db::Row& row : rows) messages.push_back(ReadMessage(row));
  // SQL gives no order to a join.
  std::sort(messages.begin(), messages.end(),
            [](const Message& a, const Message& b) { return a.id > b.id; });
  RETURN_IF_ERROR(AddAnswers(deadline, home, &messages));
  return messages;
}

// Reads the answers of all messages, which are of one home and differ, in one statement; in none
// when no message has any.
absl::Status SqlMessageStore::AddAnswers(absl::Time deadline, int64_t home_id,
                                         std::vector<Message>* messages) {
  std::vector<Message*> answered;
  for (Message& message : *messages) {
    if (message.answer_count > 0) answered.push_back(&message);
  }
  if (answered.empty()) return absl::OkStatus();
  std::sort(answered.begin(), answered.end(),
            [](const Message* a, const Message* b) { return a->id < b->id; });

  const auto* list = std::find_if(
      std::begin(kListAnswers), std::end(kListAnswers),
      [&](const ListAnswersStatement& candidate) { return candidate.ids >= answered.size(); });
  if (list == std::end(kListAnswers)) return absl::InternalError("more messages than a page has");
  db::Params params = {home_id};
  for (size_t i = 0; i < list->ids; ++i) {
    params.push_back(answered[std::min(i, answered.size() - 1)]->id);
  }
  ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, list->statement, params));
  // Both lie in the order of message ids.
  auto message = answered.begin();
  for (db::Row& row : rows) {
    while ((*message)->id != row.Int(0)) ++message;
    (*message)->answers.push_back(
        {row.Int(1), row.Int(2), row.Int(3), row.TakeString(4), row.TakeString(5), row.Time(6)});
  }
  return absl::OkStatus();
}

}  // namespace deputies::board
