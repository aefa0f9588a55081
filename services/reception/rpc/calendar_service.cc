#include "services/reception/rpc/calendar_service.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/base/status_macros.h"
#include "services/common/base/work_calendar.h"
#include "services/common/rpc/request_key.h"
#include "services/common/sheet/sheet.h"
#include "services/reception/domain/errors.h"
#include "services/reception/rpc/converters.h"

namespace deputies::reception {
namespace {

constexpr char kCalendarType[] = "text/calendar; charset=utf-8";

std::string KeyScope(int64_t home_id) { return absl::StrCat("reception/calendarFeed/", home_id); }

const char* WeekdayName(absl::CivilDay date) {
  static constexpr const char* kNames[] = {"星期一", "星期二", "星期三", "星期四",
                                           "星期五", "星期六", "星期日"};
  return kNames[static_cast<int>(absl::GetWeekday(date))];
}

const char* ModeName(ReceptionMode mode) {
  switch (mode) {
    case ReceptionMode::kOnSite:
      return "到场";
    case ReceptionMode::kOnline:
      return "线上";
    case ReceptionMode::kBoth:
      return "到场、线上";
  }
  return "";
}

std::string Remark(const Day& day) {
  if (day.state == DayState::kCancelled) return absl::StrCat("取消：", day.change_note);
  return day.changed ? absl::StrCat("有变动：", day.change_note) : "";
}

sheet::Sheet MonthSheet(absl::CivilMonth month, const std::vector<Day>& days) {
  sheet::Sheet sheet;
  sheet.name = absl::StrCat(month.year(), "年", month.month(), "月接待日");
  sheet.rows.push_back({"日期", "星期", "时间", "地点", "方式", "接待人", "主题", "备注"});
  for (const Day& day : days) {
    const auto hour = [](absl::Time time) {
      return absl::FormatTime("%H:%M", time, base::Shanghai());
    };
    sheet.rows.push_back({absl::StrCat(day.date.month(), "月", day.date.day(), "日"),
                          WeekdayName(day.date),
                          absl::StrCat(hour(day.starts_at), "—", hour(day.ends_at)), day.room,
                          ModeName(day.mode), HostNames(day), day.topic, Remark(day)});
  }
  return sheet;
}

}  // namespace

CalendarService::CalendarService(CalendarFeeds& feeds, const CalendarWriter& writer,
                                 const auth::PageTokens& tokens, const base::Clock& clock)
    : feeds_(feeds),
      writer_(writer),
      tokens_(tokens),
      clock_(clock),
      table_("deputies.reception.v1.CalendarService") {
  table_.Bind("GetReceptionCalendar", this, &CalendarService::GetReceptionCalendar);
  table_.Bind("ExportReceptionMonth", this, &CalendarService::ExportReceptionMonth);
  table_.Bind("RenewCalendarFeed", this, &CalendarService::RenewCalendarFeed);
  table_.Bind("EndCalendarFeed", this, &CalendarService::EndCalendarFeed);
  table_.Bind("GetCalendarFeed", this, &CalendarService::GetCalendarFeed);
}

absl::Status CalendarService::GetReceptionCalendar(const rpc::Call& call,
                                                   const v1::GetReceptionCalendarRequest& request,
                                                   google::api::HttpBody* response) {
  ASSIGN_OR_RETURN(const std::vector<CalendarEvent> events,
                   feeds_.ReadHome(rpc::ScopeOf(call), request.home_id()));
  response->set_content_type(kCalendarType);
  response->set_data(writer_.Write("群众接待日", events, clock_.Now()));
  return absl::OkStatus();
}

absl::Status CalendarService::ExportReceptionMonth(const rpc::Call& call,
                                                   const v1::ExportReceptionMonthRequest& request,
                                                   google::api::HttpBody* response) {
  ASSIGN_OR_RETURN(const absl::CivilMonth month, ReadMonth("month", request.month()));
  ASSIGN_OR_RETURN(const std::vector<Day> days,
                   feeds_.ReadMonth(rpc::ScopeOf(call), request.home_id(), month));
  ASSIGN_OR_RETURN(std::string file, sheet::ToXlsx(MonthSheet(month, days)));
  response->set_content_type(sheet::kXlsxType);
  response->set_data(std::move(file));
  return absl::OkStatus();
}

absl::Status CalendarService::RenewCalendarFeed(const rpc::Call& call,
                                                const v1::RenewCalendarFeedRequest& request,
                                                v1::CalendarFeed* response) {
  ASSIGN_OR_RETURN(
      const int64_t number,
      feeds_.Renew(rpc::ScopeOf(call), rpc::KeyOf("RenewCalendarFeed", call, request)));
  const std::string key =
      tokens_.Encode(KeyScope(request.home_id()), absl::StrCat(call.caller.person_id, ".", number));
  response->set_path(absl::StrCat("/v1/homes/", request.home_id(), "/calendarFeeds/", key));
  return absl::OkStatus();
}

absl::Status CalendarService::EndCalendarFeed(const rpc::Call& call,
                                              const v1::EndCalendarFeedRequest& request,
                                              v1::EndCalendarFeedResponse*) {
  return feeds_.End(rpc::ScopeOf(call), rpc::KeyOf("EndCalendarFeed", call, request));
}

absl::Status CalendarService::GetCalendarFeed(const rpc::Call& call,
                                              const v1::GetCalendarFeedRequest& request,
                                              google::api::HttpBody* response) {
  const absl::StatusOr<std::string> key =
      tokens_.Decode(KeyScope(request.home_id()), request.feed_key());
  if (!key.ok()) return CalendarFeedNotFound();
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(*key, absl::MaxSplits('.', 1));
  int64_t person_id = 0;
  int64_t number = 0;
  if (!absl::SimpleAtoi(parts.first, &person_id) || !absl::SimpleAtoi(parts.second, &number)) {
    return CalendarFeedNotFound();
  }
  ASSIGN_OR_RETURN(const std::vector<CalendarEvent> events,
                   feeds_.ReadFeed(rpc::ScopeOf(call), request.home_id(), person_id, number));
  response->set_content_type(kCalendarType);
  response->set_data(writer_.Write("我的接待日程", events, clock_.Now()));
  return absl::OkStatus();
}

}  // namespace deputies::reception
