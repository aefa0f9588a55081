// The bodies (承办单位) that handle suggestions, and who works for them, as accounts knows them.
#ifndef SERVICES_BOARD_DOMAIN_HANDLING_BODIES_H_
#define SERVICES_BOARD_DOMAIN_HANDLING_BODIES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/board/domain/message.h"

namespace deputies::board {

struct HandlingBody {
  int64_t id = 0;  // organisation
  std::string name;
  std::vector<int64_t> clerks;  // persons, at least one
};

// Thread-safe.
class HandlingBodies {
 public:
  virtual ~HandlingBodies() = default;
  // Bodies that serve the home's place and have a clerk. UNAVAILABLE when it cannot be known now.
  virtual absl::StatusOr<std::vector<HandlingBody>> Serving(const CallScope& scope,
                                                            int64_t home_id) = 0;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_HANDLING_BODIES_H_
