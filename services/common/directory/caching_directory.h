#ifndef SERVICES_COMMON_DIRECTORY_CACHING_DIRECTORY_H_
#define SERVICES_COMMON_DIRECTORY_CACHING_DIRECTORY_H_

#include <cstdint>
#include <mutex>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/time/time.h"
#include "services/common/base/clock.h"
#include "services/common/base/directory.h"

namespace deputies::directory {

// Remembers what another directory answered. "Yes" is used for `lifetime`, and for as long as the
// other directory cannot be asked (homes and deputies rarely go, a message must not be refused
// because accounts restarts); while one call asks again, others use the old answer. "No" is used
// for kNegativeLifetime, as is whether a home is open. Failures are not kept.
class CachingDirectory final : public base::Directory {
 public:
  static constexpr absl::Duration kNegativeLifetime = absl::Seconds(5);
  // Time for one caller to refresh an old answer, and before the next try after a failure.
  static constexpr absl::Duration kRefreshTime = absl::Seconds(2);
  // Beyond these all are forgotten: made-up ids must not fill the memory.
  static constexpr size_t kMaxEntries = 20000;

  // `source` and `clock` must outlive this.
  CachingDirectory(base::Directory& source, const base::Clock& clock, absl::Duration lifetime)
      : source_(source), clock_(clock), lifetime_(lifetime) {}

  absl::Status CheckHome(const base::CallScope& scope, int64_t home_id) override;
  absl::Status CheckOpenHome(const base::CallScope& scope, int64_t home_id) override;
  absl::Status CheckDeputy(const base::CallScope& scope, int64_t home_id,
                           int64_t deputy_id) override;

 private:
  // Home and deputy; deputy 0 for the home itself, kOpen for whether it is open.
  using Key = std::pair<int64_t, int64_t>;
  static constexpr int64_t kOpen = -1;
  struct Entry {
    absl::Status answer;  // OK or a "no"
    absl::Time ask_again;
  };

  absl::Status Check(const Key& key, absl::Duration lifetime,
                     absl::FunctionRef<absl::Status()> ask);

  base::Directory& source_;
  const base::Clock& clock_;
  const absl::Duration lifetime_;
  std::mutex mutex_;
  absl::flat_hash_map<Key, Entry> entries_;
};

}  // namespace deputies::directory

#endif  // SERVICES_COMMON_DIRECTORY_CACHING_DIRECTORY_H_
