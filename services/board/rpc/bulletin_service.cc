#include "services/board/rpc/bulletin_service.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/board/rpc/desk_converters.h"
#include "services/board/rpc/message_converters.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"
#include "services/common/rpc/request_key.h"

namespace deputies::board {
namespace {

absl::StatusOr<BulletinText> FromProto(const v1::BulletinText& proto) {
  if (!v1::BulletinCategory_IsValid(proto.category())) {
    return base::InvalidField("text.category", "没有这个栏目");
  }
  BulletinText text;
  text.category = proto.category();
  text.title = proto.title();
  text.summary = proto.summary();
  text.body = proto.body();
  text.image_ids.assign(proto.image_ids().begin(), proto.image_ids().end());
  return text;
}

void ToProto(const NamedBulletin& named, bool for_editors, v1::Bulletin* proto) {
  const Bulletin& bulletin = named.bulletin;
  const BulletinVersion& version = bulletin.version;
  proto->set_bulletin_id(bulletin.id);
  proto->set_home_id(bulletin.home_id);
  proto->set_organization_id(bulletin.organization_id);
  proto->set_organization_name(named.organization_name);
  proto->set_category(static_cast<v1::BulletinCategory>(version.text.category));
  proto->set_state(static_cast<v1::BulletinState>(version.state));
  proto->set_version(version.number);
  proto->set_title(version.text.title);
  proto->set_summary(version.text.summary);
  proto->set_body(version.text.body);
  proto->mutable_image_ids()->Add(version.text.image_ids.begin(), version.text.image_ids.end());
  proto->set_pinned(bulletin.pinned);
  if (bulletin.publish_time.has_value()) {
    SetProtoTime(*bulletin.publish_time, proto->mutable_publish_time());
  }
  SetProtoTime(version.update_time, proto->mutable_update_time());
  if (!for_editors) return;
  proto->set_author_name(version.author_name);
  proto->set_reviewer_name(version.reviewer_name);
  proto->set_reason(version.reason);
  proto->set_revision(bulletin.revision);
}

absl::Status Respond(const absl::StatusOr<NamedBulletin>& bulletin, v1::Bulletin* response) {
  RETURN_IF_ERROR(bulletin.status());
  ToProto(*bulletin, /*for_editors=*/true, response);
  return absl::OkStatus();
}

}  // namespace

BulletinService::BulletinService(BulletinDesk& desk, const auth::PageTokens& tokens)
    : desk_(desk), tokens_(tokens), table_("deputies.board.v1.BulletinService") {
  table_.Bind("CreateBulletin", this, &BulletinService::CreateBulletin);
  table_.Bind("UpdateBulletin", this, &BulletinService::UpdateBulletin);
  table_.Bind("SubmitBulletin", this, &BulletinService::SubmitBulletin);
  table_.Bind("ReviewBulletin", this, &BulletinService::ReviewBulletin);
  table_.Bind("WithdrawBulletin", this, &BulletinService::WithdrawBulletin);
  table_.Bind("PinBulletin", this, &BulletinService::PinBulletin);
  table_.Bind("GetBulletin", this, &BulletinService::GetBulletin);
  table_.Bind("ListBulletins", this, &BulletinService::ListBulletins);
  table_.Bind("ListBulletinVersions", this, &BulletinService::ListBulletinVersions);
  table_.Bind("ListBulletinDrafts", this, &BulletinService::ListBulletinDrafts);
}

absl::Status BulletinService::CreateBulletin(const rpc::Call& call,
                                             const v1::CreateBulletinRequest& request,
                                             v1::Bulletin* response) {
  ASSIGN_OR_RETURN(BulletinText text, FromProto(request.text()));
  return Respond(desk_.Create(ScopeOf(call), rpc::KeyOf("CreateBulletin", call, request),
                              std::move(text), request.organization_id()),
                 response);
}

absl::Status BulletinService::UpdateBulletin(const rpc::Call& call,
                                             const v1::UpdateBulletinRequest& request,
                                             v1::Bulletin* response) {
  ASSIGN_OR_RETURN(BulletinText text, FromProto(request.text()));
  return Respond(desk_.Update(ScopeOf(call), rpc::KeyOf("UpdateBulletin", call, request),
                              request.bulletin_id(), std::move(text), request.revision()),
                 response);
}

absl::Status BulletinService::SubmitBulletin(const rpc::Call& call,
                                             const v1::SubmitBulletinRequest& request,
                                             v1::Bulletin* response) {
  return Respond(desk_.Submit(ScopeOf(call), rpc::KeyOf("SubmitBulletin", call, request),
                              request.bulletin_id()),
                 response);
}

absl::Status BulletinService::ReviewBulletin(const rpc::Call& call,
                                             const v1::ReviewBulletinRequest& request,
                                             v1::Bulletin* response) {
  const base::RequestKey key = rpc::KeyOf("ReviewBulletin", call, request);
  switch (request.decision()) {
    case v1::PUBLISH_BULLETIN:
      return Respond(desk_.Publish(ScopeOf(call), key, request.bulletin_id(), request.revision()),
                     response);
    case v1::RETURN_BULLETIN:
      return Respond(desk_.Return(ScopeOf(call), key, request.bulletin_id(), request.revision(),
                                  request.reason()),
                     response);
    default:
      return base::InvalidField("decision",
                                "请选择 PUBLISH_BULLETIN（发布）或 RETURN_BULLETIN（退回）");
  }
}

absl::Status BulletinService::WithdrawBulletin(const rpc::Call& call,
                                               const v1::WithdrawBulletinRequest& request,
                                               v1::Bulletin* response) {
  return Respond(desk_.Withdraw(ScopeOf(call), rpc::KeyOf("WithdrawBulletin", call, request),
                                request.bulletin_id(), request.reason()),
                 response);
}

absl::Status BulletinService::PinBulletin(const rpc::Call& call,
                                          const v1::PinBulletinRequest& request,
                                          v1::Bulletin* response) {
  return Respond(desk_.Pin(ScopeOf(call), rpc::KeyOf("PinBulletin", call, request),
                           request.bulletin_id(), request.pinned()),
                 response);
}

absl::Status BulletinService::GetBulletin(const rpc::Call& call,
                                          const v1::GetBulletinRequest& request,
                                          v1::Bulletin* response) {
  ASSIGN_OR_RETURN(const NamedBulletin bulletin,
                   desk_.GetPublic(ScopeOf(call), request.home_id(), request.bulletin_id()));
  ToProto(bulletin, /*for_editors=*/false, response);
  return absl::OkStatus();
}

absl::Status BulletinService::ListBulletins(const rpc::Call& call,
                                            const v1::ListBulletinsRequest& request,
                                            v1::ListBulletinsResponse* response) {
  const std::string list = absl::StrCat("bulletins/", request.home_id(), "/", request.category());
  ASSIGN_OR_RETURN(const std::optional<int64_t> below,
                   ReadPosition(tokens_, list, request.page_token()));
  ASSIGN_OR_RETURN(const BulletinPage page,
                   desk_.ListPublic(ScopeOf(call), request.home_id(), request.category(), below,
                                    request.page_size()));
  for (const NamedBulletin& bulletin : page.bulletins) {
    ToProto(bulletin, /*for_editors=*/false, response->add_bulletins());
  }
  response->set_next_page_token(WritePosition(tokens_, list, page.next_below));
  return absl::OkStatus();
}

absl::Status BulletinService::ListBulletinVersions(const rpc::Call& call,
                                                   const v1::ListBulletinVersionsRequest& request,
                                                   v1::ListBulletinVersionsResponse* response) {
  ASSIGN_OR_RETURN(const std::vector<NamedBulletin> versions,
                   desk_.ListVersions(ScopeOf(call), request.home_id(), request.bulletin_id()));
  for (const NamedBulletin& version : versions) {
    ToProto(version, /*for_editors=*/true, response->add_versions());
  }
  return absl::OkStatus();
}

absl::Status BulletinService::ListBulletinDrafts(const rpc::Call& call,
                                                 const v1::ListBulletinDraftsRequest& request,
                                                 v1::ListBulletinsResponse* response) {
  const std::string list =
      absl::StrCat("bulletinDrafts/", request.home_id(), "/", request.organization_id());
  ASSIGN_OR_RETURN(const std::optional<int64_t> below,
                   ReadPosition(tokens_, list, request.page_token()));
  ASSIGN_OR_RETURN(const BulletinPage page,
                   desk_.ListDrafts(ScopeOf(call), request.home_id(), request.organization_id(),
                                    below, request.page_size()));
  for (const NamedBulletin& bulletin : page.bulletins) {
    ToProto(bulletin, /*for_editors=*/true, response->add_bulletins());
  }
  response->set_next_page_token(WritePosition(tokens_, list, page.next_below));
  return absl::OkStatus();
}

}  // namespace deputies::board
