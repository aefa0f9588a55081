#ifndef SERVICES_DUTY_STORAGE_SQL_PROJECT_STORE_H_
#define SERVICES_DUTY_STORAGE_SQL_PROJECT_STORE_H_

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"
#include "services/common/db/database.h"
#include "services/duty/domain/project.h"

namespace deputies::duty {

class SqlProjectStore final : public ProjectStore {
 public:
  // `ids` names outbox events, `clock` dates request keys. All must outlive this.
  SqlProjectStore(db::Database& database, base::IdSource& ids, const base::Clock& clock)
      : database_(database), ids_(ids), clock_(clock) {}

  absl::StatusOr<int64_t> Propose(absl::Time deadline, const base::RequestKey& key,
                                  const ProjectProposal& proposal,
                                  const absl::Status& may_begin) override;
  absl::StatusOr<std::optional<ProjectProposal>> FindProposal(absl::Time deadline, int64_t home_id,
                                                              int64_t proposal_id) override;
  absl::StatusOr<std::vector<ProjectProposal>> ListProposals(absl::Time deadline, int64_t home_id,
                                                             int64_t person_id, int year,
                                                             int64_t before_id, int limit) override;
  absl::Status Decline(absl::Time deadline, const base::RequestKey& key, int64_t proposal_id,
                       const std::string& reason) override;
  absl::StatusOr<int64_t> Add(absl::Time deadline, const base::RequestKey& key,
                              const Project& project,
                              const std::vector<int64_t>& proposal_ids) override;
  absl::StatusOr<std::optional<Project>> Find(absl::Time deadline, int64_t home_id,
                                              int64_t project_id) override;
  absl::StatusOr<std::vector<Project>> List(absl::Time deadline, int64_t home_id,
                                            int year) override;
  absl::Status Decide(absl::Time deadline, const base::RequestKey& key, int year,
                      const Ballot& ballot, const BallotResult& result) override;
  absl::Status SetTeam(absl::Time deadline, const base::RequestKey& key, int64_t project_id,
                       const SupervisionTeam& team) override;
  absl::Status AddProgress(absl::Time deadline, const base::RequestKey& key, int64_t project_id,
                           const ProjectProgress& progress) override;
  absl::StatusOr<int64_t> RecordVisit(absl::Time deadline, const base::RequestKey& key,
                                      const TeamVisit& visit) override;
  absl::Status ConfirmVisit(absl::Time deadline, const base::RequestKey& key, int64_t project_id,
                            int64_t visit_id, int64_t person_id) override;
  absl::Status PublishReport(absl::Time deadline, const base::RequestKey& key, int64_t project_id,
                             const std::string& report, const std::string& opinion) override;
  absl::StatusOr<SupervisionTeam> FindTeam(absl::Time deadline, int64_t home_id,
                                           int64_t project_id) override;
  absl::StatusOr<std::vector<ProjectProgress>> ListProgress(absl::Time deadline, int64_t home_id,
                                                            int64_t project_id) override;
  absl::StatusOr<std::vector<TeamVisit>> ListVisits(absl::Time deadline, int64_t home_id,
                                                    int64_t project_id,
                                                    bool confirmed_only) override;
  absl::StatusOr<std::optional<TeamVisit>> FindVisit(absl::Time deadline, int64_t home_id,
                                                     int64_t project_id, int64_t visit_id) override;

 private:
  // Tells who proposed it what became of a proposal.
  absl::Status TellProposer(db::Transaction& transaction, int64_t home_id, int64_t proposal_id,
                            int64_t person_id, int stage, const char* title, const char* detail);
  // Claims the key with `id` as its answer, and runs `change` unless that was done before; answers
  // with the id that the first call stored.
  absl::StatusOr<int64_t> Once(absl::Time deadline, const base::RequestKey& key, int64_t id,
                               const std::function<absl::Status(db::Transaction&)>& change);
  // Once, on a project under supervision, which is the first lock after the key.
  absl::StatusOr<int64_t> OnceSupervised(
      absl::Time deadline, const base::RequestKey& key, int64_t project_id, int64_t id,
      const std::function<absl::Status(db::Transaction&)>& change);

  db::Database& database_;
  base::IdSource& ids_;
  const base::Clock& clock_;
};

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_STORAGE_SQL_PROJECT_STORE_H_
