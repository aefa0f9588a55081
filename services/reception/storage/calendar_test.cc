// What calendar programs read: the events of days and bookings, personal feeds.
#include <algorithm>

#include "services/common/base/error.h"
#include "services/reception/calendar/ical_writer.h"
#include "services/reception/domain/calendar_feeds.h"
#include "services/reception/storage/reception_fixture.h"

namespace deputies::reception {
namespace {

using base::ErrorReason;

class CalendarTest : public ReceptionFixture {
 protected:
  std::vector<CalendarEvent> Feed(int64_t person_id, int64_t number) {
    return feeds_.ReadFeed(Scope(base::Caller()), kHome, person_id, number).value();
  }
  int64_t Renew(const base::Caller& caller) {
    return feeds_.Renew(Scope(caller), Key("RenewCalendarFeed", caller)).value();
  }

  CalendarFeeds feeds_{store_, days_, directory_, ids_, clock_};
};

TEST_F(CalendarTest, ABookingKeepsItsUidAndItsSequenceRises) {
  const Day day = AddDay(3, OneSlot(5));
  const Booking booking = Book(Voter(1), SlotOf(day).id).value();
  const int64_t number = Renew(Voter(1));
  const std::vector<CalendarEvent> booked = Feed(1, number);
  ASSERT_EQ(booked.size(), 1u);
  EXPECT_FALSE(booked[0].cancelled);
  EXPECT_NE(booked[0].description.find(booking.check_in_code), std::string::npos);

  ASSERT_TRUE(CancelBooking(Voter(1), booking.id).ok());
  const std::vector<CalendarEvent> cancelled = Feed(1, number);
  ASSERT_EQ(cancelled.size(), 1u);
  EXPECT_EQ(cancelled[0].uid, booked[0].uid);
  EXPECT_GT(cancelled[0].sequence, booked[0].sequence);
  EXPECT_TRUE(cancelled[0].cancelled);
  EXPECT_EQ(cancelled[0].description.find(booking.check_in_code), std::string::npos);
}

TEST_F(CalendarTest, AFeedIsOnePersonsAndOnlyTheNewestLives) {
  const Day day = AddDay(3, OneSlot(5));
  ASSERT_TRUE(Book(Voter(1), SlotOf(day).id).ok());
  const int64_t first = Renew(Voter(1));
  const int64_t other = Renew(Voter(2));
  EXPECT_TRUE(Feed(2, other).empty());
  const auto read = [&](int64_t person_id, int64_t number) {
    return ErrorReason(feeds_.ReadFeed(Scope(base::Caller()), kHome, person_id, number).status());
  };
  EXPECT_EQ(read(2, first), "CALENDAR_FEED_NOT_FOUND");
  const int64_t second = Renew(Voter(1));
  EXPECT_EQ(read(1, first), "CALENDAR_FEED_NOT_FOUND");
  EXPECT_EQ(Feed(1, second).size(), 1u);
  ASSERT_TRUE(feeds_.End(Scope(Voter(1)), Key("EndCalendarFeed", Voter(1))).ok());
  EXPECT_EQ(read(1, second), "CALENDAR_FEED_NOT_FOUND");
}

TEST_F(CalendarTest, ADeputySeesTheDaysOfReceiving) {
  const Host host = AddHost("甲代表");
  const Host other = AddHost("乙代表", HostKind::kDeputy, 56);
  const Day mine = AddDay(3, OneSlot(5), {host.id});
  AddDay(4, OneSlot(5), {other.id});
  const int64_t number = Renew(deputy_);
  ASSERT_EQ(Feed(kDeputyPerson, number).size(), 1u);
  EXPECT_EQ(Feed(kDeputyPerson, number)[0].uid, EventOf(mine).uid);
  ASSERT_TRUE(days_
                  .Substitute(Scope(staff_), Key("SubstituteHost", staff_), mine.id, host.id,
                              other.id, "外出开会")
                  .ok());
  EXPECT_TRUE(Feed(kDeputyPerson, number).empty());
}

// From 1986 to 1991 China had daylight-saving time: UTC+9 in summer.
TEST(IcalWriterTest, InstantsAreUtcWhateverThePeriod) {
  const IcalWriter writer;
  const auto starts = [&](absl::CivilSecond local) {
    CalendarEvent event;
    event.uid = "reception-1-1";
    event.starts_at = absl::FromCivil(local, base::Shanghai());
    event.ends_at = event.starts_at + absl::Hours(2);
    event.summary = "群众接待日";
    return writer.Write("日历", {event}, event.starts_at);
  };
  const auto has = [](const std::string& feed, const std::string& line) {
    return feed.find(line + "\r\n") != std::string::npos;
  };
  EXPECT_TRUE(has(starts(absl::CivilSecond(1988, 7, 1, 9, 0, 0)), "DTSTART:19880701T000000Z"));
  EXPECT_TRUE(has(starts(absl::CivilSecond(1992, 7, 1, 9, 0, 0)), "DTSTART:19920701T010000Z"));
  EXPECT_TRUE(has(starts(absl::CivilSecond(2027, 1, 1, 0, 30, 0)), "DTSTART:20261231T163000Z"));
}

}  // namespace
}  // namespace deputies::reception
