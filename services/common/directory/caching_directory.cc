#include "services/common/directory/caching_directory.h"

#include <algorithm>

#include "services/common/base/directory.h"

namespace deputies::directory {

absl::Status CachingDirectory::CheckHome(const base::CallScope& scope, int64_t home_id) {
  // Ids are positive; nobody need be asked about others, and deputy 0 is the key of the home.
  if (home_id <= 0) return base::HomeNotFound();
  return Check({home_id, 0}, lifetime_, [&] { return source_.CheckHome(scope, home_id); });
}

absl::Status CachingDirectory::CheckOpenHome(const base::CallScope& scope, int64_t home_id) {
  if (home_id <= 0) return base::HomeNotFound();
  return Check({home_id, kOpen}, std::min(lifetime_, kNegativeLifetime),
               [&] { return source_.CheckOpenHome(scope, home_id); });
}

absl::Status CachingDirectory::CheckDeputy(const base::CallScope& scope, int64_t home_id,
                                           int64_t deputy_id) {
  if (home_id <= 0 || deputy_id <= 0) return base::DeputyNotFound();
  return Check({home_id, deputy_id}, lifetime_,
               [&] { return source_.CheckDeputy(scope, home_id, deputy_id); });
}

absl::Status CachingDirectory::Check(const Key& key, absl::Duration lifetime,
                                     absl::FunctionRef<absl::Status()> ask) {
  bool known_yes = false;
  {
    const absl::Time now = clock_.Now();
    std::lock_guard<std::mutex> lock(mutex_);
    const auto found = entries_.find(key);
    if (found != entries_.end()) {
      Entry& entry = found->second;
      if (now < entry.ask_again) return entry.answer;
      known_yes = entry.answer.ok();
      if (known_yes) entry.ask_again = now + kRefreshTime;
    }
  }

  // Without the lock: it waits for another process.
  const absl::Status answer = ask();
  if (!answer.ok() && !absl::IsNotFound(answer) && !absl::IsFailedPrecondition(answer)) {
    return known_yes ? absl::OkStatus() : answer;
  }
  const absl::Time now = clock_.Now();
  std::lock_guard<std::mutex> lock(mutex_);
  if (entries_.size() >= kMaxEntries && !entries_.contains(key)) entries_.clear();
  entries_[key] = {answer, now + (answer.ok() ? lifetime : kNegativeLifetime)};
  return answer;
}

}  // namespace deputies::directory
