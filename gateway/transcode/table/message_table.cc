#include "gateway/transcode/table/message_table.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/status_macros.h"

namespace deputies::gateway::table {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;

ValueKind KindOf(const FieldDescriptor& field) {
  switch (field.type()) {
    case FieldDescriptor::TYPE_INT32:
      return ValueKind::kInt32;
    case FieldDescriptor::TYPE_INT64:
      return ValueKind::kInt64;
    case FieldDescriptor::TYPE_UINT32:
      return ValueKind::kUint32;
    case FieldDescriptor::TYPE_UINT64:
      return ValueKind::kUint64;
    case FieldDescriptor::TYPE_SINT32:
      return ValueKind::kSint32;
    case FieldDescriptor::TYPE_SINT64:
      return ValueKind::kSint64;
    case FieldDescriptor::TYPE_FIXED32:
      return ValueKind::kFixed32;
    case FieldDescriptor::TYPE_FIXED64:
      return ValueKind::kFixed64;
    case FieldDescriptor::TYPE_SFIXED32:
      return ValueKind::kSfixed32;
    case FieldDescriptor::TYPE_SFIXED64:
      return ValueKind::kSfixed64;
    case FieldDescriptor::TYPE_FLOAT:
      return ValueKind::kFloat;
    case FieldDescriptor::TYPE_DOUBLE:
      return ValueKind::kDouble;
    case FieldDescriptor::TYPE_BOOL:
      return ValueKind::kBool;
    case FieldDescriptor::TYPE_ENUM:
      return ValueKind::kEnum;
    case FieldDescriptor::TYPE_STRING:
      return ValueKind::kString;
    case FieldDescriptor::TYPE_BYTES:
      return ValueKind::kBytes;
    case FieldDescriptor::TYPE_MESSAGE:
    case FieldDescriptor::TYPE_GROUP:
      return ValueKind::kMessage;
  }
  return ValueKind::kMessage;
}

WellKnown WellKnownOf(const Descriptor& type) {
  switch (type.well_known_type()) {
    case Descriptor::WELLKNOWNTYPE_TIMESTAMP:
      return WellKnown::kTimestamp;
    case Descriptor::WELLKNOWNTYPE_DURATION:
      return WellKnown::kDuration;
    case Descriptor::WELLKNOWNTYPE_FIELDMASK:
      return WellKnown::kFieldMask;
    case Descriptor::WELLKNOWNTYPE_DOUBLEVALUE:
    case Descriptor::WELLKNOWNTYPE_FLOATVALUE:
    case Descriptor::WELLKNOWNTYPE_INT64VALUE:
    case Descriptor::WELLKNOWNTYPE_UINT64VALUE:
    case Descriptor::WELLKNOWNTYPE_INT32VALUE:
    case Descriptor::WELLKNOWNTYPE_UINT32VALUE:
    case Descriptor::WELLKNOWNTYPE_STRINGVALUE:
    case Descriptor::WELLKNOWNTYPE_BYTESVALUE:
    case Descriptor::WELLKNOWNTYPE_BOOLVALUE:
      return WellKnown::kWrapper;
    default:
      return WellKnown::kNone;
  }
}

bool IsFreeForm(const Descriptor& type) {
  switch (type.well_known_type()) {
    case Descriptor::WELLKNOWNTYPE_ANY:
    case Descriptor::WELLKNOWNTYPE_STRUCT:
    case Descriptor::WELLKNOWNTYPE_VALUE:
    case Descriptor::WELLKNOWNTYPE_LISTVALUE:
      return true;
    default:
      return false;
  }
}

}  // namespace

WireType WireTypeOf(ValueKind kind) {
  switch (kind) {
    case ValueKind::kFixed32:
    case ValueKind::kSfixed32:
    case ValueKind::kFloat:
      return kFixed32Bits;
    case ValueKind::kFixed64:
    case ValueKind::kSfixed64:
    case ValueKind::kDouble:
      return kFixed64Bits;
    case ValueKind::kString:
    case ValueKind::kBytes:
    case ValueKind::kMessage:
      return kLengthDelimited;
    default:
      return kVarint;
  }
}

const EnumTable* MessageTables::CompileEnum(const EnumDescriptor* type) {
  std::unique_ptr<EnumTable>& table = enums_[type->full_name()];
  if (table != nullptr) return table.get();
  table = std::make_unique<EnumTable>();
  for (int i = 0; i < type->value_count(); ++i) {
    table->number_by_name.emplace(type->value(i)->name(), type->value(i)->number());
    // Of aliases the first wins, as in protobuf.
    table->name_by_number.emplace(type->value(i)->number(), type->value(i)->name());
  }
  return table.get();
}

absl::StatusOr<const MessageTable*> MessageTables::Compile(const Descriptor* type) {
  const auto known = messages_.find(type->full_name());
  if (known != messages_.end()) return known->second.get();
  if (IsFreeForm(*type)) {
    return absl::FailedPreconditionError(
        absl::StrCat(type->full_name(), " is free-form and cannot be part of the public API"));
  }
  // Entered before its fields, so that a type may contain itself.
  MessageTable* table =
      messages_.emplace(type->full_name(), std::make_unique<MessageTable>()).first->second.get();
  table->full_name = type->full_name();
  table->well_known = WellKnownOf(*type);
  table->oneof_count = type->real_oneof_decl_count();

  std::vector<const FieldDescriptor*> sorted;
  for (int i = 0; i < type->field_count(); ++i) sorted.push_back(type->field(i));
  std::sort(sorted.begin(), sorted.end(),
            [](const auto* a, const auto* b) { return a->number() < b->number(); });
  for (const FieldDescriptor* field : sorted) {
    if (field->type() == FieldDescriptor::TYPE_GROUP) {
      return absl::FailedPreconditionError(absl::StrCat(field->full_name(), " is a group"));
    }
    FieldTable entry;
    entry.number = static_cast<uint32_t>(field->number());
    entry.kind = KindOf(*field);
    entry.repeated = field->is_repeated();
    entry.packed = field->is_packed();
    entry.map = field->is_map();
    entry.presence = !field->is_repeated() && field->has_presence();
    if (field->real_containing_oneof() != nullptr) {
      entry.oneof = field->real_containing_oneof()->index();
    }
    entry.json_name = field->json_name();
    entry.json_key = absl::StrCat("\"", field->json_name(), "\":");
    if (entry.kind == ValueKind::kEnum) entry.enum_table = CompileEnum(field->enum_type());
    if (entry.kind == ValueKind::kMessage) {
      ASSIGN_OR_RETURN(entry.message, Compile(field->message_type()));
    }
    const uint32_t position = static_cast<uint32_t>(table->fields.size());
    table->field_by_name.emplace(field->json_name(), position);
    table->fields.push_back(std::move(entry));
  }
  return table;
}

}  // namespace deputies::gateway::table
