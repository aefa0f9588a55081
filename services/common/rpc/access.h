// Who may call a method: the (deputies.common.v1.method) option against the verified caller.
#ifndef SERVICES_COMMON_RPC_ACCESS_H_
#define SERVICES_COMMON_RPC_ACCESS_H_

#include "absl/status/status.h"
#include "deputies/common/v1/options.pb.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "services/common/base/caller.h"

namespace deputies::rpc {

class AccessRule {
 public:
  // Dies when the method has no access or no effect option: nobody decided who may call it.
  explicit AccessRule(const google::protobuf::MethodDescriptor& method);

  // UNAUTHENTICATED/SESSION_REQUIRED when signing in could help, else
  // PERMISSION_DENIED/ACCESS_DENIED. Roles at homes are checked against the request's `home_id`
  // where it has one. A voter who is admitted but not known well enough gets
  // PERMISSION_DENIED/GRADE_TOO_LOW.
  absl::Status Check(const base::Caller& caller, const google::protobuf::Message& request) const;

 private:
  bool Admits(common::v1::Access access, const base::Caller& caller, int64_t home_id) const;

  common::v1::MethodRule rule_;
  const google::protobuf::FieldDescriptor* home_id_field_;  // null when the request names no home
};

}  // namespace deputies::rpc

#endif  // SERVICES_COMMON_RPC_ACCESS_H_
