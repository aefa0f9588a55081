// From outbox to consumer: at least once over the line, exactly once in effect.
#include "services/common/outbox/relay.h"

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/db/open.h"
#include "services/common/db/retention_sweeper.h"
#include "services/common/outbox/outbox.h"
#include "services/common/testing/fakes.h"
#include "services/common/testing/faulty_proxy.h"
#include "services/common/testing/test_database.h"
#include "tests/storage/ledger.h"

namespace deputies::outbox {
namespace {

using storage_test::kAddToTotal;
using storage_test::kInsertEntry;
using storage_test::Migrations;
using storage_test::Soon;
using ::testing::ElementsAre;

constexpr int64_t kHome = 7;

// Does what it is told with what arrives.
class FunctionConsumer final : public Consumer {
 public:
  using Function = std::function<absl::Status(const std::vector<QueuedEvent>&)>;
  FunctionConsumer(std::string name, Function function)
      : name_(std::move(name)), function_(std::move(function)) {}
  const std::string& name() const override { return name_; }
  absl::Status Deliver(const std::vector<QueuedEvent>& events, absl::Time) override {
    return function_(events);
  }

 private:
  const std::string name_;
  const Function function_;
};

std::vector<std::unique_ptr<Consumer>> One(FunctionConsumer::Function function) {
  std::vector<std::unique_ptr<Consumer>> consumers;
  consumers.push_back(std::make_unique<FunctionConsumer>("unix:/a", std::move(function)));
  return consumers;
}

std::vector<int64_t> Ids(const std::vector<QueuedEvent>& events) {
  std::vector<int64_t> ids;
  for (const QueuedEvent& event : events) ids.push_back(event.event_id);
  return ids;
}

class RelayTest : public ::testing::Test {
 protected:
  db::Database& database() { return db_.database(); }

  void Queue(int64_t first, int64_t last) {
    absl::Status status = database().InTransaction(Soon(), [&](db::Transaction& tx) {
      absl::Status appended;
      for (int64_t id = first; id <= last && appended.ok(); ++id) {
        appended = Append(tx, kHome, id, absl::StrCat("event ", id), clock_.Now());
      }
      return appended;
    });
    ASSERT_TRUE(status.ok()) << status;
  }
  int64_t Unsent() { return db_.QueryInt("SELECT COUNT(*) FROM outbox WHERE sent_at IS NULL"); }

  deputies::testing::TestDatabase db_{Migrations()};
  deputies::testing::FakeClock clock_;
};

TEST_F(RelayTest, DeliversInOrderAndOnce) {
  std::vector<int64_t> got;
  Relay relay(database(), clock_, One([&](const std::vector<QueuedEvent>& events) {
                for (const QueuedEvent& event : events) {
                  EXPECT_EQ(event.home_id, kHome);
                  EXPECT_EQ(event.bytes, absl::StrCat("event ", event.event_id));
                  got.push_back(event.event_id);
                }
                return absl::OkStatus();
              }));
  Queue(1, 45);
  EXPECT_EQ(relay.RunOnce().value_or(-1), 20);
  EXPECT_EQ(relay.RunOnce().value_or(-1), 20);
  EXPECT_EQ(relay.RunOnce().value_or(-1), 5);
  EXPECT_EQ(relay.RunOnce().value_or(-1), 0);
  ASSERT_EQ(got.size(), 45);
  EXPECT_TRUE(std::is_sorted(got.begin(), got.end()));
  EXPECT_EQ(Unsent(), 0);
}

TEST_F(RelayTest, ARolledBackFactIsNotTold) {
  absl::Status status = database().InTransaction(Soon(), [&](db::Transaction& tx) {
    EXPECT_TRUE(Append(tx, kHome, 1, "x", clock_.Now()).ok());
    return absl::NotFoundError("no");
  });
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(db_.QueryInt("SELECT COUNT(*) FROM outbox"), 0);
}

TEST_F(RelayTest, WaitsForAConsumerThatIsAwayWithoutTouchingTheTable) {
  bool away = true;
  int calls = 0;
  Relay relay(database(), clock_, One([&](const std::vector<QueuedEvent>&) {
                ++calls;
                return away ? absl::UnavailableError("down") : absl::OkStatus();
              }));
  Queue(1, 3);
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(relay.RunOnce().ok());
  EXPECT_EQ(calls, 1) << "paused after the first failure";
  EXPECT_EQ(db_.QueryInt("SELECT SUM(attempts) FROM outbox"), 0);
  clock_.Advance(absl::Milliseconds(1001));
  ASSERT_TRUE(relay.RunOnce().ok());
  clock_.Advance(absl::Milliseconds(1001));
  ASSERT_TRUE(relay.RunOnce().ok());
  EXPECT_EQ(calls, 2) << "the second pause is twice as long";
  away = false;
  clock_.Advance(absl::Seconds(31));
  ASSERT_TRUE(relay.RunOnce().ok());
  EXPECT_EQ(Unsent(), 0);
}

TEST_F(RelayTest, ARefusedEventWaitsAloneAndIsNeverDropped) {
  std::multiset<int64_t> taken;
  Relay relay(database(), clock_, One([&](const std::vector<QueuedEvent>& events) {
                for (int64_t id : Ids(events)) {
                  if (id == 2) return absl::InvalidArgumentError("2 is refused");
                }
                for (int64_t id : Ids(events)) taken.insert(id);
                return absl::OkStatus();
              }));
  Queue(1, 4);
  ASSERT_TRUE(relay.RunOnce().ok());
  EXPECT_THAT(taken, ElementsAre(1, 3, 4));
  EXPECT_EQ(Unsent(), 1);
  for (int i = 0; i < 30; ++i) {
    clock_.Advance(absl::Minutes(10));
    EXPECT_EQ(relay.RunOnce().value_or(-1), 1) << i;
    EXPECT_EQ(relay.RunOnce().value_or(-1), 0) << i;
  }
  EXPECT_EQ(db_.QueryInt("SELECT attempts FROM outbox WHERE id = 2"), 31);
  EXPECT_EQ(db_.QueryInt("SELECT due_at - INTERVAL 10 MINUTE <= '2100-01-01' FROM outbox"
                         " WHERE id = 2"),
            1);
  Queue(5, 6);
  ASSERT_TRUE(relay.RunOnce().ok());
  EXPECT_THAT(taken, ElementsAre(1, 3, 4, 5, 6));
}

TEST_F(RelayTest, OneConsumerThatIsAwayDoesNotHoldUpTheOther) {
  std::map<std::string, std::multiset<int64_t>> taken;
  bool away = true;
  std::vector<std::unique_ptr<Consumer>> consumers;
  for (const std::string name : {"unix:/a", "unix:/b"}) {
    consumers.push_back(
        std::make_unique<FunctionConsumer>(name, [&, name](const std::vector<QueuedEvent>& events) {
          if (name == "unix:/b" && away) return absl::UnavailableError("down");
          for (int64_t id : Ids(events)) taken[name].insert(id);
          return absl::OkStatus();
        }));
  }
  Relay relay(database(), clock_, std::move(consumers));
  Queue(1, 50);
  while (relay.RunOnce().value_or(0) > 0) {
  }
  EXPECT_EQ(taken["unix:/a"].size(), 50);
  EXPECT_EQ(Unsent(), 50);
  away = false;
  clock_.Advance(absl::Seconds(31));
  while (relay.RunOnce().value_or(0) > 0) {
  }
  EXPECT_EQ(Unsent(), 0);
  EXPECT_EQ(taken["unix:/a"].size(), 50) << "nobody gets twice what was taken and recorded";
  EXPECT_EQ(taken["unix:/b"].size(), 50);
  EXPECT_EQ(db_.QueryInt("SELECT COUNT(*) FROM outbox WHERE taken_by <> ''"), 0);
}

// The promise as a whole: relays that die between delivery and commit, on a consumer that writes
// its effect and its receipt together.
TEST_F(RelayTest, CrashesBetweenDeliveryAndCommitDoNotDoubleTheEffect) {
  constexpr int kEvents = 500;
  deputies::testing::TestDatabase consumer_db(Migrations());
  std::atomic<int> deliveries{0};
  const auto consume = [&](const std::vector<QueuedEvent>& events) {
    return consumer_db.database().InTransaction(
        Soon(),
        [&](db::Transaction& tx) -> absl::Status {
          for (const QueuedEvent& event : events) {
            ++deliveries;
            absl::StatusOr<bool> first = FirstTime(tx, event.home_id, event.event_id, absl::Now());
            if (!first.ok()) return first.status();
            if (!*first) continue;
            absl::Status written =
                tx.Execute(kInsertEntry, {event.home_id, event.event_id, 2}).status();
            if (!written.ok()) return written;
            written = tx.Execute(kAddToTotal, {event.home_id, 2}).status();
            if (!written.ok()) return written;
          }
          return absl::OkStatus();
        },
        db::Repeat::kAfterUnknownOutcome);
  };

  // The relay reaches its database through a line that is cut at COMMIT or anywhere, again and
  // again.
  deputies::testing::FaultyProxy proxy(absl::StrCat("unix:", db_.config().socket()));
  common::v1::DatabaseConfig config = db_.config();
  config.set_socket(proxy.socket_path());
  std::unique_ptr<db::Database> cut_database = *db::OpenDatabase(config, 4);
  Queue(1, kEvents);

  std::atomic<bool> done{false};
  std::thread saboteur([&] {
    std::minstd_rand random(20260302);
    while (!done) {
      absl::SleepFor(absl::Milliseconds(3 + random() % 12));
      if (random() % 2 == 0) {
        proxy.CutNow();
      } else {
        proxy.CutAnswerTo(storage_test::kCommitPacket);
      }
    }
    proxy.Heal();
  });
  std::vector<std::thread> relays;
  for (int i = 0; i < 2; ++i) {
    relays.emplace_back([&] {
      db::ThreadStart();
      Relay relay(*cut_database, base::Clock::System(), One(consume));
      const absl::Time give_up = absl::Now() + absl::Seconds(120);
      while (Unsent() > 0 && absl::Now() < give_up) relay.RunOnce().status().IgnoreError();
      db::ThreadStop();
    });
  }
  for (std::thread& relay : relays) relay.join();
  done = true;
  saboteur.join();

  EXPECT_EQ(Unsent(), 0);
  EXPECT_GE(deliveries, kEvents);
  EXPECT_EQ(consumer_db.QueryInt("SELECT COUNT(*) FROM entries"), kEvents);
  EXPECT_EQ(consumer_db.QueryInt("SELECT total FROM totals"), 2 * kEvents);
  RecordProperty("deliveries", deliveries);
}

TEST_F(RelayTest, StopEndsTheThreadAndStartWorksOnItsOwn) {
  std::atomic<int> got{0};
  RelayOptions options;
  options.poll_interval = absl::Milliseconds(5);
  Relay relay(database(), base::Clock::System(), One([&](const std::vector<QueuedEvent>& events) {
                got += static_cast<int>(events.size());
                return absl::OkStatus();
              }),
              options);
  relay.Start();
  Queue(1, 100);
  const absl::Time give_up = absl::Now() + absl::Seconds(30);
  while (got < 100 && absl::Now() < give_up) absl::SleepFor(absl::Milliseconds(5));
  relay.Stop();
  EXPECT_EQ(got, 100);
  relay.Stop();
}

TEST_F(RelayTest, OldRowsAreSwept) {
  Relay relay(database(), clock_, {});
  Queue(1, 30);
  for (int i = 0; i < 2; ++i) ASSERT_TRUE(relay.RunOnce().ok());
  ASSERT_EQ(Unsent(), 0) << "without consumers, events count as sent";
  Queue(31, 32);
  db::RetentionSweeper sweeper(database(), clock_, {SentEventRetention(), ReceiptRetention()});
  clock_.Advance(absl::Hours(7 * 24 - 1));
  EXPECT_EQ(sweeper.SweepOnce().value_or(-1), 0);
  clock_.Advance(absl::Hours(2));
  EXPECT_EQ(sweeper.SweepOnce().value_or(-1), 30);
  EXPECT_EQ(Unsent(), 2) << "what was not sent stays, however old";
}

}  // namespace
}  // namespace deputies::outbox
