// The only way to the database: prepared statements, transaction closures, and errors as
// absl::Status.
//
// A service keeps one Database. Its storage classes hold SQL as named constants at the top of the
// file that runs them, each opening with a comment that names it:
//   constexpr db::Statement kInsertMessage{"/* board.InsertMessage */ INSERT INTO messages (...)
//   VALUES (?, ?)"};
#ifndef SERVICES_COMMON_DB_DATABASE_H_
#define SERVICES_COMMON_DB_DATABASE_H_

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace deputies::db {

struct Statement {
  // With '?' for parameters. Must live for ever: the per-connection cache is keyed by the text's
  // address.
  const char* sql;
};

// A bound parameter. Text and binary are both strings; instants are stored as UTC DATETIME(3).
class Param {
 public:
  template <typename T, std::enable_if_t<std::is_integral_v<T> || std::is_enum_v<T>, int> = 0>
  Param(T value) : value_(static_cast<int64_t>(value)) {}         // NOLINT
  Param(absl::string_view value) : value_(std::string(value)) {}  // NOLINT
  Param(const std::string& value) : value_(value) {}              // NOLINT
  Param(const char* value) : value_(std::string(value)) {}        // NOLINT
  Param(absl::Time value) : value_(value) {}                      // NOLINT
  Param(std::nullopt_t) : value_(std::monostate{}) {}             // NOLINT
  template <typename T>
  Param(const std::optional<T>& value)  // NOLINT
      : value_(value.has_value() ? Param(*value).value_ : Value(std::monostate{})) {}

  using Value = std::variant<std::monostate, int64_t, std::string, absl::Time>;
  const Value& value() const { return value_; }

 private:
  Value value_;
};
using Params = std::vector<Param>;

// One row of an answer; columns count from 0 in the order of the SELECT. Types follow the column:
// integers, YEAR, BIT and whole DECIMALs (SUM, COUNT) are Int; DATETIME and TIMESTAMP are Time; all
// others, also DATE, TIME, DOUBLE and other DECIMALs, are String. Asking a column for a type that
// it does not have is a programming error.
class Row {
 public:
  using Cell = std::variant<std::monostate, int64_t, std::string, absl::Time>;
  explicit Row(std::vector<Cell> cells) : cells_(std::move(cells)) {}

  bool IsNull(size_t column) const { return cells_[column].index() == 0; }
  int64_t Int(size_t column) const { return std::get<int64_t>(cells_[column]); }
  // Binary-safe. Moves nothing; `TakeString` moves the cell's text out.
  const std::string& String(size_t column) const { return std::get<std::string>(cells_[column]); }
  std::string TakeString(size_t column) { return std::move(std::get<std::string>(cells_[column])); }
  absl::Time Time(size_t column) const { return std::get<absl::Time>(cells_[column]); }

 private:
  std::vector<Cell> cells_;
};
using Rows = std::vector<Row>;

// A running transaction. After any error of a statement it is dead: further statements and the
// commit are refused, except that a duplicate key (1062) leaves it alive, so that the closure can
// read what is there.
class Transaction {
 public:
  virtual ~Transaction() = default;
  // Reads all rows.
  virtual absl::StatusOr<Rows> Query(const Statement& statement, const Params& params) = 0;
  // Returns the number of rows that were inserted, matched by an UPDATE (even when it changed
  // nothing), or deleted. INSERT ... ON DUPLICATE KEY UPDATE counts an updated row twice.
  virtual absl::StatusOr<int64_t> Execute(const Statement& statement, const Params& params) = 0;
};

enum class Repeat {
  // An unknown outcome of COMMIT is answered as UNAVAILABLE.
  kNever,
  // The closure begins with a row that can exist once (a request key), so that running it again
  // after
  // an unknown outcome of COMMIT finds the first run's work.
  kAfterUnknownOutcome,
};

class Database {
 public:
  virtual ~Database() = default;

  // Runs `closure` in one READ COMMITTED transaction and commits when it returns OK; otherwise
  // rolls back and returns its error. The closure runs again after a deadlock (1213) or lost
  // connection before COMMIT (at most 5 times, with jitter, within the deadline), so it must not
  // keep state between runs. Errors of its own: ABORTED/CONCURRENT_CHANGE (lock conflicts),
  // UNAVAILABLE/BACKEND_UNAVAILABLE (no connection, or nobody knows whether COMMIT worked),
  // UNAVAILABLE/OVERLOADED (no free connection), DEADLINE_EXCEEDED/DEADLINE_EXCEEDED.
  virtual absl::Status InTransaction(absl::Time deadline,
                                     absl::FunctionRef<absl::Status(Transaction&)> closure,
                                     Repeat repeat = Repeat::kNever) = 0;

  // One autocommitted SELECT; repeated once on a lost connection.
  virtual absl::StatusOr<Rows> Query(absl::Time deadline, const Statement& statement,
                                     const Params& params) = 0;

  // One statement as text on a connection of its own, whose time limits end at `deadline`: for
  // migrations, commands and tests. Returns the rows of a SELECT.
  virtual absl::StatusOr<Rows> RunText(absl::Time deadline, const std::string& sql) = 0;

  // OK when a connection answers and the server keeps what it acknowledges:
  // innodb_flush_log_at_trx_commit=1, sync_binlog=1 where a binlog is on, STRICT mode (architecture
  // decision 17).
  virtual absl::Status CheckReady() = 0;
};

// True for a duplicate-key error; with `key`, only when that unique key refused the row
// ("PRIMARY" or "uk_messages_source").
bool IsDuplicateKey(const absl::Status& status, absl::string_view key = "");

// One step of a schema's history: "0001_create_messages".
struct Migration {
  std::string name;
  std::string sql;  // statements separated by ";\n"
};

}  // namespace deputies::db

#endif  // SERVICES_COMMON_DB_DATABASE_H_
