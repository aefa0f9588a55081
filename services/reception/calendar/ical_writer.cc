#include "services/reception/calendar/ical_writer.h"

#include <libical/ical.h>

#include <cstdlib>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"

namespace deputies::reception {
namespace {

icaltimetype ToIcal(absl::Time time) {
  const absl::CivilSecond utc = absl::ToCivilSecond(time, absl::UTCTimeZone());
  icaltimetype result = icaltime_null_time();
  result.year = static_cast<int>(utc.year());
  result.month = utc.month();
  result.day = utc.day();
  result.hour = utc.hour();
  result.minute = utc.minute();
  result.second = utc.second();
  result.zone = icaltimezone_get_utc_timezone();
  return result;
}

std::string HostNames(const Day& day) {
  std::string names;
  for (const DayHost& host : day.hosts) {
    if (!host.absent) absl::StrAppend(&names, names.empty() ? "" : "、", host.name);
  }
  return names;
}

icalcomponent* EventOf(const Day& day, absl::Time now) {
  icalcomponent* event = icalcomponent_new(ICAL_VEVENT_COMPONENT);
  const auto add = [event](icalproperty* property) { icalcomponent_add_property(event, property); };
  add(icalproperty_new_uid(absl::StrCat("reception-", day.home_id, "-", day.id).c_str()));
  add(icalproperty_new_dtstamp(ToIcal(now)));
  add(icalproperty_new_sequence(day.version));
  add(icalproperty_new_dtstart(ToIcal(day.starts_at)));
  add(icalproperty_new_dtend(ToIcal(day.ends_at)));
  const bool cancelled = day.state == DayState::kCancelled;
  add(icalproperty_new_summary(absl::StrCat(cancelled ? "（取消）" : "", "群众接待日",
                                            day.topic.empty() ? "" : "：", day.topic)
                                   .c_str()));
  add(icalproperty_new_status(cancelled ? ICAL_STATUS_CANCELLED : ICAL_STATUS_CONFIRMED));
  if (!day.room.empty()) add(icalproperty_new_location(day.room.c_str()));
  std::string words = HostNames(day);
  if (!words.empty()) words = absl::StrCat("接待人：", words);
  for (const std::string& more : {day.notice, day.change_note}) {
    if (!more.empty()) absl::StrAppend(&words, words.empty() ? "" : "\n", more);
  }
  if (!words.empty()) add(icalproperty_new_description(words.c_str()));
  return event;
}

}  // namespace

std::string IcalWriter::Write(const std::string& name, const std::vector<Day>& days,
                              absl::Time now) const {
  const std::unique_ptr<icalcomponent, decltype(&icalcomponent_free)> calendar(
      icalcomponent_new(ICAL_VCALENDAR_COMPONENT), &icalcomponent_free);
  const auto add = [&](icalproperty* property) {
    icalcomponent_add_property(calendar.get(), property);
  };
  add(icalproperty_new_version("2.0"));
  add(icalproperty_new_prodid("-//Deputies Home//Reception//ZH"));
  add(icalproperty_new_method(ICAL_METHOD_PUBLISH));
  for (const auto& [key, value] : {std::pair<const char*, std::string>{"X-WR-CALNAME", name},
                                   {"X-WR-TIMEZONE", "Asia/Shanghai"}}) {
    icalproperty* property = icalproperty_new_x(value.c_str());
    icalproperty_set_x_name(property, key);
    add(property);
  }
  for (const Day& day : days) icalcomponent_add_component(calendar.get(), EventOf(day, now));
  const std::unique_ptr<char, decltype(&free)> text(icalcomponent_as_ical_string_r(calendar.get()),
                                                    &free);
  return std::string(text.get());
}

}  // namespace deputies::reception
