#ifndef SERVICES_ACCOUNTS_DOMAIN_IDENTITY_GRADE_H_
#define SERVICES_ACCOUNTS_DOMAIN_IDENTITY_GRADE_H_

#include "services/common/base/caller.h"

namespace deputies::accounts {

// What is known of a person who signed in.
struct IdentityFacts {
  bool phone_bound = false;
  bool constituency_declared = false;
  bool verified = false;  // by a liaison, or by a mandate in force
};

// The highest grade whose steps were all taken. A verified person was seen by somebody of the
// staff: that stands for the number as well, so that people without a telephone are not shut out.
base::IdentityGrade GradeOf(const IdentityFacts& facts);

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_DOMAIN_IDENTITY_GRADE_H_
