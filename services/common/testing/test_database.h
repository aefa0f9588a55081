// A real database for tests: one private mariadbd per test program, one schema per TestDatabase.
//   testing::TestDatabase db(board::Migrations());
//   SqlMessageStore store(db.database());
#ifndef SERVICES_COMMON_TESTING_TEST_DATABASE_H_
#define SERVICES_COMMON_TESTING_TEST_DATABASE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "deputies/common/v1/config.pb.h"
#include "services/common/db/database.h"
#include "services/common/testing/child_process.h"

namespace deputies::testing {

// The program's mariadbd: durable commits, STRICT mode, unix socket, no network. Started at the
// first use in about a second, gone with the program, however that ends. Dies with a message when
// it cannot start.
class MariadbServer {
 public:
  // The one that TestDatabase uses.
  static MariadbServer& Shared();

  // A server of one's own, for tests that kill it.
  MariadbServer();
  ~MariadbServer();
  MariadbServer(const MariadbServer&) = delete;
  MariadbServer& operator=(const MariadbServer&) = delete;

  const std::string& socket() const { return socket_; }
  // kill -9, as a power cut of the process; Start brings it back with its data.
  void Kill();
  void Start();
  // It did not end by itself.
  bool Running() const;
  // Last lines of its log, to explain a failure.
  std::string LogTail() const;

 private:
  std::string directory_;
  std::string socket_;
  std::unique_ptr<ChildProcess> process_;
};

// A schema with a random name, dropped at the end.
class TestDatabase {
 public:
  // Dies when a migration fails.
  explicit TestDatabase(const std::vector<db::Migration>& migrations = {},
                        MariadbServer& server = MariadbServer::Shared());
  ~TestDatabase();
  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;

  db::Database& database() { return *database_; }
  // To open further pools, or to give to a child process.
  const common::v1::DatabaseConfig& config() const { return config_; }

  // Any one statement without parameters, outside the tested code's statement cache. Dies on error
  // and when it takes longer than `limit`.
  void Run(const std::string& sql, absl::Duration limit = absl::Minutes(1));
  db::Rows Query(const std::string& sql);
  // First column of the first row.
  int64_t QueryInt(const std::string& sql);

 private:
  common::v1::DatabaseConfig config_;
  std::unique_ptr<db::Database> database_;
};

}  // namespace deputies::testing

#endif  // SERVICES_COMMON_TESTING_TEST_DATABASE_H_
