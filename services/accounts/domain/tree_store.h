#ifndef SERVICES_ACCOUNTS_DOMAIN_TREE_STORE_H_
#define SERVICES_ACCOUNTS_DOMAIN_TREE_STORE_H_

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/common/base/audit_entry.h"
#include "services/common/base/request_key.h"

namespace deputies::accounts {

// Numbers as in deputies.accounts.v1.OrganizationChange.Kind.
enum class OrganizationChangeKind { kUnspecified = 0, kMoved = 1, kClosed = 2, kReopened = 3 };

struct OrganizationChange {
  OrganizationChangeKind kind = OrganizationChangeKind::kUnspecified;
  int64_t old_parent_id = 0;
  int64_t new_parent_id = 0;
  absl::Time change_time;
};

// One write: once per key, with its audit entry.
struct TreeChange {
  base::RequestKey key;
  base::AuditEntry entry;
  absl::Time now;
};

// Changes of the tree. Those of units wait for each other, so that no two of them close a circle.
// Every call ends by `deadline`. NOT_FOUND/ORGANIZATION_NOT_FOUND, HOME_NOT_FOUND;
// FAILED_PRECONDITION/ORGANIZATION_STATE_CONFLICT.
class TreeStore {
 public:
  virtual ~TreeStore() = default;

  virtual absl::Status Move(absl::Time deadline, const TreeChange& change, int64_t organization_id,
                            int64_t parent_id) = 0;
  virtual absl::Status SetClosed(absl::Time deadline, const TreeChange& change,
                                 int64_t organization_id, bool closed) = 0;
  // The home of the key; `successor_home_id` (0: none) is open and another one: FIELD_INVALID.
  virtual absl::Status CloseHome(absl::Time deadline, const TreeChange& change,
                                 int64_t successor_home_id) = 0;
  virtual absl::Status ReopenHome(absl::Time deadline, const TreeChange& change) = 0;
  // Newest first.
  virtual absl::StatusOr<std::vector<OrganizationChange>> ListChanges(absl::Time deadline,
                                                                      int64_t organization_id,
                                                                      int limit) = 0;
};

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_DOMAIN_TREE_STORE_H_
