// Field rules of a request, compiled once from the (deputies.common.v1.field) options of its
// message type.
#ifndef SERVICES_COMMON_VALIDATE_REQUEST_RULES_H_
#define SERVICES_COMMON_VALIDATE_REQUEST_RULES_H_

#include <memory>

#include "absl/status/status.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace deputies::validate {

class RequestRules {
 public:
  // `type` may nest messages but not itself. Dies on a recursive type or a rule that does not fit
  // its field: both are errors in the proto file.
  explicit RequestRules(const google::protobuf::Descriptor* type);
  ~RequestRules();

  // Brings every string into its kept form (see text.h) and checks every rule.
  // INVALID_ARGUMENT/FIELD_INVALID lists up to 10 violations by JSON path, or OK. `request` must be
  // of the type.
  absl::Status NormalizeAndCheck(google::protobuf::Message* request) const;

  struct MessageRules;

 private:
  std::unique_ptr<MessageRules> rules_;
};

}  // namespace deputies::validate

#endif  // SERVICES_COMMON_VALIDATE_REQUEST_RULES_H_
