#include "services/accounts/domain/directory.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/status_macros.h"

namespace deputies::accounts {

absl::StatusOr<Organization> Directory::GetOrganization(absl::Time deadline,
                                                        int64_t organization_id) {
  return store_.GetOrganization(deadline, organization_id);
}

absl::StatusOr<Home> Directory::GetHome(absl::Time deadline, int64_t home_id) {
  return store_.GetHome(deadline, home_id);
}

absl::StatusOr<Page<Home>> Directory::ListHomes(absl::Time deadline, int64_t organization_id,
                                                const ListPosition& after, int page_size) {
  if (page_size == 0) page_size = kDefaultPageSize;
  if (organization_id != 0) {
    RETURN_IF_ERROR(store_.GetOrganization(deadline, organization_id).status());
  }
  ASSIGN_OR_RETURN(std::vector<Home> homes,
                   store_.ListHomes(deadline, organization_id, after, page_size + 1));
  return ToPage(std::move(homes), page_size, [](const Home& home) {
    return ListPosition{home.organization_code, home.home_id};
  });
}

absl::StatusOr<Page<Deputy>> Directory::ListDeputies(absl::Time deadline, int64_t home_id,
                                                     const ListPosition& after, int page_size) {
  if (page_size == 0) page_size = kDefaultPageSize;
  RETURN_IF_ERROR(store_.GetHome(deadline, home_id).status());
  ASSIGN_OR_RETURN(std::vector<Deputy> deputies,
                   store_.ListDeputies(deadline, home_id, clock_.Now(), after, page_size + 1));
  return ToPage(std::move(deputies), page_size, [](const Deputy& deputy) {
    return ListPosition{absl::StrCat(deputy.level), deputy.deputy_id};
  });
}

absl::StatusOr<Deputy> Directory::GetDeputy(absl::Time deadline, int64_t home_id,
                                            int64_t deputy_id) {
  return store_.GetDeputy(deadline, home_id, deputy_id, clock_.Now());
}

}  // namespace deputies::accounts
