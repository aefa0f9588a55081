#include "services/common/db/driver_connection.h"

#include <cppconn/connection.h>
#include <cppconn/datatype.h>
#include <cppconn/driver.h>
#include <cppconn/exception.h>
#include <cppconn/metadata.h>
#include <cppconn/prepared_statement.h>
#include <cppconn/resultset.h>
#include <cppconn/resultset_metadata.h>
#include <cppconn/statement.h>

#include <algorithm>
#include <exception>
#include <unordered_map>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/common/base/status_macros.h"
#include "services/common/db/datetime.h"
#include "services/common/db/error_numbers.h"
#include "services/common/db/open.h"
#include "services/common/log/log.h"

namespace deputies::db {
namespace {

// The server ends a statement by its own limit; the client's limit is for a server that is gone.
constexpr int kReadMarginSeconds = 2;
constexpr int kWriteTimeoutSeconds = 5;
constexpr int kLockWaitSeconds = 3;

sql::Driver& Driver() {
  static sql::Driver& driver = *get_driver_instance();
  return driver;
}

// Runs `call` and turns what the driver throws into a status.
template <typename F>
auto Guarded(absl::string_view statement_name, F call) -> decltype(call()) {
  try {
    return call();
  } catch (const sql::SQLException& error) {
    return FromErrorNumber(error.getErrorCode(), error.what(), statement_name);
  } catch (const std::exception& error) {
    return FromErrorNumber(0, error.what(), statement_name);
  }
}

enum class CellKind { kInt, kText, kTime };

CellKind KindOf(sql::ResultSetMetaData& columns, unsigned int column) {
  switch (columns.getColumnType(column)) {
    case sql::DataType::BIT:
    case sql::DataType::TINYINT:
    case sql::DataType::SMALLINT:
    case sql::DataType::MEDIUMINT:
    case sql::DataType::INTEGER:
    case sql::DataType::BIGINT:
    case sql::DataType::YEAR:
      return CellKind::kInt;
    case sql::DataType::DECIMAL:
    case sql::DataType::NUMERIC:
      return columns.getScale(column) == 0 ? CellKind::kInt : CellKind::kText;
    case sql::DataType::TIMESTAMP:
      return CellKind::kTime;
    default:
      return CellKind::kText;
  }
}

absl::StatusOr<Rows> ReadAll(sql::ResultSet& result, absl::string_view statement_name) {
  sql::ResultSetMetaData& columns = *result.getMetaData();
  const unsigned int count = columns.getColumnCount();
  std::vector<CellKind> kinds;
  kinds.reserve(count);
  for (unsigned int column = 1; column <= count; ++column) kinds.push_back(KindOf(columns, column));

  Rows rows;
  rows.reserve(result.rowsCount());
  while (result.next()) {
    std::vector<Row::Cell> cells(count);
    for (unsigned int column = 1; column <= count; ++column) {
      if (result.isNull(column)) continue;
      Row::Cell& cell = cells[column - 1];
      switch (kinds[column - 1]) {
        case CellKind::kInt:
          cell = result.getInt64(column);
          break;
        case CellKind::kText:
          cell = result.getString(column).asStdString();
          break;
        case CellKind::kTime: {
          std::optional<absl::Time> time = ParseDatetime(result.getString(column).asStdString());
          if (!time.has_value()) {
            return absl::InternalError(
                absl::StrCat("not a date and time in column ", column, " of ", statement_name));
          }
          cell = *time;
          break;
        }
      }
    }
    rows.emplace_back(std::move(cells));
  }
  return rows;
}

class DriverConnection final : public Connection {
 public:
  explicit DriverConnection(std::unique_ptr<sql::Connection> connection)
      : connection_(std::move(connection)), text_(connection_->createStatement()) {}

  absl::StatusOr<Rows> Query(const Statement& statement, const Params& params) override {
    const absl::string_view name = StatementName(statement.sql);
    return Guarded(name, [&]() -> absl::StatusOr<Rows> {
      sql::PreparedStatement& prepared = Prepare(statement);
      Bind(prepared, params);
      std::unique_ptr<sql::ResultSet> result(prepared.executeQuery());
      return ReadAll(*result, name);
    });
  }

  absl::StatusOr<int64_t> Execute(const Statement& statement, const Params& params) override {
    return Guarded(StatementName(statement.sql), [&]() -> absl::StatusOr<int64_t> {
      sql::PreparedStatement& prepared = Prepare(statement);
      Bind(prepared, params);
      return prepared.executeUpdate();
    });
  }

  absl::StatusOr<Rows> RunText(const std::string& sql) override {
    const absl::string_view name = StatementName(sql);
    return Guarded(name, [&]() -> absl::StatusOr<Rows> {
      if (!text_->execute(sql)) return Rows();
      std::unique_ptr<sql::ResultSet> result(text_->getResultSet());
      return ReadAll(*result, name);
    });
  }

  absl::Status Begin() override { return Run("START TRANSACTION"); }
  absl::Status Commit() override { return Run("COMMIT"); }
  absl::Status Rollback() override { return Run("ROLLBACK"); }

  absl::Status Run(const std::string& sql) {
    return Guarded(sql, [&] {
      text_->execute(sql);
      return absl::OkStatus();
    });
  }

 private:
  sql::PreparedStatement& Prepare(const Statement& statement) {
    std::unique_ptr<sql::PreparedStatement>& prepared = prepared_[statement.sql];
    if (prepared == nullptr) prepared.reset(connection_->prepareStatement(statement.sql));
    return *prepared;
  }

  static void Bind(sql::PreparedStatement& prepared, const Params& params) {
    unsigned int position = 0;
    for (const Param& param : params) {
      ++position;
      const Param::Value& value = param.value();
      if (const int64_t* number = std::get_if<int64_t>(&value)) {
        prepared.setInt64(position, *number);
      } else if (const std::string* text = std::get_if<std::string>(&value)) {
        prepared.setString(position, *text);
      } else if (const absl::Time* time = std::get_if<absl::Time>(&value)) {
        prepared.setString(position, FormatDatetime(*time));
      } else {
        prepared.setNull(position, sql::DataType::VARCHAR);
      }
    }
  }

  // Destroyed from the last to the first: statements before their connection.
  std::unique_ptr<sql::Connection> connection_;
  std::unique_ptr<sql::Statement> text_;
  std::unordered_map<const char*, std::unique_ptr<sql::PreparedStatement>> prepared_;
};

int WholeSeconds(absl::Duration duration) {
  return static_cast<int>(absl::ToInt64Seconds(absl::Ceil(duration, absl::Seconds(1))));
}

// MariaDB and MySQL name the time limit of a statement differently.
std::string LimitSetting(sql::Connection& connection, absl::Duration limit) {
  const std::string version = connection.getMetaData()->getDatabaseProductVersion();
  return absl::StrContains(version, "MariaDB")
             ? absl::StrCat("max_statement_time=", absl::ToDoubleSeconds(limit))
             : absl::StrCat("max_execution_time=", absl::ToInt64Milliseconds(limit));
}

}  // namespace

absl::StatusOr<std::unique_ptr<Connection>> ConnectWithDriver(const ServerAddress& server,
                                                              absl::Duration statement_limit) {
  sql::ConnectOptionsMap options;
  options["hostName"] = sql::SQLString(server.url);
  options["userName"] = sql::SQLString(server.user);
  options["password"] = sql::SQLString(server.password);
  options["schema"] = sql::SQLString(server.schema);
  options["OPT_CONNECT_TIMEOUT"] = WholeSeconds(server.connect_timeout);
  options["OPT_READ_TIMEOUT"] = WholeSeconds(statement_limit) + kReadMarginSeconds;
  options["OPT_WRITE_TIMEOUT"] = kWriteTimeoutSeconds;
  // A silent reconnect would lose the transaction and the session's settings.
  options["OPT_RECONNECT"] = false;
  options["CLIENT_FOUND_ROWS"] = true;
  options["OPT_CHARSET_NAME"] = sql::SQLString("utf8mb4");

  return Guarded("connect", [&]() -> absl::StatusOr<std::unique_ptr<Connection>> {
    std::unique_ptr<sql::Connection> raw(Driver().connect(options));
    const std::string limit = LimitSetting(*raw, statement_limit);
    auto connection = std::make_unique<DriverConnection>(std::move(raw));
    RETURN_IF_ERROR(connection->Run("SET NAMES utf8mb4"));
    RETURN_IF_ERROR(
        connection->Run(absl::StrCat("SET SESSION time_zone='+00:00', autocommit=1, ",
                                     "sql_mode='STRICT_TRANS_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,"
                                     "ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION', "
                                     "innodb_lock_wait_timeout=",
                                     kLockWaitSeconds, ", ", limit)));
    RETURN_IF_ERROR(connection->Run("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED"));
    return connection;
  });
}

void ThreadStart() { Driver().threadInit(); }

void ThreadStop() { Driver().threadEnd(); }

}  // namespace deputies::db
