// Exactly-once writes: a row that can exist once per request id, written in the transaction of the
// work. Wants the table `request_keys` (request_keys.sql) in the service's schema.
//
// Ids are made before the transaction, so the result is known when the key is claimed, and one
// INSERT is all that a write costs:
//   const int64_t message_id = ids.Next();
//   ASSIGN_OR_RETURN(auto earlier, ClaimRequest(tx, key, absl::StrCat(message_id), now));
//   if (earlier.has_value()) return ...;   // done before: answer with *earlier, change nothing
#ifndef SERVICES_COMMON_DB_REQUEST_KEYS_H_
#define SERVICES_COMMON_DB_REQUEST_KEYS_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/common/base/request_key.h"
#include "services/common/db/database.h"
#include "services/common/db/retention_sweeper.h"

namespace deputies::db {

// How long a repeated request finds its first answer.
inline constexpr absl::Duration kRequestKeyLifetime = absl::Hours(7 * 24);
// Longest result and longest operation name that a key keeps, in bytes.
inline constexpr size_t kMaxRequestResult = 2048;
inline constexpr size_t kMaxOperationName = 64;

using base::RequestKey;

// First statement of a writing transaction. Absent: the key was free and is now taken, with
// `result` as its answer; go on. Present: the work was done before with this answer; change
// nothing. Waits for a running transaction that claims the same key. Errors:
// ALREADY_EXISTS/REQUEST_ID_REUSED when the key came with another hash;
// INVALID_ARGUMENT/FIELD_INVALID naming requestId when that is no UUID.
absl::StatusOr<std::optional<std::string>> ClaimRequest(Transaction& transaction,
                                                        const RequestKey& key,
                                                        absl::string_view result, absl::Time now);

// Replaces the result of a key that this transaction claimed, for answers not known beforehand.
absl::Status StoreResult(Transaction& transaction, const RequestKey& key, absl::string_view result);

// The answer of an earlier write with this key, without claiming it; errors as ClaimRequest.
absl::StatusOr<std::optional<std::string>> FindRequest(Database& database, absl::Time deadline,
                                                       const RequestKey& key);

// Deletes keys past their lifetime; for the RetentionSweeper.
RetentionRule RequestKeyRetention();

// 16 bytes of a UUID in its 36-character form; absent when it is not one.
std::optional<std::string> ParseUuid(absl::string_view text);

}  // namespace deputies::db

#endif  // SERVICES_COMMON_DB_REQUEST_KEYS_H_
