#ifndef SERVICES_ACCOUNTS_DOMAIN_HOME_SETTINGS_H_
#define SERVICES_ACCOUNTS_DOMAIN_HOME_SETTINGS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/accounts/domain/directory.h"
#include "services/accounts/domain/home_settings_store.h"
#include "services/common/base/audit_entry.h"
#include "services/common/base/request_key.h"

namespace deputies::accounts {

struct ModuleList {
  std::vector<HomeModule> modules;  // every one there is; the shown ones first, in their order
  std::string etag;
};

// A home's page and modules, in the hands of its own staff.
class HomeSettings {
 public:
  HomeSettings(HomeSettingsStore& store, Directory& directory)
      : store_(store), directory_(directory) {}

  // `key` names the home; `etag` is that of the Home which the change is based on, empty
  // overwrites. NOT_FOUND/HOME_NOT_FOUND, ABORTED/CONCURRENT_CHANGE,
  // INVALID_ARGUMENT/FIELD_INVALID, ALREADY_EXISTS/REQUEST_ID_REUSED.
  absl::StatusOr<Home> Update(absl::Time deadline, const base::Actor& actor,
                              const base::RequestKey& key, const HomeProfile& profile,
                              absl::string_view etag);

  // NOT_FOUND/HOME_NOT_FOUND.
  absl::StatusOr<ModuleList> ListModules(absl::Time deadline, int64_t home_id);

  // Shows `modules` in their order; an empty title takes the usual one. Errors as Update;
  // FIELD_INVALID for a kind that is unknown or named twice.
  absl::StatusOr<ModuleList> SetModules(absl::Time deadline, const base::Actor& actor,
                                        const base::RequestKey& key,
                                        const std::vector<HomeModule>& modules,
                                        absl::string_view etag);

  // Newest first; `before_sequence` 0 begins. `page_size` 0 means 20. NOT_FOUND/HOME_NOT_FOUND.
  absl::StatusOr<Page<RecordedAction>> ListActions(absl::Time deadline, int64_t home_id,
                                                   int64_t before_sequence, int page_size);

 private:
  HomeSettingsStore& store_;
  Directory& directory_;
};

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_DOMAIN_HOME_SETTINGS_H_
