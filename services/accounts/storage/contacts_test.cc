#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/accounts/domain/sign_in.h"
#include "services/accounts/storage/accounts_fixture.h"
#include "services/accounts/storage/sql_contact_store.h"

namespace deputies::accounts {
namespace {

class ContactsTest : public AccountsTest {
 protected:
  int64_t AddStaff(const std::string& username, base::Role role, const std::string& organization,
                   std::optional<absl::Time> end = {}) {
    Registrar::StaffRequest request{username, "right password", username, role, organization, end};
    return registrar_.SetStaffAccount(Soon(), request).value();
  }

  std::vector<std::string> Names(const std::vector<RoleHolder>& holders) {
    std::vector<std::string> names;
    for (const RoleHolder& holder : holders) names.push_back(holder.display_name);
    return names;
  }

  SqlContactStore contacts_{database_.database(), cipher_, index_};
};

TEST_F(ContactsTest, HoldersOverAHomeComeNearestFirst) {
  ASSERT_TRUE(
      registrar_.ImportOrganizations(Soon(), {{"O1", "旗水利局", kOrganLevel, "150823"}}, {}).ok());
  AddStaff("office", base::Role::kCountyOffice, "150823");
  AddStaff("liaison", base::Role::kLiaison, "T1");
  AddStaff("chair", base::Role::kChair, "T1");
  AddStaff("neighbour", base::Role::kChair, "T2");
  AddStaff("clerk", base::Role::kHandlingClerk, "O1");
  AddStaff("former", base::Role::kLiaison, "T1", clock_.Now());
  ASSERT_TRUE(
      registrar_.ImportDeputies(Soon(), {SomeDeputy("D1", 2, {"H1"}), SomeDeputy("D2", 2, {"H2"})})
          .ok());

  using Strings = std::vector<std::string>;
  EXPECT_EQ(Names(contacts_.ListHolders(Soon(), homes_[0], {}, clock_.Now()).value()),
            (Strings{"liaison", "chair", "office", "clerk"}));
  EXPECT_EQ(Names(contacts_
                      .ListHolders(Soon(), homes_[0],
                                   {base::Role::kChair, base::Role::kCountyOffice}, clock_.Now())
                      .value()),
            (Strings{"chair", "office"}));
  const auto deputies =
      contacts_.ListHolders(Soon(), homes_[0], {base::Role::kDeputy}, clock_.Now()).value();
  ASSERT_EQ(Names(deputies), Strings{"代表D1"});
  EXPECT_EQ(deputies[0].person_id, 0) << "nobody acts as the deputy yet";
  EXPECT_EQ(Names(contacts_.ListHoldersAt(Soon(), organizations_[3], {}, clock_.Now()).value()),
            Strings{"neighbour"});
  EXPECT_TRUE(contacts_.ListHolders(Soon(), 1, {}, clock_.Now())->empty());
}

TEST_F(ContactsTest, AnOrgansPeopleServeTheHomesOfItsPlace) {
  ASSERT_TRUE(
      registrar_.ImportOrganizations(Soon(), {{"O1", "旗水利局", kOrganLevel, "150823"}}, {}).ok());
  const int64_t clerk = AddStaff("clerk", base::Role::kHandlingClerk, "O1");
  const Person person = identities_.LoadPerson(Soon(), clerk, clock_.Now()).value();
  ASSERT_EQ(person.roles.size(), 1u);
  EXPECT_EQ(person.roles[0].home_ids, homes_);
}

TEST_F(ContactsTest, ContactsOfPersonsAndDeputies) {
  const int64_t voter =
      identities_.EnsureWechatPerson(Soon(), "openid-1", 77, "选民", clock_.Now()).value();
  ASSERT_TRUE(registrar_.ImportDeputies(Soon(), {SomeDeputy("D1", 2, {"H1"})}).ok());
  const int64_t deputy = registrar_.BindDeputy(Soon(), "D1", "openid-2")->person_id;
  const auto found = contacts_.GetContacts(Soon(), {deputy, 12345, voter}, clock_.Now()).value();
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].openid, "openid-2");
  EXPECT_EQ(found[0].phone, "13800000000");
  EXPECT_EQ(found[0].display_name, "代表D1");
  EXPECT_EQ(found[0].grade, base::IdentityGrade::kVerified);
  EXPECT_EQ(found[1].openid, "openid-1");
  EXPECT_EQ(found[1].phone, "");
  EXPECT_EQ(found[1].grade, base::IdentityGrade::kSignedIn);
  EXPECT_EQ(contacts_.FindWechatPerson(Soon(), "openid-1").value(), voter);
  EXPECT_EQ(contacts_.FindWechatPerson(Soon(), "openid-2").value(), deputy);
  EXPECT_EQ(contacts_.FindWechatPerson(Soon(), "openid-3").value(), 0);
}

}  // namespace
}  // namespace deputies::accounts
