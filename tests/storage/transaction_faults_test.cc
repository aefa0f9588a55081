// Transactions against real deadlocks, lock waits, dying servers and cut lines.
#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"
#include "services/common/db/database.h"
#include "services/common/db/open.h"
#include "services/common/testing/faulty_proxy.h"
#include "services/common/testing/test_database.h"
#include "tests/storage/ledger.h"

namespace deputies::db {
namespace {

using storage_test::kCountEntries;
using storage_test::kInsertEntry;
using storage_test::Migrations;
using storage_test::Soon;

constexpr Statement kAdd{
    "/* test.Add */ UPDATE entries SET amount = amount + 1 WHERE home_id = 1 AND id = ?"};

class FaultsTest : public ::testing::Test {
 protected:
  // A database behind the proxy.
  std::unique_ptr<Database> OpenProxied(common::v1::DatabaseConfig config) {
    config.set_socket(proxy_.socket_path());
    return *OpenDatabase(config, 4);
  }

  absl::Status Insert(Database& database, int64_t id, Repeat repeat = Repeat::kNever,
                      absl::Time deadline = Soon()) {
    return database.InTransaction(
        deadline,
        [&](Transaction& tx) {
          return tx.Execute(kInsertEntry, {1, id, 0}).status();
        },
        repeat);
  }
  int64_t Count() { return db_.QueryInt("SELECT COUNT(*) FROM entries"); }

  deputies::testing::TestDatabase db_{Migrations()};
  deputies::testing::FaultyProxy proxy_{absl::StrCat("unix:", db_.config().socket())};
};

TEST_F(FaultsTest, DeadlocksAreRepeatedUntilAllAreDone) {
  constexpr int kThreads = 6;
  constexpr int kRounds = 40;
  std::atomic<int> retries{0};
  PoolObserver observer;
  observer.retry = [&](const absl::Status&) { ++retries; };
  std::unique_ptr<Database> database = *OpenDatabase(db_.config(), kThreads, observer);
  for (int64_t id : {1, 2}) ASSERT_TRUE(Insert(*database, id).ok());
  std::atomic<int> done{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      ThreadStart();
      for (int i = 0; i < kRounds; ++i) {
        absl::Status status;
        do {
          // Half of the threads lock the two rows in the wrong order.
          status = database->InTransaction(Soon(), [&](Transaction& tx) -> absl::Status {
            RETURN_IF_ERROR(tx.Execute(kAdd, {1 + t % 2}).status());
            std::this_thread::yield();
            return tx.Execute(kAdd, {2 - t % 2}).status();
          });
          EXPECT_TRUE(status.ok() || absl::IsAborted(status)) << status;
        } while (!status.ok());
        ++done;
      }
      ThreadStop();
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_GT(retries, 0) << "there were no deadlocks to survive";
  EXPECT_EQ(db_.QueryInt("SELECT SUM(amount) FROM entries"), 2 * kThreads * kRounds);
}

TEST_F(FaultsTest, ALockWaitThatIsTooLongIsAborted) {
  Database& database = db_.database();
  ASSERT_TRUE(Insert(database, 1).ok());
  absl::Status waiting;
  absl::Status holding = database.InTransaction(Soon(), [&](Transaction& tx) -> absl::Status {
    RETURN_IF_ERROR(tx.Execute(kAdd, {1}).status());
    std::thread other([&] {
      ThreadStart();
      waiting = database.InTransaction(absl::Now() + absl::Seconds(1), [](Transaction& t) {
        return t.Execute(kAdd, {1}).status();
      });
      ThreadStop();
    });
    other.join();
    return absl::OkStatus();
  });
  EXPECT_TRUE(holding.ok()) << holding;
  EXPECT_EQ(base::ErrorReason(waiting), "CONCURRENT_CHANGE") << waiting;
  EXPECT_EQ(db_.QueryInt("SELECT amount FROM entries"), 1);
}

TEST_F(FaultsTest, AnAnswerToCommitThatIsLost) {
  std::unique_ptr<Database> database = OpenProxied(db_.config());
  ASSERT_TRUE(Insert(*database, 1).ok());
  proxy_.CutAnswerTo(storage_test::kCommitPacket);
  absl::Status status = Insert(*database, 2);
  EXPECT_EQ(base::ErrorReason(status), "BACKEND_UNAVAILABLE") << status;
  EXPECT_EQ(Count(), 2) << "it was done, only nobody could know";

  // With a row that can exist once at its head, the closure finds its own first run.
  proxy_.CutAnswerTo(storage_test::kCommitPacket);
  int runs = 0;
  bool found = false;
  status = database->InTransaction(
      Soon(),
      [&](Transaction& tx) -> absl::Status {
        ++runs;
        absl::Status inserted = tx.Execute(kInsertEntry, {1, 3, 0}).status();
        found = IsDuplicateKey(inserted);
        return found ? absl::OkStatus() : inserted;
      },
      Repeat::kAfterUnknownOutcome);
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(runs, 2);
  EXPECT_TRUE(found);
  EXPECT_EQ(Count(), 3);
}

TEST_F(FaultsTest, ACommitThatNeverReachedTheServer) {
  std::unique_ptr<Database> database = OpenProxied(db_.config());
  ASSERT_TRUE(Insert(*database, 1).ok());
  int runs = 0;
  absl::Status status = database->InTransaction(
      Soon(),
      [&](Transaction& tx) -> absl::Status {
        absl::Status inserted = tx.Execute(kInsertEntry, {1, 2, 0}).status();
        if (++runs == 1)
          proxy_.CutAfterClientBytes(0);
        else
          proxy_.Heal();
        return IsDuplicateKey(inserted) ? absl::OkStatus() : inserted;
      },
      Repeat::kAfterUnknownOutcome);
  // The new connection cannot be made while the line is cut.
  EXPECT_TRUE(absl::IsUnavailable(status)) << status;
  proxy_.Heal();
  EXPECT_EQ(Count(), 1);
  EXPECT_TRUE(Insert(*database, 2).ok());
}

TEST_F(FaultsTest, ALineCutBeforeCommitIsNotNoticed) {
  std::unique_ptr<Database> database = OpenProxied(db_.config());
  ASSERT_TRUE(Insert(*database, 1).ok());
  int runs = 0;
  absl::Status status = database->InTransaction(Soon(), [&](Transaction& tx) -> absl::Status {
    RETURN_IF_ERROR(tx.Execute(kInsertEntry, {1, 2, 0}).status());
    if (++runs == 1) proxy_.CutNow();
    return tx.Query(kCountEntries, {1}).status();
  });
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(Count(), 2);
  proxy_.CutNow();
  EXPECT_TRUE(database->Query(Soon(), kCountEntries, {1}).ok());
}

TEST_F(FaultsTest, AServerThatNeverAnswersCostsTheTimeLimitOnly) {
  common::v1::DatabaseConfig config = db_.config();
  config.set_statement_timeout_ms(500);
  std::unique_ptr<Database> database = OpenProxied(config);
  ASSERT_TRUE(Insert(*database, 1).ok());
  proxy_.SwallowAnswers();
  const absl::Time start = absl::Now();
  absl::Status status = Insert(*database, 2, Repeat::kNever, start + absl::Seconds(1));
  EXPECT_TRUE(absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status)) << status;
  EXPECT_LT(absl::Now() - start, absl::Seconds(8));
  proxy_.Heal();
  EXPECT_TRUE(Insert(*database, 3).ok());
}

TEST_F(FaultsTest, ASlowLineIsOnlySlow) {
  std::unique_ptr<Database> database = OpenProxied(db_.config());
  proxy_.Delay(absl::Milliseconds(10));
  EXPECT_TRUE(Insert(*database, 1).ok());
  EXPECT_EQ(Count(), 1);
}

TEST(ServerKillTest, WhatWasAcknowledgedSurvives) {
  deputies::testing::MariadbServer server;
  deputies::testing::TestDatabase db(Migrations(), server);
  constexpr int kWriters = 4;
  std::atomic<bool> stop{false};
  std::vector<std::vector<int64_t>> acknowledged(kWriters);
  std::vector<std::thread> writers;
  for (int w = 0; w < kWriters; ++w) {
    writers.emplace_back([&, w] {
      ThreadStart();
      for (int64_t id = w * 1000000; !stop; ++id) {
        absl::Status status = db.database().InTransaction(Soon(), [&](Transaction& tx) {
          return tx.Execute(kInsertEntry, {1, id, 0}).status();
        });
        if (status.ok()) {
          acknowledged[w].push_back(id);
        } else if (!absl::IsUnavailable(status) && !IsDuplicateKey(status)) {
          ADD_FAILURE() << status;
        }
      }
      ThreadStop();
    });
  }
  for (int round = 0; round < 3; ++round) {
    absl::SleepFor(absl::Milliseconds(300));
    server.Kill();
    server.Start();
  }
  absl::SleepFor(absl::Milliseconds(200));
  stop = true;
  for (std::thread& writer : writers) writer.join();
  ASSERT_TRUE(server.Running()) << server.LogTail();
  for (const std::vector<int64_t>& ids : acknowledged) {
    EXPECT_FALSE(ids.empty());
    const int64_t writer = ids.front() / 1000000;
    const int64_t stored =
        db.QueryInt(absl::StrCat("SELECT COUNT(*) FROM entries WHERE id DIV 1000000 = ", writer));
    // A write of unknown outcome may be there, too.
    EXPECT_GE(stored, static_cast<int64_t>(ids.size()));
  }
  EXPECT_TRUE(db.database().CheckReady().ok());
}

}  // namespace
}  // namespace deputies::db
