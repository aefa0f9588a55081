#include "gateway/openapi/proto_comments.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/descriptor.pb.h"

namespace deputies::gateway {
namespace {

std::string TextOf(const google::protobuf::SourceLocation& location) {
  const std::string& raw =
      location.leading_comments.empty() ? location.trailing_comments : location.leading_comments;
  // Lines of a paragraph are joined; an empty line parts paragraphs.
  std::string text;
  bool paragraph = false;
  for (absl::string_view line : absl::StrSplit(raw, '\n')) {
    line = absl::StripAsciiWhitespace(line);
    if (line.empty()) {
      paragraph = !text.empty();
      continue;
    }
    absl::StrAppend(&text, paragraph ? "\n\n" : text.empty() ? "" : " ", line);
    paragraph = false;
  }
  return text;
}

template <typename Descriptor>
std::string CommentOf(const Descriptor* descriptor) {
  google::protobuf::SourceLocation location;
  return descriptor != nullptr && descriptor->GetSourceLocation(&location) ? TextOf(location) : "";
}

// What stands above its "syntax" line.
std::string CommentOfFile(const google::protobuf::FileDescriptor& file) {
  google::protobuf::SourceLocation location;
  const std::vector<int> path = {google::protobuf::FileDescriptorProto::kSyntaxFieldNumber};
  return file.GetSourceLocation(path, &location) ? TextOf(location) : "";
}

}  // namespace

absl::Status ProtoComments::Load(absl::string_view descriptor_set) {
  google::protobuf::FileDescriptorSet files;
  if (!files.ParseFromArray(descriptor_set.data(), static_cast<int>(descriptor_set.size()))) {
    return absl::InvalidArgumentError("descriptor set: not a FileDescriptorSet");
  }
  for (const google::protobuf::FileDescriptorProto& file : files.file()) {
    if (pool_.BuildFile(file) == nullptr) {
      return absl::InvalidArgumentError(absl::StrCat("descriptor set: cannot build ", file.name()));
    }
  }
  return absl::OkStatus();
}

std::string ProtoComments::OfMethod(const std::string& full_name) const {
  return CommentOf(pool_.FindMethodByName(full_name));
}
std::string ProtoComments::OfMessage(const std::string& full_name) const {
  return CommentOf(pool_.FindMessageTypeByName(full_name));
}
std::string ProtoComments::OfField(const std::string& full_name) const {
  return CommentOf(pool_.FindFieldByName(full_name));
}
std::string ProtoComments::OfEnum(const std::string& full_name) const {
  return CommentOf(pool_.FindEnumTypeByName(full_name));
}
std::string ProtoComments::OfService(const std::string& full_name) const {
  const auto* const service = pool_.FindServiceByName(full_name);
  const std::string own = CommentOf(service);
  return own.empty() && service != nullptr ? CommentOfFile(*service->file()) : own;
}
std::string ProtoComments::OfEnumValue(const google::protobuf::EnumValueDescriptor& value) const {
  const auto* const type = pool_.FindEnumTypeByName(value.type()->full_name());
  return type == nullptr ? "" : CommentOf(type->FindValueByName(value.name()));
}

}  // namespace deputies::gateway
