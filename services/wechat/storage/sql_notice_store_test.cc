#include "services/wechat/storage/sql_notice_store.h"

#include <algorithm>
#include <atomic>
#include <random>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "services/common/base/id_source.h"
#include "services/common/db/open.h"
#include "services/common/testing/fakes.h"
#include "services/common/testing/test_database.h"
#include "services/wechat/storage/migrations.h"

namespace deputies::wechat {
namespace {

ReceivedEvent Answered(int64_t home_id, int64_t event_id, int64_t answer_id,
                       int64_t person_id = 500) {
  NoticeOrder order{.home_id = home_id,
                    .event_id = event_id,
                    .person_id = person_id,
                    .kind = 1,
                    .target_id = 77,
                    .stage = answer_id};
  return {.home_id = home_id, .event_id = event_id, .orders = {order}};
}

class SqlNoticeStoreTest : public ::testing::Test {
 protected:
  absl::Status Receive(const std::vector<ReceivedEvent>& events) {
    return store_.Receive(absl::Now() + absl::Seconds(20), events);
  }
  int64_t Count(const std::string& what) { return db_.QueryInt("SELECT COUNT(*) FROM " + what); }

  testing::TestDatabase db_{Migrations()};
  testing::FakeClock clock_;
  base::TimeOrderedIdSource ids_{clock_, 3};
  SqlNoticeStore store_{db_.database(), ids_, clock_};
};

TEST_F(SqlNoticeStoreTest, KeepsOneNoticePerAnswer) {
  ASSERT_TRUE(Receive({Answered(1, 10, 100), Answered(1, 11, 101), Answered(2, 12, 100)}).ok());
  EXPECT_EQ(Count("notices WHERE state = 1 AND kind = 1"), 3);
  EXPECT_EQ(Count("event_receipts"), 3);
  EXPECT_EQ(Count("notices WHERE home_id = 1 AND stage = 100 AND person_id = 500 AND "
                  "target_id = 77 AND event_id = 10 AND create_time = '2026-03-02 01:00:00.000'"),
            1);
}

TEST_F(SqlNoticeStoreTest, RedeliveryChangesNothing) {
  const std::vector<ReceivedEvent> events = {Answered(1, 10, 100), Answered(1, 11, 101)};
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(Receive(events).ok());
  ASSERT_TRUE(Receive({Answered(1, 11, 101), Answered(1, 12, 102), Answered(1, 12, 102)}).ok());
  EXPECT_EQ(Count("notices"), 3);
  EXPECT_EQ(Count("event_receipts"), 3);
}

TEST_F(SqlNoticeStoreTest, AFactToldAgainUnderAnotherEventIsOneNotice) {
  ASSERT_TRUE(Receive({Answered(1, 10, 100)}).ok());
  ASSERT_TRUE(Receive({Answered(1, 20, 100), Answered(1, 21, 101)}).ok());
  EXPECT_EQ(Count("notices"), 2);
  EXPECT_EQ(Count("event_receipts"), 3);
  EXPECT_EQ(Count("notices WHERE event_id = 10 AND stage = 100"), 1);
}

TEST_F(SqlNoticeStoreTest, AFailedBatchLeavesNothingOfAHome) {
  db_.Run("ALTER TABLE notices ADD CONSTRAINT refuse_102 CHECK (stage <> 102)");
  EXPECT_FALSE(Receive({Answered(1, 10, 100), Answered(1, 12, 102)}).ok());
  EXPECT_EQ(Count("notices"), 0);
  EXPECT_EQ(Count("event_receipts"), 0);
  db_.Run("ALTER TABLE notices DROP CONSTRAINT refuse_102");
  ASSERT_TRUE(Receive({Answered(1, 10, 100), Answered(1, 12, 102)}).ok());
  EXPECT_EQ(Count("notices"), 2);
}

// Two relays that deliver the same events at once, in different batches and orders, again and
// again.
TEST_F(SqlNoticeStoreTest, RacingRedeliveriesMakeOneNoticeEach) {
  constexpr int kEvents = 200;
  constexpr int kThreads = 8;
  std::atomic<int> failures{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      db::ThreadStart();
      std::vector<ReceivedEvent> events;
      for (int i = 0; i < kEvents; ++i) {
        // Every answer is told by two events.
        events.push_back(Answered(1 + i % 3, 1000 + i, 100 + i / 6));
      }
      std::mt19937 random(static_cast<unsigned>(t));
      std::shuffle(events.begin(), events.end(), random);
      for (size_t begin = 0; begin < events.size();) {
        const size_t size = std::min<size_t>(1 + random() % 20, events.size() - begin);
        const auto first = events.begin() + static_cast<std::ptrdiff_t>(begin);
        const std::vector<ReceivedEvent> batch(first, first + static_cast<std::ptrdiff_t>(size));
        // A relay repeats a delivery that failed.
        absl::Status status;
        for (int attempt = 0; attempt < 20; ++attempt) {
          status = Receive(batch);
          if (status.ok()) break;
        }
        if (!status.ok()) ++failures;
        begin += size;
      }
      db::ThreadStop();
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(failures, 0);
  EXPECT_EQ(Count("event_receipts"), kEvents);
  EXPECT_EQ(Count("notices"), db_.QueryInt("SELECT COUNT(DISTINCT home_id, stage) FROM notices"));
  EXPECT_EQ(Count("notices"), 101);  // 3 homes in each of 33 groups of 6, and 2 in the last
}

}  // namespace
}  // namespace deputies::wechat
