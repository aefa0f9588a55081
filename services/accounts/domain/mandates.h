#ifndef SERVICES_ACCOUNTS_DOMAIN_MANDATES_H_
#define SERVICES_ACCOUNTS_DOMAIN_MANDATES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/accounts/domain/mandate_store.h"
#include "services/accounts/domain/page.h"
#include "services/accounts/domain/random_source.h"
#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"

namespace deputies::accounts {

// Ten characters without those that look alike, in two groups of five: "7KQ4M-XW93T"; 49 bits.
// `random`: 10 bytes.
std::string MakeBindingCode(absl::string_view random);
// Without what people put between the groups, in capitals; empty when it cannot be a code.
std::string ReadBindingCode(absl::string_view text);

// What happens to deputies' mandates. Errors as MandateStore.
class Mandates {
 public:
  // How long a one-time code waits for the deputy.
  static constexpr absl::Duration kCodeLifetime = absl::Hours(7 * 24);

  // All must outlive it.
  Mandates(MandateStore& store, const RandomSource& random, const base::Clock& clock,
           base::IdSource& ids)
      : store_(store), random_(random), clock_(clock), ids_(ids) {}

  struct NewCode {
    std::string code;  // empty for a repeated request
    absl::Time expire_time;
  };
  absl::StatusOr<NewCode> CreateCode(absl::Time deadline, const base::RequestKey& key,
                                     const base::Actor& actor, int64_t deputy_id);
  absl::StatusOr<DeputyBinding> RequestBinding(absl::Time deadline, const base::RequestKey& key,
                                               const base::Actor& actor, const std::string& code);
  absl::StatusOr<std::vector<DeputyBinding>> ListBindings(absl::Time deadline, int64_t home_id);
  absl::StatusOr<DeputyBinding> Decide(absl::Time deadline, const base::RequestKey& key,
                                       const base::Actor& actor, int64_t binding_id, bool approve);
  absl::StatusOr<Mandate> SetSuspended(absl::Time deadline, const base::RequestKey& key,
                                       const base::Actor& actor, int64_t deputy_id, bool suspended);
  // INVALID_ARGUMENT/FIELD_INVALID for a deputy who is named twice or succeeds themselves.
  absl::Status HandOverAll(absl::Time deadline, const base::RequestKey& key,
                           const base::Actor& actor, const std::vector<HandOver>& hand_overs);
  absl::StatusOr<Page<Mandate>> List(absl::Time deadline, int64_t home_id,
                                     const ListPosition& after, int page_size);

 private:
  MandateChange ChangeOf(const base::RequestKey& key, const base::Actor& actor) const {
    return {key, actor, clock_.Now()};
  }

  MandateStore& store_;
  const RandomSource& random_;
  const base::Clock& clock_;
  base::IdSource& ids_;
};

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_DOMAIN_MANDATES_H_
