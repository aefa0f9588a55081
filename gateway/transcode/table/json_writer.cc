#include "gateway/transcode/table/json_writer.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <memory>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gateway/transcode/table/json_text.h"
#include "gateway/transcode/table/well_known.h"
#include "gateway/transcode/table/wire.h"

namespace deputies::gateway::table {
namespace {

// Deeper wire bytes than any of our messages: an attack or a broken peer.
constexpr int kMaxDepth = 64;

// Two fields of a Timestamp, Duration: seconds = 1, nanos = 2.
bool ReadSecondsAndNanos(absl::string_view wire, int64_t* seconds, int32_t* nanos) {
  *seconds = 0;
  *nanos = 0;
  WireReader reader(wire);
  while (!reader.AtEnd()) {
    uint32_t number, type;
    uint64_t value;
    if (!reader.ReadTag(&number, &type)) return false;
    if (type != kVarint || number > 2) {
      if (!reader.Skip(type)) return false;
      continue;
    }
    if (!reader.ReadVarint(&value)) return false;
    if (number == 1) {
      *seconds = static_cast<int64_t>(value);
    } else {
      *nanos = static_cast<int32_t>(value);
    }
  }
  return true;
}

// Writes one message. `out_` is the JSON so far.
class Writer {
 public:
  explicit Writer(std::string* out) : out_(out) {}

  bool Message(const MessageTable& table, absl::string_view wire, int depth) {
    if (depth > kMaxDepth) return false;
    switch (table.well_known) {
      case WellKnown::kNone:
        break;
      case WellKnown::kTimestamp:
      case WellKnown::kDuration:
        return Time(table.well_known, wire);
      case WellKnown::kFieldMask:
        return FieldMask(wire);
      case WellKnown::kWrapper:
        return Wrapper(table, wire);
    }
    const size_t start = out_->size();
    bool in_order = true;
    if (Fields(table, wire, depth, &in_order)) return true;
    if (in_order) return false;
    // Serialisers write fields by rising number, each run of a repeated field at one place; other
    // orders are allowed.
    out_->resize(start);
    return Fields(table, Sorted(wire), depth, &in_order);
  }

 private:
  // One pass over fields that come by rising number. `in_order` turns false when they do not.
  bool Fields(const MessageTable& table, absl::string_view wire, int depth, bool* in_order) {
    WireReader reader(wire);
    size_t next = 0;  // first field of the table that is not written yet
    bool first = true;
    out_->push_back('{');
    uint32_t number = 0, type = 0;
    bool have_tag = false;
    while (have_tag || !reader.AtEnd()) {
      if (!have_tag && !reader.ReadTag(&number, &type)) return false;
      have_tag = false;
      for (; next < table.fields.size() && table.fields[next].number < number; ++next) {
        Absent(table.fields[next], &first);
      }
      if (next == table.fields.size() || table.fields[next].number != number) {
        if (IsKnown(table, number)) {
          *in_order = false;
          return false;
        }
        if (!reader.Skip(type)) return false;
        continue;
      }
      const FieldTable& field = table.fields[next++];
      if (!FieldRun(field, &reader, type, depth, &first, &number, &type, &have_tag)) return false;
    }
    for (; next < table.fields.size(); ++next) Absent(table.fields[next], &first);
    out_->push_back('}');
    return true;
  }

  static bool IsKnown(const MessageTable& table, uint32_t number) {
    for (const FieldTable& field : table.fields) {
      if (field.number == number) return true;
    }
    return false;
  }

  void Key(const FieldTable& field, bool* first) {
    if (!*first) out_->push_back(',');
    *first = false;
    out_->append(field.json_key);
  }

  void Absent(const FieldTable& field, bool* first) {
    if (field.presence) return;
    Key(field, first);
    if (field.repeated) {
      out_->append(field.map ? "{}" : "[]");
      return;
    }
    switch (field.kind) {
      case ValueKind::kInt64:
      case ValueKind::kUint64:
      case ValueKind::kSint64:
      case ValueKind::kFixed64:
      case ValueKind::kSfixed64:
        out_->append("\"0\"");
        return;
      case ValueKind::kBool:
        out_->append("false");
        return;
      case ValueKind::kString:
      case ValueKind::kBytes:
        out_->append("\"\"");
        return;
      case ValueKind::kEnum:
        EnumName(*field.enum_table, 0);
        return;
      default:
        out_->push_back('0');
    }
  }

  // The values of one field that follow each other, the first of which has the wire type `type`. A
  // tag read beyond them is left in `*next_number` and `*next_type`.
  bool FieldRun(const FieldTable& field, WireReader* reader, uint32_t type, int depth, bool* first,
                uint32_t* next_number, uint32_t* next_type, bool* have_tag) {
    // Of a single field that comes twice, the last counts; messages merge.
    size_t before_value = out_->size();
    const bool first_before = *first;
    std::string merged;
    absl::string_view last_message;
    int count = 0;
    if (field.repeated) {
      Key(field, first);
      out_->push_back(field.map ? '{' : '[');
    }
    while (true) {
      if (field.repeated) {
        if (!RepeatedValue(field, reader, type, depth, &count)) return false;
      } else if (field.kind == ValueKind::kMessage) {
        absl::string_view bytes;
        if (type != kLengthDelimited || !reader->ReadBytes(&bytes)) return false;
        if (count++ > 0) {
          if (count == 2) merged = std::string(last_message);
          merged.append(bytes.data(), bytes.size());
          last_message = merged;
        } else {
          last_message = bytes;
        }
      } else {
        out_->resize(before_value);
        *first = first_before;
        Key(field, first);
        if (type != WireTypeOf(field.kind) || !Value(field, reader, depth)) return false;
      }
      if (reader->AtEnd()) break;
      if (!reader->ReadTag(next_number, next_type)) return false;
      if (*next_number != field.number) {
        *have_tag = true;
        break;
      }
      type = *next_type;
    }
    if (field.repeated) {
      out_->push_back(field.map ? '}' : ']');
    } else if (field.kind == ValueKind::kMessage) {
      Key(field, first);
      return Message(*field.message, last_message, depth + 1);
    }
    return true;
  }

  bool RepeatedValue(const FieldTable& field, WireReader* reader, uint32_t type, int depth,
                     int* count) {
    if (field.map) {
      absl::string_view entry;
      if (type != kLengthDelimited || !reader->ReadBytes(&entry)) return false;
      if ((*count)++ > 0) out_->push_back(',');
      return MapEntry(*field.message, entry, depth + 1);
    }
    if (type == WireTypeOf(field.kind)) {
      if ((*count)++ > 0) out_->push_back(',');
      return Value(field, reader, depth);
    }
    // Packed.
    absl::string_view packed;
    if (type != kLengthDelimited || !reader->ReadBytes(&packed)) return false;
    WireReader values(packed);
    while (!values.AtEnd()) {
      if ((*count)++ > 0) out_->push_back(',');
      if (!Value(field, &values, depth)) return false;
    }
    return true;
  }

  // Numbers and booleans become strings as keys.
  bool MapEntry(const MessageTable& entry, absl::string_view wire, int depth) {
    const FieldTable& key = entry.fields[0];
    const FieldTable& value = entry.fields[1];
    absl::string_view value_bytes;
    uint32_t value_type = 0;
    bool have_value = false;
    const size_t key_start = out_->size();
    bool have_key = false;
    WireReader reader(wire);
    while (!reader.AtEnd()) {
      uint32_t number, type;
      if (!reader.ReadTag(&number, &type)) return false;
      if (number == 1 && type == WireTypeOf(key.kind)) {
        out_->resize(key_start);
        have_key = true;
        if (!Value(key, &reader, depth)) return false;
      } else if (number == 2) {
        const char* start = reader.position();
        if (!reader.Skip(type)) return false;
        value_bytes = absl::string_view(start, static_cast<size_t>(reader.position() - start));
        value_type = type;
        have_value = true;
      } else if (!reader.Skip(type)) {
        return false;
      }
    }
    if (!have_key) AbsentValue(key);
    if ((*out_)[key_start] != '"') {
      out_->insert(key_start, 1, '"');
      out_->push_back('"');
    }
    out_->push_back(':');
    if (!have_value) {
      AbsentValue(value);
      return true;
    }
    WireReader value_reader(value_bytes);
    return value_type == WireTypeOf(value.kind) && Value(value, &value_reader, depth);
  }

  void AbsentValue(const FieldTable& field) {
    if (field.kind == ValueKind::kMessage) {
      Message(*field.message, "", 0);
      return;
    }
    FieldTable plain = field;
    plain.presence = false;
    plain.repeated = false;
    plain.json_key.clear();
    bool first = true;
    Absent(plain, &first);
  }

  void EnumName(const EnumTable& table, int32_t number) {
    const auto name = table.name_by_number.find(number);
    if (name == table.name_by_number.end()) {
      AppendInteger(number, out_);
    } else {
      out_->push_back('"');
      out_->append(name->second);
      out_->push_back('"');
    }
  }

  // One value after its tag.
  bool Value(const FieldTable& field, WireReader* reader, int depth) {
    uint64_t bits = 0;
    uint32_t half = 0;
    absl::string_view bytes;
    switch (WireTypeOf(field.kind)) {
      case kVarint:
        if (!reader->ReadVarint(&bits)) return false;
        break;
      case kFixed64Bits:
        if (!reader->ReadFixed(&bits)) return false;
        break;
      case kFixed32Bits:
        if (!reader->ReadFixed(&half)) return false;
        break;
      case kLengthDelimited:
        if (!reader->ReadBytes(&bytes)) return false;
        break;
    }
    switch (field.kind) {
      case ValueKind::kInt32:
        AppendInteger(static_cast<int32_t>(bits), out_);
        return true;
      case ValueKind::kUint32:
        AppendUnsigned(static_cast<uint32_t>(bits), out_);
        return true;
      case ValueKind::kSint32:
        AppendInteger(static_cast<int32_t>(UnZigZag(bits & 0xffffffff)), out_);
        return true;
      case ValueKind::kFixed32:
        AppendUnsigned(half, out_);
        return true;
      case ValueKind::kSfixed32:
        AppendInteger(static_cast<int32_t>(half), out_);
        return true;
      case ValueKind::kInt64:
      case ValueKind::kSfixed64:
        AppendQuotedInteger(static_cast<int64_t>(bits), out_);
        return true;
      case ValueKind::kUint64:
      case ValueKind::kFixed64:
        AppendQuotedUnsigned(bits, out_);
        return true;
      case ValueKind::kSint64:
        AppendQuotedInteger(UnZigZag(bits), out_);
        return true;
      case ValueKind::kFloat: {
        float value;
        std::memcpy(&value, &half, sizeof(value));
        AppendFloat(value, out_);
        return true;
      }
      case ValueKind::kDouble: {
        double value;
        std::memcpy(&value, &bits, sizeof(value));
        AppendFloat(value, out_);
        return true;
      }
      case ValueKind::kBool:
        out_->append(bits != 0 ? "true" : "false");
        return true;
      case ValueKind::kEnum:
        EnumName(*field.enum_table, static_cast<int32_t>(bits));
        return true;
      case ValueKind::kString:
        AppendJsonText(bytes, out_);
        return true;
      case ValueKind::kBytes:
        out_->push_back('"');
        out_->append(absl::Base64Escape(bytes));
        out_->push_back('"');
        return true;
      case ValueKind::kMessage:
        return Message(*field.message, bytes, depth + 1);
    }
    return false;
  }

  bool Time(WellKnown kind, absl::string_view wire) {
    int64_t seconds;
    int32_t nanos;
    if (!ReadSecondsAndNanos(wire, &seconds, &nanos)) return false;
    out_->push_back('"');
    const bool ok = kind == WellKnown::kTimestamp ? AppendTimestamp(seconds, nanos, out_)
                                                  : AppendDuration(seconds, nanos, out_);
    out_->push_back('"');
    return ok;
  }

  bool FieldMask(absl::string_view wire) {
    WireReader reader(wire);
    out_->push_back('"');
    bool first = true;
    while (!reader.AtEnd()) {
      uint32_t number, type;
      if (!reader.ReadTag(&number, &type)) return false;
      if (number != 1 || type != kLengthDelimited) {
        if (!reader.Skip(type)) return false;
        continue;
      }
      absl::string_view path;
      std::string camel;
      if (!reader.ReadBytes(&path) || !PathToCamelCase(path, &camel)) return false;
      if (!first) out_->push_back(',');
      first = false;
      out_->append(camel);
    }
    out_->push_back('"');
    return true;
  }

  // A wrapper is its value.
  bool Wrapper(const MessageTable& table, absl::string_view wire) {
    const FieldTable& field = table.fields[0];
    const size_t start = out_->size();
    AbsentValue(field);
    WireReader reader(wire);
    while (!reader.AtEnd()) {
      uint32_t number, type;
      if (!reader.ReadTag(&number, &type)) return false;
      if (number != field.number) {
        if (!reader.Skip(type)) return false;
        continue;
      }
      out_->resize(start);
      if (type != WireTypeOf(field.kind) || !Value(field, &reader, 0)) return false;
    }
    return true;
  }

  // The same fields by rising number, equal numbers in the order in which they came. The bytes were
  // read once, so that they are whole.
  absl::string_view Sorted(absl::string_view wire);

  std::string* out_;
  std::vector<std::unique_ptr<std::string>> sorted_;
};

absl::string_view Writer::Sorted(absl::string_view wire) {
  struct Piece {
    uint32_t number;
    absl::string_view bytes;
  };
  std::vector<Piece> pieces;
  WireReader reader(wire);
  while (!reader.AtEnd()) {
    const char* start = reader.position();
    uint32_t number, type;
    if (!reader.ReadTag(&number, &type) || !reader.Skip(type)) return wire;
    pieces.push_back({number, {start, static_cast<size_t>(reader.position() - start)}});
  }
  std::stable_sort(pieces.begin(), pieces.end(),
                   [](const Piece& a, const Piece& b) { return a.number < b.number; });
  sorted_.push_back(std::make_unique<std::string>());
  for (const Piece& piece : pieces) {
    sorted_.back()->append(piece.bytes.data(), piece.bytes.size());
  }
  return *sorted_.back();
}

}  // namespace

bool WriteJson(const MessageTable& table, absl::string_view wire, std::string* json) {
  return Writer(json).Message(table, wire, 0);
}

}  // namespace deputies::gateway::table
