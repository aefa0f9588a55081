#include "services/board/storage/sql_suggestion_store.h"

#include <string>
#include <utility>

#include "services/board/storage/sql_desk_transaction.h"
#include "services/common/base/status_macros.h"

namespace deputies::board {
namespace {

// In the order of ReadSuggestion's columns.
#define SUGGESTION_COLUMNS                                                                      \
  "s.home_id, s.id, s.parent_id, s.proposer_id, s.proposer_deputy_id, s.kind, s.state, "        \
  "s.open_to_public, s.round, s.return_count, s.create_time, s.update_time, s.hand_over_time, " \
  "s.title, s.proposer_name, s.supervisor, s.body, s.remind_count, s.next_time "
// In the order of ReadTask's columns.
#define TASK_COLUMNS                                                                       \
  "t.body_id, t.main, t.state, t.extended, t.assign_time, t.return_due_time, t.due_time, " \
  "t.body_name, t.opinion "

constexpr db::Statement kFindSuggestion{"/* board.FindSuggestion */ SELECT " SUGGESTION_COLUMNS
                                        "FROM suggestions s WHERE s.home_id=? AND s.id=?"};
constexpr db::Statement kLockSuggestion{
    "/* board.LockSuggestion */ SELECT " SUGGESTION_COLUMNS
    "FROM suggestions s WHERE s.home_id=? AND s.id=? FOR UPDATE"};
constexpr db::Statement kListAllSuggestions{
    "/* board.ListAllSuggestions */ SELECT " SUGGESTION_COLUMNS
    "FROM suggestions s WHERE s.home_id=? AND s.id<? ORDER BY s.id DESC LIMIT ?"};
// Each branch is one backwards range of an index.
constexpr db::Statement kListSeenSuggestions{
    "/* board.ListSeenSuggestions */ SELECT STRAIGHT_JOIN " SUGGESTION_COLUMNS
    "FROM ((SELECT id FROM suggestions FORCE INDEX (idx_suggestions_public) WHERE home_id=? "
    "AND is_public=1 AND id<? ORDER BY id DESC LIMIT ?) UNION (SELECT id FROM suggestions "
    "FORCE INDEX (idx_suggestions_proposer) WHERE home_id=? AND proposer_id=? AND id<? "
    "ORDER BY id DESC LIMIT ?) UNION (SELECT id FROM suggestions "
    "FORCE INDEX (idx_suggestions_deputy) WHERE home_id=? AND proposer_deputy_id=? AND id<? "
    "AND proposer_id=0 ORDER BY id DESC LIMIT ?) ORDER BY id DESC LIMIT ?) page "
    "JOIN suggestions s ON s.home_id=? AND s.id=page.id ORDER BY s.id DESC"};

constexpr db::Statement kListDueSuggestions{
    "/* board.ListDueSuggestions */ SELECT home_id, id FROM suggestions "
    "FORCE INDEX (idx_suggestions_next) WHERE next_time <= ? "
    "ORDER BY next_time, home_id, id LIMIT ?"};

constexpr db::Statement kListCosigners{
    "/* board.ListCosigners */ SELECT deputy_id, signed_up FROM suggestion_cosigners "
    "WHERE home_id=? AND suggestion_id=? ORDER BY deputy_id"};
constexpr db::Statement kListTasksOfSuggestion{
    "/* board.ListTasksOfSuggestion */ SELECT " TASK_COLUMNS
    "FROM suggestion_tasks t WHERE t.home_id=? AND t.suggestion_id=? "
    "ORDER BY t.main DESC, t.body_id"};
constexpr db::Statement kListReplies{
    "/* board.ListReplies */ SELECT number, round, clerk_id, class, decision, satisfaction, "
    "promise_time, submit_time, reason, comment, body FROM suggestion_replies "
    "WHERE home_id=? AND suggestion_id=? ORDER BY number"};
constexpr db::Statement kListEntries{
    "/* board.ListEntries */ SELECT id, time, actor_id, actor, text FROM suggestion_entries "
    "WHERE home_id=? AND suggestion_id=? ORDER BY id"};
constexpr db::Statement kListAwards{
    "/* board.ListAwards */ SELECT kind, year FROM suggestion_awards "
    "WHERE home_id=? AND suggestion_id=? ORDER BY year, kind"};

constexpr db::Statement kInsertSuggestion{
    "/* board.InsertSuggestion */ INSERT INTO suggestions (home_id, id, parent_id, proposer_id, "
    "proposer_deputy_id, kind, state, open_to_public, is_public, round, return_count, create_time, "
    "update_time, hand_over_time, title, proposer_name, supervisor, body) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
constexpr db::Statement kUpdateSuggestion{
    "/* board.UpdateSuggestion */ UPDATE suggestions SET kind=?, state=?, open_to_public=?, "
    "is_public=?, proposer_id=?, proposer_deputy_id=?, round=?, return_count=?, update_time=?, "
    "hand_over_time=?, title=?, supervisor=?, "
    "body=?, remind_count=?, next_time=? WHERE home_id=? AND id=?"};
constexpr db::Statement kSetCosigner{
    "/* board.SetCosigner */ INSERT INTO suggestion_cosigners (home_id, suggestion_id, deputy_id, "
    "signed_up) VALUES (?, ?, ?, ?) ON DUPLICATE KEY UPDATE signed_up=VALUES(signed_up)"};
constexpr db::Statement kSetTask{
    "/* board.SetTask */ INSERT INTO suggestion_tasks (home_id, suggestion_id, body_id, main, "
    "state, open, extended, assign_time, return_due_time, due_time, body_name, opinion) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE main=VALUES(main), "
    "state=VALUES(state), open=VALUES(open), extended=VALUES(extended), "
    "assign_time=VALUES(assign_time), return_due_time=VALUES(return_due_time), "
    "due_time=VALUES(due_time), body_name=VALUES(body_name), opinion=VALUES(opinion)"};
constexpr db::Statement kSetReply{
    "/* board.SetReply */ INSERT INTO suggestion_replies (home_id, suggestion_id, number, round, "
    "clerk_id, class, decision, satisfaction, promise_time, submit_time, reason, comment, body) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE "
    "decision=VALUES(decision), satisfaction=VALUES(satisfaction), reason=VALUES(reason), "
    "comment=VALUES(comment)"};
constexpr db::Statement kInsertEntry{
    "/* board.InsertEntry */ INSERT INTO suggestion_entries (home_id, suggestion_id, id, actor_id, "
    "time, actor, text) VALUES (?, ?, ?, ?, ?, ?, ?)"};
constexpr db::Statement kSetAward{
    "/* board.SetAward */ INSERT INTO suggestion_awards (home_id, suggestion_id, kind, year) "
    "VALUES (?, ?, ?, ?) ON DUPLICATE KEY UPDATE year=VALUES(year)"};

constexpr db::Statement kListOpenTasks{
    "/* board.ListOpenTasks */ SELECT STRAIGHT_JOIN s.id, s.state, s.title, " TASK_COLUMNS
    "FROM suggestion_tasks t FORCE INDEX (idx_suggestion_tasks_due) "
    "JOIN suggestions s ON s.home_id=t.home_id AND s.id=t.suggestion_id "
    "WHERE t.home_id=? AND t.open=1 AND t.due_time>=? "
    "AND (t.due_time>? OR t.suggestion_id>? OR (t.suggestion_id=? AND t.body_id>?)) "
    "ORDER BY t.due_time, t.suggestion_id, t.body_id LIMIT ?"};
constexpr db::Statement kListOpenTasksOfBody{
    "/* board.ListOpenTasksOfBody */ SELECT STRAIGHT_JOIN s.id, s.state, s.title, " TASK_COLUMNS
    "FROM suggestion_tasks t FORCE INDEX (idx_suggestion_tasks_body) "
    "JOIN suggestions s ON s.home_id=t.home_id AND s.id=t.suggestion_id "
    "WHERE t.home_id=? AND t.body_id=? AND t.open=1 AND t.due_time>=? "
    "AND (t.due_time>? OR t.suggestion_id>? OR (t.suggestion_id=? AND t.body_id>?)) "
    "ORDER BY t.due_time, t.suggestion_id LIMIT ?"};

// Ids rise with time, but the year is that of create_time.
constexpr db::Statement kCountSuggestions{
    "/* board.CountSuggestions */ SELECT CAST(COALESCE(SUM(s.parent_id=0), 0) AS SIGNED), "
    "CAST(COALESCE(SUM(s.hand_over_time IS NOT NULL), 0) AS SIGNED), "
    "CAST(COALESCE(SUM(s.state IN (7, 8) OR s.round=2), 0) AS SIGNED), "
    "CAST(COALESCE(SUM(s.state=8), 0) AS SIGNED) "
    "FROM suggestions s WHERE s.home_id=? AND s.create_time>=? AND s.create_time<?"};
constexpr db::Statement kCountOverdueTasks{
    "/* board.CountOverdueTasks */ SELECT COUNT(DISTINCT t.suggestion_id) FROM suggestion_tasks t "
    "JOIN suggestions s ON s.home_id=t.home_id AND s.id=t.suggestion_id WHERE t.home_id=? "
    "AND t.open=1 AND t.due_time<=? AND s.create_time>=? AND s.create_time<?"};
constexpr db::Statement kCountReplies{
    "/* board.CountReplies */ SELECT r.round, r.class, r.satisfaction, COUNT(*) "
    "FROM suggestion_replies r JOIN suggestions s ON s.home_id=r.home_id AND s.id=r.suggestion_id "
    "WHERE r.home_id=? AND r.decision=1 AND s.create_time>=? AND s.create_time<? "
    "GROUP BY r.round, r.class, r.satisfaction"};

#undef TASK_COLUMNS
#undef SUGGESTION_COLUMNS

bool IsPublic(const Suggestion& suggestion) {
  return suggestion.text.open_to_public && suggestion.state != SuggestionState::kSubmitted &&
         suggestion.state != SuggestionState::kReturned &&
         suggestion.state != SuggestionState::kWithdrawn;
}

Suggestion ReadSuggestion(db::Row& row) {
  Suggestion suggestion;
  suggestion.home_id = row.Int(0);
  suggestion.id = row.Int(1);
  suggestion.parent_id = row.Int(2);
  suggestion.proposer_id = row.Int(3);
  suggestion.proposer_deputy_id = row.Int(4);
  suggestion.text.kind = static_cast<SuggestionKind>(row.Int(5));
  suggestion.state = static_cast<SuggestionState>(row.Int(6));
  suggestion.text.open_to_public = row.Int(7) != 0;
  suggestion.round = static_cast<int32_t>(row.Int(8));
  suggestion.return_count = static_cast<int32_t>(row.Int(9));
  suggestion.create_time = row.Time(10);
  suggestion.update_time = row.Time(11);
  if (!row.IsNull(12)) suggestion.hand_over_time = row.Time(12);
  suggestion.text.title = row.TakeString(13);
  suggestion.proposer_name = row.TakeString(14);
  suggestion.supervisor = row.TakeString(15);
  suggestion.text.body = row.TakeString(16);
  suggestion.remind_count = static_cast<int32_t>(row.Int(17));
  if (!row.IsNull(18)) suggestion.next_time = row.Time(18);
  return suggestion;
}

SuggestionTask ReadTask(db::Row& row, size_t first) {
  SuggestionTask task;
  task.body_id = row.Int(first);
  task.main = row.Int(first + 1) != 0;
  task.state = static_cast<TaskState>(row.Int(first + 2));
  task.extended = row.Int(first + 3) != 0;
  task.assign_time = row.Time(first + 4);
  task.return_due_time = row.Time(first + 5);
  task.due_time = row.Time(first + 6);
  task.body_name = row.TakeString(first + 7);
  task.opinion = row.TakeString(first + 8);
  return task;
}

SuggestionReply ReadReply(db::Row& row) {
  SuggestionReply reply;
  reply.number = static_cast<int32_t>(row.Int(0));
  reply.round = static_cast<int32_t>(row.Int(1));
  reply.clerk_id = row.Int(2);
  reply.reply_class = static_cast<ReplyClass>(row.Int(3));
  reply.decision = static_cast<GateDecision>(row.Int(4));
  reply.satisfaction = static_cast<Satisfaction>(row.Int(5));
  if (!row.IsNull(6)) reply.promise_time = row.Time(6);
  reply.submit_time = row.Time(7);
  reply.reason = row.TakeString(8);
  reply.comment = row.TakeString(9);
  reply.body = row.TakeString(10);
  return reply;
}

// Reads what hangs on a suggestion. `query` runs one statement.
absl::Status ReadParts(absl::FunctionRef<absl::StatusOr<db::Rows>(const db::Statement&)> query,
                       Suggestion* suggestion) {
  ASSIGN_OR_RETURN(const db::Rows cosigners, query(kListCosigners));
  for (const db::Row& row : cosigners) {
    suggestion->cosigners.push_back({row.Int(0), row.Int(1) != 0});
  }
  ASSIGN_OR_RETURN(db::Rows tasks, query(kListTasksOfSuggestion));
  for (db::Row& row : tasks) suggestion->tasks.push_back(ReadTask(row, 0));
  ASSIGN_OR_RETURN(db::Rows replies, query(kListReplies));
  for (db::Row& row : replies) suggestion->replies.push_back(ReadReply(row));
  ASSIGN_OR_RETURN(db::Rows entries, query(kListEntries));
  for (db::Row& row : entries) {
    suggestion->entries.push_back(
        {row.Int(0), row.Time(1), row.Int(2), row.TakeString(3), row.TakeString(4)});
  }
  ASSIGN_OR_RETURN(const db::Rows awards, query(kListAwards));
  for (const db::Row& row : awards) {
    suggestion->awards.push_back(
        {static_cast<SuggestionAwardKind>(row.Int(0)), static_cast<int32_t>(row.Int(1))});
  }
  return absl::OkStatus();
}

class SuggestionWrites final : public SqlDeskTransaction<SuggestionTransaction> {
 public:
  using SqlDeskTransaction::SqlDeskTransaction;

  absl::StatusOr<std::optional<Suggestion>> LockSuggestion(int64_t home_id, int64_t id) override {
    ASSIGN_OR_RETURN(db::Rows rows, sql().Query(kLockSuggestion, {home_id, id}));
    if (rows.empty()) return std::nullopt;
    Suggestion suggestion = ReadSuggestion(rows.front());
    RETURN_IF_ERROR(ReadParts(
        [&](const db::Statement& statement) {
          return sql().Query(statement, {home_id, id});
        },
        &suggestion));
    return suggestion;
  }

  absl::Status InsertSuggestion(const Suggestion& suggestion) override {
    RETURN_IF_ERROR(
        sql()
            .Execute(kInsertSuggestion,
                     {suggestion.home_id, suggestion.id, suggestion.parent_id,
                      suggestion.proposer_id, suggestion.proposer_deputy_id, suggestion.text.kind,
                      suggestion.state, suggestion.text.open_to_public, IsPublic(suggestion),
                      suggestion.round, suggestion.return_count, suggestion.create_time,
                      suggestion.update_time, suggestion.hand_over_time, suggestion.text.title,
                      suggestion.proposer_name, suggestion.supervisor, suggestion.text.body})
            .status());
    return WriteParts(suggestion, 0);
  }

  absl::Status UpdateSuggestion(const Suggestion& suggestion, int64_t last_entry) override {
    RETURN_IF_ERROR(
        sql()
            .Execute(kUpdateSuggestion,
                     {suggestion.text.kind, suggestion.state, suggestion.text.open_to_public,
                      IsPublic(suggestion), suggestion.proposer_id, suggestion.proposer_deputy_id,
                      suggestion.round, suggestion.return_count, suggestion.update_time,
                      suggestion.hand_over_time, suggestion.text.title, suggestion.supervisor,
                      suggestion.text.body, suggestion.remind_count, suggestion.next_time,
                      suggestion.home_id, suggestion.id})
            .status());
    return WriteParts(suggestion, last_entry);
  }

 private:
  absl::Status WriteParts(const Suggestion& suggestion, int64_t last_entry) {
    const int64_t home = suggestion.home_id;
    const int64_t id = suggestion.id;
    for (const SuggestionCosigner& cosigner : suggestion.cosigners) {
      RETURN_IF_ERROR(
          sql().Execute(kSetCosigner, {home, id, cosigner.deputy_id, cosigner.signed_up}).status());
    }
    for (const SuggestionTask& task : suggestion.tasks) {
      RETURN_IF_ERROR(
          sql()
              .Execute(kSetTask, {home, id, task.body_id, task.main, task.state, task.IsOpen(),
                                  task.extended, task.assign_time, task.return_due_time,
                                  task.due_time, task.body_name, task.opinion})
              .status());
    }
    for (const SuggestionReply& reply : suggestion.replies) {
      RETURN_IF_ERROR(
          sql()
              .Execute(kSetReply,
                       {home, id, reply.number, reply.round, reply.clerk_id, reply.reply_class,
                        reply.decision, reply.satisfaction, reply.promise_time, reply.submit_time,
                        reply.reason, reply.comment, reply.body})
              .status());
    }
    for (const SuggestionEntry& entry : suggestion.entries) {
      if (entry.id <= last_entry) continue;
      RETURN_IF_ERROR(sql()
                          .Execute(kInsertEntry, {home, id, entry.id, entry.actor_id, entry.time,
                                                  entry.actor, entry.text})
                          .status());
    }
    for (const SuggestionAward& award : suggestion.awards) {
      RETURN_IF_ERROR(sql().Execute(kSetAward, {home, id, award.kind, award.year}).status());
    }
    return absl::OkStatus();
  }
};

}  // namespace

absl::Status SqlSuggestionStore::InTransaction(
    absl::Time deadline, absl::FunctionRef<absl::Status(SuggestionTransaction&)> closure) {
  return database_.InTransaction(
      deadline,
      [&](db::Transaction& sql) -> absl::Status {
        SuggestionWrites transaction(sql, ids_, clock_);
        return closure(transaction);
      },
      db::Repeat::kAfterUnknownOutcome);
}

absl::StatusOr<std::optional<Suggestion>> SqlSuggestionStore::FindSuggestion(absl::Time deadline,
                                                                             int64_t home_id,
                                                                             int64_t id) {
  ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, kFindSuggestion, {home_id, id}));
  if (rows.empty()) return std::nullopt;
  Suggestion suggestion = ReadSuggestion(rows.front());
  RETURN_IF_ERROR(ReadParts(
      [&](const db::Statement& statement) {
        return database_.Query(deadline, statement, {home_id, id});
      },
      &suggestion));
  return suggestion;
}

absl::StatusOr<std::vector<Suggestion>> SqlSuggestionStore::ListSuggestions(
    absl::Time deadline, const SuggestionQuery& query) {
  const db::Params all = {query.home_id, query.before_id, query.limit};
  // 0 stands for nobody in the rows too, whose suggestions are not everybody's.
  const int64_t person_id = query.person_id != 0 ? query.person_id : -1;
  const int64_t deputy_id = query.deputy_id != 0 ? query.deputy_id : -1;
  const db::Params seen = {query.home_id,   query.before_id, query.limit,      // public
                           query.home_id,   person_id,       query.before_id,  // own
                           query.limit,     query.home_id,   deputy_id,        // of the seat
                           query.before_id, query.limit,     query.limit,     query.home_id};
  ASSIGN_OR_RETURN(db::Rows rows, query.all
                                      ? database_.Query(deadline, kListAllSuggestions, all)
                                      : database_.Query(deadline, kListSeenSuggestions, seen));
  std::vector<Suggestion> suggestions;
  suggestions.reserve(rows.size());
  for (db::Row& row : rows) suggestions.push_back(ReadSuggestion(row));
  return suggestions;
}

absl::StatusOr<std::vector<SuggestionWork>> SqlSuggestionStore::ListTasks(
    absl::Time deadline, int64_t home_id, int64_t body_id, const TaskPosition& after, int limit) {
  db::Params params = {home_id};
  if (body_id != 0) params.push_back(body_id);
  params.insert(params.end(), {after.due_time, after.due_time, after.suggestion_id,
                               after.suggestion_id, after.body_id, limit});
  ASSIGN_OR_RETURN(
      db::Rows rows,
      database_.Query(deadline, body_id == 0 ? kListOpenTasks : kListOpenTasksOfBody, params));
  std::vector<SuggestionWork> tasks;
  tasks.reserve(rows.size());
  for (db::Row& row : rows) {
    SuggestionWork& work = tasks.emplace_back();
    work.suggestion.home_id = home_id;
    work.suggestion.id = row.Int(0);
    work.suggestion.state = static_cast<SuggestionState>(row.Int(1));
    work.suggestion.text.title = row.TakeString(2);
    work.task = ReadTask(row, 3);
  }
  return tasks;
}

absl::StatusOr<std::vector<std::pair<int64_t, int64_t>>> SqlSuggestionStore::ListDue(
    absl::Time deadline, absl::Time now, int limit) {
  ASSIGN_OR_RETURN(const db::Rows rows,
                   database_.Query(deadline, kListDueSuggestions, {now, limit}));
  std::vector<std::pair<int64_t, int64_t>> due;
  due.reserve(rows.size());
  for (const db::Row& row : rows) due.emplace_back(row.Int(0), row.Int(1));
  return due;
}

absl::StatusOr<SuggestionCounts> SqlSuggestionStore::CountSuggestions(
    absl::Time deadline, int64_t home_id, absl::Time begin, absl::Time end, absl::Time now) {
  SuggestionCounts counts;
  ASSIGN_OR_RETURN(const db::Rows rows,
                   database_.Query(deadline, kCountSuggestions, {home_id, begin, end}));
  counts.submitted = static_cast<int32_t>(rows[0].Int(0));
  counts.handed_over = static_cast<int32_t>(rows[0].Int(1));
  counts.replied = static_cast<int32_t>(rows[0].Int(2));
  counts.closed = static_cast<int32_t>(rows[0].Int(3));
  ASSIGN_OR_RETURN(const db::Rows overdue,
                   database_.Query(deadline, kCountOverdueTasks, {home_id, now, begin, end}));
  counts.overdue = static_cast<int32_t>(overdue[0].Int(0));
  ASSIGN_OR_RETURN(const db::Rows replies,
                   database_.Query(deadline, kCountReplies, {home_id, begin, end}));
  for (const db::Row& row : replies) {
    const int64_t round = row.Int(0);
    const int64_t reply_class = row.Int(1);
    const int64_t satisfaction = row.Int(2);
    const auto count = static_cast<int32_t>(row.Int(3));
    if (round == 1 && reply_class >= 1 && reply_class <= 4) {
      counts.classes[reply_class - 1] += count;
    }
    if ((round == 1 || round == 2) && satisfaction >= 1 && satisfaction <= 3) {
      counts.satisfaction[round - 1][satisfaction - 1] += count;
    }
  }
  return counts;
}

}  // namespace deputies::board
