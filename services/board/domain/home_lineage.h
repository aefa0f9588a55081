// The organisations above a home, as accounts knows them.
#ifndef SERVICES_BOARD_DOMAIN_HOME_LINEAGE_H_
#define SERVICES_BOARD_DOMAIN_HOME_LINEAGE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/board/domain/message.h"

namespace deputies::board {

struct OrganizationAbove {
  int64_t id = 0;
  std::string name;
};

// The tree has six levels; a home stands below at most so many organisations.
inline constexpr int kMaxLineage = 6;

// Thread-safe.
class HomeLineage {
 public:
  virtual ~HomeLineage() = default;
  // Nearest first, at most kMaxLineage. HOME_NOT_FOUND, or UNAVAILABLE when it cannot be known now.
  virtual absl::StatusOr<std::vector<OrganizationAbove>> Above(const CallScope& scope,
                                                               int64_t home_id) = 0;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_HOME_LINEAGE_H_
