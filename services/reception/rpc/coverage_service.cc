#include "services/reception/rpc/coverage_service.h"

#include <vector>

#include "services/common/base/status_macros.h"
#include "services/common/base/work_calendar.h"
#include "services/reception/domain/coverage.h"
#include "services/reception/rpc/day_service.h"

namespace deputies::reception {

CoverageService::CoverageService(ReceptionStore& store, DayBook& days, HostRoster& hosts,
                                 const base::Clock& clock)
    : store_(store),
      days_(days),
      hosts_(hosts),
      clock_(clock),
      table_("deputies.reception.v1.CoverageService") {
  table_.Bind("GetCoverage", this, &CoverageService::GetCoverage);
}

absl::Status CoverageService::GetCoverage(const rpc::Call& call,
                                          const v1::GetCoverageRequest& request,
                                          v1::Coverage* response) {
  const absl::Time now = clock_.Now();
  const int year =
      request.year() != 0 ? request.year() : static_cast<int>(base::ShanghaiDay(now).year());
  ASSIGN_OR_RETURN(const std::vector<Host> hosts,
                   hosts_.List(rpc::ScopeOf(call), request.home_id()));
  ASSIGN_OR_RETURN(const std::vector<Day> days,
                   days_.List(rpc::ScopeOf(call), request.home_id(), absl::CivilDay(year, 1, 1),
                              absl::CivilDay(year, 12, 31)));
  ASSIGN_OR_RETURN(const std::vector<HomeDuty> duties,
                   store_.ListHomeDuties(call.deadline, request.home_id(),
                                         absl::CivilDay(year, 1, 1), absl::CivilDay(year, 12, 31)));
  const Coverage coverage = CountCoverage(year, hosts, days, duties, now);
  response->set_home_id(request.home_id());
  response->set_year(year);
  for (const HostCoverage& entry : coverage.hosts) {
    v1::HostCoverage* proto = response->add_hosts();
    HostToProto(entry.host, proto->mutable_host());
    proto->set_done_count(static_cast<int>(entry.dates.size()));
    proto->set_planned_count(entry.planned);
    proto->set_absent_count(entry.absent);
    for (const absl::CivilDay date : entry.dates) {
      proto->add_done_dates(absl::FormatCivilTime(date));
    }
    proto->set_warning(entry.warning);
    proto->set_met(entry.met);
  }
  for (const int month : coverage.months_with_reception) {
    response->add_months_with_reception(month);
  }
  for (const int month : coverage.months_missed) response->add_months_missed(month);
  for (const int month : coverage.months_with_activity) response->add_months_with_activity(month);
  for (const int month : coverage.months_without_activity) {
    response->add_months_without_activity(month);
  }
  for (const int quarter : coverage.quarters_with_theme) response->add_quarters_with_theme(quarter);
  for (const int quarter : coverage.quarters_without_theme) {
    response->add_quarters_without_theme(quarter);
  }
  response->set_appraisal_count(coverage.appraisals);
  response->set_organ_visit_count(coverage.organ_visits);
  response->set_reception_count(coverage.receptions);
  for (const std::string& warning : coverage.warnings) response->add_warnings(warning);
  return absl::OkStatus();
}

}  // namespace deputies::reception
