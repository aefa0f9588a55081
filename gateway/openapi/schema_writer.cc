#include "gateway/openapi/schema_writer.h"

#include <algorithm>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "deputies/common/v1/options.pb.h"

namespace deputies::gateway {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;

namespace {

const common::v1::FieldRule& RuleOf(const FieldDescriptor& field) {
  return field.options().GetExtension(common::v1::field);
}

}  // namespace

// "deputies.board.v1.Message" -> "board.v1.Message": short, and never two of one name.
std::string SchemaWriter::NameOf(const std::string& full_name) {
  return std::string(absl::StripPrefix(full_name, "deputies."));
}

void SchemaWriter::Reference(const Descriptor& type) {
  const std::string name = NameOf(type.full_name());
  messages_.emplace(name, &type);
  writer_->Reference(absl::StrCat("#/components/schemas/", name));
}

void SchemaWriter::Field(const FieldDescriptor& field) {
  const std::string description = comments_.OfField(field.full_name());
  const common::v1::FieldRule& rule = RuleOf(field);
  if (field.is_map()) {
    writer_->Open('{').Member("type", "object").Key("additionalProperties");
    Value(*field.message_type()->map_value());
  } else if (field.is_repeated()) {
    writer_->Open('{').Member("type", "array").Key("items").Open('{');
    Value(field);
    writer_->Close('}');
    if (rule.required()) writer_->Key("minItems").Int(1);
    if (rule.max_items() > 0) writer_->Key("maxItems").Int(rule.max_items());
  } else {
    writer_->Open('{');
    Value(field);
  }
  if (!description.empty()) writer_->Member("description", description);
  writer_->Close('}');
}

// Writes members into an object that is open.
void SchemaWriter::Value(const FieldDescriptor& field) {
  const common::v1::FieldRule& rule = RuleOf(field);
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT64:
      writer_->Member("type", "string")
          .Member("format", "int64")
          .Member("pattern", "^-?[0-9]{1,19}$");
      break;
    case FieldDescriptor::CPPTYPE_UINT64:
      writer_->Member("type", "string")
          .Member("format", "uint64")
          .Member("pattern", "^[0-9]{1,20}$");
      break;
    case FieldDescriptor::CPPTYPE_INT32:
    case FieldDescriptor::CPPTYPE_UINT32:
      writer_->Member("type", "integer");
      writer_->Member("format",
                      field.cpp_type() == FieldDescriptor::CPPTYPE_INT32 ? "int32" : "uint32");
      if (rule.min_value() != 0 || rule.max_value() != 0) {
        writer_->Key("minimum").Int(rule.min_value()).Key("maximum").Int(rule.max_value());
      }
      break;
    case FieldDescriptor::CPPTYPE_DOUBLE:
    case FieldDescriptor::CPPTYPE_FLOAT:
      writer_->Member("type", "number");
      break;
    case FieldDescriptor::CPPTYPE_BOOL:
      writer_->Member("type", "boolean");
      break;
    case FieldDescriptor::CPPTYPE_STRING:
      writer_->Member("type", "string");
      if (field.type() == FieldDescriptor::TYPE_BYTES) {
        writer_->Member("contentEncoding", "base64");
        break;
      }
      if (rule.uuid()) writer_->Member("format", "uuid");
      if (rule.min_chars() > 0 || rule.required()) {
        writer_->Key("minLength").Int(std::max<uint32_t>(rule.min_chars(), 1));
      }
      if (rule.max_chars() > 0) writer_->Key("maxLength").Int(rule.max_chars());
      break;
    case FieldDescriptor::CPPTYPE_ENUM:
      enums_.emplace(NameOf(field.enum_type()->full_name()), field.enum_type());
      writer_->Member(
          "$ref", absl::StrCat("#/components/schemas/", NameOf(field.enum_type()->full_name())));
      break;
    case FieldDescriptor::CPPTYPE_MESSAGE: {
      const Descriptor& type = *field.message_type();
      if (type.full_name() == "google.protobuf.Timestamp") {
        writer_->Member("type", "string").Member("format", "date-time");
      } else if (type.full_name() == "google.protobuf.Duration" ||
                 type.full_name() == "google.protobuf.FieldMask") {
        writer_->Member("type", "string");
      } else if (type.file()->name() == "google/protobuf/wrappers.proto") {
        Value(*type.FindFieldByNumber(1));
      } else {
        messages_.emplace(NameOf(type.full_name()), &type);
        writer_->Member("$ref", absl::StrCat("#/components/schemas/", NameOf(type.full_name())));
      }
      break;
    }
  }
}

void SchemaWriter::Object(const Descriptor& type,
                          const std::vector<const FieldDescriptor*>& left_out) {
  writer_->Open('{').Member("type", "object");
  const std::string description = comments_.OfMessage(type.full_name());
  if (!description.empty()) writer_->Member("description", description);
  std::vector<const FieldDescriptor*> fields;
  for (int i = 0; i < type.field_count(); ++i) {
    if (std::count(left_out.begin(), left_out.end(), type.field(i)) == 0) {
      fields.push_back(type.field(i));
    }
  }
  writer_->Key("properties").Open('{');
  for (const FieldDescriptor* field : fields) {
    writer_->Key(field->json_name());
    Field(*field);
  }
  writer_->Close('}');
  if (std::any_of(fields.begin(), fields.end(),
                  [](const FieldDescriptor* field) { return RuleOf(*field).required(); })) {
    writer_->Key("required").Open('[');
    for (const FieldDescriptor* field : fields) {
      if (RuleOf(*field).required()) writer_->String(field->json_name());
    }
    writer_->Close(']');
  }
  writer_->Close('}');
}

void SchemaWriter::Example(const Descriptor& type,
                           const std::vector<const FieldDescriptor*>& left_out) {
  writer_->Open('{');
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (std::count(left_out.begin(), left_out.end(), &field) > 0 || field.is_map()) continue;
    // One member of a oneof can be given.
    if (field.real_containing_oneof() != nullptr &&
        field.real_containing_oneof()->field(0) != &field) {
      continue;
    }
    writer_->Key(field.json_name());
    if (field.is_repeated()) writer_->Open('[');
    ExampleValue(field);
    if (field.is_repeated()) writer_->Close(']');
  }
  writer_->Close('}');
}

void SchemaWriter::ExampleValue(const FieldDescriptor& field) {
  const common::v1::FieldRule& rule = RuleOf(field);
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT64:
    case FieldDescriptor::CPPTYPE_UINT64:
      writer_->String("1");
      break;
    case FieldDescriptor::CPPTYPE_BOOL:
      writer_->Bool(true);
      break;
    case FieldDescriptor::CPPTYPE_STRING:
      if (field.type() == FieldDescriptor::TYPE_BYTES) {
        writer_->String("AQID");
      } else if (rule.uuid()) {
        writer_->String("7c9e6679-7425-40de-944b-e07fc1f90ae7");
      } else {
        std::string text;
        for (uint32_t i = 0; i < std::max<uint32_t>(rule.min_chars(), 1); ++i) text.append("例");
        writer_->String(text);
      }
      break;
    case FieldDescriptor::CPPTYPE_ENUM:
      // The zero value says that nothing is said.
      writer_->String(
          field.enum_type()->value(std::min(field.enum_type()->value_count() - 1, 1))->name());
      break;
    case FieldDescriptor::CPPTYPE_MESSAGE: {
      const Descriptor& type = *field.message_type();
      if (type.full_name() == "google.protobuf.Timestamp") {
        writer_->String("2026-03-01T08:00:00Z");
      } else if (type.full_name() == "google.protobuf.Duration") {
        writer_->String("3600s");
      } else if (type.full_name() == "google.protobuf.FieldMask") {
        writer_->String("subject");
      } else if (type.file()->name() == "google/protobuf/wrappers.proto") {
        ExampleValue(*type.FindFieldByNumber(1));
      } else {
        Example(type, {});
      }
      break;
    }
    default:
      writer_->Int(
          std::max<int64_t>(rule.min_value(), rule.max_value() < 0 ? rule.min_value() : 1));
      break;
  }
}

void SchemaWriter::Enum(const EnumDescriptor& type) {
  writer_->Open('{').Member("type", "string").Key("enum").Open('[');
  for (int i = 0; i < type.value_count(); ++i) writer_->String(type.value(i)->name());
  writer_->Close(']');
  std::string description = comments_.OfEnum(type.full_name());
  for (int i = 0; i < type.value_count(); ++i) {
    const std::string one = comments_.OfEnumValue(*type.value(i));
    if (one.empty()) continue;
    absl::StrAppend(&description, description.empty() ? "" : "\n\n", "`", type.value(i)->name(),
                    "`: ", one);
  }
  if (!description.empty()) writer_->Member("description", description);
  writer_->Close('}');
}

void SchemaWriter::Definitions() {
  std::set<std::string> done;
  for (bool more = true; more;) {
    more = false;
    // A copy: writing one type may refer to another.
    const auto messages = messages_;
    for (const auto& [name, type] : messages) {
      if (!done.insert(name).second) continue;
      more = true;
      writer_->Key(name);
      Object(*type, {});
    }
  }
  for (const auto& [name, type] : enums_) {
    writer_->Key(name);
    Enum(*type);
  }
}

}  // namespace deputies::gateway
