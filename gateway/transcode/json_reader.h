// A strict pull reader of JSON (RFC 8259). Nothing of what lenient readers forgive passes.
#ifndef GATEWAY_TRANSCODE_JSON_READER_H_
#define GATEWAY_TRANSCODE_JSON_READER_H_

#include <string>

#include "absl/strings/string_view.h"
#include "gateway/http/api_error.h"

namespace deputies::gateway {

inline constexpr int kMaxJsonDepth = 16;
inline constexpr int kMaxJsonTokens = 2000;  // values and keys

enum class JsonKind { kObject, kArray, kString, kNumber, kTrue, kFalse, kNull };

// Every bool method answers false after an error, which TakeError then gives. Call order follows
// the text:
//   Peek; for an object EnterObject, then { NextKey; value }; for an array EnterArray, then {
//   NextElement; value }.
class JsonReader {
 public:
  // Checks the whole text for UTF-8 first.
  explicit JsonReader(absl::string_view text);

  // Kind of the value that comes next; takes nothing.
  bool Peek(JsonKind* kind);

  bool EnterObject();
  // Reads the next key with its colon, or the object's end: then `*more` is false.
  bool NextKey(std::string* key, bool* more);
  bool EnterArray();
  bool NextElement(bool* more);

  // `*text` is unescaped. Lone surrogates are refused.
  bool ReadString(std::string* text);
  // The number as written.
  bool ReadNumber(absl::string_view* text);
  // true, false or null.
  bool ReadLiteral();

  // Nothing but white space may follow.
  bool Finish();

  // Byte position of the token that comes next or was read last.
  size_t offset() const { return at_; }
  // Sets an error from outside, unless there is one.
  bool Fail(size_t offset, absl::string_view what);
  ApiResult TakeError() { return std::move(error_); }

 private:
  void SkipSpace();
  bool CountToken();
  bool ReadEscape(std::string* text);
  bool ReadHex4(uint32_t* code);

  const absl::string_view text_;
  size_t at_ = 0;
  int depth_ = 0;
  int tokens_ = 0;
  bool after_open_ = false;  // the last thing read opened an object or array
  ApiResult error_;
};

}  // namespace deputies::gateway

#endif  // GATEWAY_TRANSCODE_JSON_READER_H_
