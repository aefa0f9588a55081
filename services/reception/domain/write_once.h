// The frame of every write that a client asks for.
#ifndef SERVICES_RECEPTION_DOMAIN_WRITE_ONCE_H_
#define SERVICES_RECEPTION_DOMAIN_WRITE_ONCE_H_

#include <cstdint>
#include <optional>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/base/call_scope.h"
#include "services/common/base/request_key.h"
#include "services/common/base/status_macros.h"
#include "services/reception/domain/reception_store.h"

namespace deputies::reception {

// Runs `work` on the object `object_id` in one transaction, once per key. Returns the id of the
// object that the first call with this key worked on: `object_id`, or the earlier one's.
inline absl::StatusOr<int64_t> WriteOnce(
    ReceptionStore& store, const base::CallScope& scope, const base::RequestKey& key,
    int64_t object_id, absl::FunctionRef<absl::Status(ReceptionTransaction&)> work) {
  int64_t result = object_id;
  RETURN_IF_ERROR(
      store.InTransaction(scope.deadline, [&](ReceptionTransaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(const std::optional<int64_t> earlier,
                         transaction.ClaimRequest(key, object_id));
        result = earlier.value_or(object_id);
        return earlier.has_value() ? absl::OkStatus() : work(transaction);
      }));
  return result;
}

}  // namespace deputies::reception

#endif  // SERVICES_RECEPTION_DOMAIN_WRITE_ONCE_H_
