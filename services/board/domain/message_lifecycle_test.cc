// The clock and the ladder: single rules, and a year of messages on a fake clock.
#include "services/board/domain/message_lifecycle.h"

#include <cstdlib>
#include <map>
#include <random>
#include <string>

#include "gtest/gtest.h"
#include "services/common/base/error.h"

namespace deputies::board {
namespace {

using base::ErrorReason;

absl::Time At(int year, int month, int day, int hour = 9) {
  return absl::FromCivil(absl::CivilHour(year, month, day, hour), base::Shanghai());
}

const base::WorkCalendar& Calendar() {
  static const base::WorkCalendar* const calendar = [] {
    // The Spring Festival of 2026 with its make-up days.
    std::vector<base::WorkCalendar::Exception> exceptions = {
        {absl::CivilDay(2026, 2, 14), true, "春节"}, {absl::CivilDay(2026, 2, 28), true, "春节"}};
    for (int day = 15; day <= 23; ++day) {
      exceptions.push_back({absl::CivilDay(2026, 2, day), false, "春节"});
    }
    return new base::WorkCalendar(exceptions);
  }();
  return *calendar;
}

class LifecycleTest : public ::testing::Test {
 protected:
  Message Posted(absl::Time time, int64_t deputy_id = 0, MessageKind kind = MessageKind::kMessage) {
    Message message;
    message.home_id = 7;
    message.id = 1;
    message.author_id = 100;
    message.deputy_id = deputy_id;
    message.kind = kind;
    message.create_time = time;
    lifecycle_.Begin(&message, {ActorKind::kAuthor, 100, 0, ""}, limits_);
    return message;
  }
  absl::Status Apply(Message* message, MessageEvent event, absl::Time now,
                     ActorKind actor = ActorKind::kSystem) {
    return lifecycle_.Apply(message, event, {actor, 1, 0, ""}, now, "", limits_).status();
  }

  const CaseLimits limits_;
  const MessageLifecycle lifecycle_{Calendar()};
};

TEST_F(LifecycleTest, TheClockCountsWorkingDaysOverAFestival) {
  // A Friday before the make-up Saturday: 14 February works, 15-23 do not.
  const Message message = Posted(At(2026, 2, 13));
  EXPECT_EQ(message.owner, Owner::kLiaison);
  EXPECT_EQ(*message.due_time, At(2026, 2, 25, 0));  // the 14th and the 24th
  const Message direct = Posted(At(2026, 2, 13), 50);
  EXPECT_EQ(direct.owner, Owner::kHandler);
  EXPECT_EQ(*direct.due_time, At(2026, 2, 26, 0));
  EXPECT_EQ(Posted(At(2026, 2, 13), 0, MessageKind::kWish).state, MessageState::kPooled);
}

TEST_F(LifecycleTest, OnlyAQuestionToTheAuthorStopsTheClock) {
  Message message = Posted(At(2026, 3, 2), 50);
  ASSERT_TRUE(Apply(&message, MessageEvent::kAccept, At(2026, 3, 3), ActorKind::kDeputy).ok());
  const absl::Time due = *message.life.answer_due;
  EXPECT_EQ(due, At(2026, 3, 24, 0));  // 15 working days after 2 March: 23 March, to its end
  ASSERT_TRUE(Apply(&message, MessageEvent::kAsk, At(2026, 3, 4), ActorKind::kDeputy).ok());
  EXPECT_EQ(message.owner, Owner::kAuthor);
  EXPECT_FALSE(message.due_time.has_value());
  ASSERT_TRUE(Apply(&message, MessageEvent::kReply, At(2026, 3, 9), ActorKind::kAuthor).ok());
  // Three working days from Wednesday to Monday.
  EXPECT_EQ(*message.life.answer_due, At(2026, 3, 27, 0));
  EXPECT_EQ(message.owner, Owner::kHandler);
}

TEST_F(LifecycleTest, ClimbsTheLadderStepByStep) {
  Message message = Posted(At(2026, 3, 2), 50);
  Owner expected[] = {Owner::kChair, Owner::kSponsor, Owner::kCountyOffice, Owner::kCountyOffice};
  for (Owner owner : expected) {
    const absl::Time now = *message.life.next_time;
    EXPECT_EQ(MessageLifecycle::DueEvent(message, now), MessageEvent::kEscalate);
    ASSERT_TRUE(Apply(&message, MessageEvent::kEscalate, now).ok());
    EXPECT_EQ(message.owner, owner);
    EXPECT_GT(*message.life.next_time, now);
  }
  EXPECT_EQ(message.escalation, 3);
  // Who works on it in time again has it back.
  ASSERT_TRUE(Apply(&message, MessageEvent::kAcknowledge, At(2026, 3, 12)).ok());
  EXPECT_EQ(message.owner, Owner::kHandler);
  EXPECT_EQ(message.escalation, 0);
}

TEST_F(LifecycleTest, TwoReturnsThenTheChairDecides) {
  Message message = Posted(At(2026, 3, 2), 50);
  const absl::Time now = At(2026, 3, 3);
  ASSERT_TRUE(Apply(&message, MessageEvent::kReturn, now).ok());
  EXPECT_EQ(message.owner, Owner::kLiaison);
  message.handler_deputy_id = 51;
  ASSERT_TRUE(Apply(&message, MessageEvent::kDispatch, now).ok());
  ASSERT_TRUE(Apply(&message, MessageEvent::kReturn, now).ok());
  EXPECT_EQ(message.owner, Owner::kChair);
  message.handler_deputy_id = 52;
  ASSERT_TRUE(Apply(&message, MessageEvent::kDispatch, now).ok());
  EXPECT_EQ(ErrorReason(Apply(&message, MessageEvent::kReturn, now)), "RETURN_LIMIT_REACHED");
  EXPECT_EQ(message.state, MessageState::kDispatched);
}

TEST_F(LifecycleTest, AnAcknowledgementIsNoAnswerAndSilenceIsNoSatisfaction) {
  Message message = Posted(At(2026, 3, 2), 50);
  ASSERT_TRUE(Apply(&message, MessageEvent::kAcknowledge, At(2026, 3, 3)).ok());
  EXPECT_TRUE(message.life.acknowledge_time.has_value());
  EXPECT_FALSE(message.life.answer_time.has_value());
  EXPECT_EQ(ErrorReason(Apply(&message, MessageEvent::kRate, At(2026, 3, 3))),
            "MESSAGE_STATE_CONFLICT");
  ASSERT_TRUE(Apply(&message, MessageEvent::kAnswer, At(2026, 3, 4)).ok());
  const absl::Time silent = *message.life.next_time;
  EXPECT_EQ(MessageLifecycle::DueEvent(message, silent), MessageEvent::kFallSilent);
  ASSERT_TRUE(Apply(&message, MessageEvent::kFallSilent, silent).ok());
  EXPECT_TRUE(message.life.silent);
  EXPECT_EQ(*message.life.close_time, silent);
  EXPECT_FALSE(message.life.satisfy_time.has_value());
  EXPECT_FALSE(message.life.solve_time.has_value());
}

TEST_F(LifecycleTest, APromiseIsAskedForOnItsDay) {
  Message message = Posted(At(2026, 3, 2), 50);
  message.life.promise_time = At(2026, 9, 1);
  ASSERT_TRUE(Apply(&message, MessageEvent::kAnswer, At(2026, 3, 4)).ok());
  ASSERT_TRUE(Apply(&message, MessageEvent::kFallSilent, *message.life.next_time).ok());
  EXPECT_EQ(message.state, MessageState::kClosed);
  EXPECT_EQ(*message.life.next_time, At(2026, 9, 1));
  ASSERT_TRUE(Apply(&message, MessageEvent::kPromiseDue, At(2026, 9, 1)).ok());
  EXPECT_EQ(message.state, MessageState::kPromiseDue);
  EXPECT_EQ(message.owner, Owner::kHandler);
  EXPECT_FALSE(message.life.close_time.has_value());
}

TEST_F(LifecycleTest, ReopensOnceByRight) {
  Message message = Posted(At(2026, 3, 2), 50);
  ASSERT_TRUE(Apply(&message, MessageEvent::kAnswer, At(2026, 3, 4)).ok());
  ASSERT_TRUE(Apply(&message, MessageEvent::kReopen, At(2026, 3, 5), ActorKind::kAuthor).ok());
  EXPECT_EQ(*message.due_time, Calendar().Deadline(At(2026, 3, 5), limits_.normal_answer));
  ASSERT_TRUE(Apply(&message, MessageEvent::kAnswer, At(2026, 3, 6)).ok());
  EXPECT_EQ(ErrorReason(Apply(&message, MessageEvent::kReopen, At(2026, 3, 7), ActorKind::kAuthor)),
            "ALREADY_REOPENED");
  EXPECT_TRUE(Apply(&message, MessageEvent::kReopen, At(2026, 3, 7), ActorKind::kStaff).ok());
}

TEST_F(LifecycleTest, ChasesOnceAPeriod) {
  Message message = Posted(At(2026, 3, 2), 50);
  EXPECT_EQ(ErrorReason(Apply(&message, MessageEvent::kChase, At(2026, 3, 3))), "CHASE_TOO_EARLY");
  ASSERT_TRUE(Apply(&message, MessageEvent::kChase, At(2026, 3, 6)).ok());
  EXPECT_EQ(ErrorReason(Apply(&message, MessageEvent::kChase, At(2026, 3, 9))), "CHASE_TOO_EARLY");
  EXPECT_EQ(message.life.chase_count, 1);
}

TEST_F(LifecycleTest, AnotherLimitClassMovesTheDate) {
  Message message = Posted(At(2026, 3, 2), 50);
  ASSERT_TRUE(Apply(&message, MessageEvent::kAcknowledge, At(2026, 3, 3)).ok());
  lifecycle_.ChangeLimitClass(&message, LimitClass::kUrgent, At(2026, 3, 3), limits_);
  EXPECT_EQ(*message.due_time, Calendar().Deadline(At(2026, 3, 2), limits_.urgent_answer));
  lifecycle_.ChangeLimitClass(&message, LimitClass::kComplex, At(2026, 3, 3), limits_);
  EXPECT_EQ(*message.due_time, Calendar().Deadline(At(2026, 3, 2), limits_.complex_answer));
}

// One message and those around it, who act by chance: some deputies never do, some authors never
// speak again. The clock job runs with a delay of up to a minute.
class SimulatedCase {
 public:
  SimulatedCase(const MessageLifecycle& lifecycle, const CaseLimits& limits, uint64_t seed)
      : lifecycle_(lifecycle), limits_(limits), random_(seed) {}

  // Runs from a day of 2026 to the end of that year; checks after every step.
  void Run() {
    absl::Time now = At(2026, 1, 1) + absl::Minutes(Pick(365 * 24 * 60));
    message_.home_id = 1;
    message_.id = 1;
    message_.author_id = Pick(20) == 0 ? 0 : 100;
    message_.deputy_id = Pick(3) == 0 ? 50 : 0;
    if (message_.deputy_id == 0 && Pick(4) == 0) message_.kind = MessageKind::kErrand;
    message_.limit_class = static_cast<LimitClass>(1 + Pick(4));
    message_.create_time = now;
    lazy_ = 1 + Pick(30);
    lifecycle_.Begin(&message_, Actor(), limits_);
    Check(now);
    const absl::Time end = At(2027, 1, 1);
    while (now < end) {
      const absl::Time act = now + absl::Minutes(1 + Pick(lazy_ * 24 * 60));
      const absl::Time look = message_.life.next_time.has_value()
                                  ? *message_.life.next_time + absl::Seconds(Pick(60))
                                  : absl::InfiniteFuture();
      now = std::min(act, look);
      if (now >= end) break;
      if (look <= act) {
        Apply(MessageLifecycle::DueEvent(message_, now), ActorKind::kSystem, now, true);
      } else {
        ActByChance(now);
      }
      Check(now);
    }
    // At the end of the year it is closed, or somebody has it and the clock will come back.
    Check(end);
  }

  int escalations() const { return escalations_; }
  MessageState state() const { return message_.state; }

 private:
  int Pick(int count) { return static_cast<int>(random_() % static_cast<uint64_t>(count)); }

  void Apply(MessageEvent event, ActorKind actor, absl::Time now, bool must_work) {
    if (event == MessageEvent::kEscalate) ++escalations_;
    const absl::Status status =
        lifecycle_.Apply(&message_, event, {actor, 1, 0, ""}, now, "", limits_).status();
    if (must_work) {
      EXPECT_TRUE(status.ok()) << status << " in " << static_cast<int>(message_.state);
    }
  }

  void ActByChance(absl::Time now) {
    const MessageEvent event =
        static_cast<MessageEvent>(kFirstMessageEvent + Pick(kLastMessageEvent));
    // The system's own events come by the clock only; posting comes once.
    switch (event) {
      case MessageEvent::kPost:
      case MessageEvent::kFallSilent:
      case MessageEvent::kPromiseDue:
      case MessageEvent::kClaimTimeout:
      case MessageEvent::kQuestionLapse:
      case MessageEvent::kEscalate:
        return;
      case MessageEvent::kMerge:
        if (Pick(10) != 0) return;
        break;
      case MessageEvent::kAsk:
        if (message_.author_id == 0) return;
        break;
      default:
        break;
    }
    if (!NextState(message_.state, event).ok()) return;
    if (event == MessageEvent::kDispatch || event == MessageEvent::kClaim) {
      message_.handler_deputy_id = 50 + Pick(3);
    }
    if (event == MessageEvent::kAnswer) {
      message_.life.promise_time.reset();
      if (Pick(4) == 0) message_.life.promise_time = now + absl::Hours(24 * (1 + Pick(200)));
    }
    if (event == MessageEvent::kRate) {
      Rating rating;
      rating.score = 1 + Pick(5);
      rating.solved = static_cast<Judgement>(1 + Pick(5));
      message_.rating = rating;
    }
    if (event == MessageEvent::kMerge) message_.merged_into_id = 2;
    const ActorKind actor =
        event == MessageEvent::kReopen && Pick(2) == 0 ? ActorKind::kAuthor : ActorKind::kStaff;
    Apply(event, actor, now, false);
  }

  void Check(absl::Time now) {
    const Life& life = message_.life;
    const MessageState state = message_.state;
    if (IsOpen(state)) {
      // Somebody of the home or above has it, until a day, and the clock comes back.
      EXPECT_GE(message_.owner, Owner::kHandler);
      EXPECT_TRUE(message_.due_time.has_value());
      ASSERT_TRUE(life.next_time.has_value()) << "lost in " << static_cast<int>(state);
      // Overdue: one level up within one working day.
      const absl::Time tolerated = Calendar().Deadline(*message_.due_time, 1);
      if (now > tolerated) {
        EXPECT_GE(message_.escalation, 1);
        EXPECT_GE(message_.owner, Owner::kChair);
      }
      EXPECT_GE(Calendar().Deadline(now, 61), *life.next_time) << "nobody looks for too long";
    } else if (state == MessageState::kAnswered || state == MessageState::kAwaitingAuthor) {
      EXPECT_EQ(message_.owner, Owner::kAuthor);
      EXPECT_TRUE(life.next_time.has_value());
    } else {
      EXPECT_EQ(message_.owner, Owner::kNobody);
      EXPECT_EQ(life.next_time.has_value(),
                state != MessageState::kMerged && life.promise_time.has_value());
    }
    EXPECT_EQ(life.close_time.has_value(),
              state == MessageState::kRated || state == MessageState::kClosed ||
                  (state == MessageState::kMerged && life.close_time.has_value()));
    EXPECT_LE(life.return_count, kMaxReturns);
    EXPECT_LE(life.reopen_count, kMaxReopens);
    if (life.satisfy_time.has_value()) {
      EXPECT_FALSE(life.silent);
    }
  }

  const MessageLifecycle& lifecycle_;
  const CaseLimits& limits_;
  std::mt19937_64 random_;
  Message message_;
  int lazy_ = 1;
  int escalations_ = 0;
};

// The full form takes an hour of one processor; DEPUTIES_LIFE_SEEDS: so many years of it.
TEST_F(LifecycleTest, AYearOfMessagesLosesNone) {
  const char* drills = std::getenv("DEPUTIES_FULL_DRILLS");
  const char* named = std::getenv("DEPUTIES_LIFE_SEEDS");
  const bool full = named != nullptr || (drills != nullptr && std::string(drills) == "1");
  const int messages = full ? 10'000 : 2'000;
  const int seeds = named != nullptr ? std::atoi(named) : full ? 10'000 : 1;
  int64_t escalations = 0;
  std::map<MessageState, int64_t> ends;
  for (int seed = 0; seed < seeds && !HasFailure(); ++seed) {
    for (int i = 0; i < messages; ++i) {
      SCOPED_TRACE(testing::Message() << "seed " << seed << " message " << i);
      SimulatedCase one(lifecycle_, limits_, static_cast<uint64_t>(seed) * messages + i);
      one.Run();
      escalations += one.escalations();
      ++ends[one.state()];
      if (HasFailure()) return;
    }
  }
  // The year went through every corner.
  EXPECT_GT(escalations, messages / 10);
  EXPECT_GE(ends.size(), 10u);
}

}  // namespace
}  // namespace deputies::board
