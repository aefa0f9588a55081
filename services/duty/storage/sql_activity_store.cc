#include "services/duty/storage/sql_activity_store.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/status_macros.h"
#include "services/common/db/request_keys.h"
#include "services/duty/domain/errors.h"
#include "services/duty/storage/duty_events.h"

namespace deputies::duty {
namespace {

// In the order of ReadActivity's columns.
#define DUTY_ACTIVITY_COLUMNS                                                              \
  "home_id, id, kind, title, description, place, start_time, end_time, sign_up_end_time, " \
  "capacity, signed_up, attended, minutes "

constexpr db::Statement kInsertActivity{
    "/* duty.InsertActivity */ INSERT INTO activities (home_id, id, kind, title, description, "
    "place, start_time, end_time, sign_up_end_time, capacity) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, "
    "?)"};
constexpr db::Statement kFindActivity{"/* duty.FindActivity */ SELECT " DUTY_ACTIVITY_COLUMNS
                                      "FROM activities WHERE home_id=? AND id=?"};
constexpr db::Statement kLockActivity{"/* duty.LockActivity */ SELECT " DUTY_ACTIVITY_COLUMNS
                                      "FROM activities WHERE home_id=? AND id=? FOR UPDATE"};
constexpr db::Statement kListActivities{
    "/* duty.ListActivities */ SELECT " DUTY_ACTIVITY_COLUMNS
    "FROM activities WHERE home_id=? ORDER BY start_time DESC, id DESC LIMIT ? OFFSET ?"};
constexpr db::Statement kCountPlaces{
    "/* duty.CountPlaces */ UPDATE activities SET signed_up=signed_up+?, attended=attended+? "
    "WHERE home_id=? AND id=?"};
constexpr db::Statement kSaveMinutes{
    "/* duty.SaveMinutes */ UPDATE activities SET minutes=? WHERE home_id=? AND id=?"};
constexpr db::Statement kFindSignUp{
    "/* duty.FindSignUp */ SELECT state FROM activity_sign_ups "
    "WHERE home_id=? AND activity_id=? AND deputy_id=?"};
constexpr db::Statement kSaveSignUp{
    "/* duty.SaveSignUp */ INSERT INTO activity_sign_ups (home_id, activity_id, deputy_id, state) "
    "VALUES (?, ?, ?, ?) ON DUPLICATE KEY UPDATE state=VALUES(state)"};
constexpr db::Statement kListSignUps{
    "/* duty.ListSignUps */ SELECT deputy_id, state FROM activity_sign_ups "
    "WHERE home_id=? AND activity_id=? ORDER BY deputy_id"};

constexpr char kActivitySource[] = "activity";
constexpr char kSignedUpItem[] = "activity_signed_up";

Activity ReadActivity(db::Row& row) {
  Activity activity;
  activity.home_id = row.Int(0);
  activity.id = row.Int(1);
  activity.kind = static_cast<ActivityKind>(row.Int(2));
  activity.title = row.TakeString(3);
  activity.description = row.TakeString(4);
  activity.place = row.TakeString(5);
  activity.start_time = row.Time(6);
  activity.end_time = row.Time(7);
  activity.sign_up_end_time = row.Time(8);
  activity.capacity = static_cast<int>(row.Int(9));
  activity.signed_up = static_cast<int>(row.Int(10));
  activity.attended = static_cast<int>(row.Int(11));
  activity.minutes = row.TakeString(12);
  return activity;
}

DutyFact FactOf(const Activity& activity, int64_t deputy_id, const char* item) {
  DutyFact fact;
  fact.home_id = activity.home_id;
  fact.deputy_id = deputy_id;
  fact.item = item;
  fact.source_type = kActivitySource;
  fact.source_id = activity.id;
  fact.perform_time = activity.start_time;
  return fact;
}

// An opportunity is one for the item "activity" alone.
bool GivesOpportunity(const Activity& activity) {
  return std::string(ItemOf(activity.kind)) == "activity";
}

absl::StatusOr<std::optional<SignUpState>> StateOf(db::Transaction& transaction,
                                                   const Activity& activity, int64_t deputy_id) {
  ASSIGN_OR_RETURN(const db::Rows rows,
                   transaction.Query(kFindSignUp, {activity.home_id, activity.id, deputy_id}));
  if (rows.empty()) return std::nullopt;
  return static_cast<SignUpState>(rows.front().Int(0));
}

// Writes the state and what it changes in the activity's counts.
absl::Status Save(db::Transaction& transaction, const Activity& activity, int64_t deputy_id,
                  SignUpState state, int places, int attendants) {
  RETURN_IF_ERROR(
      transaction.Execute(kCountPlaces, {places, attendants, activity.home_id, activity.id})
          .status());
  return transaction.Execute(kSaveSignUp, {activity.home_id, activity.id, deputy_id, state})
      .status();
}

}  // namespace

absl::StatusOr<int64_t> SqlActivityStore::Create(absl::Time deadline, const base::RequestKey& key,
                                                 const Activity& activity) {
  int64_t id = activity.id;
  const auto create = [&](db::Transaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<std::string> earlier,
                     db::ClaimRequest(transaction, key, absl::StrCat(activity.id), clock_.Now()));
    if (earlier.has_value()) {
      return absl::SimpleAtoi(*earlier, &id)
                 ? absl::OkStatus()
                 : absl::InternalError("a request key of ours holds no activity id");
    }
    return transaction
        .Execute(kInsertActivity, {activity.home_id, activity.id, activity.kind, activity.title,
                                   activity.description, activity.place, activity.start_time,
                                   activity.end_time, activity.sign_up_end_time, activity.capacity})
        .status();
  };
  RETURN_IF_ERROR(database_.InTransaction(deadline, create, db::Repeat::kAfterUnknownOutcome));
  return id;
}

absl::StatusOr<std::optional<Activity>> SqlActivityStore::Find(absl::Time deadline, int64_t home_id,
                                                               int64_t activity_id) {
  ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, kFindActivity, {home_id, activity_id}));
  if (rows.empty()) return std::nullopt;
  return ReadActivity(rows.front());
}

absl::StatusOr<std::vector<Activity>> SqlActivityStore::List(absl::Time deadline, int64_t home_id,
                                                             int64_t offset, int limit) {
  ASSIGN_OR_RETURN(db::Rows rows,
                   database_.Query(deadline, kListActivities, {home_id, limit, offset}));
  std::vector<Activity> activities;
  for (db::Row& row : rows) activities.push_back(ReadActivity(row));
  return activities;
}

absl::StatusOr<std::vector<SignUp>> SqlActivityStore::ListSignUps(absl::Time deadline,
                                                                  int64_t home_id,
                                                                  int64_t activity_id) {
  ASSIGN_OR_RETURN(const db::Rows rows,
                   database_.Query(deadline, kListSignUps, {home_id, activity_id}));
  std::vector<SignUp> sign_ups;
  for (const db::Row& row : rows) {
    sign_ups.push_back({row.Int(0), static_cast<SignUpState>(row.Int(1))});
  }
  return sign_ups;
}

absl::Status SqlActivityStore::Change(
    absl::Time deadline, const base::RequestKey& key, int64_t activity_id,
    const std::function<absl::Status(db::Transaction&, const Activity&)>& change) {
  const auto run = [&](db::Transaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<std::string> earlier,
                     db::ClaimRequest(transaction, key, "", clock_.Now()));
    if (earlier.has_value()) return absl::OkStatus();
    ASSIGN_OR_RETURN(db::Rows rows, transaction.Query(kLockActivity, {key.home_id, activity_id}));
    if (rows.empty()) return ActivityNotFound();
    return change(transaction, ReadActivity(rows.front()));
  };
  return database_.InTransaction(deadline, run, db::Repeat::kAfterUnknownOutcome);
}

absl::Status SqlActivityStore::SignUpFor(absl::Time deadline, const base::RequestKey& key,
                                         int64_t activity_id, int64_t deputy_id, absl::Time now) {
  return Change(
      deadline, key, activity_id,
      [&](db::Transaction& transaction, const Activity& activity) -> absl::Status {
        if (now >= activity.sign_up_end_time) return ActivityStateConflict("报名已经截止");
        ASSIGN_OR_RETURN(const std::optional<SignUpState> state,
                         StateOf(transaction, activity, deputy_id));
        if (state.has_value() && *state != SignUpState::kCancelled) return absl::OkStatus();
        if (activity.capacity != 0 && activity.signed_up >= activity.capacity) {
          return ActivityStateConflict("名额已满");
        }
        RETURN_IF_ERROR(Save(transaction, activity, deputy_id, SignUpState::kSignedUp, 1, 0));
        // An opportunity that was withdrawn stays so: who cancels once is not measured by it again.
        if (state.has_value() || !GivesOpportunity(activity)) return absl::OkStatus();
        return TellAct(transaction, ids_, FactOf(activity, deputy_id, kSignedUpItem), now);
      });
}

absl::Status SqlActivityStore::CancelSignUp(absl::Time deadline, const base::RequestKey& key,
                                            int64_t activity_id, int64_t deputy_id,
                                            absl::Time now) {
  return Change(
      deadline, key, activity_id,
      [&](db::Transaction& transaction, const Activity& activity) -> absl::Status {
        if (now >= activity.sign_up_end_time) {
          return ActivityStateConflict("报名已经截止，不能取消，请向联络员请假");
        }
        ASSIGN_OR_RETURN(const std::optional<SignUpState> state,
                         StateOf(transaction, activity, deputy_id));
        if (state != SignUpState::kSignedUp) return ActivityStateConflict("您没有报名");
        RETURN_IF_ERROR(Save(transaction, activity, deputy_id, SignUpState::kCancelled, -1, 0));
        if (!GivesOpportunity(activity)) return absl::OkStatus();
        DutyFact fact = FactOf(activity, deputy_id, kSignedUpItem);
        fact.withdraws = true;
        return TellAct(transaction, ids_, fact, now);
      });
}

absl::Status SqlActivityStore::Attend(absl::Time deadline, const base::RequestKey& key,
                                      int64_t activity_id, int64_t deputy_id, absl::Time now) {
  return Change(
      deadline, key, activity_id,
      [&](db::Transaction& transaction, const Activity& activity) -> absl::Status {
        if (now < activity.start_time - kAttendanceMargin ||
            now > activity.end_time + kAttendanceMargin) {
          return ActivityStateConflict("现在不是签到时间");
        }
        ASSIGN_OR_RETURN(const std::optional<SignUpState> state,
                         StateOf(transaction, activity, deputy_id));
        if (state == SignUpState::kAttended) return absl::OkStatus();
        if (state != SignUpState::kSignedUp) return ActivityStateConflict("您没有报名");
        RETURN_IF_ERROR(Save(transaction, activity, deputy_id, SignUpState::kAttended, 0, 1));
        return TellAct(transaction, ids_, FactOf(activity, deputy_id, ItemOf(activity.kind)), now);
      });
}

absl::Status SqlActivityStore::SaveMinutes(absl::Time deadline, const base::RequestKey& key,
                                           int64_t activity_id, const std::string& minutes,
                                           absl::Time now) {
  return Change(
      deadline, key, activity_id,
      [&](db::Transaction& transaction, const Activity& activity) -> absl::Status {
        if (now < activity.start_time) return ActivityStateConflict("活动还没有开始");
        RETURN_IF_ERROR(
            transaction.Execute(kSaveMinutes, {minutes, activity.home_id, activity.id}).status());
        // The minutes show that it was held.
        return TellHomeDuty(transaction, ids_, activity.home_id,
                            activity.kind == ActivityKind::kTheme
                                ? events::v1::HomeDutyHeld::THEME
                                : events::v1::HomeDutyHeld::ACTIVITY,
                            activity.id, activity.start_time, now, static_cast<int>(activity.kind));
      });
}

}  // namespace deputies::duty
