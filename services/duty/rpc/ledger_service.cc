#include "services/duty/rpc/ledger_service.h"

#include <limits>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/common/base/status_macros.h"
#include "services/common/rpc/request_key.h"
#include "services/duty/rpc/converters.h"

namespace deputies::duty {

LedgerService::LedgerService(const Parts& parts)
    : parts_(parts), table_("deputies.duty.v1.LedgerService") {
  table_.Bind("ListDutyEntries", this, &LedgerService::ListDutyEntries);
  table_.Bind("GetDutyScore", this, &LedgerService::GetDutyScore);
  table_.Bind("WithdrawDutyEntry", this, &LedgerService::WithdrawDutyEntry);
  table_.Bind("GetLedgerHead", this, &LedgerService::GetLedgerHead);
  table_.Bind("GetInclusionProof", this, &LedgerService::GetInclusionProof);
  table_.Bind("GetConsistencyProof", this, &LedgerService::GetConsistencyProof);
  table_.Bind("ExportLedger", this, &LedgerService::ExportLedger);
  table_.Bind("AddCosignature", this, &LedgerService::AddCosignature);
  table_.Bind("SignHeads", this, &LedgerService::SignHeads);
}

absl::Status LedgerService::ListDutyEntries(const rpc::Call& call,
                                            const v1::ListDutyEntriesRequest& request,
                                            v1::ListDutyEntriesResponse* response) {
  const std::string list =
      absl::StrCat("dutyEntries/", request.home_id(), "/", request.deputy_id());
  ASSIGN_OR_RETURN(const int64_t before,
                   ReadPosition(parts_.page_tokens, list, request.page_token(),
                                std::numeric_limits<int64_t>::max()));
  ASSIGN_OR_RETURN(
      const LedgerReader::EntryPage page,
      parts_.reader.ListDeputyEntries(ScopeOf(call), request.home_id(), request.deputy_id(), before,
                                      request.page_size()));
  for (const LedgerEntry& entry : page.entries) {
    ToProto(entry, *page.books, response->add_entries());
  }
  if (page.next_before.has_value()) {
    response->set_next_page_token(PositionToken(parts_.page_tokens, list, *page.next_before));
  }
  return absl::OkStatus();
}

absl::Status LedgerService::GetDutyScore(const rpc::Call& call,
                                         const v1::GetDutyScoreRequest& request,
                                         v1::DutyScore* response) {
  ASSIGN_OR_RETURN(const Period period,
                   Period::ParseOrYearOf(request.period(), parts_.clock.Now()));
  ASSIGN_OR_RETURN(const Score score, parts_.reader.ScoreOfDeputy(ScopeOf(call), request.home_id(),
                                                                  request.deputy_id(), period));
  ToProto(score, response);
  response->set_home_id(request.home_id());
  response->set_deputy_id(request.deputy_id());
  response->set_period(period.ToString());
  return absl::OkStatus();
}

absl::Status LedgerService::WithdrawDutyEntry(const rpc::Call& call,
                                              const v1::WithdrawDutyEntryRequest& request,
                                              v1::DutyEntry* response) {
  ASSIGN_OR_RETURN(
      const LedgerEntry entry,
      parts_.keeper.Withdraw(ScopeOf(call), rpc::KeyOf("WithdrawDutyEntry", call, request),
                             request.sequence(), request.reason()));
  ASSIGN_OR_RETURN(const BookList books, parts_.books.OfHome(ScopeOf(call), request.home_id()));
  ToProto(entry, *books, response);
  return absl::OkStatus();
}

absl::Status LedgerService::GetLedgerHead(const rpc::Call& call,
                                          const v1::GetLedgerHeadRequest& request,
                                          v1::LedgerHead* response) {
  ASSIGN_OR_RETURN(const LedgerReader::Head head,
                   parts_.reader.ReadHead(ScopeOf(call), request.home_id()));
  response->set_home_id(request.home_id());
  response->set_tree_size(head.tree_size);
  response->set_root_hash(head.root);
  response->set_public_key(parts_.reader.public_key());
  if (!head.signed_head.has_value()) return absl::OkStatus();
  v1::SignedHead* signed_head = response->mutable_signed_head();
  signed_head->set_tree_size(head.signed_head->tree_size);
  signed_head->set_root_hash(head.signed_head->root);
  ToProto(head.signed_head->sign_time, signed_head->mutable_sign_time());
  signed_head->set_signature(head.signed_head->signature);
  for (const Cosignature& one : head.cosignatures) {
    v1::Cosignature* cosignature = signed_head->add_cosignatures();
    cosignature->set_public_key(one.public_key);
    cosignature->set_signature(one.signature);
  }
  return absl::OkStatus();
}

absl::Status LedgerService::GetInclusionProof(const rpc::Call& call,
                                              const v1::GetInclusionProofRequest& request,
                                              v1::InclusionProof* response) {
  ASSIGN_OR_RETURN(const LedgerReader::Proof proof,
                   parts_.reader.ProveInclusion(ScopeOf(call), request.home_id(),
                                                request.sequence(), request.tree_size()));
  response->set_sequence(request.sequence());
  response->set_tree_size(proof.size);
  response->set_leaf(proof.leaf);
  response->set_root_hash(proof.root);
  for (const std::string& hash : proof.path) response->add_path(hash);
  return absl::OkStatus();
}

absl::Status LedgerService::GetConsistencyProof(const rpc::Call& call,
                                                const v1::GetConsistencyProofRequest& request,
                                                v1::ConsistencyProof* response) {
  ASSIGN_OR_RETURN(const LedgerReader::Proof proof,
                   parts_.reader.ProveConsistency(ScopeOf(call), request.home_id(),
                                                  request.first_size(), request.second_size()));
  response->set_first_size(request.first_size());
  response->set_second_size(proof.size);
  response->set_first_root(proof.first_root);
  response->set_second_root(proof.root);
  for (const std::string& hash : proof.path) response->add_path(hash);
  return absl::OkStatus();
}

absl::Status LedgerService::ExportLedger(const rpc::Call& call,
                                         const v1::ExportLedgerRequest& request,
                                         v1::ExportLedgerResponse* response) {
  const std::string list = absl::StrCat("ledger/", request.home_id());
  ASSIGN_OR_RETURN(const int64_t from,
                   ReadPosition(parts_.page_tokens, list, request.page_token(), 0));
  ASSIGN_OR_RETURN(LedgerReader::ExportPage page,
                   parts_.reader.Export(ScopeOf(call), request.home_id(), from));
  for (std::string& line : page.lines) response->add_lines(std::move(line));
  if (page.next_from.has_value()) {
    response->set_next_page_token(PositionToken(parts_.page_tokens, list, *page.next_from));
  }
  return absl::OkStatus();
}

absl::Status LedgerService::AddCosignature(const rpc::Call& call,
                                           const v1::AddCosignatureRequest& request,
                                           v1::AddCosignatureResponse*) {
  return parts_.reader.AddCosignature(
      ScopeOf(call), rpc::KeyOf("AddCosignature", call, request),
      {request.tree_size(), request.public_key(), request.signature()});
}

absl::Status LedgerService::SignHeads(const rpc::Call& call, const v1::SignHeadsRequest&,
                                      v1::SignHeadsResponse* response) {
  ASSIGN_OR_RETURN(const int count, parts_.reader.SignHeads(call.deadline));
  response->set_signed_count(count);
  return absl::OkStatus();
}

}  // namespace deputies::duty
