#ifndef GATEWAY_OPENAPI_PROTO_COMMENTS_H_
#define GATEWAY_OPENAPI_PROTO_COMMENTS_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"

namespace deputies::gateway {

// The comments of the proto files, which the generated descriptors do not hold.
class ProtoComments {
 public:
  // `descriptor_set`: a serialised FileDescriptorSet with source info and all imports.
  absl::Status Load(absl::string_view descriptor_set);

  // The comment above the element of that full name, as one paragraph a line; empty when there is
  // none.
  std::string OfMethod(const std::string& full_name) const;
  std::string OfMessage(const std::string& full_name) const;
  std::string OfField(const std::string& full_name) const;
  std::string OfEnum(const std::string& full_name) const;
  std::string OfEnumValue(const google::protobuf::EnumValueDescriptor& value) const;
  // Its own, or else that of its file.
  std::string OfService(const std::string& full_name) const;

 private:
  google::protobuf::DescriptorPool pool_;
};

}  // namespace deputies::gateway

#endif  // GATEWAY_OPENAPI_PROTO_COMMENTS_H_
