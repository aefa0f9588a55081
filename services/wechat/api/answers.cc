#include "services/wechat/api/answers.h"

#include <cstdint>
#include <limits>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/status_macros.h"
#include "simdjson.h"

namespace deputies::wechat {
namespace {

using simdjson::dom::element;
using simdjson::dom::object;

absl::Status Malformed(absl::string_view what) { return absl::InvalidArgumentError(what); }

// Absent and null are fine and leave `out` empty; another type than a string is not.
absl::Status ReadOptionalString(const object& from, const char* key, std::string* out) {
  element value;
  if (from.at_key(key).get(value) != simdjson::SUCCESS || value.is_null()) return absl::OkStatus();
  std::string_view text;
  if (value.get_string().get(text) != simdjson::SUCCESS) {
    return Malformed("a field is no string");
  }
  out->assign(text.data(), text.size());
  return absl::OkStatus();
}

// Documented as one and seen as the other.
absl::Status ReadStringOrNumber(const object& from, const char* key, std::string* out) {
  int64_t number = 0;
  if (from.at_key(key).get_int64().get(number) == simdjson::SUCCESS) {
    *out = absl::StrCat(number);
    return absl::OkStatus();
  }
  return ReadOptionalString(from, key, out);
}

class Answer {
 public:
  // Reads errcode (absent: 0) and errmsg.
  absl::Status Parse(absl::string_view json, std::string* rid) {
    if (parser_.parse(json.data(), json.size()).get_object().get(object_) != simdjson::SUCCESS) {
      return Malformed("not a JSON object");
    }
    element value;
    if (object_.at_key("errcode").get(value) == simdjson::SUCCESS) {
      int64_t number = 0;
      if (value.get_int64().get(number) != simdjson::SUCCESS ||
          number < std::numeric_limits<int>::min() || number > std::numeric_limits<int>::max()) {
        return Malformed("errcode is no number");
      }
      errcode_ = static_cast<int>(number);
      has_errcode_ = true;
    }
    std::string errmsg;
    RETURN_IF_ERROR(ReadOptionalString(object_, "errmsg", &errmsg));
    if (rid != nullptr) *rid = RidOf(errmsg);
    return absl::OkStatus();
  }

  int errcode() const { return errcode_; }
  bool has_errcode() const { return has_errcode_; }
  const object& fields() const { return object_; }

 private:
  simdjson::dom::parser parser_;
  object object_;
  int errcode_ = 0;
  bool has_errcode_ = false;
};

}  // namespace

absl::StatusOr<CodeSession> ParseCodeSession(absl::string_view json, std::string* rid) {
  Answer answer;
  RETURN_IF_ERROR(answer.Parse(json, rid));
  CodeSession session;
  session.errcode = answer.errcode();
  RETURN_IF_ERROR(ReadOptionalString(answer.fields(), "openid", &session.openid));
  RETURN_IF_ERROR(ReadOptionalString(answer.fields(), "unionid", &session.unionid));
  if (session.errcode == 0 && session.openid.empty()) {
    return Malformed("neither errcode nor openid");
  }
  return session;
}

absl::StatusOr<GrantedToken> ParseGrantedToken(absl::string_view json, std::string* rid) {
  Answer answer;
  RETURN_IF_ERROR(answer.Parse(json, rid));
  GrantedToken granted;
  granted.errcode = answer.errcode();
  if (granted.errcode != 0) return granted;
  RETURN_IF_ERROR(ReadOptionalString(answer.fields(), "access_token", &granted.token));
  int64_t seconds = 0;
  if (granted.token.empty() ||
      answer.fields().at_key("expires_in").get_int64().get(seconds) != simdjson::SUCCESS ||
      seconds <= 0 || seconds > 86400) {
    return Malformed("no token with a lifetime");
  }
  granted.lifetime = absl::Seconds(seconds);
  return granted;
}

absl::StatusOr<PhoneNumber> ParsePhoneNumber(absl::string_view json, std::string* rid) {
  Answer answer;
  RETURN_IF_ERROR(answer.Parse(json, rid));
  PhoneNumber number;
  number.errcode = answer.errcode();
  if (number.errcode != 0) return number;
  object info;
  if (answer.fields().at_key("phone_info").get_object().get(info) != simdjson::SUCCESS) {
    return Malformed("no phone_info");
  }
  RETURN_IF_ERROR(ReadOptionalString(info, "purePhoneNumber", &number.phone));
  RETURN_IF_ERROR(ReadStringOrNumber(info, "countryCode", &number.country_code));
  if (number.phone.empty()) return Malformed("no purePhoneNumber");
  return number;
}

absl::StatusOr<PlainAnswer> ParsePlainAnswer(absl::string_view json, std::string* rid) {
  Answer answer;
  RETURN_IF_ERROR(answer.Parse(json, rid));
  if (!answer.has_errcode()) return Malformed("no errcode");
  return PlainAnswer{answer.errcode()};
}

absl::StatusOr<ContentAnswer> ParseTextCheck(absl::string_view json, std::string* rid) {
  Answer answer;
  RETURN_IF_ERROR(answer.Parse(json, rid));
  ContentAnswer content;
  content.errcode = answer.errcode();
  if (content.errcode != 0) return content;
  object result;
  if (answer.fields().at_key("result").get_object().get(result) != simdjson::SUCCESS) {
    return Malformed("no result");
  }
  std::string suggest;
  std::string label;
  RETURN_IF_ERROR(ReadOptionalString(result, "suggest", &suggest));
  RETURN_IF_ERROR(ReadStringOrNumber(result, "label", &label));
  RETURN_IF_ERROR(ReadOptionalString(answer.fields(), "trace_id", &content.trace_id));
  if (suggest == "pass") {
    content.verdict = ContentVerdict::kPass;
  } else if (suggest == "risky") {
    content.verdict = ContentVerdict::kRisky;
  } else if (suggest == "review") {
    content.verdict = ContentVerdict::kReview;
  } else {
    return Malformed("unknown suggest");
  }
  if (!absl::SimpleAtoi(label, &content.label)) return Malformed("no label");
  return content;
}

absl::StatusOr<ContentAnswer> ParseMediaOrder(absl::string_view json, std::string* rid) {
  Answer answer;
  RETURN_IF_ERROR(answer.Parse(json, rid));
  ContentAnswer content;
  content.errcode = answer.errcode();
  if (content.errcode != 0) return content;
  RETURN_IF_ERROR(ReadOptionalString(answer.fields(), "trace_id", &content.trace_id));
  if (content.trace_id.empty()) return Malformed("no trace_id");
  return content;
}

bool IsPicture(absl::string_view content_type, absl::string_view body) {
  return absl::StartsWithIgnoreCase(content_type, "image/") && !body.empty() && body[0] != '{';
}

std::string RidOf(absl::string_view errmsg) {
  constexpr absl::string_view kMark = "rid: ";
  const size_t at = errmsg.rfind(kMark);
  if (at == absl::string_view::npos) return "";
  std::string rid;
  for (char c : errmsg.substr(at + kMark.size())) {
    if ((!absl::ascii_isxdigit(static_cast<unsigned char>(c)) && c != '-') || rid.size() >= 64) {
      break;
    }
    rid.push_back(c);
  }
  return rid;
}

}  // namespace deputies::wechat
