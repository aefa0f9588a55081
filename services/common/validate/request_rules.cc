#include "services/common/validate/request_rules.h"

#include <cctype>
#include <cstdlib>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "deputies/common/v1/options.pb.h"
#include "services/common/base/error.h"
#include "services/common/log/log.h"
#include "services/common/validate/text.h"

namespace deputies::validate {
namespace {

using base::FieldViolation;
using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr size_t kMaxViolations = 10;

struct CheckedField {
  const FieldDescriptor* field;
  common::v1::FieldRule rule;
  std::unique_ptr<RequestRules::MessageRules> message;  // for message fields
};

}  // namespace

struct RequestRules::MessageRules {
  std::vector<CheckedField> fields;
};

namespace {

[[noreturn]] void Die(const FieldDescriptor& field, absl::string_view why) {
  log::Error("Bad field rule in a proto file", {{"field", field.full_name()}, {"why", why}});
  std::abort();
}

bool IsInteger(const FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
    case FieldDescriptor::CPPTYPE_INT64:
    case FieldDescriptor::CPPTYPE_UINT32:
    case FieldDescriptor::CPPTYPE_UINT64:
      return true;
    default:
      return false;
  }
}

void CheckRuleFits(const FieldDescriptor& field, const common::v1::FieldRule& rule) {
  const bool is_string = field.type() == FieldDescriptor::TYPE_STRING;
  if (!is_string &&
      (rule.min_chars() > 0 || rule.max_chars() > 0 || rule.uuid() || rule.multiline())) {
    Die(field, "text rule on a field that is no string");
  }
  if ((rule.min_value() != 0 || rule.max_value() != 0) && !IsInteger(field)) {
    Die(field, "bounds on a field that is no integer");
  }
  if (rule.max_items() > 0 && !field.is_repeated()) Die(field, "max_items on a single field");
}

std::unique_ptr<RequestRules::MessageRules> Compile(const Descriptor* type,
                                                    std::set<const Descriptor*>* open) {
  auto rules = std::make_unique<RequestRules::MessageRules>();
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    CheckedField checked{field, field->options().GetExtension(common::v1::field), nullptr};
    CheckRuleFits(*field, checked.rule);
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      if (!open->insert(field->message_type()).second) Die(*field, "recursive message type");
      checked.message = Compile(field->message_type(), open);
      open->erase(field->message_type());
    }
    rules->fields.push_back(std::move(checked));
  }
  return rules;
}

bool IsUuid(absl::string_view text) {
  if (text.size() != 36) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : std::isxdigit(static_cast<unsigned char>(text[i])) == 0)
      return false;
  }
  return true;
}

// Walks one request. `path_` is the JSON path of the message being walked, with a trailing dot
// inside nested ones.
class Walk {
 public:
  std::vector<FieldViolation> violations;

  void Visit(const RequestRules::MessageRules& rules, const std::string& path, Message* message) {
    for (const CheckedField& checked : rules.fields) {
      if (violations.size() >= kMaxViolations) return;
      VisitField(checked, absl::StrCat(path, checked.field->json_name()), message);
    }
  }

 private:
  void Add(const std::string& path, absl::string_view description) {
    violations.push_back({path, std::string(description)});
  }

  void VisitField(const CheckedField& checked, const std::string& path, Message* message) {
    const Reflection& reflection = *message->GetReflection();
    const FieldDescriptor& field = *checked.field;
    if (field.is_repeated()) {
      const int size = reflection.FieldSize(*message, &field);
      if (checked.rule.required() && size == 0) return Add(path, "不能为空");
      if (checked.rule.max_items() > 0 && static_cast<uint32_t>(size) > checked.rule.max_items()) {
        return Add(path, absl::StrCat("最多 ", checked.rule.max_items(), " 项"));
      }
      for (int i = 0; i < size && violations.size() < kMaxViolations; ++i) {
        VisitValue(checked, absl::StrCat(path, "[", i, "]"), i, message);
      }
      return;
    }
    if (field.has_presence() && !reflection.HasField(*message, &field)) {
      if (checked.rule.required()) Add(path, "不能为空");
      return;
    }
    VisitValue(checked, path, -1, message);
  }

  // `index` is -1 for a single field.
  void VisitValue(const CheckedField& checked, const std::string& path, int index,
                  Message* message) {
    const Reflection& reflection = *message->GetReflection();
    const FieldDescriptor& field = *checked.field;
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_MESSAGE:
        return Visit(*checked.message, absl::StrCat(path, "."),
                     index >= 0 ? reflection.MutableRepeatedMessage(message, &field, index)
                                : reflection.MutableMessage(message, &field));
      case FieldDescriptor::CPPTYPE_STRING:
        if (field.type() == FieldDescriptor::TYPE_STRING) {
          VisitString(checked, path, index, message);
        } else if (checked.rule.required() && index < 0 &&
                   reflection.GetString(*message, &field).empty()) {
          Add(path, "不能为空");
        }
        return;
      case FieldDescriptor::CPPTYPE_ENUM: {
        const int value = index >= 0 ? reflection.GetRepeatedEnumValue(*message, &field, index)
                                     : reflection.GetEnumValue(*message, &field);
        if (checked.rule.required() && value == 0) return Add(path, "请选择");
        if (field.enum_type()->FindValueByNumber(value) == nullptr) Add(path, "没有这个选项");
        return;
      }
      case FieldDescriptor::CPPTYPE_INT32:
        return CheckInteger(checked, path,
                            index >= 0 ? reflection.GetRepeatedInt32(*message, &field, index)
                                       : reflection.GetInt32(*message, &field));
      case FieldDescriptor::CPPTYPE_INT64:
        return CheckInteger(checked, path,
                            index >= 0 ? reflection.GetRepeatedInt64(*message, &field, index)
                                       : reflection.GetInt64(*message, &field));
      case FieldDescriptor::CPPTYPE_UINT32:
        return CheckInteger(checked, path,
                            index >= 0 ? reflection.GetRepeatedUInt32(*message, &field, index)
                                       : reflection.GetUInt32(*message, &field));
      default:
        return;
    }
  }

  void VisitString(const CheckedField& checked, const std::string& path, int index,
                   Message* message) {
    const Reflection& reflection = *message->GetReflection();
    const FieldDescriptor& field = *checked.field;
    std::string scratch;
    const std::string& given =
        index >= 0 ? reflection.GetRepeatedStringReference(*message, &field, index, &scratch)
                   : reflection.GetStringReference(*message, &field, &scratch);
    std::string kept = given;
    const TextResult result = NormalizeText(checked.rule.multiline(), &kept);
    if (!result.problem.empty()) return Add(path, result.problem);
    const common::v1::FieldRule& rule = checked.rule;
    if (kept.empty()) {
      if (rule.required()) return Add(path, "不能为空");
    } else if (result.chars < rule.min_chars()) {
      return Add(path, absl::StrCat("至少 ", rule.min_chars(), " 个字"));
    } else if (rule.max_chars() > 0 && result.chars > rule.max_chars()) {
      return Add(path,
                 absl::StrCat("最多 ", rule.max_chars(), " 个字，现在有 ", result.chars, " 个"));
    } else if (rule.uuid() && !IsUuid(kept)) {
      return Add(path, "应为 36 位的 UUID");
    }
    if (kept == given) return;
    if (index >= 0) {
      reflection.SetRepeatedString(message, &field, index, std::move(kept));
    } else {
      reflection.SetString(message, &field, std::move(kept));
    }
  }

  void CheckInteger(const CheckedField& checked, const std::string& path, int64_t value) {
    const common::v1::FieldRule& rule = checked.rule;
    if (rule.required() && value == 0) return Add(path, "不能为空");
    if (rule.min_value() == 0 && rule.max_value() == 0) return;
    if (value < rule.min_value() || value > rule.max_value()) {
      Add(path, absl::StrCat("应在 ", rule.min_value(), " 到 ", rule.max_value(), " 之间"));
    }
  }
};

}  // namespace

RequestRules::RequestRules(const Descriptor* type) {
  std::set<const Descriptor*> open = {type};
  rules_ = Compile(type, &open);
}

RequestRules::~RequestRules() = default;

absl::Status RequestRules::NormalizeAndCheck(Message* request) const {
  Walk walk;
  walk.Visit(*rules_, "", request);
  return walk.violations.empty() ? absl::OkStatus() : base::InvalidFields(walk.violations);
}

}  // namespace deputies::validate
