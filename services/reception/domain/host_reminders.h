#ifndef SERVICES_RECEPTION_DOMAIN_HOST_REMINDERS_H_
#define SERVICES_RECEPTION_DOMAIN_HOST_REMINDERS_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/common/base/clock.h"
#include "services/reception/domain/reception_store.h"
#include "services/reception/domain/role_holders.h"

namespace deputies::reception {

// Reminds those who receive, at the two leads of the home's policy. For the job thread.
class HostReminders {
 public:
  // All must outlive this.
  HostReminders(ReceptionStore& store, RoleHolders& role_holders, const base::Clock& clock)
      : store_(store), role_holders_(role_holders), clock_(clock) {}

  // Deputies are told themselves; who has no account here (members, organ heads) is named to the
  // home's liaisons, who tell them. A day published after a lead had begun is told of at once.
  // Returns of how many days.
  absl::StatusOr<int> Send(absl::Time deadline);

 private:
  absl::Status Remind(absl::Time deadline, const Day& hint, int stage);

  ReceptionStore& store_;
  RoleHolders& role_holders_;
  const base::Clock& clock_;
};

}  // namespace deputies::reception

#endif  // SERVICES_RECEPTION_DOMAIN_HOST_REMINDERS_H_
