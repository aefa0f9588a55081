#ifndef SERVICES_RECEPTION_DOMAIN_VISIT_H_
#define SERVICES_RECEPTION_DOMAIN_VISIT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace deputies::reception {

// Stored as these numbers; mirror proto/deputies/reception/v1/record.proto.
enum class VisitKind { kReception = 1, kHomeVisit = 2, kEveningTalk = 3 };
enum class VisitState { kUnsigned = 1, kSigned = 2, kClosedUnsigned = 3 };
enum class SignMethod { kNone = 0, kScanned = 1, kSpoken = 2 };

struct VisitHost {
  int64_t host_id = 0;
  int64_t deputy_id = 0;  // 0: no deputy
};

// One visit on record.
struct Visit {
  int64_t home_id = 0;
  int64_t id = 0;
  VisitKind kind = VisitKind::kReception;
  VisitState state = VisitState::kUnsigned;
  int64_t day_id = 0;
  int64_t ticket_id = 0;  // 0: outside a reception
  int64_t recorder_person_id = 0;
  int64_t visitor_person_id = 0;  // 0: not known to accounts
  std::string visitor_name;
  std::string place;
  std::string subject;
  std::string body;
  std::string reply;
  bool opens_case = false;
  std::string sign_code;    // scanned by the visitor
  std::string spoken_code;  // of booking or ticket; empty: none
  SignMethod sign_method = SignMethod::kNone;
  std::string unsigned_reason;
  absl::Time visited_at;
  std::optional<absl::Time> signed_at;
  std::vector<VisitHost> hosts;
};

}  // namespace deputies::reception

#endif  // SERVICES_RECEPTION_DOMAIN_VISIT_H_
