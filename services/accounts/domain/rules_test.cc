// Rules of accounts that need no storage.
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/accounts/domain/identity_grade.h"
#include "services/accounts/domain/mandates.h"
#include "services/accounts/domain/phone_number.h"
#include "services/accounts/domain/role_book.h"
#include "services/common/base/error.h"

namespace deputies::accounts {
namespace {

using base::IdentityGrade;
using base::Role;

TEST(JudgeRoleTest, ThreeAdministratorsAreThreePeople) {
  const auto reason = [](std::vector<Role> held, Role role) {
    return base::ErrorReason(JudgeRole(held, role));
  };
  const Role admins[] = {Role::kSystemAdmin, Role::kSecurityAdmin, Role::kAuditor};
  for (const Role held : admins) {
    for (const Role role : admins) {
      EXPECT_EQ(reason({held}, role), held == role ? "" : "ROLE_CONFLICT");
    }
  }
  EXPECT_EQ(reason({Role::kAuditor}, Role::kLiaison), "ROLE_CONFLICT");
  EXPECT_EQ(reason({Role::kLiaison}, Role::kAuditor), "ROLE_CONFLICT");
  EXPECT_EQ(reason({Role::kLiaison, Role::kChair}, Role::kSponsor), "");
  EXPECT_EQ(reason({Role::kCountyOffice}, Role::kSystemAdmin), "");
}

TEST(GradeOfTest, EachStepCountsAfterTheOneBefore) {
  EXPECT_EQ(GradeOf({false, false, false}), IdentityGrade::kSignedIn);
  EXPECT_EQ(GradeOf({false, true, false}), IdentityGrade::kSignedIn);
  EXPECT_EQ(GradeOf({true, false, false}), IdentityGrade::kPhone);
  EXPECT_EQ(GradeOf({true, true, false}), IdentityGrade::kDeclared);
  EXPECT_EQ(GradeOf({false, false, true}), IdentityGrade::kVerified);
}

TEST(PhoneNumberTest, ReadsWhatPeopleWriteAndHidesTheMiddle) {
  EXPECT_EQ(ReadMobileNumber("13812345678"), "13812345678");
  EXPECT_EQ(ReadMobileNumber("+86 138-1234-5678"), "13812345678");
  for (const char* text : {"", "1381234567", "138123456789", "23812345678", "12812345678",
                           "0478-1234567", "1381234567a", "13812345678+"}) {
    EXPECT_EQ(ReadMobileNumber(text), "") << text;
  }
  EXPECT_EQ(MaskedNumber("13812345678"), "138****5678");
  EXPECT_EQ(MaskedNumber("12345"), "****");
  EXPECT_EQ(MaskedNumber(""), "");
}

TEST(BindingCodeTest, IsReadHoweverItWasTyped) {
  const std::string code =
      MakeBindingCode(std::string("\x00\x01\x1e\x1f\xff\x05\x06\x07\x08\x09", 10));
  EXPECT_EQ(code, "23Z29-789AB");
  EXPECT_EQ(ReadBindingCode(code), "23Z29789AB");
  EXPECT_EQ(ReadBindingCode(" 23z29 789ab "), "23Z29789AB");
  for (const char* text : {"", "23Z29", "23Z29-789A0", "23Z29-789ABC", "23Z29_789AB"}) {
    EXPECT_EQ(ReadBindingCode(text), "") << text;
  }
}

}  // namespace
}  // namespace deputies::accounts
