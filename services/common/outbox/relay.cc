#include "services/common/outbox/relay.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "services/common/base/status_macros.h"
#include "services/common/db/open.h"
#include "services/common/log/log.h"

namespace deputies::outbox {
namespace {

// In the order of the index, so that LIMIT ends the search and only these rows are locked.
constexpr db::Statement kClaim{
    "/* outbox.Claim */ SELECT home_id, id, payload, attempts, taken_by FROM outbox"
    " WHERE sent_at IS NULL AND due_at <= ? ORDER BY due_at, id LIMIT 20 FOR UPDATE SKIP LOCKED"};
// One statement for a whole batch; a smaller one repeats its last row in the free places.
constexpr db::Statement kMarkSent{
    "/* outbox.MarkSent */ UPDATE outbox SET sent_at = ?, taken_by = '' WHERE (home_id, id) IN ("
    "(?,?),(?,?),(?,?),(?,?),(?,?),(?,?),(?,?),(?,?),(?,?),(?,?),"
    "(?,?),(?,?),(?,?),(?,?),(?,?),(?,?),(?,?),(?,?),(?,?),(?,?))"};
constexpr db::Statement kPostpone{
    "/* outbox.Postpone */ UPDATE outbox SET due_at = ?, attempts = ?, taken_by = ?"
    " WHERE home_id = ? AND id = ?"};
constexpr size_t kBatchSize = 20;  // as both statements say
constexpr size_t kMaxTakenBy = 1000;

// Refusals of one event after which a person should look.
constexpr int kPoisoned = 20;
// Beyond the deliveries, for the statements of one batch.
constexpr absl::Duration kStatementsTime = absl::Seconds(10);

bool ConsumerIsAway(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kCancelled:
    case absl::StatusCode::kUnauthenticated:
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kUnimplemented:
      return true;
    default:
      return false;
  }
}

// first, 2 * first, 4 * first, ... up to `last`.
absl::Duration Doubled(absl::Duration first, int times, absl::Duration last) {
  return std::min(last, first * (int64_t{1} << std::clamp(times, 0, 30)));
}

}  // namespace

struct Relay::Claimed {
  QueuedEvent event;
  int attempts = 0;
  bool refused = false;
  std::vector<std::string> taken_by;

  bool TakenBy(const std::string& consumer) const {
    return std::find(taken_by.begin(), taken_by.end(), consumer) != taken_by.end();
  }
};

Relay::Relay(db::Database& database, const base::Clock& clock,
             std::vector<std::unique_ptr<Consumer>> consumers, RelayOptions options)
    : database_(database), clock_(clock), options_(options) {
  for (std::unique_ptr<Consumer>& consumer : consumers) {
    targets_.push_back({std::move(consumer)});
  }
}

Relay::~Relay() { Stop(); }

void Relay::Start() { thread_ = std::thread(&Relay::Run, this); }

void Relay::Stop() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

absl::StatusOr<int> Relay::RunOnce() {
  if (AllPaused(clock_.Now())) return 0;
  int claimed = 0;
  const absl::Time deadline =
      absl::Now() + kStatementsTime +
      options_.delivery_timeout * static_cast<int64_t>(targets_.size() * (kBatchSize + 1));
  // Run again after a deadlock or an unknown COMMIT, it delivers again: consumers are idempotent.
  RETURN_IF_ERROR(database_.InTransaction(
      deadline, [&](db::Transaction& transaction) { return DeliverBatch(transaction, &claimed); },
      db::Repeat::kAfterUnknownOutcome));
  return claimed;
}

absl::Status Relay::DeliverBatch(db::Transaction& transaction, int* claimed) {
  ASSIGN_OR_RETURN(db::Rows rows, transaction.Query(kClaim, {clock_.Now()}));
  *claimed = static_cast<int>(rows.size());
  if (rows.empty()) return absl::OkStatus();
  std::vector<Claimed> batch;
  batch.reserve(rows.size());
  for (db::Row& row : rows) {
    Claimed entry;
    entry.event = {row.Int(0), row.Int(1), row.TakeString(2)};
    entry.attempts = static_cast<int>(row.Int(3));
    entry.taken_by = absl::StrSplit(row.String(4), '\n', absl::SkipEmpty());
    batch.push_back(std::move(entry));
  }
  for (Target& target : targets_) DeliverTo(target, batch);
  return Record(transaction, batch);
}

void Relay::DeliverTo(Target& target, std::vector<Claimed>& batch) {
  if (target.paused_until > clock_.Now()) return;
  const std::string& name = target.consumer->name();
  std::vector<QueuedEvent> events;
  std::vector<Claimed*> entries;
  for (Claimed& entry : batch) {
    if (entry.TakenBy(name)) continue;
    events.push_back(entry.event);
    entries.push_back(&entry);
  }
  if (events.empty()) return;

  absl::Status status = target.consumer->Deliver(events, absl::Now() + options_.delivery_timeout);
  if (status.ok()) {
    Resume(target);
    for (Claimed* entry : entries) entry->taken_by.push_back(name);
    return;
  }
  if (ConsumerIsAway(status)) return Pause(target, status);

  // One of them is refused: alone, the others get through.
  for (Claimed* entry : entries) {
    if (events.size() > 1) {
      status = target.consumer->Deliver({entry->event}, absl::Now() + options_.delivery_timeout);
    }
    if (status.ok()) {
      entry->taken_by.push_back(name);
      continue;
    }
    if (ConsumerIsAway(status)) return Pause(target, status);
    entry->refused = true;
    const log::Level level =
        entry->attempts + 1 >= kPoisoned ? log::Level::kError : log::Level::kWarning;
    log::Write(level, "A consumer refuses an event",
               {{"consumer", name},
                {"home_id", entry->event.home_id},
                {"event_id", entry->event.event_id},
                {"attempts", entry->attempts + 1},
                {"status", status}});
  }
  Resume(target);
}

void Relay::Pause(Target& target, const absl::Status& status) {
  if (target.failures == 0) {
    log::Warning("A consumer of events is away",
                 {{"consumer", target.consumer->name()}, {"status", status}});
  }
  target.paused_until =
      clock_.Now() + Doubled(options_.first_backoff, target.failures++, options_.last_pause);
}

void Relay::Resume(Target& target) {
  if (target.failures > 0) {
    log::Info("A consumer of events is back", {{"consumer", target.consumer->name()}});
  }
  target.failures = 0;
}

absl::Status Relay::Record(db::Transaction& transaction, const std::vector<Claimed>& batch) {
  const absl::Time now = clock_.Now();
  // When the first consumer that is away is tried again.
  absl::Time resume = absl::InfiniteFuture();
  for (const Target& target : targets_) {
    if (target.paused_until > now) resume = std::min(resume, target.paused_until);
  }
  db::Params sent = {now};
  const Claimed* last_sent = nullptr;
  for (const Claimed& entry : batch) {
    if (TakenByAll(entry)) {
      sent.push_back(entry.event.home_id);
      sent.push_back(entry.event.event_id);
      last_sent = &entry;
      continue;
    }
    const int attempts = entry.attempts + (entry.refused ? 1 : 0);
    const absl::Time due =
        entry.refused ? now + Doubled(options_.first_backoff, attempts - 1, options_.last_backoff)
                      : resume;
    std::string taken_by = absl::StrJoin(entry.taken_by, "\n");
    if (taken_by.size() > kMaxTakenBy) taken_by.clear();  // they get it once more
    RETURN_IF_ERROR(transaction
                        .Execute(kPostpone, {due, attempts, taken_by, entry.event.home_id,
                                             entry.event.event_id})
                        .status());
  }
  if (last_sent == nullptr) return absl::OkStatus();
  while (sent.size() < 1 + 2 * kBatchSize) {
    sent.push_back(last_sent->event.home_id);
    sent.push_back(last_sent->event.event_id);
  }
  return transaction.Execute(kMarkSent, sent).status();
}

bool Relay::TakenByAll(const Claimed& entry) const {
  return std::all_of(targets_.begin(), targets_.end(),
                     [&](const Target& target) { return entry.TakenBy(target.consumer->name()); });
}

bool Relay::AllPaused(absl::Time now) const {
  return !targets_.empty() &&
         std::all_of(targets_.begin(), targets_.end(),
                     [now](const Target& target) { return target.paused_until > now; });
}

void Relay::Run() {
  db::ThreadStart();
  absl::Status last;
  for (;;) {
    absl::StatusOr<int> claimed = RunOnce();
    if (!claimed.ok() && claimed.status() != last) {
      log::Warning("The outbox cannot be read", {{"status", claimed.status()}});
    }
    last = claimed.status();
    // A full batch suggests that more wait.
    const bool more = claimed.ok() && *claimed == static_cast<int>(kBatchSize);
    std::unique_lock<std::mutex> lock(mutex_);
    const auto wait =
        absl::ToChronoMilliseconds(more ? absl::ZeroDuration() : options_.poll_interval);
    if (wake_.wait_for(lock, wait, [this] { return stopping_; })) break;
  }
  db::ThreadStop();
}

}  // namespace deputies::outbox
