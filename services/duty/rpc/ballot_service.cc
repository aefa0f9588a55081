#include "services/duty/rpc/ballot_service.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"
#include "services/common/rpc/request_key.h"
#include "services/duty/domain/errors.h"
#include "services/duty/rpc/converters.h"

namespace deputies::duty {
namespace {

absl::Status NoVote() {
  return base::MakeError(absl::StatusCode::kPermissionDenied, "ACCESS_DENIED",
                         "您不在这次投票的选民名单里");
}

// Who votes, as the roll knows them; 0 for who has no vote.
int64_t VoterOf(const base::Caller& caller, const Ballot& ballot) {
  if (ballot.electorate == Electorate::kDeputies) return caller.DeputyIdAt(ballot.home_id);
  return caller.voter ? caller.person_id : 0;
}

}  // namespace

BallotService::BallotService(const Parts& parts)
    : parts_(parts), table_("deputies.duty.v1.BallotService") {
  table_.Bind("CreateBallot", this, &BallotService::CreateBallot);
  table_.Bind("ListBallots", this, &BallotService::ListBallots);
  table_.Bind("CastVote", this, &BallotService::CastVote);
  table_.Bind("CloseBallot", this, &BallotService::CloseBallot);
  table_.Bind("GetBallotBox", this, &BallotService::GetBallotBox);
}

absl::StatusOr<Ballot> BallotService::Find(const rpc::Call& call, int64_t home_id,
                                           int64_t ballot_id) {
  ASSIGN_OR_RETURN(std::optional<Ballot> ballot,
                   parts_.store.Find(call.deadline, home_id, ballot_id));
  if (!ballot.has_value()) return BallotNotFound();
  return *std::move(ballot);
}

absl::Status BallotService::Fill(const rpc::Call& call, const Ballot& ballot, v1::Ballot* proto) {
  proto->set_ballot_id(ballot.id);
  proto->set_home_id(ballot.home_id);
  proto->set_kind(static_cast<v1::BallotKind>(ballot.kind));
  proto->set_title(ballot.title);
  proto->set_subject_deputy_id(ballot.subject_deputy_id);
  for (const std::string& option : ballot.options) proto->add_options(option);
  proto->set_max_choices(ballot.max_choices);
  proto->set_seats(ballot.seats);
  proto->set_electorate(static_cast<v1::Electorate>(ballot.electorate));
  proto->set_quorum(ballot.quorum);
  ToProto(ballot.close_time, proto->mutable_close_time());
  proto->set_state(ballot.closed ? v1::CLOSED : v1::VOTING);
  proto->set_vote_count(ballot.vote_count);
  if (!ballot.closed) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::vector<BallotPaper> papers,
                   parts_.store.ListPapers(call.deadline, ballot.home_id, ballot.id));
  ToProto(Tally(ballot, papers), proto->mutable_result());
  return absl::OkStatus();
}

absl::Status BallotService::CreateBallot(const rpc::Call& call,
                                         const v1::CreateBallotRequest& request,
                                         v1::Ballot* response) {
  Ballot ballot;
  ballot.home_id = request.home_id();
  ballot.id = parts_.ids.Next();
  ballot.kind = static_cast<BallotKind>(request.kind());
  ballot.title = request.title();
  ballot.subject_deputy_id = request.subject_deputy_id();
  ballot.options.assign(request.options().begin(), request.options().end());
  ballot.max_choices = request.max_choices();
  ballot.seats = request.seats();
  ballot.electorate = static_cast<Electorate>(request.electorate());
  ballot.quorum = request.quorum();
  ASSIGN_OR_RETURN(ballot.close_time, ToTime(request.close_time(), "closeTime"));
  ballot.close_time = base::ToMillisecond(ballot.close_time);
  RETURN_IF_ERROR(CheckBallot(ballot, parts_.clock.Now()));
  if (ballot.subject_deputy_id != 0) {
    RETURN_IF_ERROR(
        parts_.directory.Deputy(ScopeOf(call), ballot.home_id, ballot.subject_deputy_id).status());
  }
  ballot.salt = parts_.sealer.NewSalt();
  ASSIGN_OR_RETURN(const BallotSealer::KeyPair keys,
                   parts_.sealer.KeysFrom(request.passphrase(), ballot.salt));
  ballot.public_key = keys.public_key;
  // The key's hash must not be a way to try words faster than Argon2 lets one.
  v1::CreateBallotRequest hashed = request;
  hashed.clear_passphrase();
  ASSIGN_OR_RETURN(
      const int64_t id,
      parts_.store.Create(call.deadline, rpc::KeyOf("CreateBallot", call, hashed), ballot));
  ASSIGN_OR_RETURN(const Ballot stored, Find(call, request.home_id(), id));
  return Fill(call, stored, response);
}

absl::Status BallotService::ListBallots(const rpc::Call& call,
                                        const v1::ListBallotsRequest& request,
                                        v1::ListBallotsResponse* response) {
  ASSIGN_OR_RETURN(const std::vector<Ballot> ballots,
                   parts_.store.List(call.deadline, request.home_id()));
  for (const Ballot& ballot : ballots) RETURN_IF_ERROR(Fill(call, ballot, response->add_ballots()));
  return absl::OkStatus();
}

absl::Status BallotService::CastVote(const rpc::Call& call, const v1::CastVoteRequest& request,
                                     v1::CastVoteResponse*) {
  ASSIGN_OR_RETURN(const Ballot ballot, Find(call, request.home_id(), request.ballot_id()));
  const int64_t voter_id = VoterOf(call.caller, ballot);
  if (voter_id == 0) return NoVote();
  const BallotPaper paper{request.check_code(),
                          std::vector<int>(request.choices().begin(), request.choices().end())};
  RETURN_IF_ERROR(CheckPaper(ballot, paper));
  // A hash of code and choices, kept beside the person, would link them once the box is published.
  v1::CastVoteRequest hashed = request;
  hashed.clear_choices();
  hashed.clear_check_code();
  return parts_.store.Cast(call.deadline, rpc::KeyOf("CastVote", call, hashed), ballot.id, voter_id,
                           parts_.sealer.Seal(FormatPaper(paper), ballot.public_key),
                           parts_.clock.Now());
}

absl::Status BallotService::CloseBallot(const rpc::Call& call,
                                        const v1::CloseBallotRequest& request,
                                        v1::Ballot* response) {
  ASSIGN_OR_RETURN(const Ballot ballot, Find(call, request.home_id(), request.ballot_id()));
  if (parts_.clock.Now() < ballot.close_time) return BallotStateConflict("还没有到截止时间");
  ASSIGN_OR_RETURN(const BallotSealer::KeyPair keys,
                   parts_.sealer.KeysFrom(request.passphrase(), ballot.salt));
  if (keys.public_key != ballot.public_key) return PassphraseWrong();
  v1::CloseBallotRequest hashed = request;
  hashed.clear_passphrase();
  RETURN_IF_ERROR(parts_.store.Close(
      call.deadline, rpc::KeyOf("CloseBallot", call, hashed), ballot.id,
      [&](const std::vector<std::string>& envelopes) {
        std::vector<BallotPaper> papers;
        for (const std::string& envelope : envelopes) {
          const std::optional<std::string> text = parts_.sealer.Open(envelope, keys);
          papers.push_back(text.has_value() ? ParsePaper(ballot, *text) : BallotPaper{});
        }
        return papers;
      }));
  ASSIGN_OR_RETURN(const Ballot closed, Find(call, request.home_id(), request.ballot_id()));
  return Fill(call, closed, response);
}

absl::Status BallotService::GetBallotBox(const rpc::Call& call,
                                         const v1::GetBallotBoxRequest& request,
                                         v1::BallotBox* response) {
  ASSIGN_OR_RETURN(const Ballot ballot, Find(call, request.home_id(), request.ballot_id()));
  if (!ballot.closed) return BallotNotFound();
  RETURN_IF_ERROR(Fill(call, ballot, response->mutable_ballot()));
  ASSIGN_OR_RETURN(const std::vector<BallotPaper> papers,
                   parts_.store.ListPapers(call.deadline, ballot.home_id, ballot.id));
  for (const BallotPaper& paper : papers) {
    v1::BallotPaper* proto = response->add_papers();
    proto->set_check_code(paper.check_code);
    for (const int choice : paper.choices) proto->add_choices(choice);
  }
  if (ballot.electorate != Electorate::kDeputies) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::vector<int64_t> roll,
                   parts_.store.ListRoll(call.deadline, ballot.home_id, ballot.id));
  for (const int64_t deputy_id : roll) response->add_deputy_ids(deputy_id);
  return absl::OkStatus();
}

}  // namespace deputies::duty
