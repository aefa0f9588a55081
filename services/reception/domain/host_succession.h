#ifndef SERVICES_RECEPTION_DOMAIN_HOST_SUCCESSION_H_
#define SERVICES_RECEPTION_DOMAIN_HOST_SUCCESSION_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"
#include "services/reception/domain/reception_store.h"
#include "services/reception/domain/role_holders.h"

namespace deputies::reception {

// A deputy's seat went to another (换届).
struct Succession {
  int64_t home_id = 0;
  int64_t old_deputy_id = 0;
  int64_t new_deputy_id = 0;  // 0: nobody in this home
  std::string new_deputy_name;
};

// Thread-safe.
class HostSuccession {
 public:
  // All must outlive this.
  HostSuccession(ReceptionStore& store, RoleHolders& role_holders, base::IdSource& ids,
                 const base::Clock& clock)
      : store_(store), role_holders_(role_holders), ids_(ids), clock_(clock) {}

  // The old deputy receives no more; on days that have not begun the new one receives instead, and
  // who booked is told. Without a new one the old one is absent there, and the liaisons are told
  // of published days on which nobody receives. Days before stay as they were. May be repeated.
  absl::Status PassOn(absl::Time deadline, const Succession& succession);

 private:
  absl::Status PassDayOn(ReceptionTransaction& tx, int64_t home_id, int64_t day_id,
                         const Host& leaving, const Host& coming);
  absl::Status TellOfEmptyDays(absl::Time deadline, const Host& leaving);

  ReceptionStore& store_;
  RoleHolders& role_holders_;
  base::IdSource& ids_;
  const base::Clock& clock_;
};

}  // namespace deputies::reception

#endif  // SERVICES_RECEPTION_DOMAIN_HOST_SUCCESSION_H_
