#include "services/common/db/migrator.h"

#include <sodium.h>

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "services/common/base/status_macros.h"
#include "services/common/db/error_numbers.h"
#include "services/common/log/log.h"

namespace deputies::db {
namespace {

constexpr char kCreateTable[] =
    "/* db.CreateSchemaMigrations */ CREATE TABLE IF NOT EXISTS schema_migrations ("
    " name VARBINARY(190) NOT NULL PRIMARY KEY,"
    " checksum BINARY(32) NOT NULL COMMENT 'SHA-256 of the file',"
    " begun_at DATETIME(3) NOT NULL,"
    " applied_at DATETIME(3) NULL COMMENT 'NULL: failed half-way, or at work'"
    ") ENGINE=InnoDB";
constexpr Statement kListMigrations{
    "/* db.ListMigrations */ SELECT name, checksum, applied_at FROM schema_migrations"};
constexpr Statement kBeginMigration{
    "/* db.BeginMigration */ INSERT INTO schema_migrations (name, checksum, begun_at, applied_at)"
    " VALUES (?, ?, ?, NULL)"};
constexpr Statement kEndMigration{
    "/* db.EndMigration */ UPDATE schema_migrations SET applied_at = ? WHERE name = ?"};
constexpr Statement kForgetMigration{
    "/* db.ForgetMigration */ DELETE FROM schema_migrations WHERE name = ?"};

constexpr absl::Duration kBookkeepingLimit = absl::Seconds(10);
constexpr int kNoSuchTable = 1146;

struct Applied {
  std::string checksum;
  bool complete = false;
};

std::string Checksum(const std::string& sql) {
  std::string digest(crypto_hash_sha256_BYTES, '\0');
  crypto_hash_sha256(reinterpret_cast<unsigned char*>(digest.data()),
                     reinterpret_cast<const unsigned char*>(sql.data()), sql.size());
  return digest;
}

absl::StatusOr<std::map<std::string, Applied>> ReadApplied(Database& database) {
  ASSIGN_OR_RETURN(Rows rows, database.Query(absl::Now() + kBookkeepingLimit, kListMigrations, {}));
  std::map<std::string, Applied> applied;
  for (Row& row : rows) applied[row.TakeString(0)] = {row.TakeString(1), !row.IsNull(2)};
  return applied;
}

// How many of the first migrations are applied, all of them as they are now.
absl::StatusOr<size_t> CountApplied(const std::map<std::string, Applied>& applied,
                                    const std::vector<Migration>& migrations) {
  size_t count = 0;
  for (size_t i = 0; i < migrations.size(); ++i) {
    const Migration& migration = migrations[i];
    const auto found = applied.find(migration.name);
    if (found == applied.end()) continue;
    if (!found->second.complete) {
      return absl::FailedPreconditionError(absl::StrCat(
          "migration ", migration.name, " was begun and did not end: undo or finish it by hand, ",
          "then delete its row in schema_migrations or set its applied_at"));
    }
    if (found->second.checksum != Checksum(migration.sql)) {
      return absl::FailedPreconditionError(absl::StrCat(
          "migration ", migration.name, " was changed after it was applied; write a new one"));
    }
    if (count != i) {
      return absl::FailedPreconditionError(absl::StrCat("migration ", migrations[count].name,
                                                        " is missing before ", migration.name));
    }
    ++count;
  }
  return count;
}

absl::Status Execute(Database& database, const Statement& statement, const Params& params) {
  return database.InTransaction(absl::Now() + kBookkeepingLimit, [&](Transaction& transaction) {
    return transaction.Execute(statement, params).status();
  });
}

absl::Status Apply(Database& database, const Migration& migration, absl::Duration time_limit) {
  absl::Status begun =
      Execute(database, kBeginMigration, {migration.name, Checksum(migration.sql), absl::Now()});
  if (IsDuplicateKey(begun)) {
    return absl::FailedPreconditionError(
        absl::StrCat("migration ", migration.name, " is being applied by another process"));
  }
  RETURN_IF_ERROR(begun);

  int number = 0;
  for (const std::string& statement : SplitStatements(migration.sql)) {
    ++number;
    absl::Status status = database.RunText(absl::Now() + time_limit, statement).status();
    if (status.ok()) continue;
    const std::string words = statement.substr(0, statement.find('\n'));
    // Nothing was done when the first statement failed, so that the next run may try again.
    if (number == 1) Execute(database, kForgetMigration, {migration.name}).IgnoreError();
    return absl::Status(status.code(), absl::StrCat("migration ", migration.name, ", statement ",
                                                    number, " (", words, "): ", status.message()));
  }
  return Execute(database, kEndMigration, {absl::Now(), migration.name});
}

// Length of the comment that begins the text, or 0. "#", "-- " and "/* */", but not "/*! */",
// which the server runs.
size_t CommentLength(absl::string_view text) {
  if (absl::StartsWith(text, "#") || absl::StartsWith(text, "-- ") ||
      absl::StartsWith(text, "--\n")) {
    const size_t end = text.find('\n');
    return end == absl::string_view::npos ? text.size() : end + 1;
  }
  if (absl::StartsWith(text, "/*") && !absl::StartsWith(text, "/*!")) {
    const size_t end = text.find("*/", 2);
    return end == absl::string_view::npos ? text.size() : end + 2;
  }
  return 0;
}

// Length of the quoted text or name that begins the text, or 0.
size_t QuotedLength(absl::string_view text) {
  const char quote = text[0];
  if (quote != '\'' && quote != '"' && quote != '`') return 0;
  for (size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '\\' && quote != '`') {
      ++i;
    } else if (text[i] == quote) {
      return i + 1;  // a doubled quote begins the next piece
    }
  }
  return text.size();
}

}  // namespace

std::vector<std::string> SplitStatements(absl::string_view script) {
  std::vector<std::string> statements;
  std::string statement;
  const auto finish = [&] {
    const absl::string_view stripped = absl::StripAsciiWhitespace(statement);
    if (!stripped.empty()) statements.emplace_back(stripped);
    statement.clear();
  };
  while (!script.empty()) {
    size_t length = CommentLength(script);
    if (length > 0) {
      absl::StrAppend(&statement, absl::EndsWith(script.substr(0, length), "\n") ? "\n" : " ");
    } else if (script[0] == ';') {
      length = 1;
      finish();
    } else {
      length = std::max<size_t>(QuotedLength(script), 1);
      absl::StrAppend(&statement, script.substr(0, length));
    }
    script.remove_prefix(length);
  }
  finish();
  return statements;
}

absl::StatusOr<std::vector<std::string>> Migrate(Database& database,
                                                 const std::vector<Migration>& migrations,
                                                 absl::Duration time_limit) {
  RETURN_IF_ERROR(database.RunText(absl::Now() + time_limit, kCreateTable).status());
  ASSIGN_OR_RETURN(const auto applied, ReadApplied(database));
  ASSIGN_OR_RETURN(const size_t done, CountApplied(applied, migrations));
  std::vector<std::string> names;
  for (size_t i = done; i < migrations.size(); ++i) {
    RETURN_IF_ERROR(Apply(database, migrations[i], time_limit));
    log::Info("Applied a migration", {{"migration", migrations[i].name}});
    names.push_back(migrations[i].name);
  }
  return names;
}

absl::Status CheckSchema(Database& database, const std::vector<Migration>& migrations) {
  const auto applied = ReadApplied(database);
  if (ErrorNumber(applied.status()) == kNoSuchTable) {
    return absl::FailedPreconditionError("the schema was never migrated");
  }
  RETURN_IF_ERROR(applied.status());
  ASSIGN_OR_RETURN(const size_t done, CountApplied(*applied, migrations));
  if (done < migrations.size()) {
    return absl::FailedPreconditionError(
        absl::StrCat("the schema lacks migration ", migrations[done].name));
  }
  return absl::OkStatus();
}

}  // namespace deputies::db
