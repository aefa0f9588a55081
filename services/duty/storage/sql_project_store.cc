#include "services/duty/storage/sql_project_store.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"
#include "services/common/base/work_calendar.h"
#include "services/common/db/request_keys.h"
#include "services/duty/domain/errors.h"
#include "services/duty/storage/duty_events.h"

namespace deputies::duty {
namespace {

// In the order of ReadProposal's, ReadProject's and ReadTeamVisit's columns.
#define DUTY_PROPOSAL_COLUMNS                                        \
  "home_id, id, person_id, year, title, description, place, state, " \
  "decline_reason, project_id, create_time "
#define DUTY_PROJECT_COLUMNS                                                \
  "home_id, id, year, title, description, state, ballot_id, percent_done, " \
  "local_members, report, opinion "
#define DUTY_TEAM_VISIT_COLUMNS \
  "home_id, project_id, id, deputy_id, recorder_id, visit_time, findings, confirmed "

constexpr db::Statement kInsertProposal{
    "/* duty.InsertProposal */ INSERT INTO project_proposals (home_id, id, person_id, year, title, "
    "description, place, state, create_time) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"};
constexpr db::Statement kFindProposal{"/* duty.FindProposal */ SELECT " DUTY_PROPOSAL_COLUMNS
                                      "FROM project_proposals WHERE home_id=? AND id=?"};
constexpr db::Statement kLockProposal{
    "/* duty.LockProposal */ SELECT state, year, person_id FROM project_proposals "
    "WHERE home_id=? AND id=? FOR UPDATE"};
// Locks the year, also when nobody did before.
constexpr db::Statement kLockProjectYear{
    "/* duty.LockProjectYear */ INSERT INTO project_years (home_id, year) VALUES (?, ?) "
    "ON DUPLICATE KEY UPDATE year=VALUES(year)"};
constexpr db::Statement kListProposersOfProject{
    "/* duty.ListProposersOfProject */ SELECT id, person_id FROM project_proposals "
    "WHERE home_id=? AND project_id=? ORDER BY id"};
constexpr db::Statement kListProposals{
    "/* duty.ListProposals */ SELECT " DUTY_PROPOSAL_COLUMNS
    "FROM project_proposals WHERE home_id=? AND id<? AND (?=0 OR year=?) "
    "ORDER BY id DESC LIMIT ?"};
constexpr db::Statement kListProposalsOfPerson{
    "/* duty.ListProposalsOfPerson */ SELECT " DUTY_PROPOSAL_COLUMNS
    "FROM project_proposals WHERE home_id=? AND person_id=? AND id<? AND (?=0 OR year=?) "
    "ORDER BY id DESC LIMIT ?"};
constexpr db::Statement kDecideProposal{
    "/* duty.DecideProposal */ UPDATE project_proposals SET state=?, decline_reason=?, "
    "project_id=? WHERE home_id=? AND id=?"};

constexpr db::Statement kInsertProject{
    "/* duty.InsertProject */ INSERT INTO projects (home_id, id, year, title, description, state) "
    "VALUES (?, ?, ?, ?, ?, ?)"};
constexpr db::Statement kFindProject{"/* duty.FindProject */ SELECT " DUTY_PROJECT_COLUMNS
                                     "FROM projects WHERE home_id=? AND id=?"};
constexpr db::Statement kLockProject{
    "/* duty.LockProject */ SELECT state FROM projects WHERE home_id=? AND id=? FOR UPDATE"};
constexpr db::Statement kListProjects{
    "/* duty.ListProjects */ SELECT " DUTY_PROJECT_COLUMNS
    "FROM projects WHERE home_id=? AND year=? ORDER BY id LIMIT 50"};
constexpr db::Statement kLockCandidates{
    "/* duty.LockCandidates */ SELECT " DUTY_PROJECT_COLUMNS
    "FROM projects WHERE home_id=? AND year=? AND state=1 ORDER BY id FOR UPDATE"};
constexpr db::Statement kDecideProject{
    "/* duty.DecideProject */ UPDATE projects SET state=?, ballot_id=? WHERE home_id=? AND id=?"};
constexpr db::Statement kSaveLocalMembers{
    "/* duty.SaveLocalMembers */ UPDATE projects SET local_members=? WHERE home_id=? AND id=?"};
constexpr db::Statement kSavePercent{
    "/* duty.SavePercent */ UPDATE projects SET percent_done=? WHERE home_id=? AND id=?"};
constexpr db::Statement kSaveProjectReport{
    "/* duty.SaveProjectReport */ UPDATE projects SET state=?, report=?, opinion=? "
    "WHERE home_id=? AND id=?"};

constexpr db::Statement kDeleteTeam{
    "/* duty.DeleteTeam */ DELETE FROM project_team WHERE home_id=? AND project_id=?"};
constexpr db::Statement kInsertTeamDeputy{
    "/* duty.InsertTeamDeputy */ INSERT INTO project_team (home_id, project_id, deputy_id, "
    "is_expert) VALUES (?, ?, ?, ?)"};
constexpr db::Statement kListTeam{
    "/* duty.ListTeam */ SELECT deputy_id, is_expert FROM project_team "
    "WHERE home_id=? AND project_id=? ORDER BY deputy_id"};
constexpr db::Statement kFindTeamDeputy{
    "/* duty.FindTeamDeputy */ SELECT 1 FROM project_team "
    "WHERE home_id=? AND project_id=? AND deputy_id=?"};

constexpr db::Statement kInsertProgress{
    "/* duty.InsertProgress */ INSERT INTO project_progress (home_id, project_id, id, "
    "percent_done, text, links, create_time) VALUES (?, ?, ?, ?, ?, ?, ?)"};
constexpr db::Statement kListProgress{
    "/* duty.ListProgress */ SELECT id, percent_done, text, links, create_time "
    "FROM project_progress WHERE home_id=? AND project_id=? ORDER BY id DESC LIMIT 100"};

constexpr db::Statement kInsertTeamVisit{
    "/* duty.InsertTeamVisit */ INSERT INTO project_visits (home_id, project_id, id, deputy_id, "
    "recorder_id, visit_day, visit_time, findings) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"};
constexpr db::Statement kFindTeamVisit{
    "/* duty.FindTeamVisit */ SELECT " DUTY_TEAM_VISIT_COLUMNS
    "FROM project_visits WHERE home_id=? AND project_id=? AND id=?"};
constexpr db::Statement kListTeamVisits{
    "/* duty.ListTeamVisits */ SELECT " DUTY_TEAM_VISIT_COLUMNS
    "FROM project_visits WHERE home_id=? AND project_id=? AND confirmed>=? "
    "ORDER BY id DESC LIMIT 100"};
constexpr db::Statement kConfirmTeamVisit{
    "/* duty.ConfirmTeamVisit */ UPDATE project_visits SET confirmed=1 "
    "WHERE home_id=? AND project_id=? AND id=?"};

constexpr char kVisitSource[] = "project_visit";
constexpr char kSupervisionItem[] = "project_supervision";

ProjectProposal ReadProposal(db::Row& row) {
  ProjectProposal proposal;
  proposal.home_id = row.Int(0);
  proposal.id = row.Int(1);
  proposal.person_id = row.Int(2);
  proposal.year = static_cast<int>(row.Int(3));
  proposal.title = row.TakeString(4);
  proposal.description = row.TakeString(5);
  proposal.place = row.TakeString(6);
  proposal.state = static_cast<ProposalState>(row.Int(7));
  proposal.decline_reason = row.TakeString(8);
  proposal.project_id = row.Int(9);
  proposal.create_time = row.Time(10);
  return proposal;
}

Project ReadProject(db::Row& row) {
  Project project;
  project.home_id = row.Int(0);
  project.id = row.Int(1);
  project.year = static_cast<int>(row.Int(2));
  project.title = row.TakeString(3);
  project.description = row.TakeString(4);
  project.state = static_cast<ProjectState>(row.Int(5));
  project.ballot_id = row.Int(6);
  project.percent_done = static_cast<int>(row.Int(7));
  project.local_members = absl::StrSplit(row.String(8), '\n', absl::SkipEmpty());
  project.report = row.TakeString(9);
  project.opinion = row.TakeString(10);
  return project;
}

TeamVisit ReadTeamVisit(db::Row& row) {
  TeamVisit visit;
  visit.home_id = row.Int(0);
  visit.project_id = row.Int(1);
  visit.id = row.Int(2);
  visit.deputy_id = row.Int(3);
  visit.recorder_id = row.Int(4);
  visit.visit_time = row.Time(5);
  visit.findings = row.TakeString(6);
  visit.confirmed = row.Int(7) != 0;
  return visit;
}

DutyFact FactOf(const TeamVisit& visit) {
  DutyFact fact;
  fact.home_id = visit.home_id;
  fact.deputy_id = visit.deputy_id;
  fact.item = kSupervisionItem;
  fact.source_type = kVisitSource;
  fact.source_id = visit.id;
  fact.perform_time = visit.visit_time;
  return fact;
}

// Stages of the notices on one proposal: taken up or not; then chosen or not.
constexpr int kTakenUp = 1;
constexpr int kBalloted = 2;

// Locks a proposal that nobody decided yet; answers with the person who proposed it.
absl::StatusOr<int64_t> LockReceived(db::Transaction& transaction, int64_t home_id,
                                     int64_t proposal_id, std::optional<int> year) {
  ASSIGN_OR_RETURN(const db::Rows rows, transaction.Query(kLockProposal, {home_id, proposal_id}));
  if (rows.empty()) return ProposalNotFound();
  if (static_cast<ProposalState>(rows.front().Int(0)) != ProposalState::kReceived) {
    return ProposalStateConflict("这条建议已经处理过了");
  }
  if (year.has_value() && rows.front().Int(1) != *year) {
    return ProposalStateConflict("这条建议是另一年的");
  }
  return rows.front().Int(2);
}

}  // namespace

absl::StatusOr<int64_t> SqlProjectStore::Once(
    absl::Time deadline, const base::RequestKey& key, int64_t id,
    const std::function<absl::Status(db::Transaction&)>& change) {
  int64_t answer = id;
  const auto run = [&](db::Transaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<std::string> earlier,
                     db::ClaimRequest(transaction, key, absl::StrCat(id), clock_.Now()));
    if (!earlier.has_value()) return change(transaction);
    return absl::SimpleAtoi(*earlier, &answer)
               ? absl::OkStatus()
               : absl::InternalError("a request key of ours holds no id");
  };
  RETURN_IF_ERROR(database_.InTransaction(deadline, run, db::Repeat::kAfterUnknownOutcome));
  return answer;
}

absl::Status SqlProjectStore::TellProposer(db::Transaction& transaction, int64_t home_id,
                                           int64_t proposal_id, int64_t person_id, int stage,
                                           const char* title, const char* detail) {
  const Telling telling{events::v1::PROJECT_PROPOSAL_DECIDED, proposal_id, stage, title, detail};
  return TellPerson(transaction, ids_, home_id, person_id, telling,
                    base::ToMillisecond(clock_.Now()));
}

absl::StatusOr<int64_t> SqlProjectStore::OnceSupervised(
    absl::Time deadline, const base::RequestKey& key, int64_t project_id, int64_t id,
    const std::function<absl::Status(db::Transaction&)>& change) {
  return Once(deadline, key, id, [&](db::Transaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(const db::Rows rows,
                     transaction.Query(kLockProject, {key.home_id, project_id}));
    if (rows.empty()) return ProjectNotFound();
    const auto state = static_cast<ProjectState>(rows.front().Int(0));
    if (state == ProjectState::kReported) return ProjectStateConflict("监督报告已经公布");
    if (state != ProjectState::kChosen) return ProjectStateConflict("这个项目没有经票决选定");
    return change(transaction);
  });
}

absl::StatusOr<int64_t> SqlProjectStore::Propose(absl::Time deadline, const base::RequestKey& key,
                                                 const ProjectProposal& proposal,
                                                 const absl::Status& may_begin) {
  return Once(deadline, key, proposal.id, [&](db::Transaction& transaction) -> absl::Status {
    RETURN_IF_ERROR(may_begin);
    return transaction
        .Execute(kInsertProposal,
                 {proposal.home_id, proposal.id, proposal.person_id, proposal.year, proposal.title,
                  proposal.description, proposal.place, proposal.state, proposal.create_time})
        .status();
  });
}

absl::StatusOr<std::optional<ProjectProposal>> SqlProjectStore::FindProposal(absl::Time deadline,
                                                                             int64_t home_id,
                                                                             int64_t proposal_id) {
  ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, kFindProposal, {home_id, proposal_id}));
  if (rows.empty()) return std::nullopt;
  return ReadProposal(rows.front());
}

absl::StatusOr<std::vector<ProjectProposal>> SqlProjectStore::ListProposals(
    absl::Time deadline, int64_t home_id, int64_t person_id, int year, int64_t before_id,
    int limit) {
  ASSIGN_OR_RETURN(
      db::Rows rows,
      person_id == 0
          ? database_.Query(deadline, kListProposals, {home_id, before_id, year, year, limit})
          : database_.Query(deadline, kListProposalsOfPerson,
                            {home_id, person_id, before_id, year, year, limit}));
  std::vector<ProjectProposal> proposals;
  for (db::Row& row : rows) proposals.push_back(ReadProposal(row));
  return proposals;
}

absl::Status SqlProjectStore::Decline(absl::Time deadline, const base::RequestKey& key,
                                      int64_t proposal_id, const std::string& reason) {
  const auto decline = [&](db::Transaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(const int64_t proposer,
                     LockReceived(transaction, key.home_id, proposal_id, std::nullopt));
    RETURN_IF_ERROR(transaction
                        .Execute(kDecideProposal, {ProposalState::kDeclined, reason, int64_t{0},
                                                   key.home_id, proposal_id})
                        .status());
    return TellProposer(transaction, key.home_id, proposal_id, proposer, kTakenUp,
                        "您的民生实事建议这次没有采纳", "点开看理由");
  };
  return Once(deadline, key, proposal_id, decline).status();
}

absl::StatusOr<int64_t> SqlProjectStore::Add(absl::Time deadline, const base::RequestKey& key,
                                             const Project& project,
                                             const std::vector<int64_t>& proposal_ids) {
  return Once(deadline, key, project.id, [&](db::Transaction& transaction) -> absl::Status {
    RETURN_IF_ERROR(
        transaction.Execute(kLockProjectYear, {project.home_id, project.year}).status());
    ASSIGN_OR_RETURN(const db::Rows candidates,
                     transaction.Query(kLockCandidates, {project.home_id, project.year}));
    if (candidates.size() >= static_cast<size_t>(kMostCandidates)) {
      return ProjectStateConflict("这一年的候选项目已有三十个");
    }
    const absl::Status inserted =
        transaction
            .Execute(kInsertProject, {project.home_id, project.id, project.year, project.title,
                                      project.description, project.state})
            .status();
    if (db::IsDuplicateKey(inserted, "uq_projects_title")) {
      return ProjectStateConflict("这一年已有同名的项目");
    }
    RETURN_IF_ERROR(inserted);
    // In one order, whoever else takes up the same.
    std::vector<int64_t> ordered = proposal_ids;
    std::sort(ordered.begin(), ordered.end());
    for (const int64_t proposal_id : ordered) {
      ASSIGN_OR_RETURN(const int64_t proposer,
                       LockReceived(transaction, project.home_id, proposal_id, project.year));
      RETURN_IF_ERROR(transaction
                          .Execute(kDecideProposal, {ProposalState::kAccepted, "", project.id,
                                                     project.home_id, proposal_id})
                          .status());
      RETURN_IF_ERROR(TellProposer(transaction, project.home_id, proposal_id, proposer, kTakenUp,
                                   "您的民生实事建议已列为候选项目", "等待代表票决"));
    }
    return absl::OkStatus();
  });
}

absl::StatusOr<std::optional<Project>> SqlProjectStore::Find(absl::Time deadline, int64_t home_id,
                                                             int64_t project_id) {
  ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, kFindProject, {home_id, project_id}));
  if (rows.empty()) return std::nullopt;
  return ReadProject(rows.front());
}

absl::StatusOr<std::vector<Project>> SqlProjectStore::List(absl::Time deadline, int64_t home_id,
                                                           int year) {
  ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, kListProjects, {home_id, year}));
  std::vector<Project> projects;
  for (db::Row& row : rows) projects.push_back(ReadProject(row));
  return projects;
}

absl::Status SqlProjectStore::Decide(absl::Time deadline, const base::RequestKey& key, int year,
                                     const Ballot& ballot, const BallotResult& result) {
  const auto decide = [&](db::Transaction& transaction) -> absl::Status {
    RETURN_IF_ERROR(transaction.Execute(kLockProjectYear, {key.home_id, year}).status());
    ASSIGN_OR_RETURN(db::Rows rows, transaction.Query(kLockCandidates, {key.home_id, year}));
    std::vector<Project> candidates;
    for (db::Row& row : rows) candidates.push_back(ReadProject(row));
    ASSIGN_OR_RETURN(const std::vector<ProjectState> states,
                     DecideStates(ballot, result, candidates));
    for (size_t i = 0; i < candidates.size(); ++i) {
      RETURN_IF_ERROR(
          transaction.Execute(kDecideProject, {states[i], ballot.id, key.home_id, candidates[i].id})
              .status());
      if (states[i] == ProjectState::kCandidate) continue;  // a second ballot will tell
      ASSIGN_OR_RETURN(const db::Rows proposals,
                       transaction.Query(kListProposersOfProject, {key.home_id, candidates[i].id}));
      for (const db::Row& proposal : proposals) {
        RETURN_IF_ERROR(
            TellProposer(transaction, key.home_id, proposal.Int(0), proposal.Int(1), kBalloted,
                         states[i] == ProjectState::kChosen ? "您建议的民生实事票决通过"
                                                            : "您建议的民生实事票决没有通过",
                         "点开看结果"));
      }
    }
    return absl::OkStatus();
  };
  return Once(deadline, key, ballot.id, decide).status();
}

absl::Status SqlProjectStore::SetTeam(absl::Time deadline, const base::RequestKey& key,
                                      int64_t project_id, const SupervisionTeam& team) {
  const auto set = [&](db::Transaction& transaction) -> absl::Status {
    RETURN_IF_ERROR(transaction.Execute(kDeleteTeam, {key.home_id, project_id}).status());
    for (const bool expert : {true, false}) {
      for (const int64_t deputy_id : expert ? team.experts : team.members) {
        RETURN_IF_ERROR(
            transaction.Execute(kInsertTeamDeputy, {key.home_id, project_id, deputy_id, expert})
                .status());
      }
    }
    return transaction
        .Execute(kSaveLocalMembers,
                 {absl::StrJoin(team.local_members, "\n"), key.home_id, project_id})
        .status();
  };
  return OnceSupervised(deadline, key, project_id, project_id, set).status();
}

absl::Status SqlProjectStore::AddProgress(absl::Time deadline, const base::RequestKey& key,
                                          int64_t project_id, const ProjectProgress& progress) {
  const auto add = [&](db::Transaction& transaction) -> absl::Status {
    RETURN_IF_ERROR(
        transaction
            .Execute(kInsertProgress,
                     {key.home_id, project_id, progress.id, progress.percent_done, progress.text,
                      absl::StrJoin(progress.links, "\n"), progress.create_time})
            .status());
    return transaction.Execute(kSavePercent, {progress.percent_done, key.home_id, project_id})
        .status();
  };
  return OnceSupervised(deadline, key, project_id, progress.id, add).status();
}

absl::StatusOr<int64_t> SqlProjectStore::RecordVisit(absl::Time deadline,
                                                     const base::RequestKey& key,
                                                     const TeamVisit& visit) {
  const auto record = [&](db::Transaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(
        const db::Rows member,
        transaction.Query(kFindTeamDeputy, {visit.home_id, visit.project_id, visit.deputy_id}));
    if (member.empty()) {
      return base::MakeError(absl::StatusCode::kPermissionDenied, "ACCESS_DENIED",
                             "您不是这个项目监督小组的成员");
    }
    const absl::Status inserted =
        transaction
            .Execute(kInsertTeamVisit,
                     {visit.home_id, visit.project_id, visit.id, visit.deputy_id, visit.recorder_id,
                      absl::FormatCivilTime(base::ShanghaiDay(visit.visit_time)), visit.visit_time,
                      visit.findings})
            .status();
    if (db::IsDuplicateKey(inserted, "uq_project_visits_day")) {
      return ProjectStateConflict("这一天您已经登记过走访");
    }
    return inserted;
  };
  return OnceSupervised(deadline, key, visit.project_id, visit.id, record);
}

absl::Status SqlProjectStore::ConfirmVisit(absl::Time deadline, const base::RequestKey& key,
                                           int64_t project_id, int64_t visit_id,
                                           int64_t person_id) {
  const auto confirm = [&](db::Transaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(db::Rows rows,
                     transaction.Query(kFindTeamVisit, {key.home_id, project_id, visit_id}));
    if (rows.empty()) return ProjectVisitNotFound();
    const TeamVisit visit = ReadTeamVisit(rows.front());
    if (visit.confirmed) return ProjectStateConflict("这次走访已经核实过了");
    if (visit.recorder_id == person_id) return SecondPersonRequired();
    RETURN_IF_ERROR(
        transaction.Execute(kConfirmTeamVisit, {key.home_id, project_id, visit_id}).status());
    return TellAct(transaction, ids_, FactOf(visit), clock_.Now());
  };
  return OnceSupervised(deadline, key, project_id, visit_id, confirm).status();
}

absl::Status SqlProjectStore::PublishReport(absl::Time deadline, const base::RequestKey& key,
                                            int64_t project_id, const std::string& report,
                                            const std::string& opinion) {
  const auto publish = [&](db::Transaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(const db::Rows visits,
                     transaction.Query(kListTeamVisits, {key.home_id, project_id, 1}));
    if (visits.empty()) return ProjectStateConflict("还没有核实过的监督走访，不能公布报告");
    return transaction
        .Execute(kSaveProjectReport,
                 {ProjectState::kReported, report, opinion, key.home_id, project_id})
        .status();
  };
  return OnceSupervised(deadline, key, project_id, project_id, publish).status();
}

absl::StatusOr<SupervisionTeam> SqlProjectStore::FindTeam(absl::Time deadline, int64_t home_id,
                                                          int64_t project_id) {
  ASSIGN_OR_RETURN(const db::Rows rows,
                   database_.Query(deadline, kListTeam, {home_id, project_id}));
  SupervisionTeam team;
  for (const db::Row& row : rows) {
    (row.Int(1) != 0 ? team.experts : team.members).push_back(row.Int(0));
  }
  return team;
}

absl::StatusOr<std::vector<ProjectProgress>> SqlProjectStore::ListProgress(absl::Time deadline,
                                                                           int64_t home_id,
                                                                           int64_t project_id) {
  ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, kListProgress, {home_id, project_id}));
  std::vector<ProjectProgress> entries;
  for (db::Row& row : rows) {
    ProjectProgress& entry = entries.emplace_back();
    entry.id = row.Int(0);
    entry.percent_done = static_cast<int>(row.Int(1));
    entry.text = row.TakeString(2);
    entry.links = absl::StrSplit(row.String(3), '\n', absl::SkipEmpty());
    entry.create_time = row.Time(4);
  }
  return entries;
}

absl::StatusOr<std::vector<TeamVisit>> SqlProjectStore::ListVisits(absl::Time deadline,
                                                                   int64_t home_id,
                                                                   int64_t project_id,
                                                                   bool confirmed_only) {
  ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, kListTeamVisits,
                                                  {home_id, project_id, confirmed_only}));
  std::vector<TeamVisit> visits;
  for (db::Row& row : rows) visits.push_back(ReadTeamVisit(row));
  return visits;
}

absl::StatusOr<std::optional<TeamVisit>> SqlProjectStore::FindVisit(absl::Time deadline,
                                                                    int64_t home_id,
                                                                    int64_t project_id,
                                                                    int64_t visit_id) {
  ASSIGN_OR_RETURN(db::Rows rows,
                   database_.Query(deadline, kFindTeamVisit, {home_id, project_id, visit_id}));
  if (rows.empty()) return std::nullopt;
  return ReadTeamVisit(rows.front());
}

}  // namespace deputies::duty
