#include "services/accounts/domain/identity_grade.h"

namespace deputies::accounts {

using base::IdentityGrade;

IdentityGrade GradeOf(const IdentityFacts& facts) {
  if (facts.verified) return IdentityGrade::kVerified;
  if (!facts.phone_bound) return IdentityGrade::kSignedIn;
  return facts.constituency_declared ? IdentityGrade::kDeclared : IdentityGrade::kPhone;
}

}  // namespace deputies::accounts
