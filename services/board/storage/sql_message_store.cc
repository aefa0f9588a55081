#include "services/board/storage/sql_message_store.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <string>
#include <utility>

#include "services/board/storage/message_rows.h"
#include "services/board/storage/message_statements.h"
#include "services/board/storage/sql_message_transaction.h"
#include "services/common/base/status_macros.h"
#include "services/common/db/request_keys.h"

namespace deputies::board {
namespace {

constexpr size_t kMaxKnownLimits = 10000;

// In the order of the columns of FindLimits and SaveLimits.
std::array<int*, 15> LimitFields(CaseLimits& limits) {
  return {&limits.dispatch,       &limits.accept,        &limits.acknowledge,
          &limits.normal_answer,  &limits.urgent_answer, &limits.consultation_answer,
          &limits.complex_answer, &limits.decide,        &limits.claim,
          &limits.claimed,        &limits.question,      &limits.silence,
          &limits.report,         &limits.rung,          &limits.chase};
}

}  // namespace

absl::Status SqlMessageStore::InTransaction(
    absl::Time deadline, absl::FunctionRef<absl::Status(MessageTransaction&)> closure) {
  std::vector<int64_t> changed_authors;
  RETURN_IF_ERROR(database_.InTransaction(
      deadline,
      [&](db::Transaction& sql) -> absl::Status {
        SqlMessageTransaction transaction(sql, ids_, clock_);
        const absl::Status done = closure(transaction);
        changed_authors = transaction.changed_authors();
        return done;
      },
      db::Repeat::kAfterUnknownOutcome));
  for (const int64_t author_id : changed_authors) {
    if (changed_) changed_(author_id);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::optional<Message>> SqlMessageStore::FindMessage(absl::Time deadline,
                                                                    int64_t home_id,
                                                                    int64_t message_id) {
  ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, kFindMessage, {home_id, message_id}));
  if (rows.empty()) return std::nullopt;
  std::vector<Message> messages;
  bool addressed = false;
  messages.push_back(ReadWholeMessage(rows.front(), &addressed));
  if (addressed) {
    ASSIGN_OR_RETURN(rows, database_.Query(deadline, kListAddressees, {home_id, message_id}));
    for (const db::Row& row : rows) messages.front().addressees.push_back(row.Int(0));
  }
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
              home,   viewer.deputy_id,
              before, limit,  // to the deputy besides others
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
    (*message)->answers.push_back(ReadAnswer(row));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<Message>> SqlMessageStore::ListWhole(absl::Time deadline,
                                                                int64_t home_id, int64_t after_id,
                                                                int64_t until_id, int limit) {
  ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, kListWholeMessages,
                                                  {home_id, after_id, until_id, limit}));
  std::vector<Message> messages;
  messages.reserve(rows.size());
  for (db::Row& row : rows) {
    bool addressed = false;
    messages.push_back(ReadWholeMessage(row, &addressed));
  }
  RETURN_IF_ERROR(AddAnswers(deadline, home_id, &messages));
  return messages;
}

absl::StatusOr<std::vector<Message>> SqlMessageStore::ListWork(absl::Time deadline,
                                                               const Viewer& viewer,
                                                               const WorkQuery& query) {
  db::Params params = {query.home_id, query.after_due, query.after_due, query.after_id};
  if (!viewer.staff) params.insert(params.end(), 3, viewer.deputy_id);
  params.push_back(query.limit);
  ASSIGN_OR_RETURN(
      db::Rows rows,
      database_.Query(deadline, viewer.staff ? kListStaffWork : kListDeputyWork, params));
  std::vector<Message> messages;
  messages.reserve(rows.size());
  for (db::Row& row : rows) messages.push_back(ReadMessage(row));
  return messages;
}

absl::StatusOr<std::vector<Transition>> SqlMessageStore::ListTransitions(absl::Time deadline,
                                                                         int64_t home_id,
                                                                         int64_t message_id) {
  ASSIGN_OR_RETURN(db::Rows rows,
                   database_.Query(deadline, kListTransitions, {home_id, message_id}));
  std::vector<Transition> lines;
  lines.reserve(rows.size());
  for (db::Row& row : rows) lines.push_back(ReadTransition(home_id, message_id, row));
  return lines;
}

absl::StatusOr<CaseLimits> SqlMessageStore::FindLimits(absl::Time deadline, int64_t home_id) {
  const absl::Time now = clock_.Now();
  {
    std::lock_guard lock(mutex_);
    const auto known = limits_.find(home_id);
    if (known != limits_.end() && now < known->second.read_time + kLimitsLifetime &&
        now >= known->second.read_time) {
      return known->second.limits;
    }
  }
  ASSIGN_OR_RETURN(const db::Rows rows, database_.Query(deadline, kFindLimits, {home_id}));
  CaseLimits limits;
  if (!rows.empty()) {
    size_t column = 0;
    for (int* days : LimitFields(limits)) *days = static_cast<int>(rows.front().Int(column++));
  }
  std::lock_guard lock(mutex_);
  // Made-up homes must not fill the memory.
  if (limits_.size() >= kMaxKnownLimits) limits_.clear();
  limits_[home_id] = {limits, now};
  return limits;
}

absl::Status SqlMessageStore::SaveLimits(absl::Time deadline, const RequestKey& key,
                                         const CaseLimits& limits) {
  CaseLimits saved = limits;
  RETURN_IF_ERROR(database_.InTransaction(
      deadline,
      [&](db::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(const std::optional<std::string> earlier,
                         db::ClaimRequest(transaction, key, "", clock_.Now()));
        if (earlier.has_value()) return absl::OkStatus();
        db::Params params = {key.home_id};
        for (const int* days : LimitFields(saved)) params.push_back(*days);
        return transaction.Execute(kSaveLimits, params).status();
      },
      db::Repeat::kAfterUnknownOutcome));
  std::lock_guard lock(mutex_);
  limits_.erase(key.home_id);
  return absl::OkStatus();
}

absl::StatusOr<std::optional<int64_t>> SqlMessageStore::FindByReceipt(absl::Time deadline,
                                                                      int64_t home_id,
                                                                      absl::string_view code) {
  ASSIGN_OR_RETURN(const db::Rows rows, database_.Query(deadline, kFindByReceipt, {home_id, code}));
  if (rows.empty()) return std::nullopt;
  return rows.front().Int(0);
}

absl::StatusOr<std::optional<std::string>> SqlMessageStore::FindReceipt(absl::Time deadline,
                                                                        int64_t home_id,
                                                                        int64_t message_id) {
  ASSIGN_OR_RETURN(const db::Rows rows,
                   database_.Query(deadline, kFindReceipt, {home_id, message_id}));
  if (rows.empty()) return std::nullopt;
  return rows.front().String(0);
}

}  // namespace deputies::board
