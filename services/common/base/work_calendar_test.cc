#include "services/common/base/work_calendar.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace deputies::base {
namespace {

using absl::CivilDay;
using testing::HasSubstr;

// From the State Council's table of 2026: Spring Festival 15-23 February, work on the 14th and
// 28th.
WorkCalendar SpringFestival() {
  return *WorkCalendar::Parse(
      "# 2026\n"
      "2026-02-14,work,春节\n2026-02-15,off,春节\n2026-02-16,off,春节\n2026-02-17,off,春节\n"
      "2026-02-18,off,春节\n2026-02-19,off,春节\n2026-02-20,off,春节\n2026-02-21,off,春节\n"
      "2026-02-22,off,春节\n2026-02-23,off,春节\n\n2026-02-28,work,春节\n");
}

TEST(WorkCalendar, WeekendsRestHolidaysRestMakeUpDaysWork) {
  const WorkCalendar calendar = SpringFestival();
  EXPECT_TRUE(calendar.IsWorkday(CivilDay(2026, 2, 13)));   // Friday
  EXPECT_TRUE(calendar.IsWorkday(CivilDay(2026, 2, 14)));   // Saturday, made up
  EXPECT_FALSE(calendar.IsWorkday(CivilDay(2026, 2, 16)));  // Monday, holiday
  EXPECT_FALSE(calendar.IsWorkday(CivilDay(2026, 3, 1)));   // Sunday
  EXPECT_EQ(calendar.HolidayName(CivilDay(2026, 2, 16)), "春节");
  EXPECT_EQ(calendar.HolidayName(CivilDay(2026, 2, 14)), "");
  EXPECT_TRUE(calendar.Covers(2026));
  EXPECT_FALSE(calendar.Covers(2027));
}

TEST(WorkCalendar, CountsWorkdaysOverAHoliday) {
  const WorkCalendar calendar = SpringFestival();
  EXPECT_EQ(calendar.AddWorkdays(CivilDay(2026, 2, 13), 2), CivilDay(2026, 2, 24));
  EXPECT_EQ(calendar.AddWorkdays(CivilDay(2026, 2, 24), -2), CivilDay(2026, 2, 13));
  EXPECT_EQ(calendar.AddWorkdays(CivilDay(2026, 2, 16), 0), CivilDay(2026, 2, 16));
  EXPECT_EQ(calendar.WorkdaysBetween(CivilDay(2026, 2, 13), CivilDay(2026, 2, 24)), 2);
  EXPECT_EQ(calendar.WorkdaysBetween(CivilDay(2026, 2, 24), CivilDay(2026, 2, 13)), -2);
}

TEST(WorkCalendar, ALimitEndsAtMidnightInShanghai) {
  const absl::Time start = absl::FromCivil(absl::CivilMinute(2026, 2, 13, 23, 59), Shanghai());
  EXPECT_EQ(SpringFestival().Deadline(start, 1),
            absl::FromCivil(absl::CivilDay(2026, 2, 15), absl::FixedTimeZone(8 * 60 * 60)));
}

TEST(WorkCalendar, KnowsTheDaylightSavingOf1986) {
  EXPECT_EQ(StartOfShanghaiDay(CivilDay(1986, 7, 1)),
            absl::FromCivil(absl::CivilDay(1986, 7, 1), absl::FixedTimeZone(9 * 60 * 60)));
}

TEST(WorkCalendar, AWrongLineIsNamed) {
  for (const auto& [text, expected] : std::vector<std::pair<std::string, std::string>>{
           {"2026-02-14,work", "line 1: expected date,off|work,name"},
           {"\n2026-02-30,off,春节", "line 2: expected a date"},
           {"2026-02-14,free,春节", "line 1: expected \"off\" or \"work\""}}) {
    EXPECT_THAT(std::string(WorkCalendar::Parse(text).status().message()), HasSubstr(expected));
  }
}

}  // namespace
}  // namespace deputies::base
