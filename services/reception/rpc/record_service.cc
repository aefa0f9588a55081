#include "services/reception/rpc/record_service.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"
#include "services/common/rpc/request_key.h"
#include "services/reception/rpc/converters.h"

namespace deputies::reception {
namespace {

std::string ListName(const rpc::Call& call, int64_t home_id) {
  return absl::StrCat("reception/visits/", home_id, "/", call.caller.person_id);
}

void ToProto(const Visit& visit, const base::Caller& caller, v1::Visit* proto) {
  proto->set_visit_id(visit.id);
  proto->set_home_id(visit.home_id);
  proto->set_kind(static_cast<v1::VisitKind>(visit.kind));
  proto->set_state(static_cast<v1::VisitState>(visit.state));
  proto->set_day_id(visit.day_id);
  proto->set_ticket_id(visit.ticket_id);
  for (const VisitHost& host : visit.hosts) proto->add_host_ids(host.host_id);
  proto->set_visitor_name(visit.visitor_name);
  proto->set_place(visit.place);
  proto->set_subject(visit.subject);
  proto->set_body(visit.body);
  proto->set_reply(visit.reply);
  proto->set_opens_case(visit.opens_case);
  proto->set_sign_method(static_cast<v1::SignMethod>(visit.sign_method));
  const bool visitor = visit.visitor_person_id != 0 && visit.visitor_person_id == caller.person_id;
  if (visit.state == VisitState::kUnsigned && !visitor) proto->set_sign_code(visit.sign_code);
  proto->set_unsigned_reason(visit.unsigned_reason);
  SetTime(visit.visited_at, proto->mutable_visit_time());
  if (visit.signed_at.has_value()) SetTime(*visit.signed_at, proto->mutable_sign_time());
}

}  // namespace

RecordService::RecordService(VisitRecorder& recorder, const auth::PageTokens& page_tokens)
    : recorder_(recorder),
      page_tokens_(page_tokens),
      table_("deputies.reception.v1.RecordService") {
  table_.Bind("RecordVisit", this, &RecordService::RecordVisit);
  table_.Bind("SignVisit", this, &RecordService::SignVisit);
  table_.Bind("CloseVisitUnsigned", this, &RecordService::CloseVisitUnsigned);
  table_.Bind("GetVisit", this, &RecordService::GetVisit);
  table_.Bind("ListVisits", this, &RecordService::ListVisits);
}

absl::Status RecordService::RecordVisit(const rpc::Call& call,
                                        const v1::RecordVisitRequest& request,
                                        v1::Visit* response) {
  if (!v1::VisitKind_IsValid(request.kind())) return base::InvalidField("kind", "没有这种接待");
  Visit visit;
  visit.kind = static_cast<VisitKind>(request.kind());
  visit.ticket_id = request.ticket_id();
  for (const int64_t host_id : request.host_ids()) visit.hosts.push_back({host_id, 0});
  visit.visitor_name = request.visitor_name();
  visit.place = request.place();
  visit.subject = request.subject();
  visit.body = request.body();
  visit.reply = request.reply();
  visit.opens_case = request.opens_case();
  visit.visited_at = absl::Now();
  if (request.has_visit_time()) {
    visit.visited_at = absl::FromUnixMillis(
        google::protobuf::util::TimeUtil::TimestampToMilliseconds(request.visit_time()));
  }
  ASSIGN_OR_RETURN(const Visit stored,
                   recorder_.Record(rpc::ScopeOf(call), rpc::KeyOf("RecordVisit", call, request),
                                    std::move(visit)));
  ToProto(stored, call.caller, response);
  return absl::OkStatus();
}

absl::Status RecordService::SignVisit(const rpc::Call& call, const v1::SignVisitRequest& request,
                                      v1::Visit* response) {
  ASSIGN_OR_RETURN(const Visit visit,
                   recorder_.Sign(rpc::ScopeOf(call), rpc::KeyOf("SignVisit", call, request),
                                  request.visit_id(), request.code()));
  ToProto(visit, call.caller, response);
  return absl::OkStatus();
}

absl::Status RecordService::CloseVisitUnsigned(const rpc::Call& call,
                                               const v1::CloseVisitUnsignedRequest& request,
                                               v1::Visit* response) {
  ASSIGN_OR_RETURN(
      const Visit visit,
      recorder_.CloseUnsigned(rpc::ScopeOf(call), rpc::KeyOf("CloseVisitUnsigned", call, request),
                              request.visit_id(), request.reason()));
  ToProto(visit, call.caller, response);
  return absl::OkStatus();
}

absl::Status RecordService::GetVisit(const rpc::Call& call, const v1::GetVisitRequest& request,
                                     v1::Visit* response) {
  ASSIGN_OR_RETURN(const Visit visit,
                   recorder_.Get(rpc::ScopeOf(call), request.home_id(), request.visit_id()));
  ToProto(visit, call.caller, response);
  return absl::OkStatus();
}

absl::Status RecordService::ListVisits(const rpc::Call& call, const v1::ListVisitsRequest& request,
                                       v1::ListVisitsResponse* response) {
  std::optional<int64_t> before_id;
  const std::string list = ListName(call, request.home_id());
  if (!request.page_token().empty()) {
    ASSIGN_OR_RETURN(const std::string cursor, page_tokens_.Decode(list, request.page_token()));
    if (!absl::SimpleAtoi(cursor, &before_id.emplace())) {
      return absl::InternalError("a page token of ours holds no visit id");
    }
  }
  ASSIGN_OR_RETURN(const VisitPage page, recorder_.List(rpc::ScopeOf(call), request.home_id(),
                                                        before_id, request.page_size()));
  for (const Visit& visit : page.visits) ToProto(visit, call.caller, response->add_visits());
  if (page.next_before_id.has_value()) {
    response->set_next_page_token(page_tokens_.Encode(list, absl::StrCat(*page.next_before_id)));
  }
  return absl::OkStatus();
}

}  // namespace deputies::reception
