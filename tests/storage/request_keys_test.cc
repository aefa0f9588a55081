// Exactly-once writes under races and broken lines.
#include "services/common/db/request_keys.h"

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"
#include "services/common/db/open.h"
#include "services/common/db/retention_sweeper.h"
#include "services/common/outbox/outbox.h"
#include "services/common/testing/fakes.h"
#include "services/common/testing/faulty_proxy.h"
#include "services/common/testing/test_database.h"
#include "tests/storage/ledger.h"

namespace deputies::db {
namespace {

using storage_test::kInsertEntry;
using storage_test::Migrations;
using storage_test::Soon;

constexpr int64_t kHome = 7;
constexpr int64_t kPerson = 42;

std::string Uuid(int number) { return absl::StrFormat("00000000-0000-4000-8000-%012x", number); }

RequestKey KeyOf(const std::string& uuid, unsigned char content = 1) {
  RequestKey key{kHome, kPerson, "PostMessage", uuid, {}};
  key.request_hash.fill(content);
  return key;
}

class RequestKeysTest : public ::testing::Test {
 protected:
  // What a service does for a write: key, business row, outbox row, one commit. The id of the
  // entry.
  absl::StatusOr<int64_t> Post(Database& database, const RequestKey& key) {
    const int64_t id = ids_.Next();
    int64_t answer = 0;
    RETURN_IF_ERROR(database.InTransaction(
        Soon(),
        [&](Transaction& tx) -> absl::Status {
          ASSIGN_OR_RETURN(auto earlier, ClaimRequest(tx, key, absl::StrCat(id), absl::Now()));
          if (earlier.has_value()) {
            EXPECT_TRUE(absl::SimpleAtoi(*earlier, &answer));
            return absl::OkStatus();
          }
          answer = id;
          RETURN_IF_ERROR(tx.Execute(kInsertEntry, {key.home_id, id, 1}).status());
          return outbox::Append(tx, key.home_id, id, "posted", absl::Now());
        },
        Repeat::kAfterUnknownOutcome));
    return answer;
  }
  Database& database() { return db_.database(); }

  deputies::testing::TestDatabase db_{Migrations()};
  deputies::testing::SequentialIdSource ids_{1000};
};

TEST_F(RequestKeysTest, ARepeatFindsTheFirstAnswer) {
  const std::string uuid = Uuid(1);
  const RequestKey key = KeyOf(uuid);
  EXPECT_EQ(*FindRequest(database(), Soon(), key), std::nullopt);
  EXPECT_EQ(Post(database(), key).value_or(-1), 1000);
  EXPECT_EQ(Post(database(), key).value_or(-1), 1000);
  EXPECT_EQ(*FindRequest(database(), Soon(), key), "1000");
  absl::Status other = Post(database(), KeyOf(uuid, 2)).status();
  EXPECT_EQ(base::ErrorReason(other), "REQUEST_ID_REUSED");
  EXPECT_EQ(other.code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(base::ErrorReason(FindRequest(database(), Soon(), KeyOf(uuid, 2)).status()),
            "REQUEST_ID_REUSED");
  EXPECT_EQ(db_.QueryInt("SELECT COUNT(*) FROM entries"), 1);
}

TEST_F(RequestKeysTest, AKeyBelongsToPersonHomeAndOperation) {
  const std::string uuid = Uuid(1);
  ASSERT_TRUE(Post(database(), KeyOf(uuid)).ok());
  RequestKey other = KeyOf(uuid);
  other.person_id = 43;
  EXPECT_EQ(*FindRequest(database(), Soon(), other), std::nullopt);
  other = KeyOf(uuid);
  other.home_id = 8;
  EXPECT_EQ(*FindRequest(database(), Soon(), other), std::nullopt);
  other = KeyOf(uuid);
  other.operation = "AnswerMessage";
  EXPECT_EQ(*FindRequest(database(), Soon(), other), std::nullopt);
}

TEST_F(RequestKeysTest, ABadUuidIsTheCallersFault) {
  absl::Status status = Post(database(), KeyOf("nonsense")).status();
  ASSERT_EQ(base::ErrorFields(status).size(), 1);
  EXPECT_EQ(base::ErrorFields(status)[0].field, "requestId");
}

TEST_F(RequestKeysTest, AFailedWriteLeavesTheKeyFree) {
  const std::string uuid = Uuid(1);
  absl::Status status = database().InTransaction(Soon(), [&](Transaction& tx) -> absl::Status {
    EXPECT_TRUE(ClaimRequest(tx, KeyOf(uuid), "1", absl::Now()).ok());
    return absl::NotFoundError("deputy");
  });
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(Post(database(), KeyOf(uuid, 2)).value_or(-1), 1000);
}

TEST_F(RequestKeysTest, AResultCanComeLater) {
  const std::string uuid = Uuid(1);
  ASSERT_TRUE(database()
                  .InTransaction(Soon(),
                                 [&](Transaction& tx) -> absl::Status {
                                   EXPECT_TRUE(ClaimRequest(tx, KeyOf(uuid), "", absl::Now()).ok());
                                   return StoreResult(tx, KeyOf(uuid), std::string("a\0b", 3));
                                 })
                  .ok());
  EXPECT_EQ(**FindRequest(database(), Soon(), KeyOf(uuid)), std::string("a\0b", 3));
}

TEST_F(RequestKeysTest, EightRacersForEachOf300Keys) {
  constexpr int kKeys = 300;
  constexpr int kRacers = 8;
  std::vector<std::vector<int64_t>> answers(kRacers, std::vector<int64_t>(kKeys));
  std::atomic<int> at_key{0};
  std::vector<std::thread> racers;
  for (int racer = 0; racer < kRacers; ++racer) {
    racers.emplace_back([&, racer] {
      ThreadStart();
      for (int key = 0; key < kKeys; ++key) {
        // All eight start on a key together.
        ++at_key;
        while (at_key < (key + 1) * kRacers) std::this_thread::yield();
        const std::string uuid = Uuid(key);
        absl::StatusOr<int64_t> answer = Post(database(), KeyOf(uuid));
        EXPECT_TRUE(answer.ok()) << answer.status();
        answers[racer][key] = answer.value_or(-racer - 1);
      }
      ThreadStop();
    });
  }
  for (std::thread& racer : racers) racer.join();
  for (int racer = 1; racer < kRacers; ++racer) EXPECT_EQ(answers[racer], answers[0]);
  EXPECT_EQ(db_.QueryInt("SELECT COUNT(*) FROM entries"), kKeys);
  EXPECT_EQ(db_.QueryInt("SELECT COUNT(*) FROM outbox"), kKeys);
  EXPECT_EQ(db_.QueryInt("SELECT COUNT(*) FROM request_keys"), kKeys);
}

// Clients on a line that is cut again and again, at COMMIT above all, and that repeat what got no
// clear answer, as phones do.
TEST_F(RequestKeysTest, BrokenLinesLoseAndDoubleNothing) {
  constexpr int kKeysEach = 60;
  constexpr int kClients = 4;
  deputies::testing::FaultyProxy proxy(absl::StrCat("unix:", db_.config().socket()));
  common::v1::DatabaseConfig config = db_.config();
  config.set_socket(proxy.socket_path());
  std::unique_ptr<Database> database = *OpenDatabase(config, kClients);

  std::atomic<bool> done{false};
  std::thread saboteur([&] {
    std::minstd_rand random(7);
    while (!done) {
      absl::SleepFor(absl::Milliseconds(1 + random() % 8));
      switch (random() % 4) {
        case 0:
          proxy.CutNow();
          break;
        case 1:
          proxy.CutAfterClientBytes(random() % 400);
          absl::SleepFor(absl::Milliseconds(2));
          proxy.Heal();
          break;
        default:
          proxy.CutAnswerTo(storage_test::kCommitPacket);
      }
    }
    proxy.Heal();
  });
  std::mutex mutex;
  std::map<int, int64_t> acknowledged;
  std::vector<std::thread> clients;
  for (int client = 0; client < kClients; ++client) {
    clients.emplace_back([&, client] {
      ThreadStart();
      for (int number = client * kKeysEach; number < (client + 1) * kKeysEach; ++number) {
        const std::string uuid = Uuid(number);
        const absl::Time give_up = absl::Now() + absl::Seconds(60);
        for (;;) {
          absl::StatusOr<int64_t> answer = Post(*database, KeyOf(uuid));
          if (answer.ok()) {
            std::lock_guard<std::mutex> lock(mutex);
            acknowledged[number] = *answer;
            break;
          }
          ASSERT_TRUE(absl::IsUnavailable(answer.status()) || absl::IsAborted(answer.status()))
              << answer.status();
          ASSERT_LT(absl::Now(), give_up);
        }
      }
      ThreadStop();
    });
  }
  for (std::thread& client : clients) client.join();
  done = true;
  saboteur.join();

  EXPECT_EQ(acknowledged.size(), kClients * kKeysEach);
  EXPECT_EQ(db_.QueryInt("SELECT COUNT(*) FROM entries"), kClients * kKeysEach);
  for (const auto& [number, id] : acknowledged) {
    EXPECT_EQ(db_.QueryInt(absl::StrCat("SELECT COUNT(*) FROM entries WHERE id = ", id)), 1)
        << number;
  }
}

TEST_F(RequestKeysTest, KeysLiveSevenDays) {
  deputies::testing::FakeClock clock;
  for (int i = 0; i < 3; ++i) {
    const std::string uuid = Uuid(i);
    ASSERT_TRUE(database()
                    .InTransaction(Soon(),
                                   [&](Transaction& tx) {
                                     return ClaimRequest(tx, KeyOf(uuid), "", clock.Now()).status();
                                   })
                    .ok());
    clock.Advance(absl::Hours(24));
  }
  RetentionSweeper sweeper(database(), clock, {RequestKeyRetention()});
  clock.Advance(absl::Hours(4 * 24 + 1));
  EXPECT_EQ(sweeper.SweepOnce().value_or(-1), 1);
  EXPECT_EQ(db_.QueryInt("SELECT COUNT(*) FROM request_keys"), 2);
  sweeper.Start();
  sweeper.Stop();
}

}  // namespace
}  // namespace deputies::db
