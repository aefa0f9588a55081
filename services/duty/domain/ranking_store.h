#ifndef SERVICES_DUTY_DOMAIN_RANKING_STORE_H_
#define SERVICES_DUTY_DOMAIN_RANKING_STORE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/common/base/request_key.h"
#include "services/duty/domain/ranking_board.h"

namespace deputies::duty {

// Mirrors deputies.duty.v1.RankingState. Open periods have no row.
enum class RankingState { kOpen = 1, kObjections = 2, kPublished = 3 };

struct RankingPeriod {
  std::string period;
  RankingState state = RankingState::kOpen;
  absl::Time objection_end_time;
  std::optional<absl::Time> publish_time;
};

struct Objection {
  int64_t home_id = 0;
  int64_t id = 0;
  int64_t county_id = 0;
  int64_t deputy_id = 0;
  int64_t person_id = 0;
  std::string period;
  std::string text;
  absl::Time file_time;
  std::string answer;  // empty: none yet
  std::optional<absl::Time> answer_time;
};

// Rankings in the database, and how their periods are published. Each write happens once per
// request key and answers a repeat like the first. Thread-safe.
class RankingStore {
 public:
  virtual ~RankingStore() = default;

  // The same answer as the board's, from the totals.
  virtual absl::StatusOr<RankingPage> Read(absl::Time deadline, const RankingQuery& query) = 0;
  // Every total of a list, rated or not.
  virtual absl::StatusOr<std::vector<DutyTotal>> ListTotals(absl::Time deadline,
                                                            const RankingKey& key) = 0;
  // Every list of a period that has totals.
  virtual absl::StatusOr<std::vector<RankingKey>> ListKeys(absl::Time deadline,
                                                           const std::string& period) = 0;

  virtual absl::StatusOr<RankingPeriod> FindPeriod(absl::Time deadline, int64_t county_id,
                                                   const std::string& period) = 0;
  // RANKING_STATE_CONFLICT unless the period is open.
  virtual absl::Status OpenObjections(absl::Time deadline, const base::RequestKey& key,
                                      int64_t county_id, const RankingPeriod& period) = 0;
  // RANKING_STATE_CONFLICT unless objections have ended before `now` and are all answered.
  virtual absl::Status Publish(absl::Time deadline, const base::RequestKey& key, int64_t county_id,
                               const std::string& period, absl::Time now) = 0;
  // RANKING_STATE_CONFLICT unless objections are open at its file time. Answers with its id.
  virtual absl::StatusOr<int64_t> File(absl::Time deadline, const base::RequestKey& key,
                                       const Objection& objection) = 0;
  // OBJECTION_NOT_FOUND, OBJECTION_ANSWERED.
  virtual absl::Status Answer(absl::Time deadline, const base::RequestKey& key,
                              int64_t objection_id, const std::string& answer, int64_t answerer_id,
                              absl::Time now) = 0;
  virtual absl::StatusOr<std::optional<Objection>> FindObjection(absl::Time deadline,
                                                                 int64_t home_id,
                                                                 int64_t objection_id) = 0;
  // Newest first, at most 200. Deputy 0 and an empty period mean all.
  virtual absl::StatusOr<std::vector<Objection>> ListObjections(absl::Time deadline,
                                                                int64_t home_id, int64_t deputy_id,
                                                                const std::string& period) = 0;
};

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_DOMAIN_RANKING_STORE_H_
