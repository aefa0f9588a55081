// Reading and writing the protobuf wire format (https://protobuf.dev/programming-guides/encoding/).
#ifndef GATEWAY_TRANSCODE_TABLE_WIRE_H_
#define GATEWAY_TRANSCODE_TABLE_WIRE_H_

#include <cstdint>
#include <cstring>
#include <string>

#include "absl/strings/string_view.h"
#include "gateway/transcode/table/message_table.h"

namespace deputies::gateway::table {

// A place in wire bytes. Every Read moves past what it read and answers false, for good, when the
// bytes are cut or wrong.
class WireReader {
 public:
  explicit WireReader(absl::string_view bytes)
      : at_(bytes.data()), end_(bytes.data() + bytes.size()) {}

  bool AtEnd() const { return at_ == end_; }
  const char* position() const { return at_; }

  bool ReadVarint(uint64_t* value) {
    uint64_t result = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      if (at_ == end_) return false;
      const auto byte = static_cast<unsigned char>(*at_++);
      result |= static_cast<uint64_t>(byte & 0x7f) << (shift < 64 ? shift : 63);
      if (byte < 0x80) {
        *value = result;
        return true;
      }
    }
    return false;
  }

  bool ReadTag(uint32_t* number, uint32_t* wire_type) {
    uint64_t tag = 0;
    if (!ReadVarint(&tag) || tag > UINT32_MAX) return false;
    *number = static_cast<uint32_t>(tag >> 3);
    *wire_type = static_cast<uint32_t>(tag & 7);
    return *number != 0;
  }

  template <typename T>
  bool ReadFixed(T* value) {
    if (static_cast<size_t>(end_ - at_) < sizeof(T)) return false;
    std::memcpy(value, at_,
                sizeof(T));  // the wire is little-endian, as is every machine that we run on
    at_ += sizeof(T);
    return true;
  }

  bool ReadBytes(absl::string_view* bytes) {
    uint64_t length = 0;
    if (!ReadVarint(&length) || length > static_cast<uint64_t>(end_ - at_)) return false;
    *bytes = absl::string_view(at_, length);
    at_ += length;
    return true;
  }

  bool Skip(uint32_t wire_type) {
    uint64_t number = 0;
    uint32_t half = 0;
    absl::string_view bytes;
    switch (wire_type) {
      case kVarint:
        return ReadVarint(&number);
      case kFixed64Bits:
        return ReadFixed(&number);
      case kLengthDelimited:
        return ReadBytes(&bytes);
      case kFixed32Bits:
        return ReadFixed(&half);
      default:
        return false;
    }
  }

 private:
  const char* at_;
  const char* end_;
};

inline void AppendVarint(uint64_t value, std::string* out) {
  while (value >= 0x80) {
    out->push_back(static_cast<char>(value | 0x80));
    value >>= 7;
  }
  out->push_back(static_cast<char>(value));
}

inline void AppendTag(uint32_t number, WireType type, std::string* out) {
  AppendVarint(static_cast<uint64_t>(number) << 3 | type, out);
}

template <typename T>
void AppendFixed(T value, std::string* out) {
  char bytes[sizeof(T)];
  std::memcpy(bytes, &value, sizeof(T));
  out->append(bytes, sizeof(T));
}

inline uint64_t ZigZag(int64_t value) {
  return (static_cast<uint64_t>(value) << 1) ^ static_cast<uint64_t>(value >> 63);
}
inline int64_t UnZigZag(uint64_t value) {
  return static_cast<int64_t>(value >> 1) ^ -static_cast<int64_t>(value & 1);
}

// Inserts the length of what was appended to `out` since `start` in front of it.
inline void InsertLength(size_t start, std::string* out) {
  const size_t length = out->size() - start;
  std::string prefix;
  AppendVarint(length, &prefix);
  out->insert(start, prefix);
}

}  // namespace deputies::gateway::table

#endif  // GATEWAY_TRANSCODE_TABLE_WIRE_H_
