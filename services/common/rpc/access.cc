#include "services/common/rpc/access.h"

#include <algorithm>
#include <cstdlib>

#include "services/common/base/error.h"
#include "services/common/base/grade_too_low.h"
#include "services/common/log/log.h"

namespace deputies::rpc {

using base::Caller;
using base::Role;
using google::protobuf::FieldDescriptor;

namespace {

// The one role that an access stands for; kUnspecified for those that are no matter of one role.
Role RoleOf(common::v1::Access access) {
  switch (access) {
    case common::v1::DEPUTY:
      return Role::kDeputy;
    case common::v1::COUNTY_STAFF:
      return Role::kCountyOffice;
    case common::v1::AUDITOR:
      return Role::kAuditor;
    case common::v1::COMMITTEE_MEMBER:
      return Role::kCommitteeMember;
    case common::v1::ORGAN_HEAD:
      return Role::kOrganHead;
    case common::v1::HANDLING_CLERK:
      return Role::kHandlingClerk;
    case common::v1::SPONSOR:
      return Role::kSponsor;
    case common::v1::SECURITY_ADMIN:
      return Role::kSecurityAdmin;
    default:
      return Role::kUnspecified;
  }
}

}  // namespace

AccessRule::AccessRule(const google::protobuf::MethodDescriptor& method)
    : rule_(method.options().GetExtension(common::v1::method)),
      home_id_field_(method.input_type()->FindFieldByName("home_id")) {
  if (rule_.access().empty() || rule_.effect() == common::v1::EFFECT_UNSPECIFIED) {
    log::Error("Method without access or effect option", {{"method", method.full_name()}});
    std::abort();
  }
  if (home_id_field_ != nullptr && home_id_field_->cpp_type() != FieldDescriptor::CPPTYPE_INT64) {
    log::Error("home_id is no int64", {{"method", method.full_name()}});
    std::abort();
  }
}

bool AccessRule::Admits(common::v1::Access access, const Caller& caller, int64_t home_id) const {
  const bool at_home = home_id_field_ != nullptr;
  switch (access) {
    case common::v1::PUBLIC:
      return true;
    case common::v1::SIGNED_IN:
      return caller.SignedIn();
    case common::v1::VOTER:
      return caller.SignedIn() && caller.voter;
    case common::v1::HOME_STAFF:
      return at_home ? caller.IsStaffOf(home_id)
                     : caller.Has(Role::kLiaison) || caller.Has(Role::kChair) ||
                           caller.Has(Role::kCountyOffice);
    case common::v1::SYSTEM_ADMIN:
      return caller.Has(Role::kSystemAdmin);
    case common::v1::INTERNAL:
      return caller.kind == Caller::Kind::kService;
    default: {
      const Role role = RoleOf(access);
      if (role == Role::kUnspecified) return false;
      return at_home ? caller.HasAt({role}, home_id) : caller.Has(role);
    }
  }
}

absl::Status AccessRule::Check(const Caller& caller,
                               const google::protobuf::Message& request) const {
  const int64_t home_id =
      home_id_field_ != nullptr ? request.GetReflection()->GetInt64(request, home_id_field_) : 0;
  const bool admitted = std::any_of(rule_.access().begin(), rule_.access().end(), [&](int access) {
    return Admits(static_cast<common::v1::Access>(access), caller, home_id);
  });
  if (admitted) {
    const auto min_grade = static_cast<base::IdentityGrade>(rule_.min_grade());
    return caller.voter && caller.grade < min_grade ? base::GradeTooLow(caller.grade)
                                                    : absl::OkStatus();
  }
  const bool internal_only = rule_.access_size() == 1 && rule_.access(0) == common::v1::INTERNAL;
  if (caller.kind == Caller::Kind::kAnonymous && !internal_only) {
    return base::MakeError(absl::StatusCode::kUnauthenticated, "SESSION_REQUIRED", "请先登录");
  }
  return base::MakeError(absl::StatusCode::kPermissionDenied, "ACCESS_DENIED",
                         "您没有权限进行此操作");
}

}  // namespace deputies::rpc
