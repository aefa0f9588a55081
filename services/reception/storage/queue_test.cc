// The day's queue against a real database: rules, then a seeded simulation of days against a simple
// model.
#include <cstdlib>
#include <map>
#include <random>
#include <set>

#include "services/common/base/error.h"
#include "services/reception/domain/queue_desk.h"
#include "services/reception/domain/queue_order.h"
#include "services/reception/storage/reception_fixture.h"

namespace deputies::reception {
namespace {

using base::ErrorReason;

class QueueTest : public ReceptionFixture {
 protected:
  // A day from 9:00 on with two hosts; the clock stands at 8:30 of that day.
  void SetUp() override {
    first_host_ = AddHost("甲代表").id;
    second_host_ = AddHost("乙代表", HostKind::kDeputy, 56).id;
    SlotPattern pattern;
    pattern.capacity = 4;
    pattern.walk_in = 1;
    day_ = AddDay(1, pattern, {first_host_, second_host_});
    clock_.Set(day_.starts_at - absl::Minutes(30));
  }
  absl::StatusOr<TicketView> WalkIn(const std::string& name, Priority priority = Priority::kNone,
                                    int64_t host = 0) {
    clock_.Advance(absl::Seconds(1));
    Arrival arrival;
    arrival.visitor_name = name;
    arrival.priority = priority;
    arrival.wanted_host = host;
    return queue_.TakeTicket(Scope(staff_), Key("TakeTicket", staff_), day_.id, arrival);
  }
  absl::StatusOr<TicketView> CheckIn(const Booking& booking) {
    clock_.Advance(absl::Seconds(1));
    return queue_.CheckIn(Scope(staff_), Key("CheckIn", staff_), booking.id, {});
  }
  absl::StatusOr<TicketView> Call(int64_t host) {
    return queue_.CallNext(Scope(staff_), Key("CallNext", staff_), day_.id, host, "");
  }
  std::string CallName(int64_t host) { return Call(host).value().ticket.visitor_name; }
  absl::StatusOr<TicketView> Handle(int64_t ticket, TicketAction action, int64_t host = 0) {
    return queue_.Handle(Scope(staff_), Key("HandleTicket", staff_), ticket, action, host);
  }

  QueueDesk queue_{store_, ids_, codes_, clock_};
  int64_t first_host_ = 0;
  int64_t second_host_ = 0;
  Day day_;
};

TEST_F(QueueTest, TheQueueEndsWithTheDay) {
  const Booking booking = Book(Voter(1), SlotOf(day_).id).value();
  ASSERT_TRUE(CheckIn(booking).ok());
  const Ticket served = Call(first_host_).value().ticket;
  ASSERT_TRUE(Handle(served.id, TicketAction::kStart).ok());
  const Ticket waiting = WalkIn("后来的").value().ticket;
  clock_.Set(day_.ends_at + absl::Hours(3));
  ASSERT_EQ(days_.CloseOverDays(absl::InfiniteFuture()).value(), 1);
  const auto state = [&](const Ticket& ticket) {
    return store_.FindTicket(absl::InfiniteFuture(), kHome, ticket.id).value()->state;
  };
  EXPECT_EQ(state(served), TicketState::kDone);
  EXPECT_EQ(state(waiting), TicketState::kLeft);
  EXPECT_EQ(Read(booking.id).state, BookingState::kServed);
}

TEST_F(QueueTest, ADayThatTookPlaceIsTheHomesWorkWithTheHeadsWhoCame) {
  const int64_t judge = AddHost("法院院长", HostKind::kOrganHead).id;
  const int64_t chief = AddHost("派出所所长", HostKind::kOrganHead).id;
  const Day day = AddDay(1, OneSlot(3), {first_host_, judge, chief});
  const Day empty = AddDay(2, OneSlot(3), {judge});
  for (const auto& [of, host] : {std::pair(day.id, chief), std::pair(empty.id, judge)}) {
    ASSERT_TRUE(
        days_.Substitute(Scope(staff_), Key("Substitute", staff_), of, host, 0, "开会").ok());
  }
  clock_.Set(empty.ends_at + absl::Hours(3));
  ASSERT_TRUE(days_.CloseOverDays(absl::InfiniteFuture()).ok());
  ASSERT_EQ(days_.CloseOverDays(absl::InfiniteFuture()).value(), 0);
  std::vector<std::string> told;
  for (const events::v1::Event& event : Events()) {
    if (!event.has_home_acted() || event.home_acted().source_id() == day_.id) continue;
    EXPECT_EQ(event.home_acted().source_id(), day.id) << "nobody came on the other day";
    told.push_back(absl::StrCat(event.home_acted().item(), " ", event.home_acted().quantity()));
  }
  EXPECT_EQ(told, (std::vector<std::string>{"reception_day 1", "organ_reception 1"}));
}

TEST_F(QueueTest, BookedElderAndWalkInsShareOneOrder) {
  Booking early = Book(Voter(1), SlotOf(day_, 1).id).value();  // 9:30
  ASSERT_TRUE(CheckIn(early).ok());
  ASSERT_TRUE(WalkIn("一").ok());
  ASSERT_TRUE(WalkIn("二").ok());
  ASSERT_TRUE(WalkIn("老人", Priority::kElder).ok());
  EXPECT_EQ(CallName(first_host_), "老人");
  EXPECT_EQ(CallName(first_host_), "一");
  clock_.Set(day_.starts_at + absl::Minutes(30));
  EXPECT_EQ(Call(first_host_).value().ticket.booking_id, early.id);
  EXPECT_EQ(CallName(first_host_), "二");
  EXPECT_EQ(ErrorReason(Call(first_host_).status()), "QUEUE_EMPTY");
}

TEST_F(QueueTest, NobodyIsOvertakenMoreOftenThanTheHomeAllows) {
  ASSERT_TRUE(WalkIn("先到").ok());
  for (int i = 0; i < 6; ++i) ASSERT_TRUE(WalkIn(absl::StrCat("老人", i), Priority::kElder).ok());
  std::vector<std::string> order;
  for (int i = 0; i < 7; ++i) order.push_back(CallName(first_host_));
  EXPECT_EQ(order[3], "先到");
}

TEST_F(QueueTest, WhoDoesNotComeIsPutAsideAndKeepsThePlace) {
  const int64_t ticket = WalkIn("一").value().ticket.id;
  ASSERT_TRUE(WalkIn("二").ok());
  ASSERT_EQ(CallName(first_host_), "一");
  EXPECT_EQ(Handle(ticket, TicketAction::kRecall).value().ticket.calls, 2);
  EXPECT_EQ(Handle(ticket, TicketAction::kRecall).value().ticket.calls, 3);
  EXPECT_EQ(Handle(ticket, TicketAction::kRecall).value().ticket.state, TicketState::kParked);
  ASSERT_TRUE(WalkIn("三").ok());
  EXPECT_EQ(Handle(ticket, TicketAction::kResume).value().ahead, 0);
  EXPECT_EQ(CallName(second_host_), "一");
  EXPECT_EQ(Handle(ticket, TicketAction::kTransfer, first_host_).value().ticket.wanted_host,
            first_host_);
  EXPECT_EQ(CallName(second_host_), "二");
  EXPECT_EQ(CallName(first_host_), "一");
}

// Negative test 4: a code that was given out is accepted by everybody who receives; 6: who came is
// no no-show.
TEST_F(QueueTest, EveryReceiverMayUseTheCode) {
  const Booking first = Book(Voter(1), SlotOf(day_, 0).id).value();
  const Booking second = Book(Voter(2), SlotOf(day_, 0).id).value();
  const auto by_code = [&](const base::Caller& caller, const std::string& code) {
    return queue_.CheckInByCode(Scope(caller), Key("CheckInByCode", caller), day_.id, code, {});
  };
  EXPECT_TRUE(by_code(staff_, first.check_in_code).ok());
  EXPECT_TRUE(by_code(deputy_, second.check_in_code).ok());
  EXPECT_EQ(ErrorReason(by_code(staff_, "xxxxxx").status()), "BOOKING_NOT_FOUND");
  EXPECT_EQ(ErrorReason(by_code(staff_, first.check_in_code).status()), "BOOKING_STATE_CONFLICT");
  clock_.Set(day_.ends_at);
  EXPECT_EQ(ErrorReason(queue_.MarkNoShow(Scope(staff_), Key("MarkNoShow", staff_), first.id)),
            "BOOKING_STATE_CONFLICT");
}

// Negative test 5: the host's absence is not the visitor's fault, and a substitute is a host.
TEST_F(QueueTest, ANoShowWantsAHostWhoWasThere) {
  const Booking booking = Book(Voter(1), SlotOf(day_, 0).id).value();
  const auto no_show = [&] {
    return queue_.MarkNoShow(Scope(staff_), Key("MarkNoShow", staff_), booking.id);
  };
  EXPECT_FALSE(no_show().ok());
  for (const int64_t host : {first_host_, second_host_}) {
    ASSERT_TRUE(
        days_.Substitute(Scope(staff_), Key("SubstituteHost", staff_), day_.id, host, 0, "开会")
            .ok());
  }
  clock_.Set(day_.ends_at);
  EXPECT_FALSE(no_show().ok());
  const int64_t third = AddHost("丙代表", HostKind::kDeputy, 57).id;
  clock_.Set(day_.starts_at);
  ASSERT_TRUE(days_
                  .Substitute(Scope(staff_), Key("SubstituteHost", staff_), day_.id, first_host_,
                              third, "开会")
                  .ok());
  clock_.Set(day_.ends_at);
  EXPECT_TRUE(no_show().ok());
  EXPECT_EQ(Read(booking.id).state, BookingState::kNoShow);
}

TEST_F(QueueTest, VotersTellTheCodeAtTheDoor) {
  const Booking booking = Book(Voter(1), SlotOf(day_, 0).id).value();
  Arrival arrival;
  arrival.door_code = "wrong!";
  EXPECT_EQ(
      ErrorReason(
          queue_.CheckIn(Scope(Voter(1)), Key("CheckIn", Voter(1)), booking.id, arrival).status()),
      "DOOR_CODE_WRONG");
  EXPECT_TRUE(queue_.Screen(Scope(Voter(1)), kHome, day_.id).value().door_code.empty());
  arrival.door_code = queue_.Screen(Scope(deputy_), kHome, day_.id).value().door_code;
  const TicketView view =
      queue_.CheckIn(Scope(Voter(1)), Key("CheckIn", Voter(1)), booking.id, arrival).value();
  EXPECT_EQ(view.ahead, 0);
  EXPECT_EQ(ErrorReason(queue_.Get(Scope(Voter(2)), kHome, view.ticket.id).status()),
            "TICKET_NOT_FOUND");
  const Booking strangers = Book(Voter(2), SlotOf(day_, 0).id).value();
  EXPECT_EQ(
      ErrorReason(queue_.CheckIn(Scope(Voter(1)), Key("CheckIn", Voter(1)), strangers.id, arrival)
                      .status()),
      "BOOKING_NOT_FOUND");
}

// One day by chance against what must hold: every ticket is called in a turn that the rule
// explains, none is lost or called twice at once, nobody is overtaken beyond the limit, and only
// who was not checked in can be a no-show. Quick: 15 seeds against the database; full: 10,000. The
// order alone is run through many more seeds below.
TEST_F(QueueTest, SeededDaysKeepTheirPromises) {
  const char* full = std::getenv("DEPUTIES_FULL_DRILLS");
  const int seeds = full != nullptr && std::string(full) == "1" ? 10000 : 15;
  for (int seed = 1; seed <= seeds; ++seed) {
    std::mt19937 random(static_cast<unsigned>(seed));
    SlotPattern pattern;
    pattern.capacity = 4;
    pattern.walk_in = 1;
    day_ = AddDay(2, pattern, {first_host_, second_host_});
    const absl::Time morning = clock_.Now();
    std::vector<Booking> bookings;
    for (int i = 0; i < 8; ++i) {
      absl::StatusOr<Booking> booking =
          Book(Voter(seed * 100 + i), SlotOf(day_, random() % 5).id, random() % 2 == 0, true);
      if (booking.ok()) bookings.push_back(*booking);
    }
    clock_.Set(day_.starts_at - absl::Minutes(15));
    std::map<int64_t, TicketState> model;  // every ticket given out
    std::set<int64_t> came;
    int walk_ins = 0;
    while (clock_.Now() < day_.ends_at) {
      clock_.Advance(absl::Seconds(60 + random() % 240));
      const unsigned what = random() % 10;
      if (what < 3) {
        const Booking& booking = bookings[random() % bookings.size()];
        const absl::StatusOr<TicketView> view = CheckIn(booking);
        const bool may =
            Read(booking.id).state == BookingState::kCheckedIn && came.count(booking.id) == 0;
        ASSERT_EQ(view.ok(), may) << view.status();
        if (view.ok()) {
          model[view->ticket.id] = TicketState::kWaiting;
          came.insert(booking.id);
        }
      } else if (what < 6) {
        const TicketView view =
            WalkIn(absl::StrCat("走", seed, "-", ++walk_ins), static_cast<Priority>(random() % 4))
                .value();
        model[view.ticket.id] = TicketState::kWaiting;
      } else if (what < 9) {
        const int64_t host = random() % 2 == 0 ? first_host_ : second_host_;
        const absl::StatusOr<TicketView> view = Call(host);
        const bool waits = std::any_of(model.begin(), model.end(), [](const auto& entry) {
          return entry.second == TicketState::kWaiting;
        });
        ASSERT_EQ(view.ok(), waits) << view.status();
        if (!view.ok()) continue;
        ASSERT_EQ(model[view->ticket.id], TicketState::kWaiting) << "called twice";
        const TicketAction then = random() % 4 == 0 ? TicketAction::kPark : TicketAction::kFinish;
        ASSERT_TRUE(Handle(view->ticket.id, then).ok());
        model[view->ticket.id] =
            then == TicketAction::kPark ? TicketState::kParked : TicketState::kDone;
      } else {
        for (auto& [ticket, state] : model) {
          if (state != TicketState::kParked) continue;
          ASSERT_TRUE(Handle(ticket, TicketAction::kResume).ok());
          state = TicketState::kWaiting;
          break;
        }
      }
    }
    const std::vector<TicketView> tickets = queue_.List(Scope(staff_), kHome, day_.id).value();
    ASSERT_EQ(tickets.size(), model.size()) << "a ticket was lost or doubled, seed " << seed;
    for (const TicketView& view : tickets) {
      EXPECT_EQ(view.ticket.state, model[view.ticket.id]) << "seed " << seed;
      EXPECT_LE(view.ticket.overtaken, 3) << "seed " << seed;
    }
    clock_.Set(day_.ends_at + absl::Minutes(1));
    for (const Booking& booking : bookings) {
      const bool marked =
          queue_.MarkNoShow(Scope(staff_), Key("MarkNoShow", staff_), booking.id).ok();
      EXPECT_FALSE(marked && came.count(booking.id) != 0) << "false no-show, seed " << seed;
    }
    ExpectInvariants();
    if (HasFailure()) break;
    clock_.Set(morning);
  }
}

// The order without a database: whatever comes, nobody is overtaken beyond the limit and everybody
// is called.
TEST(QueueOrderTest, OvertakingIsBoundedForAnySequence) {
  for (unsigned seed = 1; seed <= 2000; ++seed) {
    std::mt19937 random(seed);
    const int limit = static_cast<int>(random() % 4);
    absl::Time now = absl::FromUnixSeconds(1772413200);
    std::vector<Ticket> tickets;
    size_t called = 0;
    for (int step = 0; step < 120; ++step) {
      now += absl::Seconds(random() % 200);
      if (random() % 2 == 0) {
        Ticket& ticket = tickets.emplace_back();
        ticket.number = static_cast<int>(tickets.size());
        ticket.booked = random() % 3 == 0;
        ticket.due_at =
            ticket.booked ? now + absl::Seconds(static_cast<int>(random() % 1200) - 600) : now;
        ticket.priority = static_cast<Priority>(random() % 4);
        ticket.wanted_host = random() % 3;
        continue;
      }
      const int64_t host = 1 + random() % 2;
      const int next = PickNext(tickets, host, now, limit);
      if (next < 0) continue;
      CountOvertaken(tickets, static_cast<size_t>(next), host);
      tickets[static_cast<size_t>(next)].state = TicketState::kCalled;
      ++called;
    }
    for (int64_t host : {1, 2}) {
      for (int next = PickNext(tickets, host, now, limit); next >= 0;
           next = PickNext(tickets, host, now, limit)) {
        CountOvertaken(tickets, static_cast<size_t>(next), host);
        tickets[static_cast<size_t>(next)].state = TicketState::kCalled;
        ++called;
      }
    }
    ASSERT_EQ(called, tickets.size()) << seed;
    for (const Ticket& ticket : tickets) ASSERT_LE(ticket.overtaken, limit) << seed;
  }
}

}  // namespace
}  // namespace deputies::reception
