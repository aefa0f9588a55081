#include "services/accounts/rpc/code_service.h"

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

CodeBook::User UserOf(const rpc::Call& call) { return {call.caller, ActorOf(call)}; }

}  // namespace

CodeService::CodeService(CodeBook& book, const auth::PageTokens& tokens)
    : book_(book), tokens_(tokens) {
  table_.Bind("CreateCode", this, &CodeService::CreateCode);
  table_.Bind("ListCodes", this, &CodeService::ListCodes);
  table_.Bind("RevokeCode", this, &CodeService::RevokeCode);
  table_.Bind("RotateCodes", this, &CodeService::RotateCodes);
  table_.Bind("ScanCode", this, &CodeService::ScanCode);
  table_.Bind("RenderPosters", this, &CodeService::RenderPosters);
  table_.Bind("DrawDeputyCode", this, &CodeService::DrawDeputyCode);
}

absl::Status CodeService::CreateCode(const rpc::Call& call, const v1::CreateCodeRequest& request,
                                     v1::Code* response) {
  ASSIGN_OR_RETURN(const Code code,
                   book_.Create(call.deadline, UserOf(call),
                                rpc::KeyOf("CreateCode", call, request), FromProto(request)));
  ToProto(code, response);
  return absl::OkStatus();
}

absl::Status CodeService::ListCodes(const rpc::Call& call, const v1::ListCodesRequest& request,
                                    v1::ListCodesResponse* response) {
  const std::string list = absl::StrCat("codes/", request.home_id());
  ASSIGN_OR_RETURN(const ListPosition after, DecodePosition(tokens_, list, request.page_token()));
  ASSIGN_OR_RETURN(const Page<Code> page, book_.List(call.deadline, UserOf(call), request.home_id(),
                                                     after, request.page_size()));
  for (const Code& code : page.items) ToProto(code, response->add_codes());
  response->set_next_page_token(EncodePosition(tokens_, list, page.next));
  return absl::OkStatus();
}

absl::Status CodeService::RevokeCode(const rpc::Call& call, const v1::RevokeCodeRequest& request,
                                     v1::Code* response) {
  ASSIGN_OR_RETURN(const Code code, book_.Revoke(call.deadline, UserOf(call),
                                                 rpc::KeyOf("RevokeCode", call, request),
                                                 request.scene(), request.successor_scene()));
  ToProto(code, response);
  return absl::OkStatus();
}

absl::Status CodeService::RotateCodes(const rpc::Call& call, const v1::RotateCodesRequest& request,
                                      v1::RotateCodesResponse* response) {
  ASSIGN_OR_RETURN(
      const std::vector<Code> codes,
      book_.Rotate(call.deadline, UserOf(call), rpc::KeyOf("RotateCodes", call, request),
                   {request.scenes().begin(), request.scenes().end()}));
  for (const Code& code : codes) ToProto(code, response->add_codes());
  return absl::OkStatus();
}

absl::Status CodeService::ScanCode(const rpc::Call& call, const v1::ScanCodeRequest& request,
                                   v1::ScanCodeResponse* response) {
  ASSIGN_OR_RETURN(const ScanResult result, book_.Scan(call.deadline, request.code()));
  response->set_kind(static_cast<v1::CodeKind>(result.kind));
  response->set_home_id(result.home_id);
  response->set_home_name(result.home_name);
  response->set_target_id(result.target_id);
  response->set_deputy_name(result.deputy_name);
  response->set_redirected(result.redirected);
  return absl::OkStatus();
}

absl::Status CodeService::RenderPosters(const rpc::Call& call,
                                        const v1::RenderPostersRequest& request,
                                        v1::RenderPostersResponse* response) {
  const PaperSize paper_size = request.paper_size() == v1::A3 ? PaperSize::kA3 : PaperSize::kA4;
  ASSIGN_OR_RETURN(
      std::vector<CodeBook::Sheet> sheets,
      book_.Posters({call.deadline, call.request_id, call.traceparent}, UserOf(call),
                    request.home_id(), {request.scenes().begin(), request.scenes().end()},
                    paper_size, request.code_style() == v1::MINI_PROGRAM_CODE));
  for (int i = 0; i < request.scenes_size(); ++i) {
    v1::RenderPostersResponse::Poster* poster = response->add_posters();
    poster->set_scene(request.scenes(i));
    CodeBook::Sheet& sheet = sheets[static_cast<size_t>(i)];
    poster->set_svg(std::move(sheet.svg));
    poster->set_code_style(sheet.round_code ? v1::MINI_PROGRAM_CODE : v1::QR_CODE);
  }
  return absl::OkStatus();
}

absl::Status CodeService::DrawDeputyCode(const rpc::Call& call,
                                         const v1::DrawDeputyCodeRequest& request,
                                         v1::DrawDeputyCodeResponse* response) {
  ASSIGN_OR_RETURN(
      CodeBook::DrawnCode drawn,
      book_.DrawDeputyCode({call.deadline, call.request_id, call.traceparent}, ActorOf(call),
                           rpc::KeyOf("DrawDeputyCode", call, request), request.deputy_id()));
  ToProto(drawn.code, response->mutable_code());
  response->set_picture(std::move(drawn.picture.bytes));
  response->set_content_type(std::move(drawn.picture.content_type));
  response->set_drawn(drawn.drawn);
  return absl::OkStatus();
}

}  // namespace deputies::accounts
