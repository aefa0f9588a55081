// Every access option against callers with and without its role, at the home asked for and
// elsewhere.
#include "services/common/rpc/access.h"

#include <memory>
#include <string>
#include <utility>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/dynamic_message.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"

namespace deputies::rpc {
namespace {

using base::Caller;
using base::IdentityGrade;
using base::Role;

// A service with one method, made at run time, so that no real method's option can hide an error.
class AccessTest : public testing::Test {
 protected:
  // Reason of the refusal, empty when admitted, for a request that names `home_id`; -1: the request
  // has no such field.
  std::string Reason(common::v1::Access access, const Caller& caller, int64_t home_id,
                     common::v1::IdentityGrade grade = common::v1::IDENTITY_GRADE_UNSPECIFIED) {
    google::protobuf::FileDescriptorProto file;
    const std::string name = "access_test_" + std::to_string(count_++);
    file.set_name(name + ".proto");
    file.set_package(name);
    file.add_dependency("deputies/common/v1/options.proto");
    auto* message = file.add_message_type();
    message->set_name("Request");
    if (home_id >= 0) {
      auto* field = message->add_field();
      field->set_name("home_id");
      field->set_number(1);
      field->set_label(google::protobuf::FieldDescriptorProto::LABEL_OPTIONAL);
      field->set_type(google::protobuf::FieldDescriptorProto::TYPE_INT64);
    }
    auto* service = file.add_service();
    service->set_name("Service");
    auto* method = service->add_method();
    method->set_name("Method");
    method->set_input_type("." + name + ".Request");
    method->set_output_type("." + name + ".Request");
    auto* rule = method->mutable_options()->MutableExtension(common::v1::method);
    rule->add_access(access);
    rule->set_effect(common::v1::READ);
    rule->set_min_grade(grade);

    const google::protobuf::FileDescriptor* built = pool_.BuildFile(file);
    const google::protobuf::Message* prototype =
        messages_.GetPrototype(built->FindMessageTypeByName("Request"));
    const std::unique_ptr<google::protobuf::Message> request(prototype->New());
    if (home_id > 0) {
      request->GetReflection()->SetInt64(
          request.get(), request->GetDescriptor()->FindFieldByName("home_id"), home_id);
    }
    return base::ErrorReason(
        AccessRule(*built->FindServiceByName("Service")->method(0)).Check(caller, *request));
  }

  static Caller Holder(Role role) {
    Caller caller;
    caller.kind = Caller::Kind::kPerson;
    caller.grants.push_back({role, 5, {7}, role == Role::kDeputy ? 3 : 0});
    return caller;
  }

  google::protobuf::DescriptorPool pool_{google::protobuf::DescriptorPool::generated_pool()};
  google::protobuf::DynamicMessageFactory messages_{&pool_};
  int count_ = 0;
};

TEST_F(AccessTest, RolesOpenTheirOwnHomesOnly) {
  const std::pair<common::v1::Access, Role> pairs[] = {
      {common::v1::DEPUTY, Role::kDeputy},
      {common::v1::HOME_STAFF, Role::kLiaison},
      {common::v1::HOME_STAFF, Role::kChair},
      {common::v1::HOME_STAFF, Role::kCountyOffice},
      {common::v1::COUNTY_STAFF, Role::kCountyOffice},
      {common::v1::AUDITOR, Role::kAuditor},
      {common::v1::COMMITTEE_MEMBER, Role::kCommitteeMember},
      {common::v1::ORGAN_HEAD, Role::kOrganHead},
      {common::v1::HANDLING_CLERK, Role::kHandlingClerk},
      {common::v1::SPONSOR, Role::kSponsor},
      {common::v1::SECURITY_ADMIN, Role::kSecurityAdmin},
  };
  for (const auto& [access, role] : pairs) {
    SCOPED_TRACE(common::v1::Access_Name(access));
    EXPECT_EQ(Reason(access, Holder(role), 7), "");
    EXPECT_EQ(Reason(access, Holder(role), 8), "ACCESS_DENIED");
    EXPECT_EQ(Reason(access, Holder(role), 0), "ACCESS_DENIED") << "a request that left it out";
    EXPECT_EQ(Reason(access, Holder(role), -1), "") << "a request without the field";
    EXPECT_EQ(Reason(access, Holder(Role::kSystemAdmin), 7), "ACCESS_DENIED");
    EXPECT_EQ(Reason(access, Holder(Role::kSystemAdmin), -1), "ACCESS_DENIED");
    EXPECT_EQ(Reason(access, Caller(), 7), "SESSION_REQUIRED");
  }
}

TEST_F(AccessTest, GradesBindVotersAndNobodyElse) {
  Caller voter;
  voter.kind = Caller::Kind::kPerson;
  voter.voter = true;
  for (int grade = 1; grade <= 4; ++grade) {
    voter.grade = static_cast<IdentityGrade>(grade);
    for (int wanted = 0; wanted <= 4; ++wanted) {
      EXPECT_EQ(
          Reason(common::v1::VOTER, voter, -1, static_cast<common::v1::IdentityGrade>(wanted)),
          grade >= wanted ? "" : "GRADE_TOO_LOW")
          << grade << " for " << wanted;
    }
  }
  EXPECT_EQ(Reason(common::v1::HOME_STAFF, Holder(Role::kChair), 7, common::v1::GRADE_VERIFIED),
            "");
}

}  // namespace
}  // namespace deputies::rpc
