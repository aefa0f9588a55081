#include "services/accounts/rpc/voter_service.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/accounts/rpc/converters.h"
#include "services/accounts/rpc/list_positions.h"
#include "services/common/base/status_macros.h"
#include "services/common/rpc/request_key.h"

namespace deputies::accounts {
namespace {

// Of a voter whose number is masked.
void Fill(const Voter& voter, v1::Voter* out) {
  out->set_person_id(voter.person_id);
  out->set_display_name(voter.display_name);
  out->set_masked_phone(voter.phone);
  out->set_constituency_id(voter.constituency_id);
  out->set_constituency_name(voter.constituency_name);
  if (voter.verify_time.has_value()) ToProto(*voter.verify_time, out->mutable_verify_time());
}

}  // namespace

VoterService::VoterService(Voters& voters, const auth::PageTokens& tokens)
    : voters_(voters), tokens_(tokens) {
  table_.Bind("DeclareConstituency", this, &VoterService::DeclareConstituency);
  table_.Bind("ListVoters", this, &VoterService::ListVoters);
  table_.Bind("VerifyVoter", this, &VoterService::VerifyVoter);
  table_.Bind("ImportVoters", this, &VoterService::ImportVoters);
  table_.Bind("RevealPhone", this, &VoterService::RevealPhone);
}

absl::Status VoterService::DeclareConstituency(const rpc::Call& call,
                                               const v1::DeclareConstituencyRequest& request,
                                               google::protobuf::Empty*) {
  return voters_.Declare(call.deadline, rpc::HomelessKeyOf("DeclareConstituency", call, request),
                         request.organization_id());
}

absl::Status VoterService::ListVoters(const rpc::Call& call, const v1::ListVotersRequest& request,
                                      v1::ListVotersResponse* response) {
  const std::string list =
      absl::StrCat("voters/", request.home_id(), request.unverified_only() ? "/unverified" : "");
  ASSIGN_OR_RETURN(const ListPosition after, DecodePosition(tokens_, list, request.page_token()));
  ASSIGN_OR_RETURN(const Page<Voter> page,
                   voters_.List(call.deadline, request.home_id(), request.unverified_only(), after,
                                request.page_size()));
  for (const Voter& voter : page.items) Fill(voter, response->add_voters());
  response->set_next_page_token(EncodePosition(tokens_, list, page.next));
  return absl::OkStatus();
}

absl::Status VoterService::VerifyVoter(const rpc::Call& call, const v1::VerifyVoterRequest& request,
                                       v1::Voter* response) {
  ASSIGN_OR_RETURN(const Voter voter,
                   voters_.Verify(call.deadline, rpc::KeyOf("VerifyVoter", call, request),
                                  ActorOf(call), request.person_id()));
  Fill(voter, response);
  return absl::OkStatus();
}

absl::Status VoterService::RevealPhone(const rpc::Call& call, const v1::RevealPhoneRequest& request,
                                       v1::RevealPhoneResponse* response) {
  ASSIGN_OR_RETURN(const std::string phone,
                   voters_.RevealPhone(call.deadline, rpc::KeyOf("RevealPhone", call, request),
                                       ActorOf(call), request.person_id(), request.reason()));
  response->set_phone(phone);
  return absl::OkStatus();
}

absl::Status VoterService::ImportVoters(const rpc::Call& call,
                                        const v1::ImportVotersRequest& request,
                                        v1::ImportVotersResponse* response) {
  ASSIGN_OR_RETURN(const int new_count,
                   voters_.Import(call.deadline, ImportsOf<VoterImport>(request.voters())));
  response->set_new_count(new_count);
  return absl::OkStatus();
}

}  // namespace deputies::accounts
