#include "gateway/transcode/table/random_message.h"

#include <cstdint>
#include <limits>
#include <string>

#include "google/protobuf/descriptor.h"

namespace deputies::gateway::table {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

template <typename T>
T Integer(std::mt19937_64* random) {
  switch ((*random)() % 6) {
    case 0:
      return std::numeric_limits<T>::max();
    case 1:
      return std::numeric_limits<T>::min();
    case 2:
      return static_cast<T>((*random)() % 200);
    case 3:
      return T{0};
    default:
      return static_cast<T>((*random)());
  }
}

std::string Text(std::mt19937_64* random) {
  static const char* const kPieces[] = {
      "路灯", "坏了", "a",    "\"", "\\", "\n",           "\t",   "\x01",
      "👍",    "é",    "</s>", " ",  "/",  "\xe2\x80\xa8", "\x7f", "村口的路灯坏了三盏"};
  std::string text;
  for (size_t i = (*random)() % 8; i > 0; --i) {
    text += kPieces[(*random)() % (sizeof(kPieces) / sizeof(kPieces[0]))];
  }
  return text;
}

void SetNumber(Message* message, int field_number, int64_t value) {
  const FieldDescriptor* field = message->GetDescriptor()->FindFieldByNumber(field_number);
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_INT64) {
    message->GetReflection()->SetInt64(message, field, value);
  } else {
    message->GetReflection()->SetInt32(message, field, static_cast<int32_t>(value));
  }
}

// Timestamp, Duration and FieldMask have values that JSON cannot express.
bool FillWellKnown(std::mt19937_64* random, Message* message) {
  static const int64_t kFractions[] = {0, 1, 1000, 1000000, 500000000, 123456789, 999999999};
  const int64_t fraction = kFractions[(*random)() % 7];
  switch (message->GetDescriptor()->well_known_type()) {
    case Descriptor::WELLKNOWNTYPE_TIMESTAMP:
      SetNumber(message, 1, static_cast<int64_t>((*random)() % 315537897599ull) - 62135596800);
      SetNumber(message, 2, fraction);
      return true;
    case Descriptor::WELLKNOWNTYPE_DURATION: {
      const int64_t sign = (*random)() % 2 == 0 ? 1 : -1;
      SetNumber(message, 1, sign * static_cast<int64_t>((*random)() % 315576000000ull));
      SetNumber(message, 2, sign * fraction);
      return true;
    }
    case Descriptor::WELLKNOWNTYPE_FIELDMASK:
      for (const char* path : {"name", "home_id", "a.b_c.d"}) {
        if ((*random)() % 2 == 0) continue;
        message->GetReflection()->AddString(message, message->GetDescriptor()->FindFieldByNumber(1),
                                            path);
      }
      return true;
    default:
      return false;
  }
}

// Sets a single field or adds one value to a repeated one.
void SetValue(std::mt19937_64* random, int depth, const FieldDescriptor* field, Message* message) {
  const auto* r = message->GetReflection();
  const bool add = field->is_repeated();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32: {
      const auto value = Integer<int32_t>(random);
      return add ? r->AddInt32(message, field, value) : r->SetInt32(message, field, value);
    }
    case FieldDescriptor::CPPTYPE_INT64: {
      const auto value = Integer<int64_t>(random);
      return add ? r->AddInt64(message, field, value) : r->SetInt64(message, field, value);
    }
    case FieldDescriptor::CPPTYPE_UINT32: {
      const auto value = Integer<uint32_t>(random);
      return add ? r->AddUInt32(message, field, value) : r->SetUInt32(message, field, value);
    }
    case FieldDescriptor::CPPTYPE_UINT64: {
      const auto value = Integer<uint64_t>(random);
      return add ? r->AddUInt64(message, field, value) : r->SetUInt64(message, field, value);
    }
    case FieldDescriptor::CPPTYPE_FLOAT: {
      const float value = static_cast<float>(Integer<int32_t>(random)) / 7;
      return add ? r->AddFloat(message, field, value) : r->SetFloat(message, field, value);
    }
    case FieldDescriptor::CPPTYPE_DOUBLE: {
      const double value = static_cast<double>(Integer<int64_t>(random)) / 7;
      return add ? r->AddDouble(message, field, value) : r->SetDouble(message, field, value);
    }
    case FieldDescriptor::CPPTYPE_BOOL: {
      const bool value = (*random)() % 2 == 0;
      return add ? r->AddBool(message, field, value) : r->SetBool(message, field, value);
    }
    case FieldDescriptor::CPPTYPE_ENUM: {
      const auto* type = field->enum_type();
      const auto* value =
          type->value(static_cast<int>((*random)() % static_cast<uint64_t>(type->value_count())));
      return add ? r->AddEnum(message, field, value) : r->SetEnum(message, field, value);
    }
    case FieldDescriptor::CPPTYPE_STRING:
      return add ? r->AddString(message, field, Text(random))
                 : r->SetString(message, field, Text(random));
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return FillRandomly(random, depth - 1,
                          add ? r->AddMessage(message, field) : r->MutableMessage(message, field));
  }
}

// A map holds each key once; its entries are fields 1 and 2 of the added message.
void FillMap(std::mt19937_64* random, int depth, const FieldDescriptor* field, Message* message) {
  Message* entry = message->GetReflection()->AddMessage(message, field);
  for (int number : {1, 2}) {
    SetValue(random, depth - 1, entry->GetDescriptor()->FindFieldByNumber(number), entry);
  }
}

}  // namespace

void FillRandomly(std::mt19937_64* random, int depth, Message* message) {
  if (FillWellKnown(random, message)) return;
  const Descriptor* type = message->GetDescriptor();
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    const bool is_message = field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
    if ((*random)() % 3 == 0 || (is_message && depth <= 0)) continue;
    if (field->is_map()) {
      FillMap(random, depth, field, message);
      continue;
    }
    for (uint64_t n = field->is_repeated() ? (*random)() % 4 : 1; n > 0; --n) {
      SetValue(random, depth, field, message);
    }
  }
}

}  // namespace deputies::gateway::table
