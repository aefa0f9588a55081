#include "gateway/transcode/http_body.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "gateway/transcode/table/wire.h"

namespace deputies::gateway {
namespace {

constexpr uint32_t kContentType = 1;
constexpr uint32_t kData = 2;
constexpr char kUnknownType[] = "application/octet-stream";

size_t VarintBytes(uint64_t value) {
  size_t bytes = 1;
  for (; value >= 0x80; value >>= 7) ++bytes;
  return bytes;
}

void AppendBytes(uint32_t number, absl::string_view bytes, std::string* wire) {
  table::AppendTag(number, table::kLengthDelimited, wire);
  table::AppendVarint(bytes.size(), wire);
  wire->append(bytes.data(), bytes.size());
}

}  // namespace

void AppendHttpBody(const Route& route, absl::string_view content_type, absl::string_view data,
                    std::string* wire) {
  // In one piece, and copied once: a picture has megabytes.
  const size_t length = 1 + VarintBytes(content_type.size()) + content_type.size() + 1 +
                        VarintBytes(data.size()) + data.size();
  wire->reserve(wire->size() + length + 16);
  if (route.body == Route::Body::kField) {
    table::AppendTag(static_cast<uint32_t>(route.body_field->number()), table::kLengthDelimited,
                     wire);
    table::AppendVarint(length, wire);
  }
  AppendBytes(kContentType, content_type, wire);
  AppendBytes(kData, data, wire);
}

bool ReadHttpBody(absl::string_view wire, HttpBody* body) {
  *body = {};
  table::WireReader reader(wire);
  while (!reader.AtEnd()) {
    uint32_t number = 0;
    uint32_t type = 0;
    if (!reader.ReadTag(&number, &type)) return false;
    if ((number != kContentType && number != kData) || type != table::kLengthDelimited) {
      if (!reader.Skip(type)) return false;
      continue;
    }
    if (!reader.ReadBytes(number == kData ? &body->data : &body->content_type)) return false;
  }
  const absl::string_view given = body->content_type;
  if (given.empty() || !std::all_of(given.begin(), given.end(), [](char c) {
        return absl::ascii_isprint(static_cast<unsigned char>(c));
      })) {
    body->content_type = kUnknownType;
  }
  return true;
}

}  // namespace deputies::gateway
