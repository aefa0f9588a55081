#include "services/accounts/domain/voters.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "gtest/gtest.h"
#include "services/accounts/storage/accounts_fixture.h"
#include "services/accounts/storage/sql_contact_store.h"
#include "services/accounts/storage/sql_phone_store.h"
#include "services/accounts/storage/sql_voter_store.h"
#include "services/common/base/error.h"

namespace deputies::accounts {
namespace {

class VotersTest : public AccountsTest {
 protected:
  VotersTest() {
    const auto ids = registrar_.ImportOrganizations(
        Soon(), {{"V1", "希热村", 5, "T1"}, {"V2", "红旗村", 5, "T2"}}, {});
    village_ = ids->organization_ids[0];
    other_village_ = ids->organization_ids[1];
    voter_ = NewVoter(77, "13812345678");
    other_ = NewVoter(78, "13900001111");
  }

  int64_t NewVoter(int64_t id, const std::string& phone) {
    const int64_t person =
        identities_
            .EnsureWechatPerson(Soon(), absl::StrCat("openid-", id), id, "选民", clock_.Now())
            .value();
    EXPECT_TRUE(phones_.BindPhone(Soon(), Key(0, person), phone, clock_.Now()).ok());
    return person;
  }

  base::RequestKey Key(int64_t home_id, int64_t person_id = 7) {
    base::RequestKey key{home_id, person_id, "Test", "", {}};
    key.request_id = absl::StrFormat("00000000-0000-4000-8000-%012d", ++requests_);
    return key;
  }

  base::IdentityGrade Grade(int64_t person) {
    return identities_.LoadPerson(Soon(), person, clock_.Now())->grade;
  }

  int requests_ = 0;
  const audit::AuditTrail trail_{{9}};
  const base::Actor staff_{7, "r"};
  SqlPhoneStore phones_{database_.database(), cipher_, index_};
  SqlContactStore contacts_{database_.database(), cipher_, index_};
  SqlVoterStore store_{database_.database(), cipher_, index_, trail_, ids_};
  Voters voters_{store_, clock_, ids_};
  int64_t village_ = 0, other_village_ = 0, voter_ = 0, other_ = 0;
};

TEST_F(VotersTest, GradesRiseStepByStepAndFallWithTheMove) {
  EXPECT_EQ(Grade(voter_), base::IdentityGrade::kPhone);
  EXPECT_EQ(base::ErrorReason(voters_.Declare(Soon(), Key(0, voter_), 1)),
            "ORGANIZATION_NOT_FOUND");
  ASSERT_TRUE(voters_.Declare(Soon(), Key(0, voter_), village_).ok());
  EXPECT_EQ(Grade(voter_), base::IdentityGrade::kDeclared);
  const auto verify = [&](int64_t home) {
    return base::ErrorReason(voters_.Verify(Soon(), Key(home), staff_, voter_).status());
  };
  EXPECT_EQ(verify(homes_[1]), "PERSON_NOT_FOUND") << "another home's area";
  EXPECT_EQ(verify(homes_[0]), "");
  EXPECT_EQ(Grade(voter_), base::IdentityGrade::kVerified);
  ASSERT_TRUE(voters_.Declare(Soon(), Key(0, voter_), village_).ok());
  EXPECT_EQ(Grade(voter_), base::IdentityGrade::kVerified) << "said again, nothing new";
  ASSERT_TRUE(voters_.Declare(Soon(), Key(0, voter_), other_village_).ok());
  EXPECT_EQ(Grade(voter_), base::IdentityGrade::kDeclared);
}

TEST_F(VotersTest, ListsAreMaskedAndARevealIsOnRecord) {
  ASSERT_TRUE(voters_.Declare(Soon(), Key(0, voter_), village_).ok());
  ASSERT_TRUE(voters_.Declare(Soon(), Key(0, other_), other_village_).ok());
  const auto listed = voters_.List(Soon(), homes_[0], false, {}, 0)->items;
  ASSERT_EQ(listed.size(), 1u) << "the other village belongs to the other home";
  EXPECT_EQ(listed[0].phone, "138****5678");
  EXPECT_EQ(listed[0].constituency_name, "希热村");

  const auto reveal = [&](int64_t home, int64_t person) {
    const auto phone = voters_.RevealPhone(Soon(), Key(home), staff_, person, "回访来信");
    return phone.ok() ? *phone : base::ErrorReason(phone.status());
  };
  EXPECT_EQ(reveal(homes_[1], voter_), "PERSON_NOT_FOUND");
  EXPECT_EQ(database_.QueryInt("SELECT COUNT(*) FROM audit_entries"), 0);
  EXPECT_EQ(reveal(homes_[0], voter_), "13812345678");
  EXPECT_EQ(database_.QueryInt("SELECT COUNT(*) FROM audit_entries WHERE action = 'RevealPhone' "
                               "AND detail = '回访来信' AND actor_person_id = 7"),
            1);
  EXPECT_EQ(database_.QueryInt("SELECT COUNT(*) FROM audit_entries WHERE detail LIKE '%1234%'"), 0);

  ASSERT_TRUE(voters_.Verify(Soon(), Key(homes_[0]), staff_, voter_).ok());
  EXPECT_TRUE(voters_.List(Soon(), homes_[0], true, {}, 0)->items.empty());
}

TEST_F(VotersTest, ErasureLeavesNothingThatCanBeRead) {
  ASSERT_TRUE(voters_.Declare(Soon(), Key(0, voter_), village_).ok());
  ASSERT_TRUE(store_.AddConsent(Soon(), Key(0, voter_), {1, "2026-03", true, clock_.Now()}).ok());
  EXPECT_EQ(store_.ListConsents(Soon(), voter_)->size(), 1u);
  // A copy of the ciphertext, as a backup would hold it.
  const std::string sealed =
      database_.database()
          .RunText(Soon(), absl::StrCat("SELECT subject FROM identities WHERE kind = 2 "
                                        "AND person_id = ",
                                        voter_))
          .value()[0]
          .String(0);

  const base::RequestKey key = Key(0, voter_);
  ASSERT_TRUE(store_.Erase(Soon(), key, clock_.Now()).ok());
  ASSERT_TRUE(store_.Erase(Soon(), key, clock_.Now()).ok()) << "the repeat";
  for (const char* table : {"identities", "sessions", "consents"}) {
    EXPECT_EQ(database_.QueryInt(
                  absl::StrCat("SELECT COUNT(*) FROM ", table, " WHERE person_id = ", voter_)),
              0)
        << table;
  }
  EXPECT_EQ(database_.QueryInt(absl::StrCat("SELECT COUNT(*) FROM persons WHERE person_id = ",
                                            voter_, " AND data_key = '' AND constituency_id = 0")),
            1);
  EXPECT_FALSE(cipher_.Open(sealed, {"identities", "subject", voter_}).ok())
      << "without the person's key the copy stays shut";
  EXPECT_TRUE(contacts_.GetContacts(Soon(), {voter_}, clock_.Now())->empty());
  EXPECT_TRUE(voters_.List(Soon(), homes_[0], false, {}, 0)->items.empty());
  EXPECT_EQ(database_.QueryInt("SELECT COUNT(*) FROM outbox WHERE home_id = 0"), 1);
  // The number and the openid are free again, and lead to somebody new.
  EXPECT_TRUE(phones_.BindPhone(Soon(), Key(0, other_), "13812345678", clock_.Now()).ok());
  EXPECT_EQ(identities_.EnsureWechatPerson(Soon(), "openid-77", 99, "选民", clock_.Now()).value(),
            99);
}

TEST_F(VotersTest, TheRollIsTakenWholeOrNotAtAll) {
  const auto reason = [&](std::vector<VoterImport> voters) {
    return base::ErrorFields(voters_.Import(Soon(), std::move(voters)).status())[0].field;
  };
  EXPECT_EQ(reason({{"13700000001", "V1"}, {"12345", "V1"}}), "voters[1].phone");
  EXPECT_EQ(reason({{"13700000001", "V1"}, {"13700000002", "nowhere"}}),
            "voters[1].constituencyCode");
  EXPECT_TRUE(voters_.List(Soon(), homes_[0], false, {}, 0)->items.empty());

  const std::vector<VoterImport> roll = {
      {"13700000001", "V1"}, {"13700000002", "V1"}, {"138 1234 5678", "V1"}};
  EXPECT_EQ(voters_.Import(Soon(), roll).value(), 2) << "one number was known";
  EXPECT_EQ(voters_.Import(Soon(), roll).value(), 0) << "the repeat";
  EXPECT_EQ(voters_.List(Soon(), homes_[0], false, {}, 0)->items.size(), 3u);
  EXPECT_EQ(Grade(voter_), base::IdentityGrade::kVerified);
}

TEST_F(VotersTest, DeputiesInOfficeAndStaffAreNotErased) {
  ASSERT_TRUE(registrar_.ImportDeputies(Soon(), {SomeDeputy("D1", 2, {"H1"})}).ok());
  const int64_t deputy = registrar_.BindDeputy(Soon(), "D1", "openid-77")->person_id;
  EXPECT_EQ(base::ErrorReason(store_.Erase(Soon(), Key(0, deputy), clock_.Now())),
            "ERASURE_REFUSED");
  Registrar::StaffRequest request{"li", "right password", "李", base::Role::kChair, "T1", {}};
  const int64_t staff = registrar_.SetStaffAccount(Soon(), request).value();
  EXPECT_EQ(base::ErrorReason(store_.Erase(Soon(), Key(0, staff), clock_.Now())),
            "ERASURE_REFUSED");
}

}  // namespace
}  // namespace deputies::accounts
