// What the transaction closure does about every error number, on a connection that answers from a
// script.
#include <algorithm>
#include <atomic>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/common/db/datetime.h"
#include "services/common/db/error_numbers.h"
#include "services/common/db/request_keys.h"
#include "services/common/db/sql_database.h"

namespace deputies::db {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr Statement kWrite{"/* test.Write */ INSERT INTO things VALUES (?)"};

// What happens, in order: "connect", "begin", "write", "read", "commit", "rollback", "close".
struct Server {
  std::vector<std::string> calls;
  // Error numbers for the next calls of a name; kWorks lets one call work.
  std::vector<std::pair<std::string, int>> failures;
  static constexpr int kWorks = -1;
  std::mutex mutex;

  absl::Status Call(const std::string& name) {
    std::lock_guard lock(mutex);
    calls.push_back(name);
    for (auto failure = failures.begin(); failure != failures.end(); ++failure) {
      if (failure->first != name) continue;
      const int number = failure->second;
      failures.erase(failure);
      if (number == kWorks) break;
      return FromErrorNumber(number, "text of the server", "test.Write");
    }
    return absl::OkStatus();
  }
  int Count(const std::string& name) const {
    return static_cast<int>(std::count(calls.begin(), calls.end(), name));
  }
};

class FakeConnection final : public Connection {
 public:
  explicit FakeConnection(Server& server) : server_(server) {}
  ~FakeConnection() override { (void)server_.Call("close"); }
  absl::StatusOr<Rows> Query(const Statement&, const Params&) override {
    absl::Status status = server_.Call("read");
    if (!status.ok()) return status;
    return Rows();
  }
  absl::StatusOr<int64_t> Execute(const Statement&, const Params&) override {
    absl::Status status = server_.Call("write");
    if (!status.ok()) return status;
    return 1;
  }
  absl::StatusOr<Rows> RunText(const std::string& sql) override {
    absl::Status status =
        server_.Call(sql.find("ROLLBACK TO") != std::string::npos ? "undo" : "savepoint");
    if (!status.ok()) return status;
    return Rows();
  }
  absl::Status Begin() override { return server_.Call("begin"); }
  absl::Status Commit() override { return server_.Call("commit"); }
  absl::Status Rollback() override { return server_.Call("rollback"); }

 private:
  Server& server_;
};

class TransactionTest : public ::testing::Test {
 protected:
  ~TransactionTest() override { database_.reset(); }

  absl::Status Write(Repeat repeat = Repeat::kNever) {
    return database_->InTransaction(
        absl::Now() + absl::Seconds(10),
        [](Transaction& tx) { return tx.Execute(kWrite, {1}).status(); }, repeat);
  }

  Server server_;
  std::unique_ptr<SqlDatabase> database_ = std::make_unique<SqlDatabase>(
      [this](absl::Duration) -> absl::StatusOr<std::unique_ptr<Connection>> {
        absl::Status status = server_.Call("connect");
        if (!status.ok()) return status;
        return std::make_unique<FakeConnection>(server_);
      },
      PoolOptions{}, PoolObserver{});
};

TEST_F(TransactionTest, WritesAndCommitsOnOneConnection) {
  EXPECT_TRUE(Write().ok());
  EXPECT_TRUE(Write().ok());
  EXPECT_THAT(server_.calls,
              ElementsAre("connect", "begin", "write", "commit", "begin", "write", "commit"));
}

struct StatementCase {
  int number;
  absl::StatusCode code;
  const char* reason;
  bool repeated;
  bool closed;
};

class StatementErrors : public TransactionTest,
                        public ::testing::WithParamInterface<StatementCase> {};

TEST_P(StatementErrors, OnceThenGone) {
  server_.failures = {{"write", GetParam().number}};
  absl::Status status = Write();
  if (GetParam().repeated) {
    EXPECT_TRUE(status.ok()) << status;
    EXPECT_EQ(server_.Count("write"), 2);
    EXPECT_EQ(server_.Count("commit"), 1);
  } else {
    EXPECT_EQ(status.code(), GetParam().code) << status;
    EXPECT_EQ(base::ErrorReason(status), GetParam().reason);
    EXPECT_EQ(server_.Count("write"), 1);
    EXPECT_EQ(server_.Count("commit"), 0);
  }
  EXPECT_EQ(server_.Count("close"), GetParam().closed ? 1 : 0);
  EXPECT_EQ(server_.Count("rollback"), GetParam().closed ? 0 : 1);
}

TEST_P(StatementErrors, ForEver) {
  for (int i = 0; i < 10; ++i) server_.failures.emplace_back("write", GetParam().number);
  absl::Status status = Write();
  EXPECT_EQ(status.code(), GetParam().code) << status;
  EXPECT_EQ(base::ErrorReason(status), GetParam().reason);
  EXPECT_EQ(server_.Count("write"), GetParam().repeated ? 5 : 1);
  EXPECT_EQ(server_.Count("commit"), 0);
}

constexpr auto kAborted = absl::StatusCode::kAborted;
constexpr auto kDeadline = absl::StatusCode::kDeadlineExceeded;
constexpr auto kUnavailable = absl::StatusCode::kUnavailable;
constexpr auto kInternal = absl::StatusCode::kInternal;
constexpr auto kExists = absl::StatusCode::kAlreadyExists;

INSTANTIATE_TEST_SUITE_P(
    All, StatementErrors,
    ::testing::Values(StatementCase{1062, kExists, "CONCURRENT_CHANGE", false, false},
                      StatementCase{1213, kAborted, "CONCURRENT_CHANGE", true, false},
                      StatementCase{1205, kAborted, "CONCURRENT_CHANGE", true, false},
                      StatementCase{1020, kAborted, "CONCURRENT_CHANGE", true, false},
                      StatementCase{1969, kDeadline, "DEADLINE_EXCEEDED", false, false},
                      StatementCase{3024, kDeadline, "DEADLINE_EXCEEDED", false, false},
                      StatementCase{1021, kUnavailable, "BACKEND_UNAVAILABLE", false, false},
                      StatementCase{1030, kUnavailable, "BACKEND_UNAVAILABLE", false, false},
                      StatementCase{1114, kUnavailable, "BACKEND_UNAVAILABLE", false, false},
                      StatementCase{0, kUnavailable, "BACKEND_UNAVAILABLE", true, true},
                      StatementCase{1047, kUnavailable, "BACKEND_UNAVAILABLE", true, true},
                      StatementCase{1053, kUnavailable, "BACKEND_UNAVAILABLE", true, true},
                      StatementCase{1180, kUnavailable, "BACKEND_UNAVAILABLE", true, true},
                      StatementCase{1243, kUnavailable, "BACKEND_UNAVAILABLE", true, true},
                      StatementCase{1290, kUnavailable, "BACKEND_UNAVAILABLE", true, true},
                      StatementCase{1317, kUnavailable, "BACKEND_UNAVAILABLE", true, true},
                      StatementCase{1615, kUnavailable, "BACKEND_UNAVAILABLE", true, true},
                      StatementCase{1792, kUnavailable, "BACKEND_UNAVAILABLE", true, true},
                      StatementCase{1836, kUnavailable, "BACKEND_UNAVAILABLE", true, true},
                      StatementCase{1927, kUnavailable, "BACKEND_UNAVAILABLE", true, true},
                      StatementCase{2002, kUnavailable, "BACKEND_UNAVAILABLE", true, true},
                      StatementCase{2003, kUnavailable, "BACKEND_UNAVAILABLE", true, true},
                      StatementCase{2006, kUnavailable, "BACKEND_UNAVAILABLE", true, true},
                      StatementCase{2013, kUnavailable, "BACKEND_UNAVAILABLE", true, true},
                      StatementCase{2014, kUnavailable, "BACKEND_UNAVAILABLE", true, true},
                      StatementCase{2055, kUnavailable, "BACKEND_UNAVAILABLE", true, true},
                      StatementCase{4025, kInternal, "INTERNAL_ERROR", false, false},
                      StatementCase{1064, kInternal, "INTERNAL_ERROR", false, false},
                      StatementCase{1146, kInternal, "INTERNAL_ERROR", false, false},
                      StatementCase{1406, kInternal, "INTERNAL_ERROR", false, false}),
    [](const auto& tested) { return "Error" + std::to_string(tested.param.number); });

class CommitErrors : public TransactionTest, public ::testing::WithParamInterface<int> {};

TEST_P(CommitErrors, UnknownOutcomeIsUnavailable) {
  server_.failures = {{"commit", GetParam()}};
  absl::Status status = Write();
  EXPECT_EQ(base::ErrorReason(status), "BACKEND_UNAVAILABLE") << status;
  EXPECT_EQ(status.code(), kUnavailable);
  EXPECT_EQ(server_.Count("write"), 1) << "it may be there already";
  EXPECT_EQ(server_.Count("close"), 1);
}

TEST_P(CommitErrors, UnknownOutcomeIsRepeatedWhenThatIsSafe) {
  server_.failures = {{"commit", GetParam()}};
  EXPECT_TRUE(Write(Repeat::kAfterUnknownOutcome).ok());
  EXPECT_THAT(server_.calls, ElementsAre("connect", "begin", "write", "commit", "close", "connect",
                                         "begin", "write", "commit"));
}

INSTANTIATE_TEST_SUITE_P(All, CommitErrors,
                         ::testing::Values(0, 1021, 1030, 1047, 1053, 1180, 1317, 2006, 2013, 2055,
                                           4025, 1969));

TEST_F(TransactionTest, AConflictAtCommitIsNoUnknownOutcome) {
  server_.failures = {{"commit", 1213}};
  EXPECT_TRUE(Write().ok());
  EXPECT_THAT(server_.calls, ElementsAre("connect", "begin", "write", "commit", "rollback", "begin",
                                         "write", "commit"));
}

TEST_F(TransactionTest, ADeadTransactionIsNeverCommitted) {
  server_.failures = {{"write", 1406}};
  absl::Status status = database_->InTransaction(
      absl::Now() + absl::Seconds(1),
      [](Transaction& tx) {
        tx.Execute(kWrite, {}).status().IgnoreError();
        EXPECT_FALSE(tx.Execute(kWrite, {}).ok());
        EXPECT_FALSE(tx.Query(kWrite, {}).ok());
        return absl::OkStatus();
      },
      Repeat::kNever);
  EXPECT_EQ(status.code(), kInternal);
  EXPECT_THAT(server_.calls, ElementsAre("connect", "begin", "write", "rollback"));
}

TEST_F(TransactionTest, ADuplicateKeyLeavesItAlive) {
  server_.failures = {{"write", 1062}};
  absl::Status status = database_->InTransaction(
      absl::Now() + absl::Seconds(1),
      [](Transaction& tx) {
        EXPECT_TRUE(IsDuplicateKey(tx.Execute(kWrite, {}).status()));
        return tx.Query(kWrite, {}).status();
      },
      Repeat::kNever);
  EXPECT_TRUE(status.ok());
  EXPECT_THAT(server_.calls, ElementsAre("connect", "begin", "write", "read", "commit"));
}

TEST_F(TransactionTest, TheClosureCannotHideADeadlockBehindItsOwnError) {
  server_.failures = {{"write", 1213}};
  int runs = 0;
  absl::Status status = database_->InTransaction(
      absl::Now() + absl::Seconds(10),
      [&](Transaction& tx) {
        ++runs;
        return tx.Execute(kWrite, {}).ok() ? absl::OkStatus() : absl::NotFoundError("message");
      },
      Repeat::kNever);
  EXPECT_TRUE(status.ok());
  EXPECT_EQ(runs, 2);
}

TEST_F(TransactionTest, ARollbackThatFailsClosesTheConnection) {
  server_.failures = {{"rollback", 2006}};
  absl::Status status = database_->InTransaction(
      absl::Now() + absl::Seconds(1), [](Transaction&) { return absl::NotFoundError("x"); },
      Repeat::kNever);
  EXPECT_EQ(status, absl::NotFoundError("x"));
  EXPECT_THAT(server_.calls, ElementsAre("connect", "begin", "rollback", "close"));
}

TEST_F(TransactionTest, BeginOnALostConnectionIsRepeated) {
  EXPECT_TRUE(Write().ok());
  server_.calls.clear();
  server_.failures = {{"begin", 2006}};
  EXPECT_TRUE(Write().ok());
  EXPECT_THAT(server_.calls, ElementsAre("begin", "close", "connect", "begin", "write", "commit"));
}

TEST_F(TransactionTest, ConnectingIsRepeatedAndThenGivenUp) {
  server_.failures = {{"connect", 2002}};
  EXPECT_TRUE(Write().ok());
  for (int i = 0; i < 10; ++i) server_.failures.emplace_back("connect", 2002);
  server_.failures.emplace_back("begin", 2006);
  absl::Status status = Write();
  EXPECT_EQ(base::ErrorReason(status), "BACKEND_UNAVAILABLE");
  server_.failures = {{"connect", 1045}};
  const int before = server_.Count("connect");
  status = Write();
  EXPECT_EQ(base::ErrorReason(status), "BACKEND_UNAVAILABLE");
  EXPECT_EQ(server_.Count("connect"), before + 1) << "a wrong password stays wrong";
}

TEST_F(TransactionTest, NothingIsRepeatedBeyondTheDeadline) {
  server_.failures = {{"write", 1213}};
  const absl::Time deadline = absl::Now() + absl::Milliseconds(500);
  absl::Status status = database_->InTransaction(
      deadline,
      [&](Transaction& tx) {
        absl::Status written = tx.Execute(kWrite, {1}).status();
        absl::SleepFor(deadline - absl::Now());
        return written;
      },
      Repeat::kNever);
  EXPECT_EQ(base::ErrorReason(status), "CONCURRENT_CHANGE");
  EXPECT_EQ(server_.Count("write"), 1);
}

TEST_F(TransactionTest, AQueryIsRepeatedOnceOnALostConnection) {
  server_.failures = {{"read", 2013}};
  EXPECT_TRUE(database_->Query(absl::Now() + absl::Seconds(1), kWrite, {}).ok());
  server_.failures = {{"read", 2013}, {"read", 2013}};
  EXPECT_FALSE(database_->Query(absl::Now() + absl::Seconds(1), kWrite, {}).ok());
  server_.failures = {{"read", 1969}};
  absl::Status status = database_->Query(absl::Now() + absl::Seconds(1), kWrite, {}).status();
  EXPECT_EQ(status.code(), kDeadline);
}

// Three closures that come while a first one runs, and so share a transaction. The closures write a
// row each; the second one ends with `second`.
class GroupTest : public TransactionTest {
 protected:
  GroupTest() {
    PoolOptions options;
    options.group_size = 8;
    database_ = std::make_unique<SqlDatabase>(
        [this](absl::Duration) -> absl::StatusOr<std::unique_ptr<Connection>> {
          return std::make_unique<FakeConnection>(server_);
        },
        options, PoolObserver{});
  }

  std::vector<absl::Status> WriteTogether(const absl::Status& second) {
    std::promise<void> first_runs;
    std::promise<void> first_may_end;
    std::vector<absl::Status> results(3);
    std::thread first([&] {
      EXPECT_TRUE(database_
                      ->InTransaction(
                          absl::Now() + absl::Seconds(10),
                          [&](Transaction&) {
                            first_runs.set_value();
                            first_may_end.get_future().wait();
                            return absl::OkStatus();
                          },
                          Repeat::kAfterUnknownOutcome)
                      .ok());
    });
    first_runs.get_future().wait();
    std::vector<std::thread> others;
    std::atomic<int> started{0};
    for (size_t i = 0; i < results.size(); ++i) {
      others.emplace_back([&, i] {
        ++started;
        results[i] = database_->InTransaction(
            absl::Now() + absl::Seconds(10),
            [&, i](Transaction& tx) {
              const absl::Status written = tx.Execute(kWrite, {1}).status();
              return i == 1 && written.ok() ? second : written;
            },
            Repeat::kAfterUnknownOutcome);
      });
    }
    while (started < 3) std::this_thread::yield();
    absl::SleepFor(absl::Milliseconds(50));  // until they wait
    first_may_end.set_value();
    first.join();
    for (std::thread& thread : others) thread.join();
    return results;
  }
};

TEST_F(GroupTest, SharesOneCommit) {
  for (const absl::Status& status : WriteTogether(absl::OkStatus())) EXPECT_TRUE(status.ok());
  EXPECT_EQ(server_.Count("commit"), 2)
      << "that of the first, which ran alone, and one for all others";
  EXPECT_EQ(server_.Count("savepoint"), 3);
  EXPECT_EQ(server_.Count("write"), 3);
  EXPECT_EQ(server_.Count("undo"), 0);
}

TEST_F(GroupTest, AClosureThatFailsIsUndoneAlone) {
  const std::vector<absl::Status> results = WriteTogether(absl::FailedPreconditionError("not now"));
  EXPECT_TRUE(results[0].ok());
  EXPECT_EQ(results[1].message(), "not now");
  EXPECT_TRUE(results[2].ok());
  EXPECT_EQ(server_.Count("undo"), 1);
  EXPECT_EQ(server_.Count("commit"), 2);
  EXPECT_EQ(server_.Count("rollback"), 0);
}

TEST_F(GroupTest, AfterADeadlockEachRunsByItself) {
  server_.failures = {{"write", 1213}};
  for (const absl::Status& status : WriteTogether(absl::OkStatus())) EXPECT_TRUE(status.ok());
  EXPECT_EQ(server_.Count("rollback"), 1);
  EXPECT_EQ(server_.Count("write"), 4) << "the one that failed, then each";
  EXPECT_EQ(server_.Count("commit"), 4);
}

TEST_F(GroupTest, AfterACommitOfUnknownOutcomeEachRunsByItself) {
  server_.failures = {{"commit", Server::kWorks}, {"commit", 2013}};
  for (const absl::Status& status : WriteTogether(absl::OkStatus())) EXPECT_TRUE(status.ok());
  EXPECT_EQ(server_.Count("write"), 6);
  EXPECT_EQ(server_.Count("commit"), 5) << "that of the first, the lost one, then each";
}

TEST(ErrorNumbersTest, NothingOfARowGetsIntoTheText) {
  for (int number : {1062, 1064, 1265, 1292, 1366, 1411, 1525, 1586, 1690}) {
    absl::Status status =
        FromErrorNumber(number, "Incorrect value '13800138000' for column", "board.Insert");
    EXPECT_THAT(status.ToString(), Not(HasSubstr("13800138000"))) << number;
    EXPECT_EQ(ErrorNumber(status), number);
  }
  absl::Status status = FromErrorNumber(1406, "Data too long for column 'body'", "board.Insert");
  EXPECT_THAT(status.ToString(), HasSubstr("Data too long for column 'body'"));
  EXPECT_EQ(ErrorNumber(absl::InternalError("x")), std::nullopt);
}

TEST(ErrorNumbersTest, KeyOfADuplicate) {
  const auto duplicate = [](const char* text) { return FromErrorNumber(1062, text, "x"); };
  EXPECT_TRUE(IsDuplicateKey(duplicate("Duplicate entry '1-a' for key 'uk_a'"), "uk_a"));
  EXPECT_TRUE(IsDuplicateKey(duplicate("Duplicate entry 'x' for key 'y'' for key 'uk_a'"), "uk_a"));
  EXPECT_TRUE(IsDuplicateKey(duplicate("Duplicate entry '1' for key 'things.PRIMARY'"), "PRIMARY"));
  EXPECT_FALSE(IsDuplicateKey(duplicate("Duplicate entry '1' for key 'uk_a'"), "uk_b"));
  EXPECT_FALSE(IsDuplicateKey(FromErrorNumber(1213, "for key 'uk_a'", "x")));
  EXPECT_FALSE(IsDuplicateKey(absl::OkStatus()));
}

TEST(ErrorNumbersTest, NamesOfStatements) {
  EXPECT_EQ(StatementName("/* board.InsertMessage */ INSERT INTO x"), "board.InsertMessage");
  EXPECT_EQ(StatementName("CREATE TABLE a (b INT)"), "CREATE TABLE a ");
}

TEST(DatetimeTest, ThereAndBack) {
  const absl::Time time = absl::FromUnixMillis(1772413200007);
  EXPECT_EQ(FormatDatetime(time), "2026-03-02 01:00:00.007");
  EXPECT_EQ(ParseDatetime("2026-03-02 01:00:00.007"), time);
  EXPECT_EQ(ParseDatetime("2026-03-02 01:00:00.007000"), time);
  EXPECT_EQ(ParseDatetime("1969-12-31 23:59:59.999"), absl::FromUnixMillis(-1));
  EXPECT_EQ(FormatDatetime(absl::FromUnixMillis(-1)), "1969-12-31 23:59:59.999");
  EXPECT_EQ(FormatDatetime(absl::InfiniteFuture()), "9999-12-31 23:59:59.999");
  EXPECT_EQ(FormatDatetime(absl::InfinitePast()), "1000-01-01 00:00:00.000");
  for (const char* text : {"", "2026-03-02", "2026-13-02 01:00:00", "2026-03-02 01:00:00.",
                           "2026-03-02T01:00:00", "2026-03-02 01:00:61", "2026-03-02 0x:00:00"}) {
    EXPECT_EQ(ParseDatetime(text), std::nullopt) << text;
  }
}

TEST(ParseUuidTest, OnlyTheUsualForm) {
  EXPECT_EQ(ParseUuid("00112233-4455-6677-8899-aabbCCDDEEFF")->size(), 16);
  EXPECT_EQ(ParseUuid("00112233-4455-6677-8899-aabbccddeeff"),
            ParseUuid("00112233-4455-6677-8899-AABBCCDDEEFF"));
  for (const char* text :
       {"", "00112233445566778899aabbccddeeff", "0011223-34455-6677-8899-aabbccddeeff",
        "00112233-4455-6677-8899-aabbccddeefg", "{0112233-4455-6677-8899-aabbccddeeff"}) {
    EXPECT_EQ(ParseUuid(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace deputies::db
