#include "services/common/validate/text.h"

#include <utf8proc.h>

#include <cstdint>
#include <cstdlib>

#include "absl/strings/str_replace.h"

namespace deputies::validate {
namespace {

bool IsBidiControl(int32_t c) {
  return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

bool IsNoncharacter(int32_t c) { return (c >= 0xfdd0 && c <= 0xfdef) || (c & 0xfffe) == 0xfffe; }

bool IsZeroWidth(int32_t c) { return (c >= 0x200b && c <= 0x200f) || (c >= 0x2060 && c <= 0x2064); }

bool IsCombining(int32_t c) {
  const utf8proc_category_t category = utf8proc_category(c);
  return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_ME;
}

// ASCII, CJK ideographs and punctuation, full-width forms, common punctuation: nothing in them
// composes or combines, so that text made only of them is NFC as it stands.
bool IsInert(int32_t c) {
  return c < 0x300 || (c >= 0x3000 && c <= 0x3029) || (c >= 0x3400 && c <= 0x4dbf) ||
         (c >= 0x4e00 && c <= 0x9fff) || (c >= 0xff01 && c <= 0xff60) ||
         (c >= 0x2010 && c <= 0x2027);
}

bool IsSpace(int32_t c) { return c == ' ' || c == '\n' || c == '\t' || c == 0x3000 || c == 0xa0; }

std::string Problem(int32_t c, bool multiline) {
  if ((c == '\n' || c == '\t') && multiline) return "";
  if (c < 0x20 || (c >= 0x7f && c <= 0x9f)) {
    return c == '\n' ? "不能换行" : "含有不可见的控制字符";
  }
  if (IsBidiControl(c)) return "含有改变文字方向的控制字符";
  if (c == 0xfeff || IsNoncharacter(c)) return "含有无效字符";
  return "";
}

bool ToNfc(std::string* text) {
  utf8proc_uint8_t* composed = nullptr;
  const utf8proc_ssize_t length =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text->data()),
                   static_cast<utf8proc_ssize_t>(text->size()), &composed,
                   static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
  if (length < 0) return false;
  text->assign(reinterpret_cast<const char*>(composed), static_cast<size_t>(length));
  std::free(composed);
  return true;
}

struct Scan {
  std::string problem;
  bool inert = true;
  size_t chars = 0;
  // Bytes of the text without white space at its ends; chars counts only these.
  size_t begin = 0;
  size_t end = 0;
};

Scan ScanText(absl::string_view text, bool multiline) {
  Scan scan;
  size_t position = 0;
  size_t chars_seen = 0;
  size_t chars_at_begin = 0;
  size_t chars_at_end = 0;
  bool started = false;
  int run = 0;
  while (position < text.size()) {
    int32_t c = 0;
    const utf8proc_ssize_t length =
        utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()) + position,
                         static_cast<utf8proc_ssize_t>(text.size() - position), &c);
    if (length <= 0) {
      scan.problem = "不是有效的 UTF-8 文字";
      return scan;
    }
    scan.problem = Problem(c, multiline);
    if (!scan.problem.empty()) return scan;
    if (!IsInert(c)) scan.inert = false;
    run = !IsInert(c) && (IsCombining(c) || IsZeroWidth(c)) ? run + 1 : 0;
    if (run > kMaxCombiningRun) {
      scan.problem = "连续的附加符号太多";
      return scan;
    }
    if (!IsSpace(c)) {
      if (!started) {
        started = true;
        scan.begin = position;
        chars_at_begin = chars_seen;
      }
      scan.end = position + static_cast<size_t>(length);
      chars_at_end = chars_seen + 1;
    }
    position += static_cast<size_t>(length);
    ++chars_seen;
  }
  scan.chars = chars_at_end - chars_at_begin;
  return scan;
}

}  // namespace

TextResult NormalizeText(bool multiline, std::string* text) {
  std::string unix_lines;
  std::string* work = text;
  if (multiline && text->find('\r') != std::string::npos) {
    unix_lines = absl::StrReplaceAll(*text, {{"\r\n", "\n"}, {"\r", "\n"}});
    work = &unix_lines;
  }
  Scan scan = ScanText(*work, multiline);
  if (!scan.problem.empty()) return {scan.problem, 0};
  if (!scan.inert) {
    std::string composed = *work;
    if (!ToNfc(&composed)) return {"不是有效的 UTF-8 文字", 0};
    scan = ScanText(composed, multiline);
    if (!scan.problem.empty()) return {scan.problem, 0};
    *text = composed.substr(scan.begin, scan.end - scan.begin);
  } else if (work != text || scan.begin != 0 || scan.end != text->size()) {
    *text = work->substr(scan.begin, scan.end - scan.begin);
  }
  return {"", scan.chars};
}

}  // namespace deputies::validate
