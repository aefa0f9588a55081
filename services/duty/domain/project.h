// Livelihood projects (民生实事): proposed, chosen by ballot, followed by a team, reported.
#ifndef SERVICES_DUTY_DOMAIN_PROJECT_H_
#define SERVICES_DUTY_DOMAIN_PROJECT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/common/base/request_key.h"
#include "services/duty/domain/ballot.h"

namespace deputies::duty {

// Mirror the enums of deputies.duty.v1.
enum class ProposalState { kReceived = 1, kAccepted = 2, kDeclined = 3 };
enum class ProjectState { kCandidate = 1, kChosen = 2, kNotChosen = 3, kReported = 4 };

struct ProjectProposal {
  int64_t home_id = 0;
  int64_t id = 0;
  int64_t person_id = 0;
  int year = 0;
  std::string title;
  std::string description;
  std::string place;
  ProposalState state = ProposalState::kReceived;
  std::string decline_reason;
  int64_t project_id = 0;
  absl::Time create_time;
};

struct Project {
  int64_t home_id = 0;
  int64_t id = 0;
  int year = 0;
  std::string title;
  std::string description;
  ProjectState state = ProjectState::kCandidate;
  int64_t ballot_id = 0;
  int percent_done = 0;
  std::vector<std::string> local_members;
  std::string report;
  std::string opinion;
};

struct SupervisionTeam {
  std::vector<int64_t> experts;
  std::vector<int64_t> members;
  std::vector<std::string> local_members;
};

struct ProjectProgress {
  int64_t id = 0;
  int percent_done = 0;
  std::string text;
  std::vector<std::string> links;
  absl::Time create_time;
};

struct TeamVisit {
  int64_t home_id = 0;
  int64_t project_id = 0;
  int64_t id = 0;
  int64_t deputy_id = 0;
  int64_t recorder_id = 0;
  absl::Time visit_time;
  std::string findings;
  bool confirmed = false;
};

// Most candidates of a year: as many as a ballot has options.
inline constexpr int kMostCandidates = 30;
// Longest time between a visit and its record.
inline constexpr absl::Duration kVisitRecordTime = absl::Hours(30 * 24);

// INVALID_ARGUMENT/FIELD_INVALID unless it has exactly two experts, nobody is in it twice, and
// local members are named.
absl::Status CheckTeam(const SupervisionTeam& team);
// INVALID_ARGUMENT/FIELD_INVALID unless every link is an https address.
absl::Status CheckLinks(const std::vector<std::string>& links);
// INVALID_ARGUMENT/FIELD_INVALID for a visit in the future or too long ago.
absl::Status CheckVisit(const TeamVisit& visit, absl::Time now);

// Whether the ballot may decide about projects of a home with so many deputies: closed, of
// deputies, with a quorum of more than half of them that was reached. PROJECT_STATE_CONFLICT
// otherwise.
absl::Status CheckDecidingBallot(const Ballot& ballot, const BallotResult& result, int deputies);

// What the ballot makes of each candidate, in their order. Candidates tied at the last seat stay
// candidates. PROJECT_STATE_CONFLICT unless the options are the candidates' titles, in any order.
absl::StatusOr<std::vector<ProjectState>> DecideStates(const Ballot& ballot,
                                                       const BallotResult& result,
                                                       const std::vector<Project>& candidates);

// Each write happens once per request key. Thread-safe.
class ProjectStore {
 public:
  virtual ~ProjectStore() = default;
  // Answers with the id that the first call stored; so do the other methods with an id as answer.
  // Fails with `may_begin` unless that is OK, but a repeat of what was taken before.
  virtual absl::StatusOr<int64_t> Propose(absl::Time deadline, const base::RequestKey& key,
                                          const ProjectProposal& proposal,
                                          const absl::Status& may_begin) = 0;
  virtual absl::StatusOr<std::optional<ProjectProposal>> FindProposal(absl::Time deadline,
                                                                      int64_t home_id,
                                                                      int64_t proposal_id) = 0;
  // Of one person, of everybody when 0; of one year, of all when 0; newest first, below an id.
  virtual absl::StatusOr<std::vector<ProjectProposal>> ListProposals(absl::Time deadline,
                                                                     int64_t home_id,
                                                                     int64_t person_id, int year,
                                                                     int64_t before_id,
                                                                     int limit) = 0;
  // The proposer is told, as by Add and Decide. PROPOSAL_NOT_FOUND, PROPOSAL_STATE_CONFLICT.
  virtual absl::Status Decline(absl::Time deadline, const base::RequestKey& key,
                               int64_t proposal_id, const std::string& reason) = 0;

  // Accepts the proposals with it. PROPOSAL_NOT_FOUND, PROPOSAL_STATE_CONFLICT,
  // PROJECT_STATE_CONFLICT for a title of the year or a candidate too many.
  virtual absl::StatusOr<int64_t> Add(absl::Time deadline, const base::RequestKey& key,
                                      const Project& project,
                                      const std::vector<int64_t>& proposal_ids) = 0;
  virtual absl::StatusOr<std::optional<Project>> Find(absl::Time deadline, int64_t home_id,
                                                      int64_t project_id) = 0;
  // In the order of their entry, at most 50.
  virtual absl::StatusOr<std::vector<Project>> List(absl::Time deadline, int64_t home_id,
                                                    int year) = 0;
  // The year's candidates become what DecideStates says. PROJECT_STATE_CONFLICT.
  virtual absl::Status Decide(absl::Time deadline, const base::RequestKey& key, int year,
                              const Ballot& ballot, const BallotResult& result) = 0;

  // PROJECT_NOT_FOUND; PROJECT_STATE_CONFLICT unless the project was chosen and has no report.
  virtual absl::Status SetTeam(absl::Time deadline, const base::RequestKey& key, int64_t project_id,
                               const SupervisionTeam& team) = 0;
  virtual absl::Status AddProgress(absl::Time deadline, const base::RequestKey& key,
                                   int64_t project_id, const ProjectProgress& progress) = 0;
  // Also PROJECT_STATE_CONFLICT for a second visit of a day, ACCESS_DENIED for who is not of the
  // team.
  virtual absl::StatusOr<int64_t> RecordVisit(absl::Time deadline, const base::RequestKey& key,
                                              const TeamVisit& visit) = 0;
  // Told to the ledger as project_supervision. PROJECT_VISIT_NOT_FOUND, SECOND_PERSON_NEEDED,
  // PROJECT_STATE_CONFLICT.
  virtual absl::Status ConfirmVisit(absl::Time deadline, const base::RequestKey& key,
                                    int64_t project_id, int64_t visit_id, int64_t person_id) = 0;
  // PROJECT_STATE_CONFLICT also without a team or a confirmed visit.
  virtual absl::Status PublishReport(absl::Time deadline, const base::RequestKey& key,
                                     int64_t project_id, const std::string& report,
                                     const std::string& opinion) = 0;

  // Local members stand in the project.
  virtual absl::StatusOr<SupervisionTeam> FindTeam(absl::Time deadline, int64_t home_id,
                                                   int64_t project_id) = 0;
  // Newest first, at most 100 each.
  virtual absl::StatusOr<std::vector<ProjectProgress>> ListProgress(absl::Time deadline,
                                                                    int64_t home_id,
                                                                    int64_t project_id) = 0;
  virtual absl::StatusOr<std::vector<TeamVisit>> ListVisits(absl::Time deadline, int64_t home_id,
                                                            int64_t project_id,
                                                            bool confirmed_only) = 0;
  virtual absl::StatusOr<std::optional<TeamVisit>> FindVisit(absl::Time deadline, int64_t home_id,
                                                             int64_t project_id,
                                                             int64_t visit_id) = 0;
};

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_DOMAIN_PROJECT_H_
