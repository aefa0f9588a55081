#ifndef SERVICES_RECEPTION_DOMAIN_VISIT_RECORDER_H_
#define SERVICES_RECEPTION_DOMAIN_VISIT_RECORDER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/base/call_scope.h"
#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"
#include "services/common/base/request_key.h"
#include "services/common/base/work_calendar.h"
#include "services/reception/domain/check_in_codes.h"
#include "services/reception/domain/reception_store.h"
#include "services/reception/domain/role_holders.h"

namespace deputies::reception {

struct VisitPage {
  std::vector<Visit> visits;
  std::optional<int64_t> next_before_id;
};

// Records of visits. One visit is one record, one case and one duty event, however often anything
// is repeated. Errors: proto/deputies/reception/v1/record.proto. Thread-safe.
class VisitRecorder {
 public:
  static constexpr int kDefaultPageSize = 20;
  static constexpr int kMaxPageSize = 50;

  VisitRecorder(ReceptionStore& store, RoleHolders& role_holders,
                const base::WorkCalendar& calendar, base::IdSource& ids, CheckInCodes& codes,
                const base::Clock& clock)
      : store_(store),
        role_holders_(role_holders),
        calendar_(calendar),
        ids_(ids),
        codes_(codes),
        clock_(clock) {}

  // `visit` holds what the client wrote; `hosts` their host ids.
  absl::StatusOr<Visit> Record(const base::CallScope& scope, const base::RequestKey& key,
                               Visit visit);
  absl::StatusOr<Visit> Sign(const base::CallScope& scope, const base::RequestKey& key,
                             int64_t visit_id, const std::string& code);
  absl::StatusOr<Visit> CloseUnsigned(const base::CallScope& scope, const base::RequestKey& key,
                                      int64_t visit_id, const std::string& reason);
  absl::StatusOr<Visit> Get(const base::CallScope& scope, int64_t home_id, int64_t visit_id);
  absl::StatusOr<VisitPage> List(const base::CallScope& scope, int64_t home_id,
                                 std::optional<int64_t> before_id, int page_size);

  // Tells who received of missing records after 1 and 3 working days, and chair and sponsor
  // after 7. For the job thread; returns how many tickets were reminded of.
  absl::StatusOr<int> RemindOfMissing(absl::Time deadline);

 private:
  // Tells board and duty of a record that stands from now on.
  absl::Status TellOf(ReceptionTransaction& transaction, const Visit& visit, absl::Time now);

  ReceptionStore& store_;
  RoleHolders& role_holders_;
  const base::WorkCalendar& calendar_;
  base::IdSource& ids_;
  CheckInCodes& codes_;
  const base::Clock& clock_;
};

}  // namespace deputies::reception

#endif  // SERVICES_RECEPTION_DOMAIN_VISIT_RECORDER_H_
