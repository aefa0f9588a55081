#ifndef SERVICES_ACCOUNTS_RPC_VOTER_SERVICE_H_
#define SERVICES_ACCOUNTS_RPC_VOTER_SERVICE_H_

#include "deputies/accounts/v1/voter.pb.h"
#include "google/protobuf/empty.pb.h"
#include "services/accounts/domain/voters.h"
#include "services/common/auth/page_token.h"
#include "services/common/rpc/service_table.h"

namespace deputies::accounts {

// deputies.accounts.v1.VoterService.
class VoterService {
 public:
  // Both must outlive the service.
  VoterService(Voters& voters, const auth::PageTokens& tokens);
  const rpc::ServiceTable& table() const { return table_; }

 private:
  absl::Status DeclareConstituency(const rpc::Call& call,
                                   const v1::DeclareConstituencyRequest& request,
                                   google::protobuf::Empty* response);
  absl::Status ListVoters(const rpc::Call& call, const v1::ListVotersRequest& request,
                          v1::ListVotersResponse* response);
  absl::Status VerifyVoter(const rpc::Call& call, const v1::VerifyVoterRequest& request,
                           v1::Voter* response);
  absl::Status RevealPhone(const rpc::Call& call, const v1::RevealPhoneRequest& request,
                           v1::RevealPhoneResponse* response);
  absl::Status ImportVoters(const rpc::Call& call, const v1::ImportVotersRequest& request,
                            v1::ImportVotersResponse* response);

  Voters& voters_;
  const auth::PageTokens& tokens_;
  rpc::ServiceTable table_{"deputies.accounts.v1.VoterService"};
};

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_RPC_VOTER_SERVICE_H_
