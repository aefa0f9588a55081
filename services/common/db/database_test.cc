// The database library against a real server.
#include "services/common/db/database.h"

#include <atomic>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/common/db/migrator.h"
#include "services/common/db/open.h"
#include "services/common/testing/test_database.h"

namespace deputies::db {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kTable[] = R"(CREATE TABLE things (
  home_id BIGINT NOT NULL, id BIGINT NOT NULL, name VARCHAR(20) NULL, big MEDIUMBLOB NULL, at DATETIME(3) NULL,
  flag TINYINT NOT NULL DEFAULT 0, CONSTRAINT small CHECK (flag < 100),
  PRIMARY KEY (home_id, id), UNIQUE KEY uk_things_name (home_id, name)) DEFAULT CHARSET=utf8mb4;)";

constexpr Statement kInsert{
    "/* test.Insert */ INSERT INTO things (home_id, id, name, big, at) VALUES (1, ?, ?, ?, ?)"};
constexpr Statement kRead{
    "/* test.Read */ SELECT id, name, big, at, flag FROM things WHERE home_id = 1 ORDER BY id"};
constexpr Statement kSetFlag{
    "/* test.SetFlag */ UPDATE things SET flag = ? WHERE home_id = 1 AND id = ?"};
constexpr Statement kSleep{"/* test.Sleep */ SELECT SLEEP(?)"};

absl::Time Soon() { return absl::Now() + absl::Seconds(20); }

class DatabaseTest : public ::testing::Test {
 protected:
  absl::Status Insert(int64_t id, const std::string& name) {
    return database().InTransaction(Soon(), [&](Transaction& tx) {
      return tx.Execute(kInsert, {id, name, std::nullopt, std::nullopt}).status();
    });
  }
  Database& database() { return db_.database(); }

  deputies::testing::TestDatabase db_{{{"0001_create_things", kTable}}};
};

TEST_F(DatabaseTest, ValuesComeBackAsTheyWere) {
  const absl::Time at = absl::FromUnixMillis(1772413200123);
  const std::string name = "老百姓的小事😀";
  std::string big(300000, '\0');
  for (size_t i = 0; i < big.size(); ++i) big[i] = static_cast<char>(i * 7);
  ASSERT_TRUE(database()
                  .InTransaction(
                      Soon(),
                      [&](Transaction& tx) -> absl::Status {
                        absl::StatusOr<int64_t> first = tx.Execute(kInsert, {1, name, big, at});
                        EXPECT_EQ(first.value_or(-1), 1);
                        return tx
                            .Execute(kInsert,
                                     {2, std::nullopt, std::string(), std::optional<absl::Time>()})
                            .status();
                      })
                  .ok());
  absl::StatusOr<Rows> rows = database().Query(Soon(), kRead, {});
  ASSERT_TRUE(rows.ok()) << rows.status();
  ASSERT_EQ(rows->size(), 2);
  EXPECT_EQ((*rows)[0].Int(0), 1);
  EXPECT_EQ((*rows)[0].String(1), name);
  EXPECT_EQ((*rows)[0].String(2), big);
  EXPECT_EQ((*rows)[0].Time(3), at);
  EXPECT_EQ((*rows)[0].Int(4), 0);
  EXPECT_TRUE((*rows)[1].IsNull(1));
  EXPECT_EQ((*rows)[1].String(2), "");
  EXPECT_TRUE((*rows)[1].IsNull(3));
}

TEST_F(DatabaseTest, TypesFollowTheColumn) {
  static constexpr Statement kTypes{
      "/* test.Types */ SELECT SUM(id), COUNT(*), CAST(1.5 AS DECIMAL(5,2)), 9223372036854775807,"
      " CAST('2026-03-02' AS DATE), NULL, MAX(at), -7, '' FROM things WHERE home_id = 1"};
  ASSERT_TRUE(Insert(40, "a").ok());
  ASSERT_TRUE(Insert(2, "b").ok());
  absl::StatusOr<Rows> rows = database().Query(Soon(), kTypes, {});
  ASSERT_TRUE(rows.ok()) << rows.status();
  const Row& row = rows->front();
  EXPECT_EQ(row.Int(0), 42);
  EXPECT_EQ(row.Int(1), 2);
  EXPECT_EQ(row.String(2), "1.50");
  EXPECT_EQ(row.Int(3), 9223372036854775807);
  EXPECT_EQ(row.String(4), "2026-03-02");
  EXPECT_TRUE(row.IsNull(5));
  EXPECT_TRUE(row.IsNull(6));
  EXPECT_EQ(row.Int(7), -7);
  EXPECT_EQ(row.String(8), "");
}

TEST_F(DatabaseTest, TheSessionIsSetUp) {
  static constexpr Statement kSession{
      "/* test.Session */ SELECT @@time_zone, @@tx_isolation, @@max_statement_time > 4.9,"
      " @@character_set_client, @@autocommit, @@innodb_lock_wait_timeout"};
  absl::StatusOr<Rows> rows = database().Query(Soon(), kSession, {});
  ASSERT_TRUE(rows.ok()) << rows.status();
  EXPECT_EQ(rows->front().String(0), "+00:00");
  EXPECT_EQ(rows->front().String(1), "READ-COMMITTED");
  EXPECT_EQ(rows->front().Int(2), 1);
  EXPECT_EQ(rows->front().String(3), "utf8mb4");
  EXPECT_EQ(rows->front().Int(4), 1);
  EXPECT_EQ(rows->front().Int(5), 3);
}

TEST_F(DatabaseTest, AnUpdateThatChangesNothingCountsTheRowsItMatched) {
  ASSERT_TRUE(Insert(1, "a").ok());
  absl::Status status = database().InTransaction(Soon(), [](Transaction& tx) -> absl::Status {
    EXPECT_EQ(tx.Execute(kSetFlag, {0, 1}).value_or(-1), 1);
    EXPECT_EQ(tx.Execute(kSetFlag, {0, 99}).value_or(-1), 0);
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok()) << status;
}

TEST_F(DatabaseTest, ADuplicateKeyIsNamedAndLeavesTheTransactionAlive) {
  ASSERT_TRUE(Insert(1, "it's \"a' name").ok());
  absl::Status status = database().InTransaction(Soon(), [](Transaction& tx) -> absl::Status {
    absl::Status same_id = tx.Execute(kInsert, {1, "x", std::nullopt, std::nullopt}).status();
    EXPECT_TRUE(IsDuplicateKey(same_id));
    EXPECT_TRUE(IsDuplicateKey(same_id, "PRIMARY")) << same_id;
    EXPECT_FALSE(IsDuplicateKey(same_id, "uk_things_name"));
    absl::Status same_name =
        tx.Execute(kInsert, {2, "it's \"a' name", std::nullopt, std::nullopt}).status();
    EXPECT_TRUE(IsDuplicateKey(same_name, "uk_things_name")) << same_name;
    EXPECT_THAT(same_name.ToString(), Not(HasSubstr("it's")));
    return tx.Execute(kInsert, {3, "third", std::nullopt, std::nullopt}).status();
  });
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(db_.QueryInt("SELECT COUNT(*) FROM things"), 2);
}

TEST_F(DatabaseTest, AnErrorKillsTheTransactionEvenWhenTheClosureOverlooksIt) {
  absl::Status status = database().InTransaction(Soon(), [](Transaction& tx) -> absl::Status {
    EXPECT_TRUE(tx.Execute(kInsert, {1, "kept?", std::nullopt, std::nullopt}).ok());
    EXPECT_FALSE(tx.Execute(kInsert, {2, std::string(21, 'x'), std::nullopt, std::nullopt}).ok());
    EXPECT_FALSE(tx.Query(kRead, {}).ok());
    return absl::OkStatus();
  });
  EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
  EXPECT_THAT(std::string(status.message()), HasSubstr("1406 in test.Insert"));
  EXPECT_EQ(db_.QueryInt("SELECT COUNT(*) FROM things"), 0);
}

TEST_F(DatabaseTest, AFailedCheckIsOurDefect) {
  ASSERT_TRUE(Insert(1, "a").ok());
  absl::Status status = database().InTransaction(Soon(), [](Transaction& tx) {
    return tx.Execute(kSetFlag, {100, 1}).status();
  });
  EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
  EXPECT_EQ(base::ErrorReason(status), "INTERNAL_ERROR");
}

TEST_F(DatabaseTest, TheClosuresErrorRollsBackAndComesBack) {
  absl::Status status = database().InTransaction(Soon(), [](Transaction& tx) -> absl::Status {
    EXPECT_TRUE(tx.Execute(kInsert, {1, "a", std::nullopt, std::nullopt}).ok());
    return absl::NotFoundError("no");
  });
  EXPECT_EQ(status, absl::NotFoundError("no"));
  EXPECT_EQ(db_.QueryInt("SELECT COUNT(*) FROM things"), 0);
}

TEST_F(DatabaseTest, TimeLimits) {
  common::v1::DatabaseConfig config = db_.config();
  config.set_statement_timeout_ms(300);
  std::unique_ptr<Database> database = *OpenDatabase(config, 1);
  const absl::Time start = absl::Now();
  absl::Status slow = database->Query(Soon(), kSleep, {5}).status();
  // MariaDB lets SLEEP end early with 1; either way it does not sleep on.
  EXPECT_LT(absl::Now() - start, absl::Seconds(4)) << slow;

  absl::Status late = database->Query(absl::Now() - absl::Seconds(1), kRead, {}).status();
  EXPECT_EQ(late.code(), absl::StatusCode::kDeadlineExceeded);
  int runs = 0;
  late = database->InTransaction(absl::Now() + absl::Milliseconds(1000), [&](Transaction& tx) {
    ++runs;
    absl::SleepFor(absl::Milliseconds(1050));
    return tx.Execute(kInsert, {1, "late", std::nullopt, std::nullopt}).status();
  });
  EXPECT_EQ(base::ErrorReason(late), "DEADLINE_EXCEEDED");
  EXPECT_EQ(runs, 1);
}

TEST_F(DatabaseTest, ABusyPoolSaysSoInTime) {
  common::v1::DatabaseConfig config = db_.config();
  config.set_connections(1);
  config.set_checkout_timeout_ms(50);
  std::atomic<int> refused{0};
  PoolObserver observer;
  observer.checkout = [&](absl::Duration, bool got) { refused += got ? 0 : 1; };
  std::unique_ptr<Database> database = *OpenDatabase(config, 1, observer);
  absl::Status status = database->InTransaction(Soon(), [&](Transaction&) {
    absl::Status second = database->Query(Soon(), kRead, {}).status();
    EXPECT_EQ(base::ErrorReason(second), "OVERLOADED");
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok());
  EXPECT_EQ(refused, 1);
  EXPECT_TRUE(database->Query(Soon(), kRead, {}).ok());
}

TEST_F(DatabaseTest, ManyThreadsShareFewConnections) {
  std::vector<std::thread> threads;
  for (int t = 0; t < 24; ++t) {
    threads.emplace_back([&, t] {
      ThreadStart();
      for (int i = 0; i < 20; ++i) {
        EXPECT_TRUE(Insert(t * 100 + i, std::to_string(t * 100 + i)).ok());
        EXPECT_TRUE(database().Query(Soon(), kRead, {}).ok());
      }
      ThreadStop();
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(db_.QueryInt("SELECT COUNT(*) FROM things"), 24 * 20);
}

TEST_F(DatabaseTest, ReadyAsksForDurabilityAndStrictness) {
  EXPECT_TRUE(database().CheckReady().ok());
  db_.Run("SET GLOBAL innodb_flush_log_at_trx_commit = 2");
  absl::Status status = database().CheckReady();
  db_.Run("SET GLOBAL innodb_flush_log_at_trx_commit = 1");
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition) << status;
  EXPECT_TRUE(database().CheckReady().ok());
}

TEST_F(DatabaseTest, AKilledConnectionIsReplacedUnnoticed) {
  ASSERT_TRUE(Insert(1, "a").ok());
  db_.Run(
      "CREATE PROCEDURE kill_all() BEGIN DECLARE victim BIGINT; DECLARE done INT DEFAULT 0;"
      " DECLARE c CURSOR FOR SELECT id FROM information_schema.processlist WHERE db=DATABASE()"
      " AND id<>CONNECTION_ID(); DECLARE CONTINUE HANDLER FOR NOT FOUND SET done=1; OPEN c;"
      " l: LOOP FETCH c INTO victim; IF done THEN LEAVE l; END IF; KILL victim; END LOOP; END");
  db_.Run("CALL kill_all()");
  EXPECT_TRUE(database().Query(Soon(), kRead, {}).ok());
  db_.Run("CALL kill_all()");
  EXPECT_TRUE(Insert(2, "b").ok());
  EXPECT_TRUE(database().CheckReady().ok());
}

TEST_F(DatabaseTest, APreparedStatementOutlivesAChangeOfItsTable) {
  ASSERT_TRUE(database().Query(Soon(), kRead, {}).ok());
  db_.Run("ALTER TABLE things MODIFY flag BIGINT NOT NULL DEFAULT 5");
  ASSERT_TRUE(Insert(1, "a").ok());
  absl::StatusOr<Rows> rows = database().Query(Soon(), kRead, {});
  ASSERT_TRUE(rows.ok()) << rows.status();
  EXPECT_EQ(rows->front().Int(4), 5);
}

TEST(OpenDatabaseTest, AWrongConfigurationIsRefused) {
  common::v1::DatabaseConfig config;
  EXPECT_FALSE(OpenDatabase(config, 1).ok());
  config.set_schema("x");
  EXPECT_FALSE(OpenDatabase(config, 1).ok());
  config.set_socket("/nowhere/socket");
  config.set_password_file("/nowhere/password");
  EXPECT_FALSE(OpenDatabase(config, 1).ok());
  config.clear_password_file();
  absl::StatusOr<std::unique_ptr<Database>> database = OpenDatabase(config, 1);
  ASSERT_TRUE(database.ok());
  absl::Status status = (*database)->CheckReady();
  EXPECT_EQ(base::ErrorReason(status), "BACKEND_UNAVAILABLE") << status;
  status = (*database)->InTransaction(Soon(), [](Transaction&) { return absl::OkStatus(); });
  EXPECT_EQ(base::ErrorReason(status), "BACKEND_UNAVAILABLE") << status;
}

class MigratorTest : public ::testing::Test {
 protected:
  Database& database() { return db_.database(); }

  const std::vector<Migration> migrations_ = {
      {"0001_create_a",
       "-- a comment; with a semicolon\nCREATE TABLE a (id BIGINT PRIMARY KEY);\n"},
      {"0002_fill_a", "INSERT INTO a VALUES (1);\nINSERT INTO a VALUES (2);\n"}};
  deputies::testing::TestDatabase db_;
};

TEST_F(MigratorTest, AppliesWhatIsNewInOrder) {
  EXPECT_EQ(CheckSchema(database(), migrations_).code(), absl::StatusCode::kFailedPrecondition);
  absl::StatusOr<std::vector<std::string>> applied = Migrate(database(), {migrations_[0]});
  ASSERT_TRUE(applied.ok()) << applied.status();
  EXPECT_THAT(*applied, ElementsAre("0001_create_a"));
  absl::Status older = CheckSchema(database(), migrations_);
  EXPECT_THAT(std::string(older.message()), HasSubstr("0002_fill_a"));
  applied = Migrate(database(), migrations_);
  ASSERT_TRUE(applied.ok()) << applied.status();
  EXPECT_THAT(*applied, ElementsAre("0002_fill_a"));
  EXPECT_TRUE(Migrate(database(), migrations_)->empty());
  EXPECT_EQ(db_.QueryInt("SELECT COUNT(*) FROM a"), 2);
  EXPECT_TRUE(CheckSchema(database(), migrations_).ok());
  EXPECT_TRUE(CheckSchema(database(), {migrations_[0]}).ok()) << "a newer schema is fine";
}

TEST_F(MigratorTest, RefusesAChangedOrMissingMigration) {
  ASSERT_TRUE(Migrate(database(), migrations_).ok());
  std::vector<Migration> changed = migrations_;
  changed[0].sql += " ";
  absl::Status status = Migrate(database(), changed).status();
  EXPECT_THAT(std::string(status.message()), HasSubstr("0001_create_a was changed"));
  EXPECT_EQ(CheckSchema(database(), changed).code(), absl::StatusCode::kFailedPrecondition);
  std::vector<Migration> inserted = migrations_;
  inserted.insert(inserted.begin() + 1, {"0001_more", "SELECT 1"});
  status = Migrate(database(), inserted).status();
  EXPECT_THAT(std::string(status.message()), HasSubstr("0001_more is missing before 0002_fill_a"));
}

TEST_F(MigratorTest, NamesTheFailingStatement) {
  std::vector<Migration> broken = {
      {"0001_broken", "CREATE TABLE b (id BIGINT PRIMARY KEY);\nCREATE TABEL c\n(id BIGINT);"}};
  absl::Status status = Migrate(database(), broken).status();
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("migration 0001_broken, statement 2 (CREATE TABEL c)"));
  status = Migrate(database(), broken).status();
  EXPECT_THAT(std::string(status.message()), HasSubstr("was begun and did not end"));
}

TEST_F(MigratorTest, AFirstStatementThatFailsLeavesNothingToMend) {
  EXPECT_FALSE(Migrate(database(), {{"0001_create_a", "CREATE TABEL a"}}).ok());
  EXPECT_TRUE(Migrate(database(), migrations_).ok());
}

TEST(SplitStatementsTest, QuotesAndComments) {
  EXPECT_THAT(
      SplitStatements("-- one;\nA 'x;''y\\';' ;\n\n/* b; */ B \"c;\" `d;`; # e;\n/*!40101 F */;"),
      ElementsAre("A 'x;''y\\';'", "B \"c;\" `d;`", "/*!40101 F */"));
  EXPECT_THAT(SplitStatements(" ;\n; -- nothing"), ElementsAre());
  EXPECT_THAT(SplitStatements("A--1"), ElementsAre("A--1"));
}

}  // namespace
}  // namespace deputies::db
