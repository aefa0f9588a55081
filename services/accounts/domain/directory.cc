#include "services/accounts/domain/directory.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/status_macros.h"

namespace deputies::accounts {
namespace {

// Terms that a code or a link may outlive.
constexpr int kMostDeputySuccessors = 10;

}  // namespace
namespace {

// Voters elect the deputies of townships and counties themselves; those of higher levels are
// elected by the congress one level below (选举法 article 3).
constexpr DeputyLevel kHighestElectedByVoters = 2;

std::string ReasonOf(const Organization& place, const Representative& representative) {
  const std::string& constituency = representative.constituency.name;
  if (representative.deputy.level > kHighestElectedByVoters) {
    return absl::StrCat("由", constituency, "人民代表大会选举产生，代表", constituency);
  }
  return representative.constituency.organization_id == place.organization_id
             ? absl::StrCat(constituency, "是这位代表的选区")
             : absl::StrCat(place.name, "属于这位代表的选区", constituency);
}

// Deputies are listed by level, then by id.
ListPosition PositionOf(const Deputy& deputy) {
  return {absl::StrCat(deputy.level), deputy.deputy_id};
}

}  // namespace

absl::StatusOr<Organization> Directory::GetOrganization(absl::Time deadline,
                                                        int64_t organization_id) {
  return store_.GetOrganization(deadline, organization_id);
}

absl::StatusOr<Page<Organization>> Directory::ListOrganizations(absl::Time deadline,
                                                                int64_t parent_id,
                                                                const ListPosition& after,
                                                                int page_size) {
  if (page_size == 0) page_size = kDefaultPageSize;
  if (parent_id != 0) RETURN_IF_ERROR(store_.GetOrganization(deadline, parent_id).status());
  ASSIGN_OR_RETURN(std::vector<Organization> organizations,
                   store_.ListOrganizations(deadline, parent_id, after, page_size + 1));
  return ToPage(std::move(organizations), page_size, [](const Organization& organization) {
    return ListPosition{organization.code, organization.organization_id};
  });
}

absl::StatusOr<Page<Representative>> Directory::ListRepresentatives(absl::Time deadline,
                                                                    int64_t organization_id,
                                                                    const ListPosition& after,
                                                                    int page_size) {
  if (page_size == 0) page_size = kDefaultPageSize;
  ASSIGN_OR_RETURN(const Organization place, store_.GetOrganization(deadline, organization_id));
  ASSIGN_OR_RETURN(std::vector<Representative> representatives,
                   store_.ListRepresentatives(deadline, place, clock_.Now(), after, page_size + 1));
  for (Representative& one : representatives) one.reason = ReasonOf(place, one);
  return ToPage(std::move(representatives), page_size,
                [](const Representative& one) { return PositionOf(one.deputy); });
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
  return ToPage(std::move(deputies), page_size, PositionOf);
}

absl::StatusOr<Page<Deputy>> Directory::ListGroupMembers(absl::Time deadline,
                                                         int64_t organization_id,
                                                         const ListPosition& after, int page_size) {
  if (page_size == 0) page_size = kDefaultPageSize;
  RETURN_IF_ERROR(store_.GetOrganization(deadline, organization_id).status());
  ASSIGN_OR_RETURN(
      std::vector<Deputy> deputies,
      store_.ListGroupMembers(deadline, organization_id, clock_.Now(), after, page_size + 1));
  return ToPage(std::move(deputies), page_size, PositionOf);
}

absl::StatusOr<Deputy> Directory::GetDeputy(absl::Time deadline, int64_t home_id,
                                            int64_t deputy_id) {
  return store_.GetDeputy(deadline, home_id, deputy_id, clock_.Now());
}

absl::StatusOr<Deputy> Directory::GetDeputyOrSuccessor(absl::Time deadline, int64_t home_id,
                                                       int64_t deputy_id) {
  absl::StatusOr<Deputy> deputy = GetDeputy(deadline, home_id, deputy_id);
  for (int i = 0; i < kMostDeputySuccessors && absl::IsNotFound(deputy.status()); ++i) {
    ASSIGN_OR_RETURN(deputy_id, store_.SuccessorOf(deadline, deputy_id));
    if (deputy_id == 0) break;
    deputy = GetDeputy(deadline, home_id, deputy_id);
  }
  return deputy;
}

}  // namespace deputies::accounts
