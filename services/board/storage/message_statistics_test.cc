// Statistics against an independent recomputation in SQL, over messages whose lives went through
// the real rules.
#include "services/board/domain/message_statistics.h"

#include <algorithm>
#include <random>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/board/domain/handling_desk.h"
#include "services/board/domain/message_export.h"
#include "services/board/domain/message_poster.h"
#include "services/board/domain/message_responder.h"
#include "services/board/domain/weekly_caller.h"
#include "services/board/storage/board_fixture.h"
#include "services/board/storage/sql_moderation_store.h"
#include "services/board/storage/sql_statistics_store.h"
#include "services/board/storage/sql_template_store.h"
#include "services/board/storage/sql_week_store.h"
#include "services/common/base/error.h"
#include "services/common/base/work_calendar.h"

namespace deputies::board {
namespace {

using base::Role;

constexpr int64_t kHome = 7;

class MessageStatisticsTest : public BoardFixture {
 protected:
  // Posts, dispatches, acknowledges, answers and rates by chance over two months.
  void LiveThroughTwoMonths() {
    std::mt19937_64 random(20260302);
    const auto pick = [&](int count) { return static_cast<int>(random() % count); };
    const base::Caller liaison = WithRole(300, Role::kLiaison, kHome);
    int key = 0;
    for (int i = 0; i < 300; ++i) {
      const base::Caller voter = Person(1000 + pick(40));
      MessageDraft draft{.home_id = kHome, .subject = "主题", .body = absl::StrCat("内容", i)};
      draft.category = pick(3) == 0 ? "" : pick(2) == 0 ? "城乡建设/安全生产" : "教育";
      const auto posted =
          poster_.Post(Scope(voter), Key("P", kHome, voter.person_id, ++key, ""), draft);
      ASSERT_TRUE(posted.ok()) << posted.status();
      const absl::Time next = clock_.Now() + absl::Minutes(1 + pick(300));
      const int64_t deputy_id = 50 + pick(3);
      const base::Caller deputy = WithRole(200 + deputy_id, Role::kDeputy, kHome, deputy_id);
      const auto later = [&] { clock_.Advance(absl::Minutes(1 + pick(20000))); };
      if (pick(5) != 0) {
        later();
        ASSERT_TRUE(handling_
                        .Dispatch(Scope(liaison), Key("D", kHome, 300, ++key, ""), posted->id,
                                  deputy_id, "", std::nullopt)
                        .ok());
        if (pick(3) == 0) {
          later();
          ASSERT_TRUE(handling_
                          .Acknowledge(Scope(deputy), Key("A", kHome, deputy.person_id, ++key, ""),
                                       posted->id, "")
                          .ok());
        }
        if (pick(4) != 0) {
          later();
          ASSERT_TRUE(responder_
                          .Answer(Scope(deputy), Key("W", kHome, deputy.person_id, ++key, ""),
                                  posted->id, {.body = "答复"})
                          .ok());
          if (pick(2) == 0) {
            later();
            ASSERT_TRUE(responder_
                            .Rate(Scope(voter), Key("R", kHome, voter.person_id, ++key, ""),
                                  posted->id,
                                  {.score = 1 + pick(5), .solved = static_cast<Judgement>(pick(6))})
                            .ok());
          }
        }
      }
      clock_.Set(next);
    }
    clock_.Advance(absl::Hours(24 * 20));
  }

  int64_t Sql(const std::string& expression) {
    return database_.QueryInt(absl::StrCat("SELECT CAST(COALESCE(SUM(", expression,
                                           "), 0) AS SIGNED) FROM messages WHERE home_id = 7"));
  }
  // Nearest rank by window functions.
  int64_t SqlPercentile(const std::string& column, int percent) {
    return database_.QueryInt(absl::StrCat(
        "SELECT TIMESTAMPDIFF(MINUTE, create_time, ", column, ") FROM (SELECT create_time, ",
        column, ", ROW_NUMBER() OVER (ORDER BY TIMESTAMPDIFF(MINUTE, create_time, ", column,
        ")) AS place, COUNT(*) OVER () AS n FROM messages WHERE home_id = 7 AND ", column,
        " IS NOT NULL) ranked WHERE place = CEIL(n * ", percent, " / 100)"));
  }

  FakeDirectory directory_;
  const base::WorkCalendar calendar_;
  MessageChanger changer_{store(), calendar_, ids_, clock_};
  MessagePoster poster_{store(), directory_, calendar_, ids_, clock_};
  SqlTemplateStore templates_{database_.database(), ids_, clock_};
  MessageResponder responder_{changer_, templates_, ids_, clock_};
  HandlingDesk handling_{changer_, directory_};
  SqlStatisticsStore statistics_store_{database_.database()};
  Statistician statistician_{statistics_store_, clock_};
};

TEST_F(MessageStatisticsTest, EqualAnIndependentRecomputation) {
  const absl::Time from = clock_.Now() - absl::Hours(1);
  LiveThroughTwoMonths();
  const auto statistics = statistician_.Compute(absl::Now() + absl::Seconds(30), kHome, from,
                                                from + absl::Hours(24 * 300));
  ASSERT_TRUE(statistics.ok()) << statistics.status();
  const MessageFigures& total = statistics->total;
  const std::string now =
      absl::FormatTime("'%Y-%m-%d %H:%M:%E3S'", clock_.Now(), absl::UTCTimeZone());
  EXPECT_EQ(total.received, 300);
  EXPECT_EQ(total.acknowledged, Sql("acknowledge_time IS NOT NULL"));
  EXPECT_EQ(total.answered, Sql("answer_count > 0"));
  EXPECT_EQ(total.solved, Sql("rating_solved = 1"));
  EXPECT_EQ(total.satisfied, Sql("rating_satisfied = 1"));
  EXPECT_EQ(total.not_satisfied, Sql("rating_satisfied IN (2, 3, 4, 5)"));
  EXPECT_EQ(total.closed, Sql("state IN (3, 11)"));
  EXPECT_EQ(total.silent, Sql("state = 11"));
  EXPECT_EQ(total.overdue_now, Sql(absl::StrCat("due_time < ", now)));
  EXPECT_EQ(total.answered_late, Sql("answer_time > answer_due"));
  EXPECT_GT(total.answered_late, 0);
  EXPECT_EQ(total.acknowledge_time.median_minutes, SqlPercentile("acknowledge_time", 50));
  EXPECT_EQ(total.answer_time.median_minutes, SqlPercentile("answer_time", 50));
  EXPECT_EQ(total.answer_time.ninetieth_minutes, SqlPercentile("answer_time", 90));
  EXPECT_EQ(total.solve_time.ninetieth_minutes, SqlPercentile("solve_time", 90));

  int32_t by_deputy = 0, by_category = 0;
  for (const auto& [deputy_id, figures] : statistics->deputies) {
    by_deputy += figures.received;
    EXPECT_EQ(figures.answered,
              Sql(absl::StrCat("answer_count > 0 AND handler_deputy_id = ", deputy_id)));
  }
  for (const auto& [category, received] : statistics->categories) by_category += received;
  EXPECT_EQ(by_deputy, 300);
  EXPECT_EQ(by_category, 300);
  // Another home's figures are its own.
  EXPECT_EQ(statistician_
                .Compute(absl::Now() + absl::Seconds(30), kHome + 1, from, from + absl::Hours(24))
                ->total.received,
            0);
}

TEST_F(MessageStatisticsTest, OpenFiguresHideTheFew) {
  MessageStatistics statistics;
  statistics.total.received = 20;
  statistics.total.solved = 3;
  statistics.total.solve_time = {3, 100, 200};
  statistics.deputies.emplace_back(50, MessageFigures());
  statistics.categories = {{"教育", 12}, {"交通", 6}, {"环保", 2}};
  const MessageStatistics open = Opened(statistics);
  EXPECT_EQ(open.total.received, 20);
  EXPECT_EQ(open.total.solved, kHiddenCount);
  EXPECT_EQ(open.total.solve_time.count, kHiddenCount);
  EXPECT_EQ(open.total.solve_time.median_minutes, 0);
  EXPECT_TRUE(open.deputies.empty());
  // Two would be found out as 20 - 12 - 6.
  EXPECT_EQ(open.categories,
            (std::vector<std::pair<std::string, int32_t>>{{"教育", 10}, {"其他", 5}}));
  const absl::Status status =
      statistician_.Compute(absl::Now() + absl::Seconds(5), kHome, clock_.Now(), clock_.Now())
          .status();
  EXPECT_EQ(base::ErrorFields(status).at(0).field, "untilTime");
}

TEST_F(MessageStatisticsTest, OpenFiguresAreOfWholeMonthsAlone) {
  const absl::Time march = base::StartOfShanghaiDay(absl::CivilDay(2026, 3, 1));
  const absl::Time april = base::StartOfShanghaiDay(absl::CivilDay(2026, 4, 1));
  const auto compute = [&](absl::Time from, absl::Time until) {
    return statistician_.ComputeOpen(absl::Now() + absl::Seconds(5), kHome, from, until).status();
  };
  EXPECT_TRUE(compute(march, april).ok());
  EXPECT_EQ(base::ErrorFields(compute(march + absl::Hours(1), april)).at(0).field, "fromTime");
  EXPECT_EQ(base::ErrorFields(compute(march, april - absl::Hours(24))).at(0).field, "untilTime");
}

TEST_F(MessageStatisticsTest, TheWeekIsAnnouncedOnceOnMondayMorning) {
  SqlWeekStore weeks(database_.database(), ids_, clock_);
  WeeklyCaller caller(weeks, clock_);
  const base::Caller voter = Person(100);
  ASSERT_TRUE(poster_
                  .Post(Scope(voter), Key("P", kHome, 100, 1, ""),
                        {kHome, 0, Visibility::kPrivate, "路灯", "路灯坏了"})
                  .ok());
  const auto announced = [&] {
    return database_.QueryInt("SELECT COUNT(*) FROM notice_orders WHERE kind=18");
  };
  const absl::Time monday = WeekOf(clock_.Now()) + absl::Hours(7 * 24);
  clock_.Set(monday + WeeklyCaller::kTimeOfDay - absl::Seconds(1));
  ASSERT_TRUE(caller.RunOnce().ok());
  EXPECT_EQ(announced(), 0) << "too early";
  clock_.Set(monday + WeeklyCaller::kTimeOfDay);
  ASSERT_TRUE(caller.RunOnce().ok());
  EXPECT_EQ(announced(), 2);
  // Neither again nor by another process.
  WeeklyCaller other(weeks, clock_);
  ASSERT_TRUE(caller.RunOnce().ok());
  ASSERT_TRUE(other.RunOnce().ok());
  EXPECT_EQ(announced(), 2);
  // What waits too long is told of week after week. The clock job has moved it up meanwhile.
  database_.Run("UPDATE messages SET owner=4");
  clock_.Advance(absl::Hours(7 * 24));
  ASSERT_TRUE(caller.RunOnce().ok());
  EXPECT_EQ(announced(), 4);
}

TEST_F(MessageStatisticsTest, AnExportHoldsAllOfThePeriodAndTheDigestTheWeek) {
  SqlModerationStore moderation(database_.database(), ids_, clock_);
  MessageExporter exporter(store(), moderation, statistician_, clock_);
  const absl::Time from = clock_.Now();
  LiveThroughTwoMonths();
  const absl::Time deadline = absl::Now() + absl::Seconds(30);
  // The lives are lived one after the other, so ids run ahead of the clock.
  const auto all = exporter.ListMessages(deadline, kHome, from, from + absl::Hours(24 * 300));
  ASSERT_TRUE(all.ok()) << all.status();
  EXPECT_EQ(all->size(), 300u);
  EXPECT_TRUE(std::is_sorted(all->begin(), all->end(),
                             [](const Message& a, const Message& b) { return a.id < b.id; }));
  for (const Message& message : *all) {
    EXPECT_EQ(message.answers.size(), static_cast<size_t>(message.answer_count));
    EXPECT_EQ(message.answer_count > 0, message.life.answer_time.has_value());
  }
  const auto week = exporter.Digest(deadline, kHome, from + absl::Hours(7 * 24));
  ASSERT_TRUE(week.ok()) << week.status();
  const auto in_week = std::count_if(all->begin(), all->end(), [&](const Message& message) {
    const absl::Time posted = base::TimeOrderedIdSource::TimeOf(message.id);
    return posted >= week->from && posted < week->until;
  });
  EXPECT_EQ(week->statistics.total.received, in_week);
  EXPECT_EQ(absl::GetWeekday(base::ShanghaiDay(week->from)), absl::Weekday::monday);
}

}  // namespace
}  // namespace deputies::board
