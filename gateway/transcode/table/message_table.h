// Message types compiled from their descriptors into tables for streaming between wire bytes and
// JSON.
//
// One table per message type, made at start, immutable afterwards. The proto3 JSON mapping is
// followed (https://protobuf.dev/programming-guides/proto3/#json); google.protobuf.Any, Struct,
// Value and ListValue are refused: free-form values have no place in a public API and cost
// unbounded time.
#ifndef GATEWAY_TRANSCODE_TABLE_MESSAGE_TABLE_H_
#define GATEWAY_TRANSCODE_TABLE_MESSAGE_TABLE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"

namespace deputies::gateway::table {

// How a value looks on the wire and in JSON. The names are those of the proto language.
enum class ValueKind : uint8_t {
  kInt32,
  kInt64,
  kUint32,
  kUint64,
  kSint32,
  kSint64,
  kFixed32,
  kFixed64,
  kSfixed32,
  kSfixed64,
  kFloat,
  kDouble,
  kBool,
  kEnum,
  kString,
  kBytes,
  kMessage,
};

// Messages that JSON writes as something else than an object of their fields.
enum class WellKnown : uint8_t { kNone, kTimestamp, kDuration, kFieldMask, kWrapper };

// Wire types of the protobuf encoding.
enum WireType : uint32_t { kVarint = 0, kFixed64Bits = 1, kLengthDelimited = 2, kFixed32Bits = 5 };

struct EnumTable {
  absl::flat_hash_map<std::string, int32_t> number_by_name;
  absl::flat_hash_map<int32_t, std::string> name_by_number;
};

struct MessageTable;

struct FieldTable {
  uint32_t number = 0;
  ValueKind kind = ValueKind::kInt32;
  bool repeated = false;
  bool packed = false;  // how we write it; both forms are read
  bool map = false;     // `message` is then the entry type: fields 1 and 2
  // Absent is something else than the zero value: never written when absent.
  bool presence = false;
  // Position in the containing message's list of oneofs; -1 for none.
  int oneof = -1;
  // `"jsonName":`, ready to be copied.
  std::string json_key;
  std::string json_name;
  const EnumTable* enum_table = nullptr;
  const MessageTable* message = nullptr;
};

struct MessageTable {
  std::string full_name;
  WellKnown well_known = WellKnown::kNone;
  std::vector<FieldTable> fields;  // by rising number
  // JSON name -> position in `fields`.
  absl::flat_hash_map<std::string, uint32_t> field_by_name;
  int oneof_count = 0;
};

// Wire type of one (unpacked) value of the kind.
WireType WireTypeOf(ValueKind kind);

// The tables of every type that was asked for and of all types within.
class MessageTables {
 public:
  // Compiles `type` where it is new. FAILED_PRECONDITION names a type or field that cannot be
  // served. The result lives as long as this object.
  absl::StatusOr<const MessageTable*> Compile(const google::protobuf::Descriptor* type);

 private:
  const EnumTable* CompileEnum(const google::protobuf::EnumDescriptor* type);

  absl::flat_hash_map<std::string, std::unique_ptr<MessageTable>> messages_;
  absl::flat_hash_map<std::string, std::unique_ptr<EnumTable>> enums_;
};

}  // namespace deputies::gateway::table

#endif  // GATEWAY_TRANSCODE_TABLE_MESSAGE_TABLE_H_
