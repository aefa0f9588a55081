// What duty asks accounts about homes and deputies.
#ifndef SERVICES_DUTY_DOMAIN_DIRECTORY_H_
#define SERVICES_DUTY_DOMAIN_DIRECTORY_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/base/call_scope.h"

namespace deputies::duty {

struct HomeCard {
  int64_t home_id = 0;
  std::string name;
  int64_t organization_id = 0;
  // The county (旗县区) that it lies in; its own organisation where there is none.
  int64_t county_id = 0;
  bool closed = false;         // nothing new begins there
  std::string successor_name;  // of the home that took over; empty: none
};

struct DeputyCard {
  int64_t deputy_id = 0;
  std::string name;
  int level = 0;  // deputies.accounts.v1.DeputyLevel
  int term = 0;
  std::string constituency;
  std::string occupation;
  std::string introduction;
};

// Thread-safe.
class Directory {
 public:
  virtual ~Directory() = default;
  // NOT_FOUND/HOME_NOT_FOUND, or UNAVAILABLE when it cannot be known now.
  virtual absl::StatusOr<HomeCard> Home(const base::CallScope& scope, int64_t home_id) = 0;
  // For what begins something new there, as of now: HOME_NOT_FOUND,
  // FAILED_PRECONDITION/HOME_CLOSED, UNAVAILABLE.
  virtual absl::Status CheckOpenHome(const base::CallScope& scope, int64_t home_id) = 0;
  // A deputy who serves in the home now; NOT_FOUND/DEPUTY_NOT_FOUND; UNAVAILABLE.
  virtual absl::StatusOr<DeputyCard> Deputy(const base::CallScope& scope, int64_t home_id,
                                            int64_t deputy_id) = 0;
  // All who serve in the home now.
  virtual absl::StatusOr<std::vector<DeputyCard>> Deputies(const base::CallScope& scope,
                                                           int64_t home_id) = 0;
  // Persons who are liaison or chair at the home's own unit, as of now.
  virtual absl::StatusOr<std::vector<int64_t>> Leaders(const base::CallScope& scope,
                                                       int64_t home_id) = 0;
};

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_DOMAIN_DIRECTORY_H_
