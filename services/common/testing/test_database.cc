#include "services/common/testing/test_database.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <filesystem>
#include <random>
#include <system_error>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "services/common/db/migrator.h"
#include "services/common/db/open.h"
#include "services/common/testing/child_process.h"

namespace deputies::testing {
namespace {

namespace fs = std::filesystem;

constexpr char kServerProgram[] = "/usr/sbin/mariadbd";
constexpr char kInstallProgram[] = "/usr/bin/mariadb-install-db";
// Names the cached data directory; raise the number when the way of making it changes.
constexpr char kTemplateName[] = "mariadb-template-1";
constexpr absl::Duration kStartLimit = absl::Seconds(60);
constexpr absl::Duration kStatementLimit = absl::Minutes(1);

std::string CurrentUser() { return getuid() == 0 ? "root" : absl::StrCat(getuid()); }

// An exclusive lock among test programs, held while the object lives.
class FileLock {
 public:
  explicit FileLock(const std::string& path)
      : file_(open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
    if (file_ < 0 || flock(file_, LOCK_EX) != 0) Die(absl::StrCat("cannot lock ", path));
  }
  ~FileLock() { close(file_); }
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

 private:
  const int file_;
};

// A data directory as mariadb-install-db leaves it; made once and copied by every server.
std::string TemplateDirectory() {
  const std::string path = absl::StrCat(SharedTempDirectory(), "/", kTemplateName);
  FileLock lock(path + ".lock");
  if (fs::exists(path)) return path;
  const std::string unfinished = path + ".unfinished";
  RemoveDirectory(unfinished);
  const std::string log = path + ".log";
  ChildProcess install(
      {kInstallProgram, "--no-defaults", absl::StrCat("--datadir=", unfinished),
       absl::StrCat("--user=", CurrentUser()), "--auth-root-authentication-method=normal",
       "--skip-test-db", "--skip-name-resolve", "--innodb-log-file-size=16M"},
      log);
  while (install.Running()) absl::SleepFor(absl::Milliseconds(20));
  std::error_code error;
  if (fs::exists(absl::StrCat(unfinished, "/mysql/global_priv.frm"))) {
    fs::rename(unfinished, path, error);
    if (!error) return path;
  }
  Die(absl::StrCat("mariadb-install-db failed (Debian package mariadb-server):\n",
                   install.LogTail()));
}

common::v1::DatabaseConfig ConfigOf(const std::string& socket, const std::string& schema) {
  common::v1::DatabaseConfig config;
  config.set_socket(socket);
  config.set_user("root");
  config.set_schema(schema);
  config.set_connections(16);
  config.set_checkout_timeout_ms(10000);  // tests run many threads on few processors
  return config;
}

std::unique_ptr<db::Database> OpenOrDie(const common::v1::DatabaseConfig& config) {
  absl::StatusOr<std::unique_ptr<db::Database>> database = db::OpenDatabase(config, 1);
  if (!database.ok()) Die(database.status().ToString());
  return *std::move(database);
}

std::string RandomSchemaName() {
  std::random_device random;
  return absl::StrFormat("test_%08x%08x", random(), random());
}

db::Rows RunOrDie(db::Database& database, const std::string& sql,
                  absl::Duration limit = kStatementLimit) {
  absl::StatusOr<db::Rows> rows = database.RunText(absl::Now() + limit, sql);
  if (!rows.ok()) Die(absl::StrCat(sql, ": ", rows.status().ToString()));
  return *std::move(rows);
}

}  // namespace

MariadbServer& MariadbServer::Shared() {
  static MariadbServer server;
  return server;
}

MariadbServer::MariadbServer()
    : directory_(MakeTempDirectory("-mariadb")), socket_(directory_ + "/s") {
  std::error_code error;
  fs::copy(TemplateDirectory(), directory_ + "/data", fs::copy_options::recursive, error);
  if (error) Die(absl::StrCat("cannot copy the data directory: ", error.message()));
  Start();
}

MariadbServer::~MariadbServer() {
  Kill();
  RemoveDirectory(directory_);
}

void MariadbServer::Kill() { process_.reset(); }

bool MariadbServer::Running() const { return process_ != nullptr && process_->Running(); }

std::string MariadbServer::LogTail() const { return process_ ? process_->LogTail() : ""; }

void MariadbServer::Start() {
  process_ = std::make_unique<ChildProcess>(
      std::vector<std::string>{
          kServerProgram, "--no-defaults", absl::StrCat("--user=", CurrentUser()),
          absl::StrCat("--datadir=", directory_, "/data"), absl::StrCat("--socket=", socket_),
          absl::StrCat("--pid-file=", directory_, "/pid"), "--skip-networking",
          "--skip-name-resolve", "--innodb-flush-log-at-trx-commit=1",
          "--sql-mode=STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION",
          "--character-set-server=utf8mb4", "--collation-server=utf8mb4_unicode_ci",
          "--max-connections=300", "--max-allowed-packet=16M", "--innodb-buffer-pool-size=64M",
          "--innodb-log-file-size=16M", "--innodb-buffer-pool-dump-at-shutdown=OFF",
          "--innodb-buffer-pool-load-at-startup=OFF", "--performance-schema=OFF"},
      directory_ + "/log");
  std::unique_ptr<db::Database> database = OpenOrDie(ConfigOf(socket_, "mysql"));
  const absl::Time give_up = absl::Now() + kStartLimit;
  while (!database->CheckReady().ok()) {
    if (!process_->Running()) {
      Die(absl::StrCat("mariadbd ended at its start:\n", process_->LogTail()));
    }
    if (absl::Now() > give_up) {
      Die(absl::StrCat("mariadbd does not answer: ", database->CheckReady().ToString(), "\n",
                       process_->LogTail()));
    }
    absl::SleepFor(absl::Milliseconds(10));
  }
}

TestDatabase::TestDatabase(const std::vector<db::Migration>& migrations, MariadbServer& server)
    : config_(ConfigOf(server.socket(), RandomSchemaName())) {
  std::unique_ptr<db::Database> admin = OpenOrDie(ConfigOf(server.socket(), "mysql"));
  RunOrDie(*admin, absl::StrCat("CREATE DATABASE ", config_.schema(),
                                " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"));
  database_ = OpenOrDie(config_);
  if (migrations.empty()) return;
  absl::Status status = db::Migrate(*database_, migrations).status();
  if (!status.ok()) Die(status.ToString());
}

TestDatabase::~TestDatabase() {
  // The server may be dead by now, at a test's will.
  database_
      ->RunText(absl::Now() + kStatementLimit, absl::StrCat("DROP DATABASE ", config_.schema()))
      .status()
      .IgnoreError();
}

void TestDatabase::Run(const std::string& sql, absl::Duration limit) {
  RunOrDie(*database_, sql, limit);
}

db::Rows TestDatabase::Query(const std::string& sql) { return RunOrDie(*database_, sql); }

int64_t TestDatabase::QueryInt(const std::string& sql) {
  const db::Rows rows = Query(sql);
  if (rows.empty()) Die(absl::StrCat("no row: ", sql));
  return rows.front().Int(0);
}

}  // namespace deputies::testing
