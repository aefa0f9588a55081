#ifndef SERVICES_DUTY_RPC_DUTY_REPORT_SERVICE_H_
#define SERVICES_DUTY_RPC_DUTY_REPORT_SERVICE_H_

#include <string>

#include "absl/status/status.h"
#include "deputies/duty/v1/report.pb.h"
#include "services/common/auth/page_token.h"
#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"
#include "services/common/rpc/service_table.h"
#include "services/duty/domain/duty_report.h"
#include "services/duty/domain/rule_books.h"

namespace deputies::duty {

// Handlers of deputies.duty.v1.DutyReportService.
class DutyReportService {
 public:
  // All must outlive the table.
  struct Parts {
    DutyReportStore& store;
    RuleBooks& books;
    base::IdSource& ids;
    const auth::PageTokens& page_tokens;
    const base::Clock& clock;
  };
  explicit DutyReportService(const Parts& parts);
  DutyReportService(const DutyReportService&) = delete;
  DutyReportService& operator=(const DutyReportService&) = delete;

  const rpc::ServiceTable& table() const { return table_; }

 private:
  absl::Status SubmitDutyReport(const rpc::Call& call, const v1::SubmitDutyReportRequest& request,
                                v1::DutyReport* response);
  absl::Status ListDutyReports(const rpc::Call& call, const v1::ListDutyReportsRequest& request,
                               v1::ListDutyReportsResponse* response);
  absl::Status CheckDutyReport(const rpc::Call& call, const v1::CheckDutyReportRequest& request,
                               v1::DutyReport* response);
  absl::Status PublishDutyReport(const rpc::Call& call, const v1::PublishDutyReportRequest& request,
                                 v1::DutyReport* response);
  absl::Status RefuseDutyReport(const rpc::Call& call, const v1::RefuseDutyReportRequest& request,
                                v1::DutyReport* response);
  absl::Status Step(const rpc::Call& call, const base::RequestKey& key, int64_t report_id,
                    ReportStep step, const std::string& reason, v1::DutyReport* response);
  absl::Status Answer(const rpc::Call& call, int64_t home_id, int64_t report_id,
                      v1::DutyReport* response);

  const Parts parts_;
  rpc::ServiceTable table_;
};

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_RPC_DUTY_REPORT_SERVICE_H_
