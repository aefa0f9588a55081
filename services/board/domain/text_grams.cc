#include "services/board/domain/text_grams.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/board/domain/stable_hash.h"

namespace deputies::board {
namespace {

// Decodes one code point at `*position` and moves on; malformed bytes come out as 0, which parts.
uint32_t NextCodePoint(absl::string_view text, size_t* position) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte((*position)++);
  if (first < 0x80) return first;
  const int more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : first >= 0xc0 ? 1 : -1;
  if (more < 0 || *position + static_cast<size_t>(more) > text.size()) return 0;
  uint32_t code = first & (0x3fu >> more);
  for (int i = 0; i < more; ++i) code = code << 6 | (byte((*position)++) & 0x3fu);
  return code;
}

// The character that stands for this one in bigrams; 0 for one that parts words.
uint32_t Folded(uint32_t code) {
  if (code >= 0xff01 && code <= 0xff5e) code -= 0xfee0;  // full-width forms
  if (code >= 'A' && code <= 'Z') return code + ('a' - 'A');
  if ((code >= 'a' && code <= 'z') || (code >= '0' && code <= '9')) return code;
  if (code < 0xc0) return 0;
  if (code >= 0x2000 && code <= 0x206f) return 0;  // general punctuation
  if (code >= 0x3000 && code <= 0x303f) return 0;  // CJK punctuation
  if (code >= 0xff00 && code <= 0xffef) return 0;
  return code;
}

void AppendWord(int64_t home_id, uint64_t gram, std::string* out) {
  static constexpr char kDigits[] = "abcdefghijklmnopqrstuvwxyz234567";
  uint64_t hash = StableHash(absl::StrCat(home_id, "/", gram));
  for (int i = 0; i < 8; ++i, hash >>= 5) out->push_back(kDigits[hash & 31]);
}

std::string Words(int64_t home_id, const std::vector<uint64_t>& grams, absl::string_view before) {
  std::string words;
  words.reserve(grams.size() * (9 + before.size()));
  for (uint64_t gram : grams) {
    if (!words.empty()) words.push_back(' ');
    absl::StrAppend(&words, before);
    AppendWord(home_id, gram, &words);
  }
  return words;
}

void AppendUtf8(uint32_t code, std::string* out) {
  if (code < 0x80) {
    out->push_back(static_cast<char>(code));
  } else if (code < 0x800) {
    out->push_back(static_cast<char>(0xc0 | code >> 6));
    out->push_back(static_cast<char>(0x80 | (code & 0x3f)));
  } else if (code < 0x10000) {
    out->push_back(static_cast<char>(0xe0 | code >> 12));
    out->push_back(static_cast<char>(0x80 | (code >> 6 & 0x3f)));
    out->push_back(static_cast<char>(0x80 | (code & 0x3f)));
  } else {
    out->push_back(static_cast<char>(0xf0 | code >> 18));
    out->push_back(static_cast<char>(0x80 | (code >> 12 & 0x3f)));
    out->push_back(static_cast<char>(0x80 | (code >> 6 & 0x3f)));
    out->push_back(static_cast<char>(0x80 | (code & 0x3f)));
  }
}

}  // namespace

std::vector<uint64_t> Bigrams(absl::string_view text) {
  std::vector<uint64_t> grams;
  uint32_t before = 0;
  for (size_t position = 0; position < text.size();) {
    const uint32_t character = Folded(NextCodePoint(text, &position));
    if (before != 0 && character != 0) {
      grams.push_back(static_cast<uint64_t>(before) << 32 | character);
    }
    before = character;
  }
  std::sort(grams.begin(), grams.end());
  grams.erase(std::unique(grams.begin(), grams.end()), grams.end());
  return grams;
}

std::string GramWords(int64_t home_id, const std::vector<uint64_t>& grams) {
  return Words(home_id, grams, "");
}

std::string AllGramWords(int64_t home_id, const std::vector<uint64_t>& grams) {
  return Words(home_id, grams, "+");
}

double DiceSimilarity(const std::vector<uint64_t>& a, const std::vector<uint64_t>& b) {
  if (a.empty() || b.empty()) return 0;
  size_t common = 0;
  for (auto i = a.begin(), j = b.begin(); i != a.end() && j != b.end();) {
    if (*i < *j) {
      ++i;
    } else if (*j < *i) {
      ++j;
    } else {
      ++common, ++i, ++j;
    }
  }
  return 2.0 * static_cast<double>(common) / static_cast<double>(a.size() + b.size());
}

std::string GramText(uint64_t gram) {
  std::string text;
  AppendUtf8(static_cast<uint32_t>(gram >> 32), &text);
  AppendUtf8(static_cast<uint32_t>(gram), &text);
  return text;
}

}  // namespace deputies::board
