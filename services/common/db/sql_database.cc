#include "services/common/db/sql_database.h"

#include <algorithm>
#include <random>
#include <thread>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"
#include "services/common/db/error_numbers.h"
#include "services/common/log/log.h"

namespace deputies::db {
namespace {

// Runs of one closure, the first included.
constexpr int kMaxAttempts = 5;
constexpr absl::Duration kProbeLimit = absl::Seconds(2);
// Longest time between the deadline of RunText and the limit of its statement.
constexpr absl::Duration kShortestLimit = absl::Seconds(1);

absl::Status TooLate() {
  return base::MakeError(absl::StatusCode::kDeadlineExceeded, "DEADLINE_EXCEEDED",
                         "处理超时，请稍后重试");
}

absl::Status OutcomeUnknown() {
  return base::MakeError(absl::StatusCode::kUnavailable, "BACKEND_UNAVAILABLE",
                         "系统繁忙，请稍后重试");
}

bool Loses(const absl::Status& status) {
  const std::optional<int> number = ErrorNumber(status);
  return number.has_value() && LosesConnection(*number);
}

bool WorthRepeating(const absl::Status& status) {
  const std::optional<int> number = ErrorNumber(status);
  return number.has_value() && IsWorthRepeating(*number);
}

// 5 to 50 ms, longer with every attempt; random, so that the parties of a deadlock part.
absl::Duration Backoff(int attempt) {
  thread_local std::minstd_rand random(std::random_device{}());
  const int most = std::min(50, 10 * attempt);
  return absl::Milliseconds(std::uniform_int_distribution<int>(5, most)(random));
}

// False when the wait would not end before the deadline.
bool WaitBeforeAttempt(int attempt, absl::Time deadline) {
  const absl::Duration backoff = Backoff(attempt);
  if (absl::Now() + backoff >= deadline) return false;
  std::this_thread::sleep_for(absl::ToChronoMicroseconds(backoff));
  return true;
}

class OpenTransaction final : public Transaction {
 public:
  OpenTransaction(Connection& connection, absl::Time deadline)
      : connection_(connection), deadline_(deadline) {}

  absl::StatusOr<Rows> Query(const Statement& statement, const Params& params) override {
    RETURN_IF_ERROR(Alive());
    absl::StatusOr<Rows> rows = connection_.Query(statement, params);
    Note(rows.status());
    return rows;
  }

  absl::StatusOr<int64_t> Execute(const Statement& statement, const Params& params) override {
    RETURN_IF_ERROR(Alive());
    absl::StatusOr<int64_t> count = connection_.Execute(statement, params);
    Note(count.status());
    return count;
  }

  // What killed it; OK while it lives.
  const absl::Status& failure() const { return failure_; }

 private:
  absl::Status Alive() {
    if (failure_.ok() && absl::Now() >= deadline_) failure_ = TooLate();
    return failure_;
  }

  void Note(const absl::Status& status) {
    if (status.ok()) return;
    const std::optional<int> number = ErrorNumber(status);
    if (!number.has_value() || !KeepsTransaction(*number)) failure_ = status;
  }

  Connection& connection_;
  const absl::Time deadline_;
  absl::Status failure_;
};

// Ends the transaction without its work; a connection that cannot even do that is closed.
void RollBack(ConnectionPool::Lease& lease) {
  if (!lease->Rollback().ok()) lease.Discard();
}

}  // namespace

SqlDatabase::SqlDatabase(Connect connect, PoolOptions options, PoolObserver observer)
    : connect_(connect), observer_(observer), pool_(std::move(connect), options, observer) {
  if (options.group_size > 1) groups_.emplace(options.group_size);
}

absl::Status SqlDatabase::InTransaction(absl::Time deadline,
                                        absl::FunctionRef<absl::Status(Transaction&)> closure,
                                        Repeat repeat) {
  if (groups_.has_value() && repeat == Repeat::kAfterUnknownOutcome) {
    GroupMember member{deadline, closure, std::nullopt};
    groups_->Join(&member, [this](const std::vector<GroupMember*>& group) { RunGroup(group); });
    if (member.result.has_value()) return *std::move(member.result);
  }
  for (int attempt = 1;; ++attempt) {
    if (absl::Now() >= deadline) return TooLate();
    Attempt result = TryTransaction(deadline, closure, repeat);
    if (!result.again || attempt == kMaxAttempts || !WaitBeforeAttempt(attempt, deadline)) {
      return result.status;
    }
    if (observer_.retry) observer_.retry(result.status);
  }
}

SqlDatabase::Attempt SqlDatabase::TryTransaction(
    absl::Time deadline, absl::FunctionRef<absl::Status(Transaction&)> closure, Repeat repeat) {
  absl::StatusOr<ConnectionPool::Lease> lease = pool_.Checkout(deadline);
  if (!lease.ok()) return {lease.status(), WorthRepeating(lease.status())};
  absl::Status begun = (*lease)->Begin();
  if (!begun.ok()) {
    lease->Discard();
    return {begun, WorthRepeating(begun)};
  }

  OpenTransaction transaction(**lease, deadline);
  absl::Status status = closure(transaction);
  const absl::Status& failure = transaction.failure();
  if (!failure.ok()) {
    if (Loses(failure)) {
      lease->Discard();
    } else {
      RollBack(*lease);
    }
    // The closure's own words for the failure are kept when there is nothing to repeat.
    if (WorthRepeating(failure)) return {failure, true};
    return {status.ok() ? failure : status};
  }
  if (!status.ok()) {
    RollBack(*lease);
    return {status};
  }

  absl::Status committed = (*lease)->Commit();
  if (committed.ok()) return {committed};
  const std::optional<int> number = ErrorNumber(committed);
  if (number.has_value() && CommitSurelyFailed(*number)) {
    RollBack(*lease);
    return {committed, true};
  }
  lease->Discard();
  log::Warning("Outcome of a COMMIT is unknown", {{"status", committed}});
  return {OutcomeUnknown(), repeat == Repeat::kAfterUnknownOutcome};
}

// Leaves members without a result when they have to run by themselves.
void SqlDatabase::RunGroup(const std::vector<GroupMember*>& group) {
  absl::Time latest = absl::InfinitePast();
  for (const GroupMember* member : group) latest = std::max(latest, member->deadline);
  absl::StatusOr<ConnectionPool::Lease> lease = pool_.Checkout(latest);
  if (!lease.ok()) return;
  if (!(*lease)->Begin().ok()) {
    lease->Discard();
    return;
  }
  const auto run_again = [&group] {
    for (GroupMember* member : group) member->result.reset();
  };
  for (GroupMember* member : group) {
    if (!RunMember(member, group.size() == 1, &*lease)) {
      run_again();
      return;
    }
  }
  const bool any = std::any_of(group.begin(), group.end(),
                               [](const GroupMember* member) { return member->result->ok(); });
  if (!any) {
    RollBack(*lease);
    return;
  }
  absl::Status committed = (*lease)->Commit();
  if (committed.ok()) return;
  // Errors of members are forgotten, too: they may come from what others did and have not done.
  run_again();
  const std::optional<int> number = ErrorNumber(committed);
  if (number.has_value() && CommitSurelyFailed(*number)) {
    RollBack(*lease);
    return;
  }
  lease->Discard();
  log::Warning("Outcome of a COMMIT is unknown", {{"status", committed}});
}

bool SqlDatabase::RunMember(GroupMember* member, bool alone, ConnectionPool::Lease* lease) {
  static const auto* const savepoint = new std::string("/* db.BeginMember */ SAVEPOINT member");
  static const auto* const undo =
      new std::string("/* db.UndoMember */ ROLLBACK TO SAVEPOINT member");
  if (!alone) {
    const absl::Status saved = (*lease)->RunText(*savepoint).status();
    if (!saved.ok()) {
      RollBack(*lease);
      return false;
    }
  }
  OpenTransaction transaction(**lease, member->deadline);
  absl::Status status = member->closure(transaction);
  const absl::Status& failure = transaction.failure();
  if (ErrorNumber(failure).has_value()) {
    if (Loses(failure)) {
      lease->Discard();
    } else {
      RollBack(*lease);
    }
    return false;
  }
  // A closure that was too late has done a part of its work.
  if (status.ok() && !failure.ok()) status = failure;
  if (!status.ok() && !alone && !(*lease)->RunText(*undo).ok()) {
    lease->Discard();
    return false;
  }
  member->result = std::move(status);
  return true;
}

absl::StatusOr<Rows> SqlDatabase::Query(absl::Time deadline, const Statement& statement,
                                        const Params& params) {
  Rows rows;
  for (int attempt = 1;; ++attempt) {
    if (absl::Now() >= deadline) return TooLate();
    Attempt result = TryQuery(deadline, statement, params, &rows);
    if (result.status.ok()) return rows;
    if (!result.again || attempt == 2 || !WaitBeforeAttempt(attempt, deadline)) {
      return result.status;
    }
    if (observer_.retry) observer_.retry(result.status);
  }
}

SqlDatabase::Attempt SqlDatabase::TryQuery(absl::Time deadline, const Statement& statement,
                                           const Params& params, Rows* rows) {
  absl::StatusOr<ConnectionPool::Lease> lease = pool_.Checkout(deadline);
  if (!lease.ok()) return {lease.status(), WorthRepeating(lease.status())};
  absl::StatusOr<Rows> read = (*lease)->Query(statement, params);
  if (!read.ok()) {
    const bool lost = Loses(read.status());
    if (lost) lease->Discard();
    return {read.status(), lost};
  }
  *rows = *std::move(read);
  return {absl::OkStatus()};
}

absl::StatusOr<Rows> SqlDatabase::RunText(absl::Time deadline, const std::string& sql) {
  const absl::Duration limit = deadline - absl::Now();
  if (limit <= absl::ZeroDuration()) return TooLate();
  ASSIGN_OR_RETURN(std::unique_ptr<Connection> connection,
                   connect_(std::max(limit, kShortestLimit)));
  return connection->RunText(sql);
}

absl::Status SqlDatabase::CheckReady() {
  std::lock_guard<std::mutex> lock(probe_mutex_);
  absl::Status status = CheckSettings();
  if (Loses(status)) {  // the server may have been restarted since
    probe_.reset();
    status = CheckSettings();
  }
  if (Loses(status)) probe_.reset();
  return status;
}

absl::Status SqlDatabase::CheckSettings() {
  static constexpr Statement kReadSettings{
      "/* db.ReadSettings */ SELECT @@GLOBAL.innodb_flush_log_at_trx_commit, @@GLOBAL.log_bin,"
      " @@GLOBAL.sync_binlog, @@SESSION.sql_mode"};
  if (probe_ == nullptr) {
    ASSIGN_OR_RETURN(probe_, connect_(kProbeLimit));
  }
  ASSIGN_OR_RETURN(const Rows rows, probe_->Query(kReadSettings, {}));
  const Row& row = rows.front();
  if (row.Int(0) != 1) {
    return absl::FailedPreconditionError(
        absl::StrCat("innodb_flush_log_at_trx_commit is ", row.Int(0), ", must be 1"));
  }
  if (row.Int(1) != 0 && row.Int(2) != 1) {
    return absl::FailedPreconditionError(
        absl::StrCat("sync_binlog is ", row.Int(2), ", must be 1 where a binlog is on"));
  }
  if (!absl::StrContains(row.String(3), "STRICT_TRANS_TABLES") &&
      !absl::StrContains(row.String(3), "STRICT_ALL_TABLES")) {
    return absl::FailedPreconditionError("sql_mode is not strict");
  }
  return absl::OkStatus();
}

}  // namespace deputies::db
