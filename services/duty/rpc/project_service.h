#ifndef SERVICES_DUTY_RPC_PROJECT_SERVICE_H_
#define SERVICES_DUTY_RPC_PROJECT_SERVICE_H_

#include "absl/status/status.h"
#include "deputies/duty/v1/project.pb.h"
#include "services/common/auth/page_token.h"
#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"
#include "services/common/rpc/service_table.h"
#include "services/duty/domain/directory.h"
#include "services/duty/domain/project.h"

namespace deputies::duty {

// Handlers of deputies.duty.v1.ProjectService.
class ProjectService {
 public:
  // All must outlive the table.
  struct Parts {
    ProjectStore& store;
    BallotStore& ballots;
    Directory& directory;
    base::IdSource& ids;
    const auth::PageTokens& page_tokens;
    const base::Clock& clock;
  };
  explicit ProjectService(const Parts& parts);
  ProjectService(const ProjectService&) = delete;
  ProjectService& operator=(const ProjectService&) = delete;

  const rpc::ServiceTable& table() const { return table_; }

 private:
  absl::Status ProposeProject(const rpc::Call& call, const v1::ProposeProjectRequest& request,
                              v1::ProjectProposal* response);
  absl::Status ListProjectProposals(const rpc::Call& call,
                                    const v1::ListProjectProposalsRequest& request,
                                    v1::ListProjectProposalsResponse* response);
  absl::Status DeclineProjectProposal(const rpc::Call& call,
                                      const v1::DeclineProjectProposalRequest& request,
                                      v1::ProjectProposal* response);
  absl::Status AddProject(const rpc::Call& call, const v1::AddProjectRequest& request,
                          v1::Project* response);
  absl::Status DecideProjects(const rpc::Call& call, const v1::DecideProjectsRequest& request,
                              v1::ListProjectsResponse* response);
  absl::Status ListProjects(const rpc::Call& call, const v1::ListProjectsRequest& request,
                            v1::ListProjectsResponse* response);
  absl::Status GetProject(const rpc::Call& call, const v1::GetProjectRequest& request,
                          v1::ProjectPage* response);
  absl::Status SetSupervisionTeam(const rpc::Call& call,
                                  const v1::SetSupervisionTeamRequest& request,
                                  v1::ProjectPage* response);
  absl::Status AddProjectProgress(const rpc::Call& call,
                                  const v1::AddProjectProgressRequest& request,
                                  v1::ProjectPage* response);
  absl::Status RecordTeamVisit(const rpc::Call& call, const v1::RecordTeamVisitRequest& request,
                               v1::TeamVisit* response);
  absl::Status ConfirmTeamVisit(const rpc::Call& call, const v1::ConfirmTeamVisitRequest& request,
                                v1::TeamVisit* response);
  absl::Status ListTeamVisits(const rpc::Call& call, const v1::ListTeamVisitsRequest& request,
                              v1::ListTeamVisitsResponse* response);
  absl::Status PublishProjectReport(const rpc::Call& call,
                                    const v1::PublishProjectReportRequest& request,
                                    v1::ProjectPage* response);

  // PROPOSAL_NOT_FOUND, PROJECT_NOT_FOUND, PROJECT_VISIT_NOT_FOUND.
  absl::Status AnswerProposal(const rpc::Call& call, int64_t home_id, int64_t proposal_id,
                              v1::ProjectProposal* response);
  absl::Status AnswerPage(const rpc::Call& call, int64_t home_id, int64_t project_id,
                          v1::ProjectPage* response);
  absl::Status AnswerVisit(const rpc::Call& call, int64_t home_id, int64_t project_id,
                           int64_t visit_id, v1::TeamVisit* response);
  absl::Status AnswerYear(const rpc::Call& call, int64_t home_id, int year,
                          v1::ListProjectsResponse* response);

  const Parts parts_;
  rpc::ServiceTable table_;
};

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_RPC_PROJECT_SERVICE_H_
