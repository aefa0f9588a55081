#include "services/reception/rpc/coverage_service.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "services/common/base/status_macros.h"
#include "services/common/base/work_calendar.h"
#include "services/reception/domain/county_homes.h"
#include "services/reception/domain/coverage.h"
#include "services/reception/rpc/day_service.h"

namespace deputies::reception {
namespace {

void Fill(const HostCoverage& entry, v1::HostCoverage* proto) {
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

// Without hosts.
void Fill(int64_t home_id, const Coverage& coverage, v1::Coverage* proto) {
  proto->set_home_id(home_id);
  proto->set_year(coverage.year);
  const auto fill = [](const std::vector<int>& from, google::protobuf::RepeatedField<int32_t>* to) {
    to->Assign(from.begin(), from.end());
  };
  fill(coverage.months_with_reception, proto->mutable_months_with_reception());
  fill(coverage.months_missed, proto->mutable_months_missed());
  fill(coverage.months_with_activity, proto->mutable_months_with_activity());
  fill(coverage.months_without_activity, proto->mutable_months_without_activity());
  fill(coverage.quarters_with_theme, proto->mutable_quarters_with_theme());
  fill(coverage.quarters_without_theme, proto->mutable_quarters_without_theme());
  proto->set_appraisal_count(coverage.appraisals);
  proto->set_organ_visit_count(coverage.organ_visits);
  proto->set_reception_count(coverage.receptions);
  proto->mutable_warnings()->Assign(coverage.warnings.begin(), coverage.warnings.end());
}

}  // namespace

CoverageService::CoverageService(ReceptionStore& store, DayBook& days, HostRoster& hosts,
                                 const base::Clock& clock)
    : store_(store),
      days_(days),
      hosts_(hosts),
      clock_(clock),
      table_("deputies.reception.v1.CoverageService") {
  table_.Bind("GetCoverage", this, &CoverageService::GetCoverage);
  table_.Bind("GetCountyCoverage", this, &CoverageService::GetCountyCoverage);
}

absl::StatusOr<Coverage> CoverageService::CoverageOf(const rpc::Call& call, int64_t home_id,
                                                     int year) {
  const absl::CivilDay first(year, 1, 1);
  const absl::CivilDay last(year, 12, 31);
  const base::CallScope scope = rpc::ScopeOf(call);
  ASSIGN_OR_RETURN(const std::vector<Host> hosts, hosts_.List(scope, home_id));
  ASSIGN_OR_RETURN(const std::vector<Day> days, days_.List(scope, home_id, first, last));
  ASSIGN_OR_RETURN(const std::vector<HomeDuty> duties,
                   store_.ListHomeDuties(call.deadline, home_id, first, last));
  return CountCoverage(year, hosts, days, duties, clock_.Now());
}

int CoverageService::YearOf(int year) const {
  return year != 0 ? year : static_cast<int>(base::ShanghaiDay(clock_.Now()).year());
}

absl::Status CoverageService::GetCoverage(const rpc::Call& call,
                                          const v1::GetCoverageRequest& request,
                                          v1::Coverage* response) {
  ASSIGN_OR_RETURN(const Coverage coverage,
                   CoverageOf(call, request.home_id(), YearOf(request.year())));
  for (const HostCoverage& entry : coverage.hosts) Fill(entry, response->add_hosts());
  Fill(request.home_id(), coverage, response);
  return absl::OkStatus();
}

absl::Status CoverageService::GetCountyCoverage(const rpc::Call& call,
                                                const v1::GetCountyCoverageRequest& request,
                                                v1::CountyCoverage* response) {
  ASSIGN_OR_RETURN(const std::set<int64_t> homes,
                   HomesOfOffice(call.caller, request.organization_id()));
  const int year = YearOf(request.year());
  response->set_year(year);
  std::vector<Coverage> coverages;
  for (const int64_t home_id : homes) {
    ASSIGN_OR_RETURN(coverages.emplace_back(), CoverageOf(call, home_id, year));
    Fill(home_id, coverages.back(), response->add_homes());
  }
  std::vector<HostCoverage> hosts = MergeHosts(coverages, clock_.Now());
  std::stable_sort(hosts.begin(), hosts.end(), [](const HostCoverage& a, const HostCoverage& b) {
    return a.host.kind < b.host.kind;
  });
  for (const HostCoverage& entry : hosts) Fill(entry, response->add_hosts());
  return absl::OkStatus();
}

}  // namespace deputies::reception
