// What each error number of the server and of the client library means to us (architecture,
// section 4, and correctness, section 2).
#ifndef SERVICES_COMMON_DB_ERROR_NUMBERS_H_
#define SERVICES_COMMON_DB_ERROR_NUMBERS_H_

#include <optional>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace deputies::db {

// Status of a failed statement. `statement_name` is what StatementName gives. `server_text` is kept
// only where it cannot hold values of rows; of a duplicate key, the key's name is kept.
absl::Status FromErrorNumber(int number, absl::string_view server_text,
                             absl::string_view statement_name);

// The number that a status of FromErrorNumber came from; absent for other statuses. 0 is an error
// that the driver raised without one.
std::optional<int> ErrorNumber(const absl::Status& status);

// The connection cannot be used any more: lost, or its prepared statements are gone.
bool LosesConnection(int number);

// The statement failed but the transaction is as it was before it (duplicate key).
bool KeepsTransaction(int number);

// The transaction did nothing, and running it again may succeed. Not for errors of COMMIT.
bool IsWorthRepeating(int number);

// Of an error of COMMIT: whether the transaction has surely been rolled back. After all others
// nobody knows.
bool CommitSurelyFailed(int number);

// "board.InsertMessage" of "/* board.InsertMessage */ INSERT ..."; the first words when there is no
// comment.
absl::string_view StatementName(absl::string_view sql);

}  // namespace deputies::db

#endif  // SERVICES_COMMON_DB_ERROR_NUMBERS_H_
