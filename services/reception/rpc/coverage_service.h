#ifndef SERVICES_RECEPTION_RPC_COVERAGE_SERVICE_H_
#define SERVICES_RECEPTION_RPC_COVERAGE_SERVICE_H_

#include "absl/status/status.h"
#include "deputies/reception/v1/coverage.pb.h"
#include "services/common/base/clock.h"
#include "services/common/rpc/service_table.h"
#include "services/reception/domain/coverage.h"
#include "services/reception/domain/day_book.h"
#include "services/reception/domain/host_roster.h"

namespace deputies::reception {

// Handlers of deputies.reception.v1.CoverageService: reads of what days and hosts say.
class CoverageService {
 public:
  // All must outlive the table.
  CoverageService(ReceptionStore& store, DayBook& days, HostRoster& hosts,
                  const base::Clock& clock);
  CoverageService(const CoverageService&) = delete;
  CoverageService& operator=(const CoverageService&) = delete;

  const rpc::ServiceTable& table() const { return table_; }

 private:
  absl::Status GetCoverage(const rpc::Call& call, const v1::GetCoverageRequest& request,
                           v1::Coverage* response);
  absl::Status GetCountyCoverage(const rpc::Call& call, const v1::GetCountyCoverageRequest& request,
                                 v1::CountyCoverage* response);

  absl::StatusOr<Coverage> CoverageOf(const rpc::Call& call, int64_t home_id, int year);
  // 0 is the current one.
  int YearOf(int year) const;

  ReceptionStore& store_;
  DayBook& days_;
  HostRoster& hosts_;
  const base::Clock& clock_;
  rpc::ServiceTable table_;
};

}  // namespace deputies::reception

#endif  // SERVICES_RECEPTION_RPC_COVERAGE_SERVICE_H_
