#include <string>
#include <vector>

#include "absl/strings/str_format.h"
#include "gtest/gtest.h"
#include "services/accounts/domain/role_book.h"
#include "services/accounts/storage/accounts_fixture.h"
#include "services/accounts/storage/sql_role_store.h"
#include "services/common/base/error.h"

namespace deputies::accounts {
namespace {

class RolesTest : public AccountsTest {
 protected:
  base::RequestKey Key() {
    base::RequestKey key{0, 7, "Test", "", {}};
    key.request_id = absl::StrFormat("00000000-0000-4000-8000-%012d", ++requests_);
    return key;
  }

  // Security administrator at the node; 0: everywhere.
  static base::Caller Security(int64_t organization_id, int64_t person_id = 7) {
    base::Caller caller;
    caller.kind = base::Caller::Kind::kPerson;
    caller.person_id = person_id;
    caller.grants.push_back({base::Role::kSecurityAdmin, organization_id, {}, 0});
    return caller;
  }

  std::string Grant(const base::Caller& caller, const std::string& username, base::Role role,
                    int64_t organization_id, std::optional<absl::Time> end = {}) {
    RoleGrant grant;
    grant.username = username;
    grant.role = role;
    grant.organization_id = organization_id;
    grant.end_time = end;
    return base::ErrorReason(
        book_.Grant(Soon(), {caller, {caller.person_id, "r"}}, Key(), grant).status());
  }

  int64_t Create(const std::string& username) {
    const base::Caller admin = Security(0, 8);
    return book_.CreateAccount(Soon(), {admin, {8, "r"}}, Key(), username, "a password", "某人")
        .value();
  }

  std::vector<base::Role> RolesOf(const std::string& username) {
    std::vector<base::Role> roles;
    const std::vector<RoleGrant> grants = store_.ListOf(Soon(), username, clock_.Now()).value();
    for (const RoleGrant& grant : grants) {
      roles.push_back(grant.role);
    }
    return roles;
  }

  int requests_ = 0;
  const audit::AuditTrail trail_{{9}};
  SqlRoleStore store_{database_.database(), cipher_, trail_};
  RoleBook book_{store_, directory_, hasher_, clock_, ids_};
};

TEST_F(RolesTest, RolesAreGivenWithinTheOwnSubtreeAndEnd) {
  Create("li");
  const int64_t county = organizations_[1], township = organizations_[2], other = organizations_[3];
  EXPECT_EQ(Grant(Security(township), "li", base::Role::kLiaison, township,
                  clock_.Now() + absl::Hours(1)),
            "");
  EXPECT_EQ(Grant(Security(township), "li", base::Role::kLiaison, other), "ORGANIZATION_NOT_FOUND");
  EXPECT_EQ(Grant(Security(township), "li", base::Role::kLiaison, county),
            "ORGANIZATION_NOT_FOUND");
  EXPECT_EQ(Grant(Security(township), "li", base::Role::kLiaison, 0), "ORGANIZATION_NOT_FOUND");
  EXPECT_EQ(Grant(Security(county), "li", base::Role::kChair, other), "");
  EXPECT_EQ(Grant(Security(0), "nobody", base::Role::kChair, other), "PERSON_NOT_FOUND");
  EXPECT_EQ(Grant(Security(0), "li", base::Role::kDeputy, other), "FIELD_INVALID");
  EXPECT_EQ(Grant(Security(0), "li", base::Role::kSponsor, other, clock_.Now()), "FIELD_INVALID");
  EXPECT_EQ(RolesOf("li").size(), 2u);
  clock_.Advance(absl::Hours(1));
  EXPECT_EQ(RolesOf("li"), std::vector<base::Role>{base::Role::kChair});

  const auto page = book_.List(Soon(), Security(county), county, {}, 0).value();
  ASSERT_EQ(page.items.size(), 1u);
  EXPECT_EQ(page.items[0].username, "li");
  EXPECT_EQ(page.items[0].organization_name, "先锋镇");
  EXPECT_EQ(base::ErrorReason(book_.List(Soon(), Security(township), other, {}, 0).status()),
            "ORGANIZATION_NOT_FOUND");
}

TEST_F(RolesTest, AdministratorsStayApartAndNobodyServesThemselves) {
  const int64_t person = Create("wang");
  EXPECT_EQ(Grant(Security(0), "wang", base::Role::kSecurityAdmin, 0), "");
  EXPECT_EQ(Grant(Security(0), "wang", base::Role::kSystemAdmin, 0), "ROLE_CONFLICT");
  EXPECT_EQ(Grant(Security(0), "wang", base::Role::kAuditor, 0), "ROLE_CONFLICT");
  EXPECT_EQ(Grant(Security(0, person), "wang", base::Role::kChair, organizations_[2]),
            "ACCESS_DENIED");
  EXPECT_EQ(database_.QueryInt("SELECT COUNT(*) FROM audit_entries WHERE home_id = 0"), 2)
      << "the account and the one role";
}

TEST_F(RolesTest, RevokedRolesAreGoneAndRepeatsChangeNothing) {
  Create("zhao");
  const base::Caller security = Security(0);
  const RoleBook::User user{security, {7, "r"}};
  RoleGrant grant;
  grant.username = "zhao";
  grant.role = base::Role::kChair;
  grant.organization_id = organizations_[2];
  const base::RequestKey key = Key();
  ASSERT_TRUE(book_.Grant(Soon(), user, key, grant).ok());
  const base::RequestKey revoke_key = Key();
  ASSERT_TRUE(book_.Revoke(Soon(), user, revoke_key, grant).ok());
  EXPECT_TRUE(RolesOf("zhao").empty());
  ASSERT_TRUE(book_.Grant(Soon(), user, key, grant).ok());
  EXPECT_TRUE(RolesOf("zhao").empty()) << "the repeat of an old request gives nothing back";
  EXPECT_TRUE(book_.Revoke(Soon(), user, revoke_key, grant).ok());
  EXPECT_EQ(base::ErrorReason(book_.Revoke(Soon(), user, Key(), grant)), "ROLE_NOT_FOUND");
  EXPECT_EQ(
      base::ErrorReason(
          book_.CreateAccount(Soon(), user, Key(), "zhao", "other password", "另一人").status()),
      "USERNAME_TAKEN");
}

}  // namespace
}  // namespace deputies::accounts
