#include "services/common/directory/caching_directory.h"

#include "services/common/base/directory.h"

namespace deputies::directory {

absl::Status CachingDirectory::CheckHome(const base::CallScope& scope, int64_t home_id) {
  // Ids are positive; nobody need be asked about others, and deputy 0 is the key of the home.
  if (home_id <= 0) return base::HomeNotFound();
  return Check({home_id, 0}, base::HomeNotFound(),
               [&] { return source_.CheckHome(scope, home_id); });
}

absl::Status CachingDirectory::CheckDeputy(const base::CallScope& scope, int64_t home_id,
                                           int64_t deputy_id) {
  if (home_id <= 0 || deputy_id <= 0) return base::DeputyNotFound();
  return Check({home_id, deputy_id}, base::DeputyNotFound(),
               [&] { return source_.CheckDeputy(scope, home_id, deputy_id); });
}

absl::Status CachingDirectory::Check(const Key& key, const absl::Status& not_found,
                                     absl::FunctionRef<absl::Status()> ask) {
  bool known_to_exist = false;
  {
    const absl::Time now = clock_.Now();
    std::lock_guard<std::mutex> lock(mutex_);
    const auto found = entries_.find(key);
    if (found != entries_.end()) {
      Entry& entry = found->second;
      if (now < entry.ask_again) return entry.exists ? absl::OkStatus() : not_found;
      known_to_exist = entry.exists;
      if (known_to_exist) entry.ask_again = now + kRefreshTime;
    }
  }

  // Without the lock: it waits for another process.
  const absl::Status answer = ask();
  if (!answer.ok() && !absl::IsNotFound(answer)) {
    return known_to_exist ? absl::OkStatus() : answer;
  }
  const absl::Time now = clock_.Now();
  std::lock_guard<std::mutex> lock(mutex_);
  if (entries_.size() >= kMaxEntries && !entries_.contains(key)) entries_.clear();
  entries_[key] = {answer.ok(), now + (answer.ok() ? lifetime_ : kNegativeLifetime)};
  return answer;
}

}  // namespace deputies::directory
