#include "services/wechat/rpc/notification_service.h"

#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/util/time_util.h"
#include "services/common/base/status_macros.h"
#include "services/common/rpc/request_key.h"
#include "services/wechat/domain/errors.h"

namespace deputies::wechat {
namespace {

constexpr int kDefaultPageSize = 20;

google::protobuf::Timestamp TimestampOf(absl::Time time) {
  return google::protobuf::util::TimeUtil::MillisecondsToTimestamp(absl::ToUnixMillis(time));
}

v1::NoticeDelivery DeliveryOf(const Notice& notice) {
  switch (notice.state) {
    case NoticeState::kPending:
    case NoticeState::kSending:
      return v1::ON_ITS_WAY;
    case NoticeState::kDelivered:
      return notice.channel == Channel::kSms ? v1::BY_SMS : v1::BY_WECHAT;
    case NoticeState::kToCall:
      return v1::TO_BE_CALLED;
    case NoticeState::kInboxOnly:
      return v1::INBOX_ONLY;
    case NoticeState::kExpired:
      return v1::EXPIRED;
    case NoticeState::kCalled:
      return v1::BY_PHONE;
  }
  return v1::NOTICE_DELIVERY_UNSPECIFIED;
}

// Where the page begins; `first` for no token.
absl::StatusOr<int64_t> ReadPosition(const auth::PageTokens& tokens, const std::string& list,
                                     const std::string& token, int64_t first) {
  if (token.empty()) return first;
  ASSIGN_OR_RETURN(const std::string cursor, tokens.Decode(list, token));
  int64_t id = 0;
  if (!absl::SimpleAtoi(cursor, &id)) return first;
  return id;
}

int PageSize(int asked) { return asked == 0 ? kDefaultPageSize : asked; }

// For writes that are the person's and no home's.
template <typename Request>
base::RequestKey OwnKey(absl::string_view operation, const rpc::Call& call,
                        const Request& request) {
  return {0, call.caller.person_id, operation, request.request_id(), rpc::ContentHash(request)};
}

}  // namespace

NotificationService::NotificationService(InboxStore& store, const NoticeCatalog& catalog,
                                         const auth::PageTokens& page_tokens,
                                         const base::Clock& clock)
    : store_(store),
      catalog_(catalog),
      page_tokens_(page_tokens),
      clock_(clock),
      table_("deputies.wechat.v1.NotificationService") {
  table_.Bind("ListNotices", this, &NotificationService::ListNotices);
  table_.Bind("MarkNoticesRead", this, &NotificationService::MarkNoticesRead);
  table_.Bind("ListNoticeTemplates", this, &NotificationService::ListNoticeTemplates);
  table_.Bind("RecordConsents", this, &NotificationService::RecordConsents);
  table_.Bind("ListCalls", this, &NotificationService::ListCalls);
  table_.Bind("RecordCall", this, &NotificationService::RecordCall);
}

absl::Status NotificationService::ListNotices(const rpc::Call& call,
                                              const v1::ListNoticesRequest& request,
                                              v1::ListNoticesResponse* response) {
  const std::string list = absl::StrCat("notices/", call.caller.person_id);
  ASSIGN_OR_RETURN(const int64_t before, ReadPosition(page_tokens_, list, request.page_token(),
                                                      std::numeric_limits<int64_t>::max()));
  const int size = PageSize(request.page_size());
  const absl::Time now = clock_.Now();
  ASSIGN_OR_RETURN(const std::vector<Notice> notices,
                   store_.ListOwn(call.deadline, call.caller.person_id, now, before, size + 1));
  for (const Notice& notice : notices) {
    if (response->notices_size() == size) {
      response->set_next_page_token(
          page_tokens_.Encode(list, absl::StrCat(response->notices(size - 1).notice_id())));
      break;
    }
    ToProto(notice, response->add_notices());
  }
  ASSIGN_OR_RETURN(const int64_t unread,
                   store_.CountUnread(call.deadline, call.caller.person_id, now));
  response->set_unread_count(unread);
  return absl::OkStatus();
}

absl::Status NotificationService::MarkNoticesRead(const rpc::Call& call,
                                                  const v1::MarkNoticesReadRequest& request,
                                                  v1::MarkNoticesReadResponse* response) {
  RETURN_IF_ERROR(store_.MarkRead(call.deadline, OwnKey("MarkNoticesRead", call, request),
                                  request.last_notice_id(), clock_.Now()));
  ASSIGN_OR_RETURN(const int64_t unread,
                   store_.CountUnread(call.deadline, call.caller.person_id, clock_.Now()));
  response->set_unread_count(unread);
  return absl::OkStatus();
}

absl::Status NotificationService::ListNoticeTemplates(const rpc::Call&,
                                                      const v1::ListNoticeTemplatesRequest& request,
                                                      v1::ListNoticeTemplatesResponse* response) {
  for (const NoticeTemplate* entry :
       catalog_.TemplatesToAskFor({request.kinds().begin(), request.kinds().end()})) {
    response->add_template_ids(entry->template_id);
    response->set_long_term(entry->long_term);
  }
  return absl::OkStatus();
}

absl::Status NotificationService::RecordConsents(const rpc::Call& call,
                                                 const v1::RecordConsentsRequest& request,
                                                 v1::RecordConsentsResponse*) {
  std::vector<InboxStore::ConsentResult> results;
  for (const v1::ConsentResult& result : request.results()) {
    const NoticeTemplate* const entry = catalog_.FindTemplate(result.template_id());
    if (entry == nullptr) return TemplateUnknown();
    // Banned and filtered templates were not shown: nobody refused anything.
    if (result.answer() != v1::ACCEPT && result.answer() != v1::REJECT) continue;
    results.push_back({entry->template_id, result.answer() == v1::ACCEPT, entry->long_term});
  }
  return store_.RecordConsents(call.deadline, OwnKey("RecordConsents", call, request), results,
                               clock_.Now());
}

absl::Status NotificationService::ListCalls(const rpc::Call& call,
                                            const v1::ListCallsRequest& request,
                                            v1::ListCallsResponse* response) {
  const std::string list = absl::StrCat("calls/", request.home_id(), request.done() ? "/done" : "");
  ASSIGN_OR_RETURN(const int64_t after, ReadPosition(page_tokens_, list, request.page_token(), 0));
  const int size = PageSize(request.page_size());
  ASSIGN_OR_RETURN(
      const std::vector<Notice> notices,
      store_.ListCalls(call.deadline, request.home_id(), request.done(), after, size + 1));
  for (const Notice& notice : notices) {
    if (response->calls_size() == size) {
      response->set_next_page_token(
          page_tokens_.Encode(list, absl::StrCat(response->calls(size - 1).notice().notice_id())));
      break;
    }
    ToProto(notice, response->add_calls());
  }
  return absl::OkStatus();
}

absl::Status NotificationService::RecordCall(const rpc::Call& call,
                                             const v1::RecordCallRequest& request,
                                             v1::CallEntry* response) {
  ASSIGN_OR_RETURN(
      const Notice notice,
      store_.RecordCall(call.deadline, rpc::KeyOf("RecordCall", call, request), request.notice_id(),
                        request.reached(), request.note(), clock_.Now()));
  ToProto(notice, response);
  return absl::OkStatus();
}

void NotificationService::ToProto(const Notice& notice, v1::Notice* proto) const {
  const NoticeOrder& order = notice.order;
  proto->set_notice_id(notice.notice_id);
  proto->set_home_id(order.home_id);
  proto->set_kind(static_cast<events::v1::NoticeKind>(order.kind));
  proto->set_target_id(order.target_id);
  proto->set_headline(catalog_.KindOf(order.kind).headline);
  proto->set_title(order.title);
  proto->set_detail(order.detail);
  if (order.event_time.has_value()) {
    *proto->mutable_event_time() = TimestampOf(*order.event_time);
  }
  proto->set_important(order.important);
  proto->set_page(catalog_.PageOf(order));
  proto->set_delivery(DeliveryOf(notice));
  *proto->mutable_create_time() = TimestampOf(notice.create_time);
  if (notice.read_time.has_value()) {
    *proto->mutable_read_time() = TimestampOf(*notice.read_time);
  }
}

void NotificationService::ToProto(const Notice& notice, v1::CallEntry* proto) const {
  ToProto(notice, proto->mutable_notice());
  proto->set_person_id(notice.order.person_id);
  *proto->mutable_expire_time() = TimestampOf(notice.order.expire_time);
  proto->set_reached(notice.state == NoticeState::kCalled);
  proto->set_caller_person_id(notice.caller_person_id);
  proto->set_note(notice.call_note);
}

}  // namespace deputies::wechat
