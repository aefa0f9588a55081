#ifndef SERVICES_RECEPTION_RPC_CALENDAR_SERVICE_H_
#define SERVICES_RECEPTION_RPC_CALENDAR_SERVICE_H_

#include "absl/status/status.h"
#include "deputies/reception/v1/calendar.pb.h"
#include "services/common/auth/page_token.h"
#include "services/common/base/clock.h"
#include "services/common/rpc/service_table.h"
#include "services/reception/domain/calendar_feeds.h"
#include "services/reception/domain/calendar_writer.h"

namespace deputies::reception {

// Handlers of deputies.reception.v1.CalendarService.
class CalendarService {
 public:
  // All must outlive the table. `tokens` signs the keys of feeds.
  CalendarService(CalendarFeeds& feeds, const CalendarWriter& writer,
                  const auth::PageTokens& tokens, const base::Clock& clock);
  CalendarService(const CalendarService&) = delete;
  CalendarService& operator=(const CalendarService&) = delete;

  const rpc::ServiceTable& table() const { return table_; }

 private:
  absl::Status GetReceptionCalendar(const rpc::Call& call,
                                    const v1::GetReceptionCalendarRequest& request,
                                    google::api::HttpBody* response);
  absl::Status ExportReceptionMonth(const rpc::Call& call,
                                    const v1::ExportReceptionMonthRequest& request,
                                    google::api::HttpBody* response);
  absl::Status RenewCalendarFeed(const rpc::Call& call, const v1::RenewCalendarFeedRequest& request,
                                 v1::CalendarFeed* response);
  absl::Status EndCalendarFeed(const rpc::Call& call, const v1::EndCalendarFeedRequest& request,
                               v1::EndCalendarFeedResponse* response);
  absl::Status GetCalendarFeed(const rpc::Call& call, const v1::GetCalendarFeedRequest& request,
                               google::api::HttpBody* response);

  CalendarFeeds& feeds_;
  const CalendarWriter& writer_;
  const auth::PageTokens& tokens_;
  const base::Clock& clock_;
  rpc::ServiceTable table_;
};

}  // namespace deputies::reception

#endif  // SERVICES_RECEPTION_RPC_CALENDAR_SERVICE_H_
