#include "services/accounts/rpc/import_service.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/accounts/rpc/converters.h"
#include "services/accounts/rpc/list_positions.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"
#include "services/common/rpc/request_key.h"

namespace deputies::accounts {
namespace {

// In base64 a piece fits the gateway's longest body.
constexpr size_t kMostPartBytes = 40000;

void Fill(const ImportRun& run, v1::Import* out) {
  out->set_import_id(run.import_id);
  out->set_kind(static_cast<v1::ImportKind>(run.kind));
  out->set_file_name(run.file_name);
  out->set_state(static_cast<v1::Import::State>(run.state));
  out->set_part_count(run.part_count);
  out->set_row_count(run.row_count);
  out->set_new_count(run.new_count);
  out->set_changed_count(run.changed_count);
  ToProto(run.create_time, out->mutable_create_time());
  if (run.apply_time.has_value()) ToProto(*run.apply_time, out->mutable_apply_time());
  if (run.undo_time.has_value()) ToProto(*run.undo_time, out->mutable_undo_time());
}

}  // namespace

ImportService::ImportService(ImportDesk& desk, const auth::PageTokens& tokens)
    : desk_(desk), tokens_(tokens) {
  table_.Bind("CreateImport", this, &ImportService::CreateImport);
  table_.Bind("AddImportPart", this, &ImportService::AddImportPart);
  table_.Bind("CheckImport", this, &ImportService::CheckImport);
  table_.Bind("ApplyImport", this, &ImportService::ApplyImport);
  table_.Bind("UndoImport", this, &ImportService::UndoImport);
  table_.Bind("BeginRegister", this, &ImportService::BeginRegister);
  table_.Bind("AddRegisterBatch", this, &ImportService::AddRegisterBatch);
  table_.Bind("UndoRegister", this, &ImportService::UndoRegister);
  table_.Bind("ListImports", this, &ImportService::ListImports);
}

absl::Status ImportService::CreateImport(const rpc::Call& call,
                                         const v1::CreateImportRequest& request,
                                         v1::Import* response) {
  ASSIGN_OR_RETURN(const ImportRun run,
                   desk_.Create(call.deadline, rpc::HomelessKeyOf("CreateImport", call, request),
                                static_cast<ImportKind>(request.kind()), request.file_name()));
  Fill(run, response);
  return absl::OkStatus();
}

absl::Status ImportService::AddImportPart(const rpc::Call& call,
                                          const v1::AddImportPartRequest& request,
                                          v1::Import* response) {
  if (request.content().size() > kMostPartBytes) {
    return base::InvalidField("content", absl::StrCat("一段最多 ", kMostPartBytes, " 字节"));
  }
  ASSIGN_OR_RETURN(const ImportRun run,
                   desk_.AddPart(call.deadline, {call.caller, ActorOf(call)}, request.import_id(),
                                 request.number(), request.content()));
  Fill(run, response);
  return absl::OkStatus();
}

absl::Status ImportService::CheckImport(const rpc::Call& call,
                                        const v1::CheckImportRequest& request,
                                        v1::CheckImportResponse* response) {
  ASSIGN_OR_RETURN(const CheckedImport checked,
                   desk_.Check(call.deadline, {call.caller, ActorOf(call)}, request.import_id()));
  Fill(checked.run, response->mutable_import());
  for (const ImportProblem& problem : checked.problems) {
    v1::ImportProblem* shown = response->add_problems();
    shown->set_line(problem.line);
    shown->set_column(problem.column);
    shown->set_expected(problem.expected);
  }
  response->set_problem_count(checked.problem_count);
  return absl::OkStatus();
}

absl::Status ImportService::ApplyImport(const rpc::Call& call,
                                        const v1::ApplyImportRequest& request,
                                        v1::Import* response) {
  ASSIGN_OR_RETURN(
      const ImportRun run,
      desk_.Apply(call.deadline, {call.caller, ActorOf(call)},
                  rpc::HomelessKeyOf("ApplyImport", call, request), request.import_id()));
  Fill(run, response);
  return absl::OkStatus();
}

absl::Status ImportService::UndoImport(const rpc::Call& call, const v1::UndoImportRequest& request,
                                       v1::Import* response) {
  ASSIGN_OR_RETURN(const ImportRun run, desk_.Undo(call.deadline, {call.caller, ActorOf(call)},
                                                   rpc::HomelessKeyOf("UndoImport", call, request),
                                                   request.import_id()));
  Fill(run, response);
  return absl::OkStatus();
}

absl::Status ImportService::BeginRegister(const rpc::Call& call,
                                          const v1::BeginRegisterRequest& request,
                                          v1::Import* response) {
  ASSIGN_OR_RETURN(
      const ImportRun run,
      desk_.BeginRegister(call.deadline, rpc::HomelessKeyOf("BeginRegister", call, request),
                          request.name()));
  Fill(run, response);
  return absl::OkStatus();
}

absl::Status ImportService::AddRegisterBatch(const rpc::Call& call,
                                             const v1::AddRegisterBatchRequest& request,
                                             v1::Import* response) {
  RegisterTable table;
  table.organizations = ImportsOf<OrganizationImport>(request.organizations());
  table.homes = ImportsOf<HomeImport>(request.homes());
  table.deputies = ImportsOf<DeputyImport>(request.deputies());
  table.voters = ImportsOf<VoterImport>(request.voters());
  ASSIGN_OR_RETURN(const ImportRun run, desk_.AddRegisterBatch(call.deadline, request.import_id(),
                                                               request.number(), std::move(table)));
  Fill(run, response);
  return absl::OkStatus();
}

absl::Status ImportService::UndoRegister(const rpc::Call& call,
                                         const v1::UndoRegisterRequest& request,
                                         v1::Import* response) {
  ASSIGN_OR_RETURN(const ImportRun run,
                   desk_.UndoRegister(call.deadline, ActorOf(call), request.import_id()));
  Fill(run, response);
  return absl::OkStatus();
}

absl::Status ImportService::ListImports(const rpc::Call& call,
                                        const v1::ListImportsRequest& request,
                                        v1::ListImportsResponse* response) {
  const std::string list = absl::StrCat("imports/", call.caller.person_id);
  ASSIGN_OR_RETURN(const ListPosition after, DecodePosition(tokens_, list, request.page_token()));
  ASSIGN_OR_RETURN(
      const Page<ImportRun> page,
      desk_.List(call.deadline, {call.caller, ActorOf(call)}, after, request.page_size()));
  for (const ImportRun& run : page.items) Fill(run, response->add_imports());
  response->set_next_page_token(EncodePosition(tokens_, list, page.next));
  return absl::OkStatus();
}

}  // namespace deputies::accounts
