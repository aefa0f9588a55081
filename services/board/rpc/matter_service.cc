#include "services/board/rpc/matter_service.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/board/rpc/desk_converters.h"
#include "services/board/rpc/matter_converters.h"
#include "services/board/rpc/message_converters.h"
#include "services/board/rpc/sheet_file.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"
#include "services/common/rpc/request_key.h"

namespace deputies::board {

MatterService::MatterService(MatterDesk& desk, const auth::PageTokens& tokens)
    : desk_(desk), tokens_(tokens), table_("deputies.board.v1.MatterService") {
  table_.Bind("CreateMatter", this, &MatterService::CreateMatter);
  table_.Bind("UpdateMatter", this, &MatterService::UpdateMatter);
  table_.Bind("PublishMatter", this, &MatterService::PublishMatter);
  table_.Bind("CloseMatter", this, &MatterService::CloseMatter);
  table_.Bind("PublishMatterDigest", this, &MatterService::PublishMatterDigest);
  table_.Bind("GetMatter", this, &MatterService::GetMatter);
  table_.Bind("ListMatters", this, &MatterService::ListMatters);
  table_.Bind("GiveVoice", this, &MatterService::GiveVoice);
  table_.Bind("GetMyVoice", this, &MatterService::GetMyVoice);
  table_.Bind("GetMatterResults", this, &MatterService::GetMatterResults);
  table_.Bind("ListMatterTexts", this, &MatterService::ListMatterTexts);
  table_.Bind("ExportMatter", this, &MatterService::ExportMatter);
}

absl::Status MatterService::Respond(const absl::StatusOr<Matter>& matter,
                                    v1::Matter* response) const {
  RETURN_IF_ERROR(matter.status());
  ToProto(*matter, desk_.Now(), response);
  return absl::OkStatus();
}

absl::Status MatterService::CreateMatter(const rpc::Call& call,
                                         const v1::CreateMatterRequest& request,
                                         v1::Matter* response) {
  ASSIGN_OR_RETURN(Matter draft, FromProto(request.draft()));
  return Respond(
      desk_.Create(ScopeOf(call), rpc::KeyOf("CreateMatter", call, request), std::move(draft)),
      response);
}

absl::Status MatterService::UpdateMatter(const rpc::Call& call,
                                         const v1::UpdateMatterRequest& request,
                                         v1::Matter* response) {
  ASSIGN_OR_RETURN(Matter draft, FromProto(request.draft()));
  return Respond(desk_.Update(ScopeOf(call), rpc::KeyOf("UpdateMatter", call, request),
                              request.matter_id(), std::move(draft), request.revision()),
                 response);
}

absl::Status MatterService::PublishMatter(const rpc::Call& call,
                                          const v1::PublishMatterRequest& request,
                                          v1::Matter* response) {
  return Respond(
      desk_.Publish(ScopeOf(call), rpc::KeyOf("PublishMatter", call, request), request.matter_id()),
      response);
}

absl::Status MatterService::CloseMatter(const rpc::Call& call,
                                        const v1::CloseMatterRequest& request,
                                        v1::Matter* response) {
  return Respond(desk_.Close(ScopeOf(call), rpc::KeyOf("CloseMatter", call, request),
                             request.matter_id(), request.reason()),
                 response);
}

absl::Status MatterService::PublishMatterDigest(const rpc::Call& call,
                                                const v1::PublishMatterDigestRequest& request,
                                                v1::Matter* response) {
  return Respond(
      desk_.PublishDigest(ScopeOf(call), rpc::KeyOf("PublishMatterDigest", call, request),
                          request.matter_id(), request.heard(), request.done()),
      response);
}

absl::Status MatterService::GetMatter(const rpc::Call& call, const v1::GetMatterRequest& request,
                                      v1::Matter* response) {
  return Respond(desk_.Get(ScopeOf(call), request.home_id(), request.matter_id()), response);
}

absl::Status MatterService::ListMatters(const rpc::Call& call,
                                        const v1::ListMattersRequest& request,
                                        v1::ListMattersResponse* response) {
  const std::string list = absl::StrCat("matters/", request.home_id());
  ASSIGN_OR_RETURN(const std::optional<int64_t> before_id,
                   ReadPosition(tokens_, list, request.page_token()));
  ASSIGN_OR_RETURN(const MatterPage page,
                   desk_.List(ScopeOf(call), request.home_id(), before_id, request.page_size()));
  for (const Matter& matter : page.matters) {
    ToProto(matter, desk_.Now(), response->add_matters());
  }
  response->set_next_page_token(WritePosition(tokens_, list, page.next_before_id));
  return absl::OkStatus();
}

absl::Status MatterService::GiveVoice(const rpc::Call& call, const v1::GiveVoiceRequest& request,
                                      v1::Voice* response) {
  ASSIGN_OR_RETURN(std::vector<VoiceAnswer> answers, FromProto(request));
  ASSIGN_OR_RETURN(const Voice voice,
                   desk_.GiveVoice(ScopeOf(call), rpc::KeyOf("GiveVoice", call, request),
                                   request.matter_id(), std::move(answers)));
  ToProto(voice, request.matter_id(), response);
  return absl::OkStatus();
}

absl::Status MatterService::GetMyVoice(const rpc::Call& call, const v1::GetMyVoiceRequest& request,
                                       v1::Voice* response) {
  ASSIGN_OR_RETURN(const Voice voice,
                   desk_.FindMine(ScopeOf(call), request.home_id(), request.matter_id()));
  ToProto(voice, request.matter_id(), response);
  return absl::OkStatus();
}

absl::Status MatterService::GetMatterResults(const rpc::Call& call,
                                             const v1::GetMatterResultsRequest& request,
                                             v1::MatterResults* response) {
  ASSIGN_OR_RETURN(const MatterTally tally,
                   desk_.Tally(ScopeOf(call), request.home_id(), request.matter_id()));
  ToProto(tally, desk_.Now(), response);
  return absl::OkStatus();
}

absl::Status MatterService::ListMatterTexts(const rpc::Call& call,
                                            const v1::ListMatterTextsRequest& request,
                                            v1::ListMatterTextsResponse* response) {
  const std::string list = absl::StrCat("matterTexts/", request.home_id(), "/", request.matter_id(),
                                        "/", request.question());
  ASSIGN_OR_RETURN(const std::optional<int64_t> after_voice,
                   ReadPosition(tokens_, list, request.page_token()));
  ASSIGN_OR_RETURN(const MatterTextPage page,
                   desk_.ListTexts(ScopeOf(call), request.home_id(), request.matter_id(),
                                   request.question(), after_voice, request.page_size()));
  for (const MatterFreeText& text : page.texts) response->add_texts(text.text);
  response->set_next_page_token(WritePosition(tokens_, list, page.next_after_voice));
  return absl::OkStatus();
}

absl::Status MatterService::ExportMatter(const rpc::Call& call,
                                         const v1::ExportMatterRequest& request,
                                         v1::SheetFile* response) {
  RETURN_IF_ERROR(CheckSheetFormat(request.format()));
  ASSIGN_OR_RETURN(const MatterVoices voices,
                   desk_.Export(ScopeOf(call), request.home_id(), request.matter_id()));
  return ToFile(ToSheet(voices), request.format(), absl::StrCat("matter-", request.matter_id()),
                response);
}

}  // namespace deputies::board
