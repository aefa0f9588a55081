#ifndef SERVICES_ACCOUNTS_DOMAIN_HOME_SETTINGS_STORE_H_
#define SERVICES_ACCOUNTS_DOMAIN_HOME_SETTINGS_STORE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/accounts/domain/module_catalog.h"
#include "services/accounts/domain/records.h"
#include "services/common/base/audit_entry.h"
#include "services/common/base/request_key.h"

namespace deputies::accounts {

// What a home's own staff may change of its page.
struct HomeProfile {
  std::string address;
  std::string opening_hours;
  std::string contact_phone;
  std::string introduction;
  std::string brand;
  std::string mongolian_name;
  std::optional<MapPoint> map_point;
};

// The modules that a home shows, in their order; `version` 0 and no modules: the default set.
struct ShownModules {
  int64_t version = 0;
  std::vector<HomeModule> modules;
};

struct RecordedAction {
  int64_t sequence = 0;
  absl::Time create_time;
  base::AuditEntry entry;
  std::string actor_name;
};

// One change of a home's settings.
struct HomeChange {
  // With the home's id. A change that was made before under this key is not made again.
  base::RequestKey key;
  // The version that it is based on; absent overwrites.
  std::optional<int64_t> base_version;
  base::AuditEntry entry;
};

// The settings of homes. A change and its audit entry are one transaction. Every call ends by
// `deadline`.
class HomeSettingsStore {
 public:
  virtual ~HomeSettingsStore() = default;

  // NOT_FOUND/HOME_NOT_FOUND, ABORTED/CONCURRENT_CHANGE, ALREADY_EXISTS/REQUEST_ID_REUSED.
  virtual absl::Status UpdateHome(absl::Time deadline, const HomeChange& change,
                                  const HomeProfile& profile) = 0;
  // NOT_FOUND/HOME_NOT_FOUND.
  virtual absl::StatusOr<ShownModules> GetModules(absl::Time deadline, int64_t home_id) = 0;
  // As UpdateHome.
  virtual absl::Status SetModules(absl::Time deadline, const HomeChange& change,
                                  const std::vector<HomeModule>& modules) = 0;
  // The newest actions before `before_sequence` (0: the newest of all), newest first.
  virtual absl::StatusOr<std::vector<RecordedAction>> ListActions(absl::Time deadline,
                                                                  int64_t home_id,
                                                                  int64_t before_sequence,
                                                                  int limit) = 0;
};

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_DOMAIN_HOME_SETTINGS_STORE_H_
