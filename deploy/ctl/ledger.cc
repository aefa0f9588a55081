#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "deploy/ctl/command_line.h"
#include "deploy/ctl/commands.h"
#include "deploy/ctl/request_id.h"
#include "deploy/ctl/services.h"
#include "deputies/duty/v1/ledger.grpc.pb.h"
#include "services/common/base/status_macros.h"
#include "services/common/config/config.h"
#include "services/duty/crypto/ed25519_signer.h"
#include "services/duty/domain/ledger_export.h"
#include "services/duty/domain/ledger_reader.h"

namespace deputies::ctl {
namespace {

using Ledger = duty::v1::LedgerService;

absl::Status CannotUse(const std::string& path) {
  return absl::InvalidArgumentError(absl::StrCat(path, ": ", std::strerror(errno)));
}

// Lines "home size root"; the last of a home counts.
absl::StatusOr<duty::SeenHead> ReadSeen(const std::string& path, int64_t home_id) {
  duty::SeenHead seen;
  std::ifstream file(path);
  std::string line;
  while (std::getline(file, line)) {
    const std::vector<std::string> fields = absl::StrSplit(line, ' ');
    int64_t home = 0;
    int64_t size = 0;
    if (fields.size() != 3 || !absl::SimpleAtoi(fields[0], &home) ||
        !absl::SimpleAtoi(fields[1], &size)) {
      return absl::InvalidArgumentError(absl::StrCat(path, ": not a line of a witness: ", line));
    }
    if (home == home_id) seen = {size, absl::HexStringToBytes(fields[2])};
  }
  return seen;
}

duty::SignedHead HeadOf(const duty::v1::LedgerHead& proto) {
  duty::SignedHead head;
  head.home_id = proto.home_id();
  head.tree_size = proto.signed_head().tree_size();
  head.root = proto.signed_head().root_hash();
  head.sign_time = absl::FromUnixSeconds(proto.signed_head().sign_time().seconds()) +
                   absl::Nanoseconds(proto.signed_head().sign_time().nanos());
  head.signature = proto.signed_head().signature();
  head.public_key = proto.public_key();
  return head;
}

}  // namespace

absl::StatusOr<int> ExportLedger(const v1::CtlConfig& config, const Arguments& arguments) {
  ASSIGN_OR_RETURN(const CommandLine line, CommandLine::Parse(arguments, {"home"}));
  ASSIGN_OR_RETURN(const int64_t home_id,
                   line.Number("home", 1, std::numeric_limits<int64_t>::max(), 0));
  if (line.words().size() != 1 || home_id == 0) {
    return absl::InvalidArgumentError("export-ledger takes --home=ID and one file");
  }
  ASSIGN_OR_RETURN(const std::unique_ptr<Services> services, Services::Open(config));
  std::ofstream file(line.words()[0]);
  duty::v1::ExportLedgerRequest request;
  request.set_home_id(home_id);
  do {
    duty::v1::ExportLedgerResponse response;
    RETURN_IF_ERROR(services->Call<Ledger>(&Ledger::Stub::ExportLedger, request, &response));
    for (const std::string& text : response.lines()) file << text << "\n";
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  if (!file.flush()) return CannotUse(line.words()[0]);
  return kAllGood;
}

absl::StatusOr<int> VerifyLedger(const v1::CtlConfig&, const Arguments& arguments) {
  ASSIGN_OR_RETURN(const CommandLine line, CommandLine::Parse(arguments, {}));
  if (line.words().size() != 1) return absl::InvalidArgumentError("verify-ledger takes one file");
  std::ifstream file(line.words()[0]);
  if (!file) return CannotUse(line.words()[0]);
  std::vector<std::string> lines;
  for (std::string text; std::getline(file, text);) lines.push_back(text);
  ASSIGN_OR_RETURN(const duty::LedgerExport ledger, duty::ParseExport(lines));
  const std::vector<std::string> faults =
      duty::FaultsOf(ledger, duty::Ed25519Signer(std::array<unsigned char, 32>{}));
  for (const std::string& fault : faults) std::printf("%s\n", fault.c_str());
  std::printf("home %s: %zu entries, %zu signed heads, %zu cosignatures, %zu totals, %zu faults\n",
              absl::StrCat(ledger.home_id).c_str(), ledger.entries.size(), ledger.heads.size(),
              ledger.cosignatures.size(), ledger.totals.size(), faults.size());
  return faults.empty() ? kAllGood : kFailed;
}

absl::StatusOr<int> WitnessLedger(const v1::CtlConfig& config, const Arguments& arguments) {
  ASSIGN_OR_RETURN(const CommandLine line,
                   CommandLine::Parse(arguments, {"home", "key-file", "seen", "ledger-key"}));
  ASSIGN_OR_RETURN(const int64_t home_id,
                   line.Number("home", 1, std::numeric_limits<int64_t>::max(), 0));
  ASSIGN_OR_RETURN(const std::string key_file, line.Require("key-file"));
  ASSIGN_OR_RETURN(const std::string seen_file, line.Require("seen"));
  ASSIGN_OR_RETURN(const auto seed, config::ReadKey(key_file));
  const duty::Ed25519Signer witness(seed);
  ASSIGN_OR_RETURN(const std::unique_ptr<Services> services, Services::Open(config));

  duty::v1::GetLedgerHeadRequest head_request;
  head_request.set_home_id(home_id);
  duty::v1::LedgerHead head_proto;
  RETURN_IF_ERROR(services->Call<Ledger>(&Ledger::Stub::GetLedgerHead, head_request, &head_proto));
  if (!head_proto.has_signed_head()) {
    std::printf("home %s: nothing is signed yet\n", absl::StrCat(home_id).c_str());
    return kAllGood;
  }
  const duty::SignedHead head = HeadOf(head_proto);
  const std::string expected_key = absl::HexStringToBytes(line.Get("ledger-key"));
  if (!expected_key.empty() && expected_key != head.public_key) {
    return absl::FailedPreconditionError("the ledger is signed with another key");
  }
  ASSIGN_OR_RETURN(const duty::SeenHead seen, ReadSeen(seen_file, home_id));
  duty::Hashes path;
  if (seen.tree_size != 0 && head.tree_size >= seen.tree_size) {
    duty::v1::GetConsistencyProofRequest request;
    request.set_home_id(home_id);
    request.set_first_size(seen.tree_size);
    request.set_second_size(head.tree_size);
    duty::v1::ConsistencyProof proof;
    RETURN_IF_ERROR(services->Call<Ledger>(&Ledger::Stub::GetConsistencyProof, request, &proof));
    path.assign(proof.path().begin(), proof.path().end());
  }
  RETURN_IF_ERROR(duty::CheckNextHead(seen, head, path, witness));

  // Noted before it is told: what this witness signed it never contradicts.
  std::ofstream file(seen_file, std::ios::app);
  file << home_id << " " << head.tree_size << " " << absl::BytesToHexString(head.root) << "\n";
  if (!file.flush()) return CannotUse(seen_file);
  duty::v1::AddCosignatureRequest request;
  request.set_home_id(home_id);
  request.set_tree_size(head.tree_size);
  request.set_public_key(witness.public_key());
  request.set_signature(witness.Sign(duty::HeadText(head)));
  request.set_request_id(RequestIdOf(request.signature()));
  duty::v1::AddCosignatureResponse response;
  RETURN_IF_ERROR(services->Call<Ledger>(&Ledger::Stub::AddCosignature, request, &response));
  std::printf("home %s: witnessed %s entries as %s\n", absl::StrCat(home_id).c_str(),
              absl::StrCat(head.tree_size).c_str(),
              absl::BytesToHexString(witness.public_key()).c_str());
  return kAllGood;
}

}  // namespace deputies::ctl
