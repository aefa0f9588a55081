#include "absl/strings/str_cat.h"
#include "services/reception/domain/calendar_writer.h"

namespace deputies::reception {
namespace {

constexpr char kCancelledMark[] = "（取消）";

void AddLine(std::string* text, const std::string& line) {
  if (!line.empty()) absl::StrAppend(text, text->empty() ? "" : "\n", line);
}

std::string Title(const Day& day) {
  return absl::StrCat("群众接待日", day.topic.empty() ? "" : "：", day.topic);
}

bool IsOff(BookingState state) {
  return state == BookingState::kCancelled || state == BookingState::kCancelledByHome ||
         state == BookingState::kExpired;
}

}  // namespace

std::string HostNames(const Day& day) {
  std::string names;
  for (const DayHost& host : day.hosts) {
    if (!host.absent) absl::StrAppend(&names, names.empty() ? "" : "、", host.name);
  }
  return names;
}

CalendarEvent EventOf(const Day& day) {
  CalendarEvent event;
  event.uid = absl::StrCat("reception-", day.home_id, "-", day.id);
  event.sequence = day.version;
  event.starts_at = day.starts_at;
  event.ends_at = day.ends_at;
  event.cancelled = day.state == DayState::kCancelled;
  event.summary = absl::StrCat(event.cancelled ? kCancelledMark : "", Title(day));
  event.location = day.room;
  const std::string hosts = HostNames(day);
  if (!hosts.empty()) AddLine(&event.description, absl::StrCat("接待人：", hosts));
  AddLine(&event.description, day.notice);
  AddLine(&event.description, day.change_note);
  return event;
}

CalendarEvent EventOf(const Booking& booking, const Day& day) {
  CalendarEvent event;
  event.uid = absl::StrCat("booking-", booking.home_id, "-", booking.id);
  // Either may change without the other; the sum rises with both.
  event.sequence = booking.version + day.version;
  event.starts_at = booking.starts_at;
  event.ends_at = booking.ends_at;
  event.cancelled = IsOff(booking.state) || day.state == DayState::kCancelled;
  const char* mark = "我的预约：";
  if (event.cancelled) {
    mark = kCancelledMark;
  } else if (booking.state == BookingState::kWaiting) {
    mark = "（候补中）";
  } else if (booking.state == BookingState::kOffered || booking.state == BookingState::kHeld) {
    mark = "（请确认）";
  }
  event.summary = absl::StrCat(mark, Title(day));
  event.location = day.room;
  if (!event.cancelled) {
    AddLine(&event.description, absl::StrCat("签到码：", booking.check_in_code));
    const std::string hosts = HostNames(day);
    if (!hosts.empty()) AddLine(&event.description, absl::StrCat("接待人：", hosts));
  }
  AddLine(&event.description, booking.reason);
  return event;
}

}  // namespace deputies::reception
