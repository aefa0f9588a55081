#ifndef SERVICES_ACCOUNTS_DOMAIN_MANDATE_STORE_H_
#define SERVICES_ACCOUNTS_DOMAIN_MANDATE_STORE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/accounts/domain/directory_store.h"
#include "services/accounts/domain/records.h"
#include "services/common/base/audit_entry.h"
#include "services/common/base/request_key.h"

namespace deputies::accounts {

struct Mandate {
  Deputy deputy;
  bool in_office = false;
  bool suspended = false;
  bool bound = false;        // somebody acts as the deputy
  int64_t successor_id = 0;  // 0: nobody took over
};

// Numbers as in deputies.accounts.v1.DeputyBinding.State.
enum class BindingState { kUnspecified = 0, kPending = 1, kApproved = 2, kDeclined = 3 };

// A person who wants to act as a deputy.
struct DeputyBinding {
  int64_t binding_id = 0;
  int64_t home_id = 0;
  int64_t deputy_id = 0;
  std::string deputy_name;
  int64_t person_id = 0;
  std::string applicant_name;
  BindingState state = BindingState::kUnspecified;
  absl::Time create_time;
};

struct HandOver {
  int64_t old_deputy_id = 0;
  int64_t new_deputy_id = 0;  // 0: nobody takes over
};

// One write: once per key, with its audit entry and the facts that other services are told.
struct MandateChange {
  base::RequestKey key;
  base::Actor actor;
  absl::Time now;
};

// Every call ends by `deadline`. A deputy who does not serve in the home of the key is
// NOT_FOUND/DEPUTY_NOT_FOUND.
class MandateStore {
 public:
  virtual ~MandateStore() = default;

  // False when the request was a repetition: `code` is then not the deputy's code.
  virtual absl::StatusOr<bool> SetBindingCode(absl::Time deadline, const MandateChange& change,
                                              int64_t deputy_id, const std::string& code,
                                              absl::Time expire_time) = 0;
  // Uses the code up. NOT_FOUND/BINDING_CODE_INVALID.
  virtual absl::StatusOr<DeputyBinding> RequestBinding(absl::Time deadline,
                                                       const MandateChange& change,
                                                       const std::string& code,
                                                       int64_t new_binding_id) = 0;
  // Those that wait, oldest first.
  virtual absl::StatusOr<std::vector<DeputyBinding>> ListBindings(absl::Time deadline,
                                                                  int64_t home_id, int limit) = 0;
  // NOT_FOUND/BINDING_NOT_FOUND; PERMISSION_DENIED/ACCESS_DENIED for the actor's own request.
  virtual absl::StatusOr<DeputyBinding> Decide(absl::Time deadline, const MandateChange& change,
                                               int64_t binding_id, bool approve) = 0;

  virtual absl::Status SetSuspended(absl::Time deadline, const MandateChange& change,
                                    int64_t deputy_id, bool suspended) = 0;
  // All or none. FAILED_PRECONDITION/DEPUTY_STATE_CONFLICT.
  virtual absl::Status HandOverAll(absl::Time deadline, const MandateChange& change,
                                   std::vector<HandOver> hand_overs) = 0;

  virtual absl::StatusOr<Mandate> Get(absl::Time deadline, int64_t home_id, int64_t deputy_id,
                                      absl::Time now) = 0;
  // Newest term first; position: term in `sort_text`.
  virtual absl::StatusOr<std::vector<Mandate>> List(absl::Time deadline, int64_t home_id,
                                                    absl::Time now, const ListPosition& after,
                                                    int limit) = 0;
};

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_DOMAIN_MANDATE_STORE_H_
