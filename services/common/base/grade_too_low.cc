#include "services/common/base/grade_too_low.h"

#include "services/common/base/error.h"

namespace deputies::base {

absl::Status GradeTooLow(IdentityGrade reached) {
  const char* missing = reached < IdentityGrade::kPhone ? "请先绑定手机号"
                        : reached < IdentityGrade::kDeclared ? "请先选择您所在的嘎查村或社区"
                                                             : "请先请代表之家联络员核实您的身份";
  return MakeError(absl::StatusCode::kPermissionDenied, "GRADE_TOO_LOW", missing);
}

}  // namespace deputies::base
