#ifndef SERVICES_RECEPTION_DOMAIN_HOST_ROSTER_H_
#define SERVICES_RECEPTION_DOMAIN_HOST_ROSTER_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/base/call_scope.h"
#include "services/common/base/directory.h"
#include "services/common/base/id_source.h"
#include "services/common/base/request_key.h"
#include "services/reception/domain/day.h"
#include "services/reception/domain/reception_store.h"

namespace deputies::reception {

// Who receives in a home, when they cannot, and the home's rules. Thread-safe.
class HostRoster {
 public:
  HostRoster(ReceptionStore& store, base::Directory& directory, base::IdSource& ids)
      : store_(store), directory_(directory), ids_(ids) {}

  absl::StatusOr<std::vector<Host>> List(const base::CallScope& scope, int64_t home_id);
  // Adds a host, or brings the one of the same kind, deputy and name up to date.
  absl::StatusOr<Host> Set(const base::CallScope& scope, const base::RequestKey& key, Host host);
  struct AbsenceAdded {
    Host host;
    std::vector<Day> affected;  // days on which the host is planned and not yet absent
  };
  absl::StatusOr<AbsenceAdded> AddAbsence(const base::CallScope& scope, const base::RequestKey& key,
                                          int64_t host_id, const Absence& absence);

  absl::StatusOr<Policy> GetPolicy(const base::CallScope& scope, int64_t home_id);
  absl::StatusOr<Policy> SetPolicy(const base::CallScope& scope, const base::RequestKey& key,
                                   Policy policy);

 private:
  absl::StatusOr<Host> Find(const base::CallScope& scope, int64_t home_id, int64_t host_id);

  ReceptionStore& store_;
  base::Directory& directory_;
  base::IdSource& ids_;
};

}  // namespace deputies::reception

#endif  // SERVICES_RECEPTION_DOMAIN_HOST_ROSTER_H_
