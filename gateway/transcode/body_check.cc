#include "gateway/transcode/body_check.h"

#include <algorithm>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gateway/transcode/json_reader.h"
#include "gateway/transcode/scalar_text.h"

namespace deputies::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

class BodyChecker {
 public:
  BodyChecker(absl::string_view body, const FixedFields& fixed) : reader_(body), fixed_(fixed) {}

  ApiResult Check(const Descriptor& type) {
    if (Message(type) && reader_.Finish()) return nullptr;
    return error_ != nullptr ? std::move(error_) : reader_.TakeError();
  }

 private:
  bool Fail(ApiResult error) {
    if (error_ == nullptr) error_ = std::move(error);
    return false;
  }
  // Path of the value at hand; the whole body is "body".
  bool Invalid(absl::string_view what) {
    return Fail(FieldInvalid(path_.empty() ? "body" : path_, what));
  }

  static const FieldDescriptor* FindByJsonName(const Descriptor& type, absl::string_view name) {
    for (int i = 0; i < type.field_count(); ++i) {
      if (absl::string_view(type.field(i)->json_name()) == name) return type.field(i);
    }
    return nullptr;
  }

  bool Message(const Descriptor& type) {
    JsonKind kind;
    if (!reader_.Peek(&kind)) return false;
    if (kind == JsonKind::kNull) return Invalid("不能是 null，请省略");
    if (kind != JsonKind::kObject) return Invalid("应是对象");
    if (!reader_.EnterObject()) return false;
    std::vector<const FieldDescriptor*> seen;
    std::string key;
    bool more = false;
    const size_t path_size = path_.size();
    while (true) {
      const size_t key_at = reader_.offset();
      if (!reader_.NextKey(&key, &more)) return false;
      if (!more) return true;
      if (path_size != 0) path_.push_back('.');
      path_.append(key);
      const FieldDescriptor* const field = FindByJsonName(type, key);
      if (field == nullptr) return Fail(FieldUnknown(path_));
      if (std::count(seen.begin(), seen.end(), field) > 0) {
        return reader_.Fail(key_at, absl::StrCat("字段 ", path_, " 重复"));
      }
      const auto* const oneof = field->real_containing_oneof();
      if (oneof != nullptr &&
          std::any_of(seen.begin(), seen.end(), [oneof](const FieldDescriptor* other) {
            return other->real_containing_oneof() == oneof;
          })) {
        return Invalid("与另一个字段只能二选一");
      }
      seen.push_back(field);
      if (!Field(*field)) return false;
      path_.resize(path_size);
    }
  }

  bool Field(const FieldDescriptor& field) {
    JsonKind kind;
    if (!reader_.Peek(&kind)) return false;
    if (kind == JsonKind::kNull) return Invalid("不能是 null，请省略");
    if (field.is_map()) return Map(field, kind);
    if (!field.is_repeated()) return Value(field, kind);
    if (kind != JsonKind::kArray) return Invalid("应是数组");
    if (!reader_.EnterArray()) return false;
    const size_t path_size = path_.size();
    bool more = false;
    for (int index = 0;; ++index) {
      if (!reader_.NextElement(&more)) return false;
      if (!more) return true;
      absl::StrAppend(&path_, "[", index, "]");
      if (!reader_.Peek(&kind)) return false;
      if (kind == JsonKind::kNull) return Invalid("不能是 null");
      if (!Value(field, kind)) return false;
      path_.resize(path_size);
    }
  }

  bool Map(const FieldDescriptor& field, JsonKind kind) {
    if (kind != JsonKind::kObject) return Invalid("应是对象");
    if (!reader_.EnterObject()) return false;
    const FieldDescriptor& key_field = *field.message_type()->map_key();
    const FieldDescriptor& value_field = *field.message_type()->map_value();
    std::set<std::string> seen;
    std::string key;
    bool more = false;
    const size_t path_size = path_.size();
    while (true) {
      const size_t key_at = reader_.offset();
      if (!reader_.NextKey(&key, &more)) return false;
      if (!more) return true;
      absl::StrAppend(&path_, ".", key);
      if (!seen.insert(key).second) {
        return reader_.Fail(key_at, absl::StrCat("字段 ", path_, " 重复"));
      }
      const std::string problem = AppendScalarText(key_field, key, nullptr);
      if (!problem.empty()) return Invalid(problem);
      if (!reader_.Peek(&kind)) return false;
      if (kind == JsonKind::kNull) return Invalid("不能是 null");
      if (!Value(value_field, kind)) return false;
      path_.resize(path_size);
    }
  }

  // One value of the field's type.
  bool Value(const FieldDescriptor& field, JsonKind kind) {
    const bool is_message = field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
    if (is_message && !HasScalarText(field)) {
      const Descriptor& type = *field.message_type();
      if (type.file()->name() == "google/protobuf/wrappers.proto") {
        return Value(*type.FindFieldByNumber(1), kind);
      }
      // Duration and FieldMask are strings whose grammar json_util checks.
      if (type.full_name() == "google.protobuf.Duration" ||
          type.full_name() == "google.protobuf.FieldMask") {
        if (kind != JsonKind::kString) return Invalid("应是字符串");
        std::string text;
        return reader_.ReadString(&text);
      }
      return Message(type);
    }
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_BOOL:
        if (kind != JsonKind::kTrue && kind != JsonKind::kFalse)
          return Invalid("应是 true 或 false");
        return reader_.ReadLiteral() && Scalar(field, kind == JsonKind::kTrue ? "true" : "false");
      case FieldDescriptor::CPPTYPE_FLOAT:
      case FieldDescriptor::CPPTYPE_DOUBLE: {
        if (kind != JsonKind::kNumber) return Invalid("应是数字");
        absl::string_view text;
        return reader_.ReadNumber(&text) && Scalar(field, text);
      }
      case FieldDescriptor::CPPTYPE_INT32:
      case FieldDescriptor::CPPTYPE_INT64:
      case FieldDescriptor::CPPTYPE_UINT32:
      case FieldDescriptor::CPPTYPE_UINT64:
        if (kind == JsonKind::kNumber) {
          absl::string_view text;
          return reader_.ReadNumber(&text) && Scalar(field, text);
        }
        if (kind != JsonKind::kString) return Invalid("应是整数");
        break;
      default:
        if (kind != JsonKind::kString) return Invalid("应是字符串");
    }
    std::string text;
    return reader_.ReadString(&text) && Scalar(field, text);
  }

  bool Scalar(const FieldDescriptor& field, absl::string_view text) {
    const std::string problem = AppendScalarText(field, text, nullptr);
    if (!problem.empty()) return Invalid(problem);
    for (const auto& [path, value] : fixed_) {
      if (path == path_ && value != text) return Invalid("与地址中的值不同");
    }
    return true;
  }

  JsonReader reader_;
  const FixedFields& fixed_;
  std::string path_;
  ApiResult error_;
};

}  // namespace

ApiResult CheckJsonBody(absl::string_view body, const Descriptor& type, const FixedFields& fixed) {
  return BodyChecker(body, fixed).Check(type);
}

}  // namespace deputies::gateway
