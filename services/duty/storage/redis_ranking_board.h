#ifndef SERVICES_DUTY_STORAGE_REDIS_RANKING_BOARD_H_
#define SERVICES_DUTY_STORAGE_REDIS_RANKING_BOARD_H_

#include <vector>

#include "services/common/redis/redis.h"
#include "services/duty/domain/ranking_board.h"

namespace deputies::duty {

// Rankings in Redis, two keys a list under one hash tag: a sorted set "...:rank" of those rated, by
// ranking points, and a hash "...:rows" with every row and the field "built", without which the
// list counts as missing. A list is replaced by renaming both.
class RedisRankingBoard final : public RankingBoard {
 public:
  // Must outlive this.
  explicit RedisRankingBoard(redis::Redis& redis) : redis_(redis) {}

  absl::StatusOr<RankingPage> Read(const RankingQuery& query) override;
  absl::Status Put(const std::vector<DutyTotal>& totals) override;
  absl::Status Build(const RankingKey& key, const std::vector<DutyTotal>& totals) override;

 private:
  absl::Status PutInto(const RankingKey& key, const DutyTotal& total);

  redis::Redis& redis_;
};

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_STORAGE_REDIS_RANKING_BOARD_H_
