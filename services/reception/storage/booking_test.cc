// Bookings against a real database: the rules one by one, then storms.
#include <atomic>
#include <cstdlib>
#include <functional>
#include <random>
#include <thread>

#include "services/common/base/error.h"
#include "services/common/db/open.h"
#include "services/reception/storage/reception_fixture.h"

namespace deputies::reception {
namespace {

using base::ErrorReason;

class BookingTest : public ReceptionFixture {};

bool FullDrills() {
  const char* value = std::getenv("DEPUTIES_FULL_DRILLS");
  return value != nullptr && std::string(value) == "1";
}

TEST_F(BookingTest, ARepeatedRequestIsOneBooking) {
  const Slot slot = SlotOf(AddDay(3, OneSlot(5)));
  const base::Caller voter = Voter(1);
  const base::RequestKey key = Key("CreateBooking", voter);
  BookingWish wish;
  wish.slot_id = slot.id;
  const Booking first = desk_.Book(Scope(voter), key, wish).value();
  const Booking again = desk_.Book(Scope(voter), key, wish).value();
  EXPECT_EQ(first.id, again.id);
  EXPECT_EQ(first.state, BookingState::kBooked);
  EXPECT_EQ(SlotOf(AddDay(4, OneSlot(1)), 0).booked, 0);
  EXPECT_EQ(CountNotices(events::v1::BOOKING_CONFIRMED), 1);
  EXPECT_EQ(ErrorReason(Book(voter, slot.id).status()), "BOOKING_EXISTS");
  ExpectInvariants();
}

// Negative test 1 of the features' list, and 6: cancelled is no no-show.
TEST_F(BookingTest, ACancelledBookingStaysInTheHistory) {
  const Slot slot = SlotOf(AddDay(3, OneSlot(5)));
  const base::Caller voter = Voter(1);
  const Booking booking = Book(voter, slot.id).value();
  EXPECT_EQ(CancelBooking(voter, booking.id).value().state, BookingState::kCancelled);
  const BookingPage mine = desk_.ListMine(Scope(voter), kHome, std::nullopt, 0).value();
  ASSERT_EQ(mine.bookings.size(), 1u);
  EXPECT_EQ(mine.bookings[0].state, BookingState::kCancelled);
  EXPECT_EQ(desk_.ListEvents(Scope(voter), kHome, booking.id).value().size(), 2u);
  clock_.Advance(absl::Hours(24 * 5));
  EXPECT_EQ(ShownState(Read(booking.id), clock_.Now()), BookingState::kCancelled);
  EXPECT_EQ(ErrorReason(CancelBooking(voter, booking.id).status()), "BOOKING_STATE_CONFLICT");
  EXPECT_EQ(ErrorReason(CancelBooking(Voter(2), booking.id).status()), "BOOKING_NOT_FOUND");
}

TEST_F(BookingTest, AHoldWantsConfirmationInTime) {
  const Slot slot = SlotOf(AddDay(3, OneSlot(1)));
  const Booking held = Book(Voter(1), slot.id, false, false, true).value();
  EXPECT_EQ(held.state, BookingState::kHeld);
  EXPECT_EQ(ErrorReason(Book(Voter(2), slot.id).status()), "SLOT_FULL");
  clock_.Advance(absl::Minutes(11));
  EXPECT_EQ(ErrorReason(
                desk_.Confirm(Scope(Voter(1)), Key("ConfirmBooking", Voter(1)), held.id).status()),
            "BOOKING_STATE_CONFLICT");
  EXPECT_EQ(desk_.ExpirePlaces(absl::InfiniteFuture()).value(), 1);
  EXPECT_EQ(Read(held.id).state, BookingState::kExpired);
  const Booking second = Book(Voter(2), slot.id, false, false, true).value();
  EXPECT_EQ(
      desk_.Confirm(Scope(Voter(2)), Key("ConfirmBooking", Voter(2)), second.id).value().state,
      BookingState::kBooked);
  ExpectInvariants();
}

TEST_F(BookingTest, TheWaitlistGetsTimedOffersInItsOrder) {
  const Slot slot = SlotOf(AddDay(3, OneSlot(1)));
  const Booking booked = Book(Voter(1), slot.id).value();
  const Booking first = Book(Voter(2), slot.id, true).value();
  const Booking second = Book(Voter(3), slot.id, true).value();
  const Booking third = Book(Voter(4), slot.id, true, true).value();
  EXPECT_EQ(first.waitlist_position, 1);
  EXPECT_EQ(third.waitlist_position, 3);
  ASSERT_TRUE(CancelBooking(Voter(1), booked.id).ok());
  EXPECT_EQ(Read(first.id).state, BookingState::kOffered);
  EXPECT_EQ(Read(second.id).waitlist_position, 1);
  ExpectInvariants();
  // Not taken in time: the next one is asked, and the one who wants no question is booked.
  clock_.Advance(absl::Minutes(121));
  EXPECT_EQ(desk_.ExpirePlaces(absl::InfiniteFuture()).value(), 1);
  EXPECT_EQ(Read(first.id).state, BookingState::kExpired);
  EXPECT_EQ(Read(second.id).state, BookingState::kOffered);
  ASSERT_TRUE(CancelBooking(Voter(3), second.id).ok());
  EXPECT_EQ(Read(third.id).state, BookingState::kBooked);
  EXPECT_EQ(CountNotices(events::v1::BOOKING_OFFERED), 2);
  ExpectInvariants();
}

TEST_F(BookingTest, APlaceGivenBackRestsBeforeItIsFree) {
  const Slot slot = SlotOf(AddDay(3, OneSlot(1)));
  const Booking booked = Book(Voter(1), slot.id).value();
  ASSERT_TRUE(CancelBooking(Voter(1), booked.id).ok());
  EXPECT_EQ(ErrorReason(Book(Voter(2), slot.id).status()), "SLOT_FULL");
  clock_.Advance(absl::Minutes(6));
  EXPECT_EQ(desk_.ExpirePlaces(absl::InfiniteFuture()).value(), 1);
  EXPECT_EQ(Read(booked.id).state, BookingState::kCancelled);
  EXPECT_TRUE(Book(Voter(2), slot.id).ok());
  ExpectInvariants();
}

// Negative test 3: more reserved places must not strand the waitlist.
TEST_F(BookingTest, ReservedPlacesAndTheWaitlistAgree) {
  const Slot slot = SlotOf(AddDay(3, OneSlot(2, 1)));
  ASSERT_TRUE(Book(Voter(1), slot.id).ok());
  ASSERT_TRUE(Book(Voter(2), slot.id).ok());
  const Booking waiting = Book(Voter(3), slot.id, true, true).value();
  const auto update = [&](int capacity, int walk_in) {
    return days_.UpdateSlot(Scope(staff_), Key("UpdateSlot", staff_), slot.id, capacity, walk_in);
  };
  EXPECT_EQ(ErrorReason(update(3, 2).status()), "SLOT_BOOKED");
  ASSERT_TRUE(update(4, 2).ok());
  EXPECT_EQ(Read(waiting.id).state, BookingState::kWaiting);
  ASSERT_TRUE(update(4, 1).ok());
  EXPECT_EQ(Read(waiting.id).state, BookingState::kBooked);
  ExpectInvariants();
}

// Negative test 7: the first booking must not close the slot.
TEST_F(BookingTest, ASlotTakesAllItsPlaces) {
  const Slot slot = SlotOf(AddDay(3, OneSlot(3, 2)));
  for (int person = 1; person <= 3; ++person) EXPECT_TRUE(Book(Voter(person), slot.id).ok());
  EXPECT_EQ(ErrorReason(Book(Voter(4), slot.id).status()), "SLOT_FULL");
}

TEST_F(BookingTest, LimitsCutOffsAndStrangers) {
  const Day day = AddDay(1, OneSlot(5));
  const Slot slot = SlotOf(day);
  Policy policy;
  policy.bookings_per_person = 2;
  SetPolicy(policy);
  const Booking booking = Book(Voter(1), slot.id).value();
  ASSERT_TRUE(Book(Voter(1), SlotOf(AddDay(2, OneSlot(5))).id).ok());
  const Slot third = SlotOf(AddDay(3, OneSlot(5)));
  EXPECT_EQ(ErrorReason(Book(Voter(1), third.id).status()), "BOOKING_LIMIT");
  EXPECT_EQ(ErrorReason(desk_.Get(Scope(Voter(2)), kHome, booking.id).status()),
            "BOOKING_NOT_FOUND");
  clock_.Set(slot.starts_at - absl::Minutes(30));
  EXPECT_EQ(ErrorReason(CancelBooking(Voter(1), booking.id).status()), "BOOKING_CUTOFF");
  EXPECT_EQ(ErrorReason(CancelBooking(staff_, booking.id).status()), "FIELD_INVALID");
  EXPECT_EQ(CancelBooking(staff_, booking.id, "代表生病").value().state,
            BookingState::kCancelledByHome);
  clock_.Set(slot.ends_at + absl::Minutes(1));
  EXPECT_EQ(ErrorReason(Book(Voter(9), slot.id).status()), "SLOT_CLOSED");
}

TEST_F(BookingTest, AMoveLosesNoPlace) {
  const Day day = AddDay(3, [] {
    SlotPattern pattern;
    pattern.capacity = 1;
    pattern.walk_in = 0;
    return pattern;
  }());
  const Slot first = SlotOf(day, 0);
  const Slot second = SlotOf(day, 1);
  const Booking moving = Book(Voter(1), first.id).value();
  const Booking other = Book(Voter(2), second.id).value();
  const Booking waiting = Book(Voter(3), first.id, true, true).value();
  const auto move = [&](int64_t slot_id) {
    return desk_.Reschedule(Scope(Voter(1)), Key("RescheduleBooking", Voter(1)), moving.id,
                            slot_id);
  };
  EXPECT_EQ(ErrorReason(move(second.id).status()), "SLOT_FULL");
  EXPECT_EQ(Read(moving.id).slot_id, first.id);
  ASSERT_TRUE(CancelBooking(staff_, other.id, "换时间").ok());
  EXPECT_EQ(move(second.id).value().slot_id, second.id);
  EXPECT_EQ(Read(waiting.id).state, BookingState::kBooked);
  ExpectInvariants();
}

TEST_F(BookingTest, RemindersComeTwiceAndOnlyToThoseWhoAreBooked) {
  const Slot slot = SlotOf(AddDay(3, OneSlot(5)));
  const Booking stays = Book(Voter(1), slot.id).value();
  const Booking goes = Book(Voter(2), slot.id).value();
  EXPECT_EQ(desk_.SendReminders(absl::InfiniteFuture()).value(), 0);
  ASSERT_TRUE(CancelBooking(Voter(2), goes.id).ok());
  clock_.Set(slot.starts_at - absl::Hours(23));
  ASSERT_TRUE(desk_.SendReminders(absl::InfiniteFuture()).ok());
  ASSERT_TRUE(desk_.SendReminders(absl::InfiniteFuture()).ok());
  EXPECT_EQ(CountNotices(events::v1::BOOKING_REMINDER), 1);
  clock_.Set(slot.starts_at - absl::Minutes(90));
  ASSERT_TRUE(desk_.SendReminders(absl::InfiniteFuture()).ok());
  EXPECT_EQ(CountNotices(events::v1::BOOKING_REMINDER), 2);
  clock_.Set(slot.ends_at + absl::Minutes(1));
  EXPECT_EQ(ShownState(Read(stays.id), clock_.Now()), BookingState::kUnresolved);
}

TEST_F(BookingTest, ACancelledDayTellsEverybodyAndASubstituteKeepsTheBookings) {
  const Host host = AddHost("甲代表");
  const Host other = AddHost("乙代表", HostKind::kDeputy, 56);
  const Day day = AddDay(3, OneSlot(1), {host.id});
  const Slot slot = SlotOf(day);
  const Booking booked = Book(Voter(1), slot.id).value();
  const Booking waiting = Book(Voter(2), slot.id, true).value();
  const Day changed = days_
                          .Substitute(Scope(staff_), Key("SubstituteHost", staff_), day.id, host.id,
                                      other.id, "外出开会")
                          .value();
  EXPECT_TRUE(changed.changed);
  ASSERT_EQ(changed.hosts.size(), 2u);
  EXPECT_EQ(Read(booked.id).state, BookingState::kBooked);
  EXPECT_EQ(CountNotices(events::v1::RECEPTION_DAY_CHANGED), 2);
  ASSERT_TRUE(
      days_.Cancel(Scope(staff_), Key("CancelReceptionDay", staff_), day.id, "大雪封路").ok());
  EXPECT_EQ(Read(booked.id).state, BookingState::kCancelledByHome);
  EXPECT_EQ(Read(waiting.id).state, BookingState::kCancelledByHome);
  EXPECT_EQ(CountNotices(events::v1::RECEPTION_DAY_CHANGED), 4);
  EXPECT_EQ(ErrorReason(Book(Voter(3), slot.id).status()), "SLOT_CLOSED");
  ExpectInvariants();
}

TEST_F(BookingTest, ADeputyIsExcusedForNobodyElse) {
  const Host own = AddHost("甲代表");
  const Host other = AddHost("乙代表", HostKind::kDeputy, 56);
  const Host official = AddHost("丙局长", HostKind::kOrganHead, 0);
  const Day day = AddDay(3, OneSlot(1), {own.id, official.id});
  const auto excuse = [&](int64_t absent, int64_t substitute) {
    return days_.Substitute(Scope(deputy_), Key("SubstituteHost", deputy_), day.id, absent,
                            substitute, "外出开会");
  };
  EXPECT_EQ(ErrorReason(excuse(official.id, other.id).status()), "RECEPTION_HOST_NOT_FOUND");
  EXPECT_EQ(ErrorReason(excuse(other.id, 0).status()), "RECEPTION_HOST_NOT_FOUND");
  EXPECT_EQ(excuse(own.id, other.id).value().hosts.size(), 3u);
}

// Runs `work(thread, random)` on so many threads at once.
void OnThreads(int threads, const std::function<void(int, std::mt19937&)>& work) {
  std::vector<std::thread> running;
  for (int i = 0; i < threads; ++i) {
    running.emplace_back([&, i] {
      db::ThreadStart();
      std::mt19937 random(static_cast<unsigned>(i) + 1);
      work(i, random);
      db::ThreadStop();
    });
  }
  for (std::thread& thread : running) thread.join();
}

// Negative test 2.
TEST_F(BookingTest, OneOfManyWinsTheLastPlace) {
  const Slot slot = SlotOf(AddDay(3, OneSlot(1)));
  common::v1::DatabaseConfig config = database_.config();
  config.set_checkout_timeout_ms(60000);
  const auto pool = db::OpenDatabase(config, 40).value();
  SqlReceptionStore store(*pool, ids_, clock_);
  BookingDesk desk(store, directory_, ids_, codes_, clock_);
  const int per_thread = FullDrills() ? 250 : 25;
  std::atomic<int> won{0};
  std::atomic<int> odd{0};
  OnThreads(40, [&](int thread, std::mt19937&) {
    for (int i = 0; i < per_thread; ++i) {
      const base::Caller voter = Voter(1 + thread * per_thread + i);
      BookingWish wish;
      wish.slot_id = slot.id;
      const absl::Status status =
          desk.Book(Scope(voter), KeyNumber("CreateBooking", voter, 1), wish).status();
      if (status.ok()) ++won;
      if (!status.ok() && ErrorReason(status) != "SLOT_FULL") ++odd;
    }
  });
  EXPECT_EQ(won, 1);
  EXPECT_EQ(odd, 0);
  ExpectInvariants();
}

// 40 connections book and cancel one slot of 30. Quick: 2,000 attempts; full: 100 runs of 10,000.
TEST_F(BookingTest, AStormLeavesExactlyTheCapacityBooked) {
  Policy policy;
  policy.waitlist_limit = 10000;
  policy.trading_delay_minutes = 0;
  SetPolicy(policy);
  common::v1::DatabaseConfig config = database_.config();
  config.set_checkout_timeout_ms(60000);
  const auto pool = db::OpenDatabase(config, 40).value();
  SqlReceptionStore store(*pool, ids_, clock_);
  BookingDesk desk(store, directory_, ids_, codes_, clock_);
  const int rounds = FullDrills() ? 100 : 1;
  const int per_thread = FullDrills() ? 250 : 50;
  const int voters = per_thread * 4;
  for (int round = 0; round < rounds; ++round) {
    const Slot slot = SlotOf(AddDay(3 + round, OneSlot(30)));
    std::atomic<int> odd{0};
    std::atomic<int> number{round * 1000000};
    OnThreads(40, [&](int, std::mt19937& random) {
      for (int i = 0; i < per_thread; ++i) {
        const base::Caller voter =
            Voter(1 + static_cast<int64_t>(random() % voters) + round * voters);
        const int key = ++number;
        absl::Status status;
        if (random() % 10 < 8) {
          BookingWish wish;
          wish.slot_id = slot.id;
          wish.join_waitlist = true;
          wish.accept_offer = true;
          status = desk.Book(Scope(voter), KeyNumber("CreateBooking", voter, key), wish).status();
        } else {
          const BookingPage mine = desk.ListMine(Scope(voter), kHome, std::nullopt, 1).value();
          if (mine.bookings.empty()) continue;
          status = desk.Cancel(Scope(voter), KeyNumber("CancelBooking", voter, key),
                               mine.bookings[0].id, "")
                       .status();
        }
        const std::string reason = ErrorReason(status);
        if (!status.ok() && reason != "BOOKING_EXISTS" && reason != "BOOKING_STATE_CONFLICT") {
          ++odd;
          ADD_FAILURE() << status;
        }
      }
    });
    EXPECT_EQ(odd, 0);
    EXPECT_EQ(SlotOf(days_.Get(Scope(staff_), kHome, slot.day_id).value()).booked, 30);
    ExpectInvariants();
    if (HasFailure()) break;
  }
}

// The database dies by kill -9 in the middle of a storm; who got no answer asks again with the same
// key. Quick: one kill; full: 20.
TEST_F(BookingTest, AKilledDatabaseLosesAndDoublesNothing) {
  testing::MariadbServer server;
  testing::TestDatabase own(Migrations(), server);
  common::v1::DatabaseConfig config = own.config();
  config.set_checkout_timeout_ms(60000);
  const auto pool = db::OpenDatabase(config, 10).value();
  SqlReceptionStore store(*pool, ids_, clock_);
  DayBook days(store, directory_, ids_, clock_);
  BookingDesk desk(store, directory_, ids_, codes_, clock_);
  Day draft;
  draft.date = base::ShanghaiDay(clock_.Now()) + 3;
  const Day day =
      days.Create(Scope(staff_), Key("CreateReceptionDay", staff_), draft, OneSlot(30), true)
          .value();
  const int64_t slot_id = store.ListSlots(absl::InfiniteFuture(), kHome, day.id).value()[0].id;
  const int kills = FullDrills() ? 20 : 1;
  std::atomic<bool> done{false};
  std::thread killer([&] {
    for (int i = 0; i < kills; ++i) {
      absl::SleepFor(absl::Milliseconds(300));
      server.Kill();
      server.Start();
    }
    done = true;
  });
  std::atomic<int> acknowledged{0};
  OnThreads(10, [&](int thread, std::mt19937&) {
    for (int i = 0; i < 12 || !done; ++i) {
      const base::Caller voter = Voter(1 + thread * 100000 + i);
      BookingWish wish;
      wish.slot_id = slot_id;
      wish.join_waitlist = true;
      for (;;) {
        const absl::Status status =
            desk.Book(Scope(voter), KeyNumber("CreateBooking", voter, 1), wish).status();
        if (status.ok()) ++acknowledged;
        if (!absl::IsUnavailable(status) && !absl::IsAborted(status)) break;
        absl::SleepFor(absl::Milliseconds(20));
      }
    }
  });
  killer.join();
  EXPECT_EQ(own.QueryInt("SELECT COUNT(*) FROM bookings"), acknowledged);
  EXPECT_EQ(own.QueryInt("SELECT booked FROM slots"), 30);
  ExpectInvariants(own);
}

}  // namespace
}  // namespace deputies::reception
