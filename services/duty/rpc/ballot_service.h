#ifndef SERVICES_DUTY_RPC_BALLOT_SERVICE_H_
#define SERVICES_DUTY_RPC_BALLOT_SERVICE_H_

#include "absl/status/status.h"
#include "deputies/duty/v1/ballot.pb.h"
#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"
#include "services/common/rpc/service_table.h"
#include "services/duty/domain/ballot.h"
#include "services/duty/domain/directory.h"

namespace deputies::duty {

// Handlers of deputies.duty.v1.BallotService.
class BallotService {
 public:
  // All must outlive the table.
  struct Parts {
    BallotStore& store;
    const BallotSealer& sealer;
    Directory& directory;
    base::IdSource& ids;
    const base::Clock& clock;
  };
  explicit BallotService(const Parts& parts);
  BallotService(const BallotService&) = delete;
  BallotService& operator=(const BallotService&) = delete;

  const rpc::ServiceTable& table() const { return table_; }

 private:
  absl::Status CreateBallot(const rpc::Call& call, const v1::CreateBallotRequest& request,
                            v1::Ballot* response);
  absl::Status ListBallots(const rpc::Call& call, const v1::ListBallotsRequest& request,
                           v1::ListBallotsResponse* response);
  absl::Status CastVote(const rpc::Call& call, const v1::CastVoteRequest& request,
                        v1::CastVoteResponse* response);
  absl::Status CloseBallot(const rpc::Call& call, const v1::CloseBallotRequest& request,
                           v1::Ballot* response);
  absl::Status GetBallotBox(const rpc::Call& call, const v1::GetBallotBoxRequest& request,
                            v1::BallotBox* response);
  // BALLOT_NOT_FOUND when there is none.
  absl::StatusOr<Ballot> Find(const rpc::Call& call, int64_t home_id, int64_t ballot_id);
  // With the result of a closed one.
  absl::Status Fill(const rpc::Call& call, const Ballot& ballot, v1::Ballot* proto);

  const Parts parts_;
  rpc::ServiceTable table_;
};

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_RPC_BALLOT_SERVICE_H_
