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
  "proposer_id, report_count, escalation, next_time, due_time, create_time, update_time, note, " \
  "appeal, appeal_note "

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
    "/* board.EraseMessageText */ UPDATE messages SET subject=?, body=?, "
    "rating_comment=IF(rating_comment IS NULL, NULL, ''), "
    "version=version+1 "
    "WHERE home_id=? AND id=?"};

// What search knew of it.
constexpr db::Statement kEraseMessageGrams{
    "/* board.EraseMessageGrams */ DELETE FROM message_grams "
    "WHERE home_id=? AND message_id=? AND part_id=0"};

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
    ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE "
    "escalation=VALUES(escalation), next_time=VALUES(next_time), state=VALUES(state), "
    "open=VALUES(open), origin=VALUES(origin), reason=VALUES(reason), "
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

constexpr db::Statement kQueueTextCheck{
    "/* board.QueueTextCheck */ INSERT INTO moderation_checks (home_id, message_id, attempts, "
    "due_time) VALUES (?, ?, 0, ?) ON DUPLICATE KEY UPDATE attempts=0, due_time=VALUES(due_time)"};
constexpr db::Statement kTakeTextCheck{
    "/* board.TakeTextCheck */ DELETE FROM moderation_checks WHERE home_id=? AND message_id=? "
    "AND due_time=?"};
constexpr db::Statement kPostponeTextCheck{
    "/* board.PostponeTextCheck */ UPDATE moderation_checks SET attempts=?, due_time=? "
    "WHERE home_id=? AND message_id=? AND due_time=?"};
constexpr db::Statement kListTextChecks{
    "/* board.ListTextChecks */ SELECT home_id, message_id, attempts, due_time FROM "
    "moderation_checks "
    "FORCE INDEX (idx_moderation_checks_due) WHERE due_time <= ? "
    "ORDER BY due_time, home_id, message_id LIMIT ?"};
constexpr db::Statement kListLateCases{
    "/* board.ListLateCases */ SELECT home_id, message_id FROM moderation_cases "
    "FORCE INDEX (idx_moderation_cases_next) WHERE next_time <= ? "
    "ORDER BY next_time, home_id, message_id LIMIT ?"};
constexpr db::Statement kFindModeratedText{
    "/* board.FindModeratedText */ SELECT author_id, visibility, subject, body, rating_comment, "
    "photos<>'' FROM messages WHERE home_id=? AND id=?"};

constexpr db::Statement kQueuePhotoChecks{
    "/* board.QueuePhotoChecks */ INSERT INTO photo_checks (home_id, photo_id, message_id, "
    "attempts, order_id, order_time, due_time) SELECT home_id, photo_id, message_id, 0, '', NULL, "
    "? "
    "FROM photos WHERE home_id=? AND message_id=? ON DUPLICATE KEY UPDATE attempts=0, order_id='', "
    "order_time=NULL, due_time=VALUES(due_time)"};
constexpr db::Statement kTakePhotoCheck{
    "/* board.TakePhotoCheck */ DELETE FROM photo_checks WHERE home_id=? AND photo_id=? "
    "AND due_time=?"};
constexpr db::Statement kUpdatePhotoCheck{
    "/* board.UpdatePhotoCheck */ UPDATE photo_checks SET attempts=?, order_id=?, order_time=?, "
    "due_time=? WHERE home_id=? AND photo_id=? AND due_time=?"};
constexpr db::Statement kListPhotoChecks{
    "/* board.ListPhotoChecks */ SELECT c.home_id, c.photo_id, c.message_id, c.attempts, "
    "c.order_id, c.order_time, c.due_time, m.author_id, m.visibility "
    "FROM photo_checks c FORCE INDEX (idx_photo_checks_due) "
    "JOIN messages m ON m.home_id=c.home_id AND m.id=c.message_id WHERE c.due_time <= ? "
    "ORDER BY c.due_time, c.home_id, c.photo_id LIMIT ?"};

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
  moderation.escalation = static_cast<int32_t>(row.Int(11));
  if (!row.IsNull(12)) moderation.next_time = row.Time(12);
  moderation.due_time = row.Time(13);
  moderation.create_time = row.Time(14);
  moderation.update_time = row.Time(15);
  moderation.note = row.TakeString(16);
  moderation.appeal = row.TakeString(17);
  moderation.appeal_note = row.TakeString(18);
  return moderation;
}

absl::StatusOr<std::optional<ModerationCase>> ReadOneCase(absl::StatusOr<db::Rows> rows) {
  RETURN_IF_ERROR(rows.status());
  if (rows->empty()) return std::nullopt;
  return ReadCase(rows->front());
}

absl::Status WriteCase(db::Transaction& sql, const ModerationCase& moderation) {
  const std::optional<absl::Time> next_time =
      IsOpen(moderation.state) ? moderation.next_time : std::nullopt;
  return sql
      .Execute(kSetModerationCase,
               {moderation.home_id, moderation.message_id, moderation.author_id, moderation.state,
                IsOpen(moderation.state), moderation.origin, moderation.reason,
                moderation.chosen_visibility, moderation.decider_id, moderation.proposer_id,
                moderation.report_count, moderation.escalation, next_time, moderation.due_time,
                moderation.create_time, moderation.update_time, moderation.note, moderation.appeal,
                moderation.appeal_note})
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
    RETURN_IF_ERROR(sql().Execute(kEraseMessageText, {text, text, home_id, message_id}).status());
    return sql().Execute(kEraseMessageGrams, {home_id, message_id}).status();
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

  absl::StatusOr<bool> TakeCheck(const PendingCheck& check) override {
    ASSIGN_OR_RETURN(
        const int64_t taken,
        sql().Execute(kTakeTextCheck, {check.home_id, check.message_id, check.due_time}));
    return taken > 0;
  }

  absl::Status PostponeCheck(const PendingCheck& check, absl::Time until) override {
    return sql()
        .Execute(kPostponeTextCheck,
                 {check.attempts + 1, until, check.home_id, check.message_id, check.due_time})
        .status();
  }

  absl::Status QueuePhotoChecks(int64_t home_id, int64_t message_id, absl::Time now) override {
    return sql().Execute(kQueuePhotoChecks, {now, home_id, message_id}).status();
  }

  absl::StatusOr<bool> TakePhotoCheck(const PhotoCheck& check) override {
    ASSIGN_OR_RETURN(
        const int64_t taken,
        sql().Execute(kTakePhotoCheck, {check.home_id, check.photo_id, check.due_time}));
    return taken > 0;
  }

  absl::Status UpdatePhotoCheck(const PhotoCheck& check, const PhotoCheck& changed) override {
    return sql()
        .Execute(kUpdatePhotoCheck,
                 {changed.attempts, changed.order_id, changed.order_time, changed.due_time,
                  check.home_id, check.photo_id, check.due_time})
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

absl::StatusOr<Visibility> VisibilityUnderModeration(const DeskSql& sql, const Message& message) {
  if (message.visibility == Visibility::kPrivate || message.author_id == 0) {
    return message.visibility;
  }
  ASSIGN_OR_RETURN(const ModerationPolicy policy,
                   ReadPolicy(sql.transaction.Query(kFindModerationPolicy, {message.home_id})));
  const bool has_word =
      HasWord(policy.words, message.subject) || HasWord(policy.words, message.body);
  if (!policy.before_showing && !has_word) {
    RETURN_IF_ERROR(QueueTextCheck(sql, message));
    return message.visibility;
  }
  ModerationCase moderation = NewCase(message.home_id, message.id, message.author_id,
                                      StoredVisibility(message.visibility), message.create_time);
  moderation.origin = has_word ? ModerationOrigin::kWordList : ModerationOrigin::kBeforeShowing;
  ASSIGN_OR_RETURN(moderation.state, NextState(moderation.state, ModerationEvent::kHold));
  WaitForModerator(&moderation, message.create_time + absl::Hours(policy.decide_hours));
  RETURN_IF_ERROR(WriteCase(sql.transaction, moderation));
  RETURN_IF_ERROR(QueueOrder(sql, WaitingNotice(moderation, base::Role::kLiaison)));
  return Visibility::kPrivate;
}

absl::StatusOr<Visibility> ChosenUnderModeration(const DeskSql& sql, const Message& message) {
  ASSIGN_OR_RETURN(
      std::optional<ModerationCase> moderation,
      ReadOneCase(sql.transaction.Query(kLockModerationCase, {message.home_id, message.id})));
  if (!moderation.has_value()) return VisibilityUnderModeration(sql, message);
  if (IsShown(moderation->state)) {
    RETURN_IF_ERROR(QueueTextCheck(sql, message));
    return message.visibility;
  }
  moderation->chosen_visibility = StoredVisibility(message.visibility);
  RETURN_IF_ERROR(WriteCase(sql.transaction, *moderation));
  return Visibility::kPrivate;
}

absl::Status QueueTextCheck(const DeskSql& sql, const Message& message) {
  if (message.visibility == Visibility::kPrivate || message.author_id == 0) return absl::OkStatus();
  return sql.transaction.Execute(kQueueTextCheck, {message.home_id, message.id, sql.clock.Now()})
      .status();
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

absl::StatusOr<std::vector<std::pair<int64_t, int64_t>>> SqlModerationStore::ListLateCases(
    absl::Time deadline, absl::Time now, int limit) {
  ASSIGN_OR_RETURN(const db::Rows rows, database_.Query(deadline, kListLateCases, {now, limit}));
  std::vector<std::pair<int64_t, int64_t>> late;
  late.reserve(rows.size());
  for (const db::Row& row : rows) late.emplace_back(row.Int(0), row.Int(1));
  return late;
}

absl::StatusOr<std::vector<PendingCheck>> SqlModerationStore::ListChecks(absl::Time deadline,
                                                                         absl::Time now,
                                                                         int limit) {
  ASSIGN_OR_RETURN(const db::Rows rows, database_.Query(deadline, kListTextChecks, {now, limit}));
  std::vector<PendingCheck> checks;
  checks.reserve(rows.size());
  for (const db::Row& row : rows) {
    checks.push_back({row.Int(0), row.Int(1), static_cast<int>(row.Int(2)), row.Time(3)});
  }
  return checks;
}

absl::StatusOr<std::vector<PhotoCheck>> SqlModerationStore::ListPhotoChecks(absl::Time deadline,
                                                                            absl::Time now,
                                                                            int limit) {
  ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, kListPhotoChecks, {now, limit}));
  std::vector<PhotoCheck> checks;
  checks.reserve(rows.size());
  for (db::Row& row : rows) {
    PhotoCheck& check = checks.emplace_back();
    check.home_id = row.Int(0);
    check.photo_id = row.Int(1);
    check.message_id = row.Int(2);
    check.attempts = static_cast<int>(row.Int(3));
    check.order_id = row.TakeString(4);
    if (!row.IsNull(5)) check.order_time = row.Time(5);
    check.due_time = row.Time(6);
    check.author_id = row.Int(7);
    check.visibility = static_cast<Visibility>(row.Int(8));
  }
  return checks;
}

absl::StatusOr<std::optional<ModeratedText>> SqlModerationStore::FindText(absl::Time deadline,
                                                                          int64_t home_id,
                                                                          int64_t message_id) {
  ASSIGN_OR_RETURN(const db::Rows rows,
                   database_.Query(deadline, kFindModeratedText, {home_id, message_id}));
  if (rows.empty()) return std::nullopt;
  const db::Row& row = rows.front();
  ModeratedText text{row.Int(0), static_cast<Visibility>(row.Int(1)),
                     absl::StrCat(row.String(2), "\n", row.String(3))};
  if (!row.IsNull(4)) absl::StrAppend(&text.text, "\n", row.String(4));
  text.has_photos = row.Int(5) != 0;
  return text;
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
