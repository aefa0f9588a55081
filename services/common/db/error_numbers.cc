#include "services/common/db/error_numbers.h"

#include <string>

#include "absl/strings/cord.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/common/base/error.h"
#include "services/common/db/database.h"

namespace deputies::db {
namespace {

constexpr char kNumberUrl[] = "deputies/database-error";
constexpr char kKeyUrl[] = "deputies/database-key";

enum class Meaning {
  kDuplicateKey,
  kConflict,     // locks: the transaction is or must be rolled back, and may be repeated
  kTooSlow,      // the statement's time limit
  kUnavailable,  // the server lives but cannot work now
  kLost,         // no connection
  kStale,        // prepared statements are gone
  kDefect,       // our SQL or our data
};

struct Entry {
  int number;
  Meaning meaning;
};

// Sorted by number. What is not here is a defect.
constexpr Entry kEntries[] = {
    {0, Meaning::kLost},            // the driver refused by itself: nobody knows in what state
    {1020, Meaning::kConflict},     // record has changed since last read
    {1021, Meaning::kUnavailable},  // disk full
    {1030, Meaning::kUnavailable},  // error from the storage engine (disk full)
    {1040, Meaning::kUnavailable},  // too many connections
    {1044, Meaning::kUnavailable},  // access denied to the schema
    {1045, Meaning::kUnavailable},  // access denied
    {1047, Meaning::kLost},         // the cluster node is not usable
    {1049, Meaning::kUnavailable},  // no such schema
    {1053, Meaning::kLost},         // server shutdown
    {1062, Meaning::kDuplicateKey},
    {1114, Meaning::kUnavailable},  // table full (disk full)
    {1129, Meaning::kUnavailable},  // host blocked
    {1130, Meaning::kUnavailable},  // host not allowed
    {1152, Meaning::kLost},         // aborted connection
    {1180, Meaning::kLost},         // error during COMMIT
    {1184, Meaning::kLost},         // aborted connection
    {1203, Meaning::kUnavailable},  // too many connections of this user
    {1205, Meaning::kConflict},     // lock wait timeout: only the statement was rolled back
    {1213, Meaning::kConflict},     // deadlock: the transaction is rolled back
    {1226, Meaning::kUnavailable},  // user exceeded a resource limit
    {1243, Meaning::kStale},        // unknown prepared statement
    {1290, Meaning::kLost},         // running with --read-only: another node is the writer
    {1317, Meaning::kLost},         // interrupted: the server is going down, or a person killed it
    {1615, Meaning::kStale},        // prepared statement needs to be re-prepared
    {1698, Meaning::kUnavailable},  // access denied
    {1792, Meaning::kLost},         // read-only transaction: another node is the writer
    {1836, Meaning::kLost},         // read-only mode
    {1927, Meaning::kLost},         // connection was killed
    {1969, Meaning::kTooSlow},      // max_statement_time of MariaDB
    {2000, Meaning::kLost},         // unknown client error
    {2001, Meaning::kLost},         // cannot make a socket
    {2002, Meaning::kLost},         // cannot connect through the socket
    {2003, Meaning::kLost},         // cannot connect
    {2004, Meaning::kLost},         // cannot make a socket
    {2005, Meaning::kLost},         // unknown host
    {2006, Meaning::kLost},         // server has gone away
    {2011, Meaning::kLost},         // cannot connect
    {2012, Meaning::kLost},         // error in the handshake
    {2013, Meaning::kLost},         // lost connection during the statement
    {2014, Meaning::kLost},         // commands out of sync
    {2026, Meaning::kLost},         // TLS error
    {2027, Meaning::kLost},         // malformed packet
    {2030, Meaning::kStale},        // statement not prepared
    {2048, Meaning::kLost},         // invalid connection handle
    {2055, Meaning::kLost},         // lost connection at some step
    {2056, Meaning::kStale},        // statement closed by a lost connection
    {3024, Meaning::kTooSlow},      // max_execution_time of MySQL
    {3168, Meaning::kLost},         // server is not ready
    {4025, Meaning::kDefect},       // CHECK failed in MariaDB
};

Meaning MeaningOf(int number) {
  for (const Entry& entry : kEntries) {
    if (entry.number == number) return entry.meaning;
  }
  return Meaning::kDefect;
}

// Numbers whose text repeats values of a row, which may be personal data.
bool TextHoldsValues(int number) {
  switch (number) {
    case 1062:  // duplicate entry
    case 1064:  // syntax error: repeats a part of the statement
    case 1265:  // data truncated
    case 1292:  // incorrect datetime value
    case 1366:  // incorrect string value
    case 1411:  // incorrect value for a function
    case 1525:  // incorrect value
    case 1586:  // duplicate entry, with the key's name
    case 1690:  // value out of range
      return true;
    default:
      return false;
  }
}

// "uk_messages_source" of "Duplicate entry '7-abc' for key 'uk_messages_source'"; MySQL 8 writes
// 'messages.uk_messages_source'. The entry may hold quotes, so the name is taken from the end.
absl::string_view KeyName(absl::string_view text) {
  if (!absl::ConsumeSuffix(&text, "'")) return "";
  const size_t quote = text.rfind('\'');
  if (quote == absl::string_view::npos) return "";
  text.remove_prefix(quote + 1);
  const size_t dot = text.rfind('.');
  return dot == absl::string_view::npos ? text : text.substr(dot + 1);
}

absl::Status WithoutNumber(int number, absl::string_view detail, absl::string_view key) {
  switch (MeaningOf(number)) {
    case Meaning::kDuplicateKey: {
      absl::Status status = base::MakeError(absl::StatusCode::kAlreadyExists, "CONCURRENT_CHANGE",
                                            "数据已存在，请刷新后重试");
      status.SetPayload(kKeyUrl, absl::Cord(key));
      return status;
    }
    case Meaning::kConflict:
      return base::MakeError(absl::StatusCode::kAborted, "CONCURRENT_CHANGE",
                             "同时操作的人较多，请稍后重试");
    case Meaning::kTooSlow:
      return base::MakeError(absl::StatusCode::kDeadlineExceeded, "DEADLINE_EXCEEDED",
                             "处理超时，请稍后重试");
    case Meaning::kUnavailable:
    case Meaning::kLost:
    case Meaning::kStale:
      return base::MakeError(absl::StatusCode::kUnavailable, "BACKEND_UNAVAILABLE",
                             "系统繁忙，请稍后重试");
    case Meaning::kDefect:
      break;
  }
  return base::MakeError(absl::StatusCode::kInternal, "INTERNAL_ERROR", detail);
}

}  // namespace

absl::Status FromErrorNumber(int number, absl::string_view server_text,
                             absl::string_view statement_name) {
  const std::string detail =
      absl::StrCat("database error ", number, " in ", statement_name,
                   TextHoldsValues(number) ? "" : ": ", TextHoldsValues(number) ? "" : server_text);
  absl::Status status = WithoutNumber(number, detail, KeyName(server_text));
  status.SetPayload(kNumberUrl, absl::Cord(absl::StrCat(number)));
  return status;
}

std::optional<int> ErrorNumber(const absl::Status& status) {
  absl::optional<absl::Cord> payload = status.GetPayload(kNumberUrl);
  int number = 0;
  if (!payload.has_value() || !absl::SimpleAtoi(std::string(*payload), &number))
    return std::nullopt;
  return number;
}

bool LosesConnection(int number) {
  const Meaning meaning = MeaningOf(number);
  return meaning == Meaning::kLost || meaning == Meaning::kStale;
}

bool KeepsTransaction(int number) { return MeaningOf(number) == Meaning::kDuplicateKey; }

bool IsWorthRepeating(int number) {
  return MeaningOf(number) == Meaning::kConflict || LosesConnection(number);
}

bool CommitSurelyFailed(int number) { return MeaningOf(number) == Meaning::kConflict; }

absl::string_view StatementName(absl::string_view sql) {
  if (absl::ConsumePrefix(&sql, "/* ")) return sql.substr(0, sql.find(" */"));
  return sql.substr(0, sql.find_first_of("\n(,"));
}

bool IsDuplicateKey(const absl::Status& status, absl::string_view key) {
  absl::optional<absl::Cord> payload = status.GetPayload(kKeyUrl);
  return payload.has_value() && (key.empty() || *payload == key);
}

}  // namespace deputies::db
