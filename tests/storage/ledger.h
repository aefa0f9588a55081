// Statements and small steps that the storage tests share.
#ifndef TESTS_STORAGE_LEDGER_H_
#define TESTS_STORAGE_LEDGER_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "services/common/db/database.h"

namespace deputies::storage_test {

const std::vector<db::Migration>& Migrations();

inline constexpr db::Statement kInsertEntry{
    "/* test.InsertEntry */ INSERT INTO entries (home_id, id, amount) VALUES (?, ?, ?)"};
inline constexpr db::Statement kAddToTotal{
    "/* test.AddToTotal */ INSERT INTO totals (home_id, total) VALUES (?, ?)"
    " ON DUPLICATE KEY UPDATE total = total + VALUES(total)"};
inline constexpr db::Statement kCountEntries{
    "/* test.CountEntries */ SELECT COUNT(*) FROM entries WHERE home_id = ?"};

// How a COMMIT looks on the line: the command byte and the text ("READ COMMITTED" has another).
inline constexpr char kCommitPacket[] =
    "\x03"
    "COMMIT";

inline absl::Time Soon() { return absl::Now() + absl::Seconds(60); }

}  // namespace deputies::storage_test

#endif  // TESTS_STORAGE_LEDGER_H_
