#include "services/duty/rpc/project_service.h"

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/base/status_macros.h"
#include "services/common/rpc/request_key.h"
#include "services/duty/domain/errors.h"
#include "services/duty/rpc/converters.h"

namespace deputies::duty {
namespace {

void FillProposal(const ProjectProposal& proposal, v1::ProjectProposal* proto) {
  proto->set_proposal_id(proposal.id);
  proto->set_home_id(proposal.home_id);
  proto->set_year(proposal.year);
  proto->set_title(proposal.title);
  proto->set_description(proposal.description);
  proto->set_place(proposal.place);
  proto->set_state(static_cast<v1::ProposalState>(proposal.state));
  proto->set_decline_reason(proposal.decline_reason);
  proto->set_project_id(proposal.project_id);
  ToProto(proposal.create_time, proto->mutable_create_time());
}

void FillProject(const Project& project, v1::Project* proto) {
  proto->set_project_id(project.id);
  proto->set_home_id(project.home_id);
  proto->set_year(project.year);
  proto->set_title(project.title);
  proto->set_description(project.description);
  proto->set_ballot_id(project.ballot_id);
  proto->set_state(static_cast<v1::ProjectState>(project.state));
  proto->set_percent_done(project.percent_done);
}

void FillVisit(const TeamVisit& visit, v1::TeamVisit* proto) {
  proto->set_visit_id(visit.id);
  proto->set_project_id(visit.project_id);
  proto->set_deputy_id(visit.deputy_id);
  ToProto(visit.visit_time, proto->mutable_visit_time());
  proto->set_findings(visit.findings);
  proto->set_confirmed(visit.confirmed);
}

}  // namespace

ProjectService::ProjectService(const Parts& parts)
    : parts_(parts), table_("deputies.duty.v1.ProjectService") {
  table_.Bind("ProposeProject", this, &ProjectService::ProposeProject);
  table_.Bind("ListProjectProposals", this, &ProjectService::ListProjectProposals);
  table_.Bind("DeclineProjectProposal", this, &ProjectService::DeclineProjectProposal);
  table_.Bind("AddProject", this, &ProjectService::AddProject);
  table_.Bind("DecideProjects", this, &ProjectService::DecideProjects);
  table_.Bind("ListProjects", this, &ProjectService::ListProjects);
  table_.Bind("GetProject", this, &ProjectService::GetProject);
  table_.Bind("SetSupervisionTeam", this, &ProjectService::SetSupervisionTeam);
  table_.Bind("AddProjectProgress", this, &ProjectService::AddProjectProgress);
  table_.Bind("RecordTeamVisit", this, &ProjectService::RecordTeamVisit);
  table_.Bind("ConfirmTeamVisit", this, &ProjectService::ConfirmTeamVisit);
  table_.Bind("ListTeamVisits", this, &ProjectService::ListTeamVisits);
  table_.Bind("PublishProjectReport", this, &ProjectService::PublishProjectReport);
}

absl::Status ProjectService::ProposeProject(const rpc::Call& call,
                                            const v1::ProposeProjectRequest& request,
                                            v1::ProjectProposal* response) {
  const absl::Status may_begin = parts_.directory.CheckOpenHome(ScopeOf(call), request.home_id());
  ProjectProposal proposal;
  proposal.home_id = request.home_id();
  proposal.id = parts_.ids.Next();
  proposal.person_id = call.caller.person_id;
  proposal.year = request.year();
  proposal.title = request.title();
  proposal.description = request.description();
  proposal.place = request.place();
  proposal.create_time = base::ToMillisecond(parts_.clock.Now());
  ASSIGN_OR_RETURN(const int64_t id,
                   parts_.store.Propose(call.deadline, rpc::KeyOf("ProposeProject", call, request),
                                        proposal, may_begin));
  return AnswerProposal(call, request.home_id(), id, response);
}

absl::Status ProjectService::ListProjectProposals(const rpc::Call& call,
                                                  const v1::ListProjectProposalsRequest& request,
                                                  v1::ListProjectProposalsResponse* response) {
  const int64_t person_id = call.caller.IsStaffOf(request.home_id()) ? 0 : call.caller.person_id;
  const std::string list =
      absl::StrCat("projectProposals/", request.home_id(), "/", person_id, "/", request.year());
  ASSIGN_OR_RETURN(const int64_t before,
                   ReadPosition(parts_.page_tokens, list, request.page_token(),
                                std::numeric_limits<int64_t>::max()));
  const int limit = request.page_size() == 0 ? kDefaultPageSize : request.page_size();
  ASSIGN_OR_RETURN(std::vector<ProjectProposal> proposals,
                   parts_.store.ListProposals(call.deadline, request.home_id(), person_id,
                                              request.year(), before, limit + 1));
  if (proposals.size() > static_cast<size_t>(limit)) {
    proposals.pop_back();
    response->set_next_page_token(PositionToken(parts_.page_tokens, list, proposals.back().id));
  }
  for (const ProjectProposal& proposal : proposals) {
    FillProposal(proposal, response->add_proposals());
  }
  return absl::OkStatus();
}

absl::Status ProjectService::DeclineProjectProposal(
    const rpc::Call& call, const v1::DeclineProjectProposalRequest& request,
    v1::ProjectProposal* response) {
  RETURN_IF_ERROR(parts_.store.Decline(call.deadline,
                                       rpc::KeyOf("DeclineProjectProposal", call, request),
                                       request.proposal_id(), request.reason()));
  return AnswerProposal(call, request.home_id(), request.proposal_id(), response);
}

absl::Status ProjectService::AddProject(const rpc::Call& call, const v1::AddProjectRequest& request,
                                        v1::Project* response) {
  Project project;
  project.home_id = request.home_id();
  project.id = parts_.ids.Next();
  project.year = request.year();
  project.title = request.title();
  project.description = request.description();
  ASSIGN_OR_RETURN(
      const int64_t id,
      parts_.store.Add(call.deadline, rpc::KeyOf("AddProject", call, request), project,
                       {request.proposal_ids().begin(), request.proposal_ids().end()}));
  ASSIGN_OR_RETURN(const std::optional<Project> stored,
                   parts_.store.Find(call.deadline, request.home_id(), id));
  if (!stored.has_value()) return ProjectNotFound();
  FillProject(*stored, response);
  return absl::OkStatus();
}

absl::Status ProjectService::DecideProjects(const rpc::Call& call,
                                            const v1::DecideProjectsRequest& request,
                                            v1::ListProjectsResponse* response) {
  ASSIGN_OR_RETURN(const std::optional<Ballot> ballot,
                   parts_.ballots.Find(call.deadline, request.home_id(), request.ballot_id()));
  if (!ballot.has_value()) return BallotNotFound();
  ASSIGN_OR_RETURN(const std::vector<BallotPaper> papers,
                   parts_.ballots.ListPapers(call.deadline, request.home_id(), ballot->id));
  const BallotResult result = Tally(*ballot, papers);
  ASSIGN_OR_RETURN(const std::vector<DeputyCard> deputies,
                   parts_.directory.Deputies(ScopeOf(call), request.home_id()));
  RETURN_IF_ERROR(CheckDecidingBallot(*ballot, result, static_cast<int>(deputies.size())));
  RETURN_IF_ERROR(parts_.store.Decide(call.deadline, rpc::KeyOf("DecideProjects", call, request),
                                      request.year(), *ballot, result));
  return AnswerYear(call, request.home_id(), request.year(), response);
}

absl::Status ProjectService::ListProjects(const rpc::Call& call,
                                          const v1::ListProjectsRequest& request,
                                          v1::ListProjectsResponse* response) {
  return AnswerYear(call, request.home_id(), request.year(), response);
}

absl::Status ProjectService::GetProject(const rpc::Call& call, const v1::GetProjectRequest& request,
                                        v1::ProjectPage* response) {
  return AnswerPage(call, request.home_id(), request.project_id(), response);
}

absl::Status ProjectService::SetSupervisionTeam(const rpc::Call& call,
                                                const v1::SetSupervisionTeamRequest& request,
                                                v1::ProjectPage* response) {
  SupervisionTeam team;
  team.experts.assign(request.expert_deputy_ids().begin(), request.expert_deputy_ids().end());
  team.members.assign(request.member_deputy_ids().begin(), request.member_deputy_ids().end());
  team.local_members.assign(request.local_members().begin(), request.local_members().end());
  RETURN_IF_ERROR(CheckTeam(team));
  for (const std::vector<int64_t>* deputies : {&team.experts, &team.members}) {
    for (const int64_t deputy_id : *deputies) {
      RETURN_IF_ERROR(
          parts_.directory.Deputy(ScopeOf(call), request.home_id(), deputy_id).status());
    }
  }
  RETURN_IF_ERROR(parts_.store.SetTeam(
      call.deadline, rpc::KeyOf("SetSupervisionTeam", call, request), request.project_id(), team));
  return AnswerPage(call, request.home_id(), request.project_id(), response);
}

absl::Status ProjectService::AddProjectProgress(const rpc::Call& call,
                                                const v1::AddProjectProgressRequest& request,
                                                v1::ProjectPage* response) {
  ProjectProgress progress;
  progress.id = parts_.ids.Next();
  progress.percent_done = request.percent_done();
  progress.text = request.text();
  progress.links.assign(request.links().begin(), request.links().end());
  progress.create_time = base::ToMillisecond(parts_.clock.Now());
  RETURN_IF_ERROR(CheckLinks(progress.links));
  RETURN_IF_ERROR(parts_.store.AddProgress(call.deadline,
                                           rpc::KeyOf("AddProjectProgress", call, request),
                                           request.project_id(), progress));
  return AnswerPage(call, request.home_id(), request.project_id(), response);
}

absl::Status ProjectService::RecordTeamVisit(const rpc::Call& call,
                                             const v1::RecordTeamVisitRequest& request,
                                             v1::TeamVisit* response) {
  TeamVisit visit;
  visit.home_id = request.home_id();
  visit.project_id = request.project_id();
  visit.id = parts_.ids.Next();
  visit.deputy_id = call.caller.DeputyIdAt(request.home_id());
  visit.recorder_id = call.caller.person_id;
  ASSIGN_OR_RETURN(visit.visit_time, ToTime(request.visit_time(), "visitTime"));
  visit.visit_time = base::ToMillisecond(visit.visit_time);
  visit.findings = request.findings();
  RETURN_IF_ERROR(CheckVisit(visit, parts_.clock.Now()));
  ASSIGN_OR_RETURN(
      const int64_t id,
      parts_.store.RecordVisit(call.deadline, rpc::KeyOf("RecordTeamVisit", call, request), visit));
  return AnswerVisit(call, request.home_id(), request.project_id(), id, response);
}

absl::Status ProjectService::ConfirmTeamVisit(const rpc::Call& call,
                                              const v1::ConfirmTeamVisitRequest& request,
                                              v1::TeamVisit* response) {
  RETURN_IF_ERROR(
      parts_.store.ConfirmVisit(call.deadline, rpc::KeyOf("ConfirmTeamVisit", call, request),
                                request.project_id(), request.visit_id(), call.caller.person_id));
  return AnswerVisit(call, request.home_id(), request.project_id(), request.visit_id(), response);
}

absl::Status ProjectService::ListTeamVisits(const rpc::Call& call,
                                            const v1::ListTeamVisitsRequest& request,
                                            v1::ListTeamVisitsResponse* response) {
  ASSIGN_OR_RETURN(const std::optional<Project> project,
                   parts_.store.Find(call.deadline, request.home_id(), request.project_id()));
  if (!project.has_value()) return ProjectNotFound();
  ASSIGN_OR_RETURN(
      const std::vector<TeamVisit> visits,
      parts_.store.ListVisits(call.deadline, request.home_id(), request.project_id(), false));
  for (const TeamVisit& visit : visits) FillVisit(visit, response->add_visits());
  return absl::OkStatus();
}

absl::Status ProjectService::PublishProjectReport(const rpc::Call& call,
                                                  const v1::PublishProjectReportRequest& request,
                                                  v1::ProjectPage* response) {
  RETURN_IF_ERROR(parts_.store.PublishReport(
      call.deadline, rpc::KeyOf("PublishProjectReport", call, request), request.project_id(),
      request.report(), request.opinion_to_government()));
  return AnswerPage(call, request.home_id(), request.project_id(), response);
}

absl::Status ProjectService::AnswerProposal(const rpc::Call& call, int64_t home_id,
                                            int64_t proposal_id, v1::ProjectProposal* response) {
  ASSIGN_OR_RETURN(const std::optional<ProjectProposal> proposal,
                   parts_.store.FindProposal(call.deadline, home_id, proposal_id));
  if (!proposal.has_value()) return ProposalNotFound();
  FillProposal(*proposal, response);
  return absl::OkStatus();
}

absl::Status ProjectService::AnswerPage(const rpc::Call& call, int64_t home_id, int64_t project_id,
                                        v1::ProjectPage* response) {
  ASSIGN_OR_RETURN(const std::optional<Project> project,
                   parts_.store.Find(call.deadline, home_id, project_id));
  if (!project.has_value()) return ProjectNotFound();
  FillProject(*project, response->mutable_project());
  for (const std::string& name : project->local_members) response->add_local_members(name);
  response->set_report(project->report);
  response->set_opinion_to_government(project->opinion);
  ASSIGN_OR_RETURN(const SupervisionTeam team,
                   parts_.store.FindTeam(call.deadline, home_id, project_id));
  for (const int64_t deputy_id : team.experts) response->add_expert_deputy_ids(deputy_id);
  for (const int64_t deputy_id : team.members) response->add_member_deputy_ids(deputy_id);
  ASSIGN_OR_RETURN(const std::vector<ProjectProgress> entries,
                   parts_.store.ListProgress(call.deadline, home_id, project_id));
  for (const ProjectProgress& entry : entries) {
    v1::ProjectProgress* proto = response->add_progress();
    proto->set_percent_done(entry.percent_done);
    proto->set_text(entry.text);
    for (const std::string& link : entry.links) proto->add_links(link);
    ToProto(entry.create_time, proto->mutable_create_time());
  }
  ASSIGN_OR_RETURN(const std::vector<TeamVisit> visits,
                   parts_.store.ListVisits(call.deadline, home_id, project_id, true));
  for (const TeamVisit& visit : visits) FillVisit(visit, response->add_visits());
  return absl::OkStatus();
}

absl::Status ProjectService::AnswerVisit(const rpc::Call& call, int64_t home_id, int64_t project_id,
                                         int64_t visit_id, v1::TeamVisit* response) {
  ASSIGN_OR_RETURN(const std::optional<TeamVisit> visit,
                   parts_.store.FindVisit(call.deadline, home_id, project_id, visit_id));
  if (!visit.has_value()) return ProjectVisitNotFound();
  FillVisit(*visit, response);
  return absl::OkStatus();
}

absl::Status ProjectService::AnswerYear(const rpc::Call& call, int64_t home_id, int year,
                                        v1::ListProjectsResponse* response) {
  ASSIGN_OR_RETURN(const std::vector<Project> projects,
                   parts_.store.List(call.deadline, home_id, year));
  for (const Project& project : projects) FillProject(project, response->add_projects());
  return absl::OkStatus();
}

}  // namespace deputies::duty
