#ifndef SERVICES_ACCOUNTS_STORAGE_ORGANIZATION_LOOKUP_H_
#define SERVICES_ACCOUNTS_STORAGE_ORGANIZATION_LOOKUP_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "services/common/db/database.h"

namespace deputies::accounts {

// Id of the organisation or home with this code; 0 when there is none.
absl::StatusOr<int64_t> OrganizationIdOf(db::Transaction& tx, const std::string& code);
absl::StatusOr<int64_t> HomeIdOf(db::Transaction& tx, const std::string& code);

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_STORAGE_ORGANIZATION_LOOKUP_H_
