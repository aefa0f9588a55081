// Rankings ready to be read, and where they are kept. The truth is the totals; a board may be away
// or empty at any time.
#ifndef SERVICES_DUTY_DOMAIN_RANKING_BOARD_H_
#define SERVICES_DUTY_DOMAIN_RANKING_BOARD_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/duty/domain/ledger_store.h"

namespace deputies::duty {

// One list: deputies of one level, in a home or in a county, in a period.
struct RankingKey {
  bool of_county = false;
  int64_t scope_id = 0;  // home or county
  int level = 0;
  std::string period;
};

struct RankedTotal {
  int rank = 0;  // 1 + how many have more points; 0 when not rated
  DutyTotal total;
};

struct RankingPage {
  std::vector<RankedTotal> rows;  // by points; equal ones by home and deputy, falling
  int ranked_count = 0;
  std::optional<RankedTotal> own;
};

struct RankingQuery {
  RankingKey key;
  int offset = 0;
  int limit = 0;
  // Whose own place is asked for; 0 for nobody's.
  int64_t own_home_id = 0;
  int64_t own_deputy_id = 0;
};

// Thread-safe.
class RankingBoard {
 public:
  virtual ~RankingBoard() = default;
  // UNAVAILABLE when the board is away; NOT_FOUND when the list is not built.
  virtual absl::StatusOr<RankingPage> Read(const RankingQuery& query) = 0;
  // Puts absolute totals into every built list that they belong to; older ones than those there, by
  // ledger size, change nothing.
  virtual absl::Status Put(const std::vector<DutyTotal>& totals) = 0;
  // Replaces a list as a whole.
  virtual absl::Status Build(const RankingKey& key, const std::vector<DutyTotal>& totals) = 0;
};

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_DOMAIN_RANKING_BOARD_H_
