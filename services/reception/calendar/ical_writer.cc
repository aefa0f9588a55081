#include "services/reception/calendar/ical_writer.h"

#include <libical/ical.h>

#include <cstdlib>
#include <memory>
#include <utility>

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

icalcomponent* ComponentOf(const CalendarEvent& event, absl::Time now) {
  icalcomponent* component = icalcomponent_new(ICAL_VEVENT_COMPONENT);
  const auto add = [component](icalproperty* property) {
    icalcomponent_add_property(component, property);
  };
  add(icalproperty_new_uid(event.uid.c_str()));
  add(icalproperty_new_dtstamp(ToIcal(now)));
  add(icalproperty_new_sequence(event.sequence));
  add(icalproperty_new_dtstart(ToIcal(event.starts_at)));
  add(icalproperty_new_dtend(ToIcal(event.ends_at)));
  add(icalproperty_new_summary(event.summary.c_str()));
  add(icalproperty_new_status(event.cancelled ? ICAL_STATUS_CANCELLED : ICAL_STATUS_CONFIRMED));
  if (!event.location.empty()) add(icalproperty_new_location(event.location.c_str()));
  if (!event.description.empty()) add(icalproperty_new_description(event.description.c_str()));
  return component;
}

}  // namespace

std::string IcalWriter::Write(const std::string& name, const std::vector<CalendarEvent>& events,
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
  for (const CalendarEvent& event : events) {
    icalcomponent_add_component(calendar.get(), ComponentOf(event, now));
  }
  const std::unique_ptr<char, decltype(&free)> text(icalcomponent_as_ical_string_r(calendar.get()),
                                                    &free);
  return std::string(text.get());
}

}  // namespace deputies::reception
