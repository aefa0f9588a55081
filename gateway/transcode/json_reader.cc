#include "gateway/transcode/json_reader.h"

#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gateway/routing/uri.h"

namespace deputies::gateway {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

void AppendUtf8(uint32_t code, std::string* out) {
  if (code < 0x80) {
    out->push_back(static_cast<char>(code));
  } else if (code < 0x800) {
    out->push_back(static_cast<char>(0xc0 | (code >> 6)));
    out->push_back(static_cast<char>(0x80 | (code & 0x3f)));
  } else if (code < 0x10000) {
    out->push_back(static_cast<char>(0xe0 | (code >> 12)));
    out->push_back(static_cast<char>(0x80 | ((code >> 6) & 0x3f)));
    out->push_back(static_cast<char>(0x80 | (code & 0x3f)));
  } else {
    out->push_back(static_cast<char>(0xf0 | (code >> 18)));
    out->push_back(static_cast<char>(0x80 | ((code >> 12) & 0x3f)));
    out->push_back(static_cast<char>(0x80 | ((code >> 6) & 0x3f)));
    out->push_back(static_cast<char>(0x80 | (code & 0x3f)));
  }
}

}  // namespace

JsonReader::JsonReader(absl::string_view text) : text_(text) {
  const size_t good = Utf8PrefixLength(text);
  if (good != text.size()) Fail(good, "不是 UTF-8 编码");
}

bool JsonReader::Fail(size_t offset, absl::string_view what) {
  if (error_ == nullptr) error_ = JsonInvalid(offset, what);
  return false;
}

void JsonReader::SkipSpace() {
  while (at_ < text_.size() &&
         (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r')) {
    ++at_;
  }
}

bool JsonReader::CountToken() {
  if (++tokens_ > kMaxJsonTokens) return Fail(at_, "内容过多");
  return true;
}

bool JsonReader::Peek(JsonKind* kind) {
  if (error_ != nullptr) return false;
  SkipSpace();
  if (at_ == text_.size()) return Fail(at_, "内容不完整");
  switch (text_[at_]) {
    case '{':
      *kind = JsonKind::kObject;
      return true;
    case '[':
      *kind = JsonKind::kArray;
      return true;
    case '"':
      *kind = JsonKind::kString;
      return true;
    case 't':
      *kind = JsonKind::kTrue;
      return true;
    case 'f':
      *kind = JsonKind::kFalse;
      return true;
    case 'n':
      *kind = JsonKind::kNull;
      return true;
    case '\'':
      return Fail(at_, "字符串须用双引号");
    default:
      if (text_[at_] == '-' || IsDigit(text_[at_])) {
        *kind = JsonKind::kNumber;
        return true;
      }
      return Fail(at_, "这里应是一个值");
  }
}

bool JsonReader::EnterObject() {
  if (error_ != nullptr || !CountToken()) return false;
  if (++depth_ > kMaxJsonDepth) return Fail(at_, "嵌套过深");
  ++at_;
  after_open_ = true;
  return true;
}

bool JsonReader::EnterArray() { return EnterObject(); }

bool JsonReader::NextKey(std::string* key, bool* more) {
  *more = false;
  if (error_ != nullptr) return false;
  SkipSpace();
  if (at_ == text_.size()) return Fail(at_, "内容不完整");
  if (text_[at_] == '}') {
    ++at_;
    --depth_;
    after_open_ = false;
    return true;
  }
  if (!after_open_) {
    if (text_[at_] != ',') return Fail(at_, "这里应是逗号或右花括号");
    ++at_;
    SkipSpace();
    if (at_ < text_.size() && text_[at_] == '}') return Fail(at_, "右花括号前有多余的逗号");
  }
  after_open_ = false;
  if (at_ == text_.size()) return Fail(at_, "内容不完整");
  if (text_[at_] != '"') return Fail(at_, "字段名须用双引号");
  if (!ReadString(key)) return false;
  SkipSpace();
  if (at_ == text_.size() || text_[at_] != ':') return Fail(at_, "字段名后应是冒号");
  ++at_;
  *more = true;
  return true;
}

bool JsonReader::NextElement(bool* more) {
  *more = false;
  if (error_ != nullptr) return false;
  SkipSpace();
  if (at_ == text_.size()) return Fail(at_, "内容不完整");
  if (text_[at_] == ']') {
    ++at_;
    --depth_;
    after_open_ = false;
    return true;
  }
  if (!after_open_) {
    if (text_[at_] != ',') return Fail(at_, "这里应是逗号或右方括号");
    ++at_;
    SkipSpace();
    if (at_ < text_.size() && text_[at_] == ']') return Fail(at_, "右方括号前有多余的逗号");
  }
  after_open_ = false;
  *more = true;
  return true;
}

bool JsonReader::ReadHex4(uint32_t* code) {
  *code = 0;
  if (text_.size() - at_ < 4) return Fail(at_, "转义不完整");
  for (int i = 0; i < 4; ++i) {
    const char c = text_[at_];
    if (!absl::ascii_isxdigit(static_cast<unsigned char>(c))) return Fail(at_, "转义不正确");
    const auto digit = static_cast<uint32_t>(IsDigit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
    *code = *code * 16 + digit;
    ++at_;
  }
  return true;
}

bool JsonReader::ReadEscape(std::string* text) {
  const size_t begin = at_ - 1;
  if (at_ == text_.size()) return Fail(at_, "内容不完整");
  const char c = text_[at_++];
  switch (c) {
    case '"':
    case '\\':
    case '/':
      text->push_back(c);
      return true;
    case 'b':
      text->push_back('\b');
      return true;
    case 'f':
      text->push_back('\f');
      return true;
    case 'n':
      text->push_back('\n');
      return true;
    case 'r':
      text->push_back('\r');
      return true;
    case 't':
      text->push_back('\t');
      return true;
    case 'u': {
      uint32_t code = 0;
      if (!ReadHex4(&code)) return false;
      if (code >= 0xd800 && code <= 0xdfff) {
        uint32_t low = 0;
        if (code > 0xdbff || !absl::StartsWith(text_.substr(at_), "\\u")) {
          return Fail(begin, "不成对的代理字符");
        }
        at_ += 2;
        if (!ReadHex4(&low)) return false;
        if (low < 0xdc00 || low > 0xdfff) return Fail(begin, "不成对的代理字符");
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
      }
      AppendUtf8(code, text);
      return true;
    }
    default:
      return Fail(begin, "转义不正确");
  }
}

bool JsonReader::ReadString(std::string* text) {
  if (error_ != nullptr || !CountToken()) return false;
  text->clear();
  ++at_;
  while (true) {
    size_t end = at_;
    while (end < text_.size() && text_[end] != '"' && text_[end] != '\\' &&
           static_cast<unsigned char>(text_[end]) >= 0x20) {
      ++end;
    }
    text->append(text_.data() + at_, end - at_);
    at_ = end;
    if (at_ == text_.size()) return Fail(at_, "字符串没有结束");
    const char c = text_[at_];
    if (c == '"') {
      ++at_;
      return true;
    }
    if (c != '\\') return Fail(at_, "字符串中有控制字符");
    ++at_;
    if (!ReadEscape(text)) return false;
  }
}

bool JsonReader::ReadNumber(absl::string_view* text) {
  if (error_ != nullptr || !CountToken()) return false;
  const size_t begin = at_;
  const auto digits = [this] {
    const size_t first = at_;
    while (at_ < text_.size() && IsDigit(text_[at_])) ++at_;
    return at_ - first;
  };
  if (text_[at_] == '-') ++at_;
  const size_t integer_begin = at_;
  const size_t integer_digits = digits();
  if (integer_digits == 0 || (integer_digits > 1 && text_[integer_begin] == '0')) {
    return Fail(begin, "数字不正确");
  }
  if (at_ < text_.size() && text_[at_] == '.') {
    ++at_;
    if (digits() == 0) return Fail(begin, "数字不正确");
  }
  if (at_ < text_.size() && (text_[at_] == 'e' || text_[at_] == 'E')) {
    ++at_;
    if (at_ < text_.size() && (text_[at_] == '+' || text_[at_] == '-')) ++at_;
    if (digits() == 0) return Fail(begin, "数字不正确");
  }
  *text = text_.substr(begin, at_ - begin);
  return true;
}

bool JsonReader::ReadLiteral() {
  if (error_ != nullptr || !CountToken()) return false;
  for (const absl::string_view word : {"true", "false", "null"}) {
    if (!absl::StartsWith(text_.substr(at_), word)) continue;
    const size_t end = at_ + word.size();
    if (end < text_.size() && absl::ascii_isalnum(static_cast<unsigned char>(text_[end]))) break;
    at_ = end;
    return true;
  }
  return Fail(at_, "这里应是一个值");
}

bool JsonReader::Finish() {
  if (error_ != nullptr) return false;
  SkipSpace();
  if (at_ != text_.size()) return Fail(at_, "结尾后还有内容");
  return true;
}

}  // namespace deputies::gateway
