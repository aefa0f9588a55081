#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/accounts/storage/accounts_fixture.h"
#include "services/common/base/error.h"

namespace deputies::accounts {
namespace {

std::string FirstField(const absl::Status& status) {
  const auto fields = base::ErrorFields(status);
  return fields.empty() ? std::string(status.message()) : fields[0].field;
}

TEST_F(AccountsTest, OrganizationShowsItsAncestorsNearestFirst) {
  const Organization township = directory_.GetOrganization(Soon(), organizations_[2]).value();
  EXPECT_EQ(township.name, "乌拉山镇");
  ASSERT_EQ(township.ancestors.size(), 2u);
  EXPECT_EQ(township.ancestors[0].name, "乌拉特前旗");
  EXPECT_EQ(township.ancestors[1].name, "巴彦淖尔市");
  EXPECT_EQ(township.parent_id, organizations_[1]);
  EXPECT_TRUE(directory_.GetOrganization(Soon(), organizations_[0]).value().ancestors.empty());
  EXPECT_EQ(base::ErrorReason(directory_.GetOrganization(Soon(), 5).status()),
            "ORGANIZATION_NOT_FOUND");
}

TEST_F(AccountsTest, ImportAgainChangesNamesButNoIds) {
  const auto again = registrar_.ImportOrganizations(Soon(), {{"T1", "乌拉山新镇", 4, "150823"}},
                                                    {{"H1", "新名字", "T2", "", "", "", ""}});
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->organization_ids, std::vector<int64_t>{organizations_[2]});
  EXPECT_EQ(again->home_ids, std::vector<int64_t>{homes_[0]});
  EXPECT_EQ(directory_.GetHome(Soon(), homes_[0]).value().name, "新名字");
  EXPECT_EQ(directory_.GetHome(Soon(), homes_[0]).value().organization_name, "先锋镇");
}

TEST_F(AccountsTest, ImportIsWholeOrNothingAndNamesTheEntry) {
  EXPECT_EQ(FirstField(registrar_
                           .ImportOrganizations(
                               Soon(), {{"X1", "好", 4, "150823"}, {"X2", "坏", 4, "nowhere"}}, {})
                           .status()),
            "organizations[1].parentCode");
  EXPECT_EQ(
      FirstField(registrar_.ImportOrganizations(Soon(), {{"X1", "自己", 4, "X1"}}, {}).status()),
      "organizations[0].parentCode");
  EXPECT_EQ(FirstField(registrar_
                           .ImportOrganizations(Soon(), {{"X1", "好", 4, "150823"}},
                                                {{"H9", "家", "nowhere", "", "", "", ""}})
                           .status()),
            "homes[0].organizationCode");
  EXPECT_EQ(database_.QueryInt("SELECT COUNT(*) FROM organizations WHERE code LIKE 'X%'"), 0);
  EXPECT_EQ(FirstField(registrar_
                           .ImportDeputies(Soon(), {SomeDeputy("D1", 1, {"H1"}),
                                                    SomeDeputy("D2", 1, {"H1", "?"})})
                           .status()),
            "deputies[1].homeCodes[1]");
  DeputyImport deputy = SomeDeputy("D1", 1, {"H1"});
  deputy.constituency_codes = {"T1", "nowhere"};
  EXPECT_EQ(FirstField(registrar_.ImportDeputies(Soon(), {deputy}).status()),
            "deputies[0].constituencyCodes[1]");
  EXPECT_EQ(database_.QueryInt("SELECT COUNT(*) FROM deputies"), 0);
}

TEST_F(AccountsTest, ListsHomesOfASubtreePageByPage) {
  std::vector<HomeImport> more;
  for (int i = 0; i < 23; ++i) {
    more.push_back({absl::StrCat("M", i), "家", i % 2 == 0 ? "T1" : "T2", "", "", "", ""});
  }
  ASSERT_TRUE(registrar_.ImportOrganizations(Soon(), {}, more).ok());
  const auto walk = [&](int64_t organization_id) {
    std::set<int64_t> seen;
    ListPosition after;
    int pages = 0;
    std::string last;
    while (true) {
      const Page<Home> page = directory_.ListHomes(Soon(), organization_id, after, 4).value();
      ++pages;
      for (const Home& home : page.items) {
        EXPECT_TRUE(seen.insert(home.home_id).second);
        EXPECT_GE(home.organization_code, last);
        last = home.organization_code;
      }
      if (!page.next.has_value()) break;
      after = *page.next;
    }
    EXPECT_EQ(pages, static_cast<int>((seen.size() + 3) / 4));
    return seen.size();
  };
  EXPECT_EQ(walk(0), 25u);
  EXPECT_EQ(walk(organizations_[0]), 25u);
  EXPECT_EQ(walk(organizations_[2]), 13u);
  EXPECT_EQ(base::ErrorReason(directory_.ListHomes(Soon(), 5, {}, 4).status()),
            "ORGANIZATION_NOT_FOUND");
}

TEST_F(AccountsTest, ListsDeputiesInOfficeHighestLevelFirst) {
  DeputyImport past = SomeDeputy("past", 4, {"H1"});
  past.term_end = clock_.Now() - absl::Hours(1);
  DeputyImport future = SomeDeputy("future", 4, {"H1"});
  future.term_start = clock_.Now() + absl::Hours(1);
  const auto ids = registrar_.ImportDeputies(
      Soon(), {SomeDeputy("D1", 1, {"H1"}), SomeDeputy("D2", 4, {"H1", "H2", "H1"}),
               SomeDeputy("D3", 1, {"H1"}), past, future, SomeDeputy("D4", 3, {"H2"})});
  ASSERT_TRUE(ids.ok()) << ids.status();
  std::vector<std::string> names;
  ListPosition after;
  while (true) {
    const Page<Deputy> page = directory_.ListDeputies(Soon(), homes_[0], after, 2).value();
    for (const Deputy& deputy : page.items) names.push_back(deputy.code);
    if (!page.next.has_value()) break;
    after = *page.next;
  }
  EXPECT_EQ(names, (std::vector<std::string>{"D2", "D1", "D3"}));
  EXPECT_EQ(directory_.GetDeputy(Soon(), homes_[1], (*ids)[1]).value().home_ids, homes_);
  EXPECT_EQ(base::ErrorReason(directory_.GetDeputy(Soon(), homes_[1], (*ids)[0]).status()),
            "DEPUTY_NOT_FOUND");
  EXPECT_EQ(base::ErrorReason(directory_.GetDeputy(Soon(), homes_[0], (*ids)[3]).status()),
            "DEPUTY_NOT_FOUND")
      << "out of office";
  EXPECT_EQ(base::ErrorReason(directory_.ListDeputies(Soon(), 5, {}, 2).status()),
            "HOME_NOT_FOUND");
}

TEST_F(AccountsTest, RepresentativesComeFromTheWholeLineAbove) {
  ASSERT_TRUE(registrar_
                  .ImportOrganizations(
                      Soon(),
                      {{"V1", "一村", 5, "T1"}, {"V2", "二村", 5, "T1"}, {"G1", "一网格", 6, "V1"}},
                      {})
                  .ok());
  const auto elected = [&](const std::string& code, int level, std::vector<std::string> by) {
    DeputyImport deputy = SomeDeputy(code, level, {"H1"});
    deputy.constituency_codes = std::move(by);
    return deputy;
  };
  DeputyImport past = elected("past", 1, {"V1"});
  past.term_end = clock_.Now();
  ASSERT_TRUE(
      registrar_
          .ImportDeputies(Soon(), {elected("village", 1, {"V1"}), elected("other", 1, {"V2"}),
                                   elected("both", 2, {"V1", "T1", "V2"}), past,
                                   elected("county", 3, {"150823"}), elected("city", 4, {"150800"}),
                                   elected("none", 1, {})})
          .ok());
  const int64_t grid =
      database_.QueryInt("SELECT organization_id FROM organizations WHERE code = 'G1'");
  std::vector<std::string> found;
  ListPosition after;
  while (true) {
    const Page<Representative> page =
        directory_.ListRepresentatives(Soon(), grid, after, 1).value();
    for (const Representative& one : page.items) {
      found.push_back(absl::StrCat(one.deputy.code, ": ", one.reason));
      EXPECT_EQ(one.deputy.home_ids, std::vector<int64_t>{homes_[0]});
    }
    if (!page.next.has_value()) break;
    after = *page.next;
  }
  EXPECT_EQ(found,
            (std::vector<std::string>{"city: 由巴彦淖尔市人民代表大会选举产生，代表巴彦淖尔市",
                                      "county: 由乌拉特前旗人民代表大会选举产生，代表乌拉特前旗",
                                      "both: 一网格属于这位代表的选区一村",
                                      "village: 一网格属于这位代表的选区一村"}));
  const int64_t village =
      database_.QueryInt("SELECT organization_id FROM organizations WHERE code = 'V1'");
  EXPECT_EQ(directory_.ListRepresentatives(Soon(), village, {}, 9).value().items.back().reason,
            "一村是这位代表的选区");
  EXPECT_EQ(base::ErrorReason(directory_.ListRepresentatives(Soon(), 5, {}, 9).status()),
            "ORGANIZATION_NOT_FOUND");
  // The tree is walked down to the village.
  const Page<Organization> villages =
      directory_.ListOrganizations(Soon(), organizations_[2], {}, 1).value();
  EXPECT_EQ(villages.items.at(0).name, "一村");
  EXPECT_EQ(directory_.ListOrganizations(Soon(), organizations_[2], villages.next.value(), 1)
                .value()
                .items.at(0)
                .name,
            "二村");
  EXPECT_EQ(directory_.ListOrganizations(Soon(), 0, {}, 9).value().items.at(0).code, "150800");
  EXPECT_EQ(base::ErrorReason(directory_.ListOrganizations(Soon(), 5, {}, 9).status()),
            "ORGANIZATION_NOT_FOUND");
}

TEST_F(AccountsTest, PhonesAreKeptEncrypted) {
  ASSERT_TRUE(registrar_.ImportDeputies(Soon(), {SomeDeputy("D1", 1, {"H1"})}).ok());
  EXPECT_EQ(database_.QueryInt("SELECT COUNT(*) FROM deputies WHERE phone LIKE '%138%'"), 0);
  EXPECT_EQ(database_.QueryInt("SELECT COUNT(*) FROM deputies WHERE LENGTH(phone) > 40"), 1);
}

TEST_F(AccountsTest, TermMustEndAfterItStarts) {
  DeputyImport deputy = SomeDeputy("D1", 1, {"H1"});
  deputy.term_end = deputy.term_start;
  EXPECT_EQ(FirstField(registrar_.ImportDeputies(Soon(), {deputy}).status()),
            "deputies[0].termEndTime");
}

}  // namespace
}  // namespace deputies::accounts
