#ifndef SERVICES_DUTY_DOMAIN_RANKINGS_H_
#define SERVICES_DUTY_DOMAIN_RANKINGS_H_

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/base/call_scope.h"
#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"
#include "services/common/base/request_key.h"
#include "services/duty/domain/directory.h"
#include "services/duty/domain/ranking_store.h"

namespace deputies::duty {

// Rankings, objections and publication. Thread-safe.
class Rankings {
 public:
  // All must outlive this.
  Rankings(RankingBoard& board, RankingStore& store, Directory& directory, base::IdSource& ids,
           const base::Clock& clock)
      : board_(board), store_(store), directory_(directory), ids_(ids), clock_(clock) {}

  struct View {
    RankingPeriod period;
    RankingPage page;
  };
  // `query.key.scope_id` is the home's id; it is replaced where the county is asked for.
  // RANKING_NOT_PUBLISHED for those who may not see it yet.
  absl::StatusOr<View> Read(const base::CallScope& scope, int64_t home_id, RankingQuery query);

  absl::StatusOr<RankingPeriod> OpenObjections(const base::CallScope& scope,
                                               const base::RequestKey& key,
                                               absl::string_view period, absl::Time end_time);
  absl::StatusOr<RankingPeriod> Publish(const base::CallScope& scope, const base::RequestKey& key,
                                        absl::string_view period);
  absl::StatusOr<Objection> File(const base::CallScope& scope, const base::RequestKey& key,
                                 absl::string_view period, const std::string& text);
  absl::StatusOr<Objection> Answer(const base::CallScope& scope, const base::RequestKey& key,
                                   int64_t objection_id, const std::string& answer);
  absl::StatusOr<std::vector<Objection>> ListObjections(const base::CallScope& scope,
                                                        int64_t home_id, const std::string& period);

  // Builds every list of the running year and quarter anew from the totals.
  absl::Status Rebuild(absl::Time deadline);

  static constexpr absl::Duration kLeastObjectionTime = absl::Hours(3 * 24);
  static constexpr absl::Duration kPeriodLifetime = absl::Seconds(2);
  // Beyond it the memory is emptied.
  static constexpr size_t kMaxPeriods = 10000;

 private:
  absl::Status Build(absl::Time deadline, const RankingKey& key);
  // At most kPeriodLifetime old: every reader asks.
  absl::StatusOr<RankingPeriod> PeriodOf(absl::Time deadline, int64_t county_id,
                                         const std::string& period);
  // From the store, and kept for PeriodOf.
  absl::StatusOr<RankingPeriod> ReadPeriod(absl::Time deadline, int64_t county_id,
                                           const std::string& period);
  absl::StatusOr<Objection> Stored(const base::CallScope& scope, int64_t home_id,
                                   int64_t objection_id);

  RankingBoard& board_;
  RankingStore& store_;
  Directory& directory_;
  base::IdSource& ids_;
  const base::Clock& clock_;
  std::mutex periods_mutex_;
  // By county and period: when read, and what.
  std::map<std::pair<int64_t, std::string>, std::pair<absl::Time, RankingPeriod>> periods_;
  std::mutex building_;  // held by the one reader who builds a missing list
};

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_DOMAIN_RANKINGS_H_
