#include "services/reception/storage/sql_reception_store.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/status_macros.h"
#include "services/common/db/request_keys.h"
#include "services/common/outbox/outbox.h"
#include "services/reception/storage/reception_events.h"
#include "services/reception/storage/sql_transaction.h"

namespace deputies::reception {
namespace {

// The result that a key keeps is an id.
absl::StatusOr<std::optional<int64_t>> ReadResult(
    absl::StatusOr<std::optional<std::string>> result) {
  RETURN_IF_ERROR(result.status());
  if (!result->has_value()) return std::nullopt;
  int64_t id;
  if (!absl::SimpleAtoi(**result, &id)) {
    return absl::InternalError("a request key of ours holds no id");
  }
  return id;
}

}  // namespace

absl::StatusOr<std::optional<int64_t>> SqlTransaction::ClaimRequest(const base::RequestKey& key,
                                                                    int64_t object_id) {
  return ReadResult(db::ClaimRequest(sql_, key, absl::StrCat(object_id), clock_.Now()));
}

absl::Status SqlTransaction::StoreResult(const base::RequestKey& key, int64_t object_id) {
  return db::StoreResult(sql_, key, absl::StrCat(object_id));
}

absl::Status SqlTransaction::Tell(int64_t home_id, absl::Time occur_time, const Fact& fact) {
  const int64_t event_id = ids_.Next();
  return outbox::Append(sql_, home_id, event_id, EventBytes(event_id, home_id, occur_time, fact),
                        clock_.Now());
}

absl::Status SqlReceptionStore::InTransaction(
    absl::Time deadline, absl::FunctionRef<absl::Status(ReceptionTransaction&)> closure) {
  return database_.InTransaction(
      deadline,
      [&](db::Transaction& sql) -> absl::Status {
        SqlTransaction transaction(sql, ids_, clock_);
        return closure(transaction);
      },
      db::Repeat::kAfterUnknownOutcome);
}

absl::StatusOr<std::optional<int64_t>> SqlReceptionStore::FindRequest(absl::Time deadline,
                                                                      const base::RequestKey& key) {
  return ReadResult(db::FindRequest(database_, deadline, key));
}

}  // namespace deputies::reception
