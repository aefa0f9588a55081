#include "services/board/storage/sql_moderation_store.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/board/storage/message_rows.h"
#include "services/board/storage/sql_desk_transaction.h"
#include "services/common/base/status_macros.h"

namespace deputies::board {
namespace {

// In the order of ReadCase's columns.
#define CASE_COLUMNS                                                                             \
  "home_id, message_id, author_id, state, open, origin, reason, chosen_visibility, decider_id, " \
  "proposer_id, report_count, due_time, create_time, update_time, note, appeal, appeal_note "

constexpr db::Statement kFindModerationPolicy{
    "/* board.FindModerationPolicy */ SELECT before_showing, decide_hours, revision, codex, words "
    "FROM moderation_settings WHERE home_id=?"};
constexpr db::Statement kLockModerationPolicy{
    "/* board.LockModerationPolicy */ SELECT before_showing, decide_hours, revision, codex, words "
    "FROM moderation_settings WHERE home_id=? FOR UPDATE"};
constexpr db::Statement kSetModerationPolicy{
    "/* board.SetModerationPolicy */ INSERT INTO moderation_settings (home_id, before_showing, "
    "decide_hours, revision, codex, words) VALUES (?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE "
    "before_showing=VALUES(before_showing), decide_hours=VALUES(decide_hours), "
    "revision=VALUES(revision), codex=VALUES(codex), words=VALUES(words)"};

constexpr db::Statement kLockModeratedMessage{
    "/* board.LockModeratedMessage */ SELECT author_id, visibility FROM messages "
    "WHERE home_id=? AND id=? FOR UPDATE"};
constexpr db::Statement kSetMessageVisibility{
    "/* board.SetMessageVisibility */ UPDATE messages SET visibility=?, version=version+1 "
    "WHERE home_id=? AND id=?"};
constexpr db::Statement kEraseMessageText{
    "/* board.EraseMessageText */ UPDATE messages SET subject=?, body=?, version=version+1 "
    "WHERE home_id=? AND id=?"};

constexpr db::Statement kFindModerationCase{"/* board.FindModerationCase */ SELECT " CASE_COLUMNS
                                            "FROM moderation_cases "
                                            "WHERE home_id=? AND message_id=?"};
constexpr db::Statement kLockModerationCase{"/* board.LockModerationCase */ SELECT " CASE_COLUMNS
                                            "FROM moderation_cases "
                                            "WHERE home_id=? AND message_id=? FOR UPDATE"};
constexpr db::Statement kListOpenModerationCases{
    "/* board.ListOpenModerationCases */ SELECT " CASE_COLUMNS
    "FROM moderation_cases FORCE INDEX (idx_moderation_cases_due) WHERE home_id=? AND open=1 "
    "AND due_time>=? AND (due_time>? OR message_id>?) ORDER BY due_time, message_id LIMIT ?"};
constexpr db::Statement kSetModerationCase{
    "/* board.SetModerationCase */ INSERT INTO moderation_cases (" CASE_COLUMNS
    ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE "
    "state=VALUES(state), open=VALUES(open), origin=VALUES(origin), reason=VALUES(reason), "
    "chosen_visibility=VALUES(chosen_visibility), decider_id=VALUES(decider_id), "
    "proposer_id=VALUES(proposer_id), report_count=VALUES(report_count), "
    "due_time=VALUES(due_time), update_time=VALUES(update_time), note=VALUES(note), "
    "appeal=VALUES(appeal), appeal_note=VALUES(appeal_note)"};
constexpr db::Statement kInsertModerationReport{
    "/* board.InsertModerationReport */ INSERT INTO moderation_reports (home_id, message_id, "
    "person_id, reason, create_time, note) VALUES (?, ?, ?, ?, ?, ?)"};

constexpr db::Statement kInsertModerationLog{
    "/* board.InsertModerationLog */ INSERT INTO moderation_log (home_id, id, action, reason, "
    "in_time, act_time) VALUES (?, ?, ?, ?, ?, ?)"};
constexpr db::Statement kListModerationLog{
    "/* board.ListModerationLog */ SELECT id, action, reason, in_time, act_time "
    "FROM moderation_log WHERE home_id=? AND id<? ORDER BY id DESC LIMIT ?"};

#undef CASE_COLUMNS

absl::StatusOr<ModerationPolicy> ReadPolicy(absl::StatusOr<db::Rows> rows) {
  RETURN_IF_ERROR(rows.status());
  ModerationPolicy policy;
  if (rows->empty()) return policy;
  db::Row& row = rows->front();
  policy.before_showing = row.Int(0) != 0;
  policy.decide_hours = static_cast<int>(row.Int(1));
  policy.revision = static_cast<int32_t>(row.Int(2));
  policy.codex = row.TakeString(3);
  policy.words = absl::StrSplit(row.String(4), '\n', absl::SkipEmpty());
  return policy;
}

ModerationCase ReadCase(db::Row& row) {
  ModerationCase moderation;
  moderation.home_id = row.Int(0);
  moderation.message_id = row.Int(1);
  moderation.author_id = row.Int(2);
  moderation.state = static_cast<ModerationState>(row.Int(3));
  moderation.origin = static_cast<ModerationOrigin>(row.Int(5));
  moderation.reason = static_cast<ModerationReason>(row.Int(6));
  moderation.chosen_visibility = static_cast<Visibility>(row.Int(7));
  moderation.decider_id = row.Int(8);
  moderation.proposer_id = row.Int(9);
  moderation.report_count = static_cast<int32_t>(row.Int(10));
  moderation.due_time = row.Time(11);
  moderation.create_time = row.Time(12);
  moderation.update_time = row.Time(13);
  moderation.note = row.TakeString(14);
  moderation.appeal = row.TakeString(15);
  moderation.appeal_note = row.TakeString(16);
  return moderation;
}

absl::StatusOr<std::optional<ModerationCase>> ReadOneCase(absl::StatusOr<db::Rows> rows) {
  RETURN_IF_ERROR(rows.status());
  if (rows->empty()) return std::nullopt;
  return ReadCase(rows->front());
}

absl::Status WriteCase(db::Transaction& sql, const ModerationCase& moderation) {
  return sql
      .Execute(kSetModerationCase,
               {moderation.home_id, moderation.message_id, moderation.author_id, moderation.state,
                IsOpen(moderation.state), moderation.origin, moderation.reason,
                moderation.chosen_visibility, moderation.decider_id, moderation.proposer_id,
                moderation.report_count, moderation.due_time, moderation.create_time,
                moderation.update_time, moderation.note, moderation.appeal, moderation.appeal_note})
      .status();
}

class ModerationWrites final : public SqlDeskTransaction<ModerationTransaction> {
 public:
  using SqlDeskTransaction::SqlDeskTransaction;

  absl::StatusOr<std::optional<ModeratedMessage>> LockMessage(int64_t home_id,
                                                              int64_t message_id) override {
    ASSIGN_OR_RETURN(const db::Rows rows,
                     sql().Query(kLockModeratedMessage, {home_id, message_id}));
    if (rows.empty()) return std::nullopt;
    return ModeratedMessage{rows.front().Int(0), static_cast<Visibility>(rows.front().Int(1))};
  }

  absl::StatusOr<std::optional<ModerationCase>> LockCase(int64_t home_id,
                                                         int64_t message_id) override {
    return ReadOneCase(sql().Query(kLockModerationCase, {home_id, message_id}));
  }

  absl::Status SetCase(const ModerationCase& moderation) override {
    return WriteCase(sql(), moderation);
  }

  absl::Status SetVisibility(int64_t home_id, int64_t message_id, Visibility visibility) override {
    return sql().Execute(kSetMessageVisibility, {visibility, home_id, message_id}).status();
  }

  absl::Status EraseText(int64_t home_id, int64_t message_id, const std::string& text) override {
    return sql().Execute(kEraseMessageText, {text, text, home_id, message_id}).status();
  }

  absl::StatusOr<bool> InsertReport(int64_t home_id, int64_t message_id, int64_t person_id,
                                    ModerationReason reason, const std::string& note,
                                    absl::Time now) override {
    const absl::Status inserted =
        sql()
            .Execute(kInsertModerationReport, {home_id, message_id, person_id, reason, now, note})
            .status();
    if (db::IsDuplicateKey(inserted)) return false;
    RETURN_IF_ERROR(inserted);
    return true;
  }

  absl::Status InsertLog(int64_t home_id, const ModerationLogEntry& entry) override {
    return sql()
        .Execute(kInsertModerationLog,
                 {home_id, entry.id, entry.action, entry.reason, entry.in_time, entry.act_time})
        .status();
  }

  absl::StatusOr<ModerationPolicy> LockPolicy(int64_t home_id) override {
    return ReadPolicy(sql().Query(kLockModerationPolicy, {home_id}));
  }

  absl::Status SetPolicy(int64_t home_id, const ModerationPolicy& policy) override {
    return sql()
        .Execute(kSetModerationPolicy,
                 {home_id, policy.before_showing, policy.decide_hours, policy.revision,
                  policy.codex, absl::StrJoin(policy.words, "\n")})
        .status();
  }
};

}  // namespace

absl::StatusOr<Visibility> VisibilityUnderModeration(db::Transaction& transaction,
                                                     const Message& message) {
  if (message.visibility == Visibility::kPrivate || message.author_id == 0) {
    return message.visibility;
  }
  ASSIGN_OR_RETURN(const ModerationPolicy policy,
                   ReadPolicy(transaction.Query(kFindModerationPolicy, {message.home_id})));
  const bool has_word =
      HasWord(policy.words, message.subject) || HasWord(policy.words, message.body);
  if (!policy.before_showing && !has_word) return message.visibility;
  ModerationCase moderation;
  moderation.home_id = message.home_id;
  moderation.message_id = message.id;
  moderation.author_id = message.author_id;
  moderation.chosen_visibility = StoredVisibility(message.visibility);
  moderation.origin = has_word ? ModerationOrigin::kWordList : ModerationOrigin::kBeforeShowing;
  ASSIGN_OR_RETURN(moderation.state, NextState(moderation.state, ModerationEvent::kHold));
  moderation.create_time = message.create_time;
  moderation.update_time = message.create_time;
  moderation.due_time = message.create_time + absl::Hours(policy.decide_hours);
  RETURN_IF_ERROR(WriteCase(transaction, moderation));
  return Visibility::kPrivate;
}

absl::StatusOr<Visibility> ChosenUnderModeration(db::Transaction& transaction,
                                                 const Message& message) {
  ASSIGN_OR_RETURN(
      std::optional<ModerationCase> moderation,
      ReadOneCase(transaction.Query(kLockModerationCase, {message.home_id, message.id})));
  if (!moderation.has_value()) return VisibilityUnderModeration(transaction, message);
  if (IsShown(moderation->state)) return message.visibility;
  moderation->chosen_visibility = StoredVisibility(message.visibility);
  RETURN_IF_ERROR(WriteCase(transaction, *moderation));
  return Visibility::kPrivate;
}

absl::Status SqlModerationStore::InTransaction(
    absl::Time deadline, absl::FunctionRef<absl::Status(ModerationTransaction&)> closure) {
  return database_.InTransaction(
      deadline,
      [&](db::Transaction& sql) -> absl::Status {
        ModerationWrites transaction(sql, ids_, clock_);
        return closure(transaction);
      },
      db::Repeat::kAfterUnknownOutcome);
}

absl::StatusOr<ModerationPolicy> SqlModerationStore::FindPolicy(absl::Time deadline,
                                                                int64_t home_id) {
  return ReadPolicy(database_.Query(deadline, kFindModerationPolicy, {home_id}));
}

absl::StatusOr<std::optional<ModerationCase>> SqlModerationStore::FindCase(absl::Time deadline,
                                                                           int64_t home_id,
                                                                           int64_t message_id) {
  return ReadOneCase(database_.Query(deadline, kFindModerationCase, {home_id, message_id}));
}

absl::StatusOr<std::vector<ModerationCase>> SqlModerationStore::ListOpenCases(
    absl::Time deadline, int64_t home_id, const CasePosition& after, int limit) {
  ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, kListOpenModerationCases,
                                                  {home_id, after.due_time, after.due_time,
                                                   after.message_id, limit}));
  std::vector<ModerationCase> cases;
  cases.reserve(rows.size());
  for (db::Row& row : rows) cases.push_back(ReadCase(row));
  return cases;
}

absl::StatusOr<std::vector<ModerationLogEntry>> SqlModerationStore::ListLog(absl::Time deadline,
                                                                            int64_t home_id,
                                                                            int64_t before_id,
                                                                            int limit) {
  ASSIGN_OR_RETURN(const db::Rows rows,
                   database_.Query(deadline, kListModerationLog, {home_id, before_id, limit}));
  std::vector<ModerationLogEntry> entries;
  entries.reserve(rows.size());
  for (const db::Row& row : rows) {
    entries.push_back({row.Int(0), static_cast<ModerationAction>(row.Int(1)),
                       static_cast<ModerationReason>(row.Int(2)), row.Int(3) != 0, row.Time(4)});
  }
  return entries;
}

}  // namespace deputies::board
