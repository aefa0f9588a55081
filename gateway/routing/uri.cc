#include "gateway/routing/uri.h"

#include <cstdint>

#include "absl/strings/str_split.h"

namespace deputies::gateway {
namespace {

constexpr size_t kMaxParameters = 64;

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

ApiResult BadQuery(absl::string_view what) {
  ApiResult error = HttpInvalid(400, what);
  error->close = false;
  return error;
}

}  // namespace

size_t Utf8PrefixLength(absl::string_view text) {
  const auto* const begin = reinterpret_cast<const unsigned char*>(text.data());
  const auto* const end = begin + text.size();
  const unsigned char* p = begin;
  while (p < end) {
    if (*p < 0x80) {
      ++p;
      continue;
    }
    int more = 0;
    uint32_t code = 0;
    uint32_t least = 0;
    if (*p >= 0xc2 && *p <= 0xdf) {
      more = 1, code = *p & 0x1fu, least = 0x80;
    } else if ((*p & 0xf0) == 0xe0) {
      more = 2, code = *p & 0x0fu, least = 0x800;
    } else if (*p >= 0xf0 && *p <= 0xf4) {
      more = 3, code = *p & 0x07u, least = 0x10000;
    } else {
      break;
    }
    if (end - p <= more) break;
    bool good = true;
    for (int i = 1; i <= more; ++i) {
      good = good && (p[i] & 0xc0) == 0x80;
      code = (code << 6) | (p[i] & 0x3fu);
    }
    if (!good || code < least || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) break;
    p += more + 1;
  }
  return static_cast<size_t>(p - begin);
}

bool PercentDecode(absl::string_view text, bool plus_is_space, std::string* decoded) {
  decoded->clear();
  decoded->reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      if (i + 2 >= text.size()) return false;
      const int high = HexValue(text[i + 1]);
      const int low = HexValue(text[i + 2]);
      if (high < 0 || low < 0) return false;
      c = static_cast<char>(high * 16 + low);
      i += 2;
    } else if (c == '+' && plus_is_space) {
      c = ' ';
    }
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f) return false;
    decoded->push_back(c);
  }
  return Utf8PrefixLength(*decoded) == decoded->size();
}

Target SplitTarget(absl::string_view target) {
  const size_t question = target.find('?');
  if (question == absl::string_view::npos) return {target, ""};
  return {target.substr(0, question), target.substr(question + 1)};
}

ApiResult ParseQuery(absl::string_view query, QueryParameters* parameters) {
  parameters->clear();
  if (query.empty()) return nullptr;
  for (absl::string_view part : absl::StrSplit(query, '&')) {
    if (part.empty()) continue;
    if (parameters->size() == kMaxParameters) return BadQuery("查询参数过多");
    const size_t equals = part.find('=');
    std::string name;
    std::string value;
    const absl::string_view raw_value =
        equals == absl::string_view::npos ? absl::string_view() : part.substr(equals + 1);
    if (!PercentDecode(part.substr(0, equals), true, &name) ||
        !PercentDecode(raw_value, true, &value) || name.empty()) {
      return BadQuery("查询参数的编码不正确");
    }
    parameters->emplace_back(std::move(name), std::move(value));
  }
  return nullptr;
}

}  // namespace deputies::gateway
