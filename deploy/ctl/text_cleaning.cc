#include "deploy/ctl/text_cleaning.h"

#include <utf8proc.h>

#include <cstdint>

#include "services/common/validate/text.h"

namespace deputies::ctl {
namespace {

bool IsForbidden(int32_t c) {
  return c < 0x20 || (c >= 0x7f && c <= 0x9f) || (c >= 0x202a && c <= 0x202e) ||
         (c >= 0x2066 && c <= 0x2069) || c == 0xfeff || (c >= 0xfdd0 && c <= 0xfdef) ||
         (c & 0xfffe) == 0xfffe;
}

bool CountsInRun(int32_t c) {
  if (c < 0x300) return false;
  if ((c >= 0x200b && c <= 0x200f) || (c >= 0x2060 && c <= 0x2064)) return true;
  const utf8proc_category_t category = utf8proc_category(c);
  return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_ME;
}

}  // namespace

bool CleanText(bool multiline, std::string* text) {
  std::string clean;
  clean.reserve(text->size());
  int run = 0;
  size_t at = 0;
  while (at < text->size()) {
    int32_t c = 0;
    const utf8proc_ssize_t length =
        utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text->data()) + at,
                         static_cast<utf8proc_ssize_t>(text->size() - at), &c);
    if (length <= 0) return false;
    const size_t begin = at;
    at += static_cast<size_t>(length);
    if (c == '\r' && at < text->size() && (*text)[at] == '\n') continue;
    if (c == '\r' || c == '\n' || c == '\t') {
      clean.push_back(!multiline ? ' ' : c == '\t' ? '\t' : '\n');
      run = 0;
      continue;
    }
    if (IsForbidden(c)) continue;
    run = CountsInRun(c) ? run + 1 : 0;
    if (run > validate::kMaxCombiningRun) continue;
    clean.append(*text, begin, static_cast<size_t>(length));
  }
  *text = std::move(clean);
  return true;
}

}  // namespace deputies::ctl
