// WeChat's server API as the domain sees it. One method per endpoint.
#ifndef SERVICES_WECHAT_DOMAIN_WECHAT_API_H_
#define SERVICES_WECHAT_DOMAIN_WECHAT_API_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace deputies::wechat {

// Answer of /sns/jscode2session. The session_key is dropped where the answer is read: nothing needs
// it.
struct CodeSession {
  int errcode = 0;  // as WeChat gave it; absent counts as 0
  std::string openid;
  std::string unionid;
};

// Answer of /cgi-bin/stable_token.
struct GrantedToken {
  int errcode = 0;
  std::string token;
  absl::Duration lifetime;
};

// Answer of /wxa/business/getuserphonenumber.
struct PhoneNumber {
  int errcode = 0;
  std::string phone;         // without the country code
  std::string country_code;  // "86"
};

// What /wxa/getwxacodeunlimit is asked for.
struct CodeImageOrder {
  std::string scene;  // at most 32 of the characters that IsScene allows
  std::string page;   // without a leading slash; empty for the start page
  int width = 430;    // pixels, 280-1280
  // Whether the page must be in the published release. False caps the number of pages, not of
  // codes.
  bool check_path = true;
  std::string env_version = "release";  // or trial, develop
};

struct CodeImage {
  int errcode = 0;
  std::string content_type;
  std::string bytes;
};

// What /cgi-bin/message/subscribe/send is asked for.
struct TemplateMessage {
  std::string openid;
  std::string template_id;
  std::string page;
  std::vector<std::pair<std::string, std::string>> data;  // "thing1" -> value
  std::string program_state = "formal";                   // or developer, trial
};

// An answer that holds nothing but success or failure.
struct PlainAnswer {
  int errcode = 0;
};

// How WeChat judges a text.
enum class ContentVerdict { kPass = 1, kReview = 2, kRisky = 3 };

// What /wxa/msg_sec_check (version 2) is asked for.
struct TextCheckOrder {
  std::string openid;
  int scene = 2;        // 1 profile, 2 comment, 3 forum, 4 social log
  std::string content;  // at most 2,500 code points
};

// Answer of /wxa/msg_sec_check and, without verdict, of /wxa/media_check_async.
struct ContentAnswer {
  int errcode = 0;
  ContentVerdict verdict = ContentVerdict::kReview;
  int label = 0;  // 100: nothing found
  std::string trace_id;
};

// What /wxa/media_check_async is asked for. The result is pushed within 30 minutes.
struct MediaCheckOrder {
  std::string openid;
  int scene = 2;
  std::string media_url;  // downloadable by WeChat
  int media_type = 2;     // 1 sound, 2 picture
};

// Each method sends one call, without retries. OK for every answer that WeChat gave in its own
// form, whatever its errcode. UNAVAILABLE when the call did not reach WeChat. UNKNOWN (broken off,
// an HTTP error, not JSON, success without what was asked for) and DEADLINE_EXCEEDED when it may
// have: nobody knows whether WeChat acted. Ends no later than `deadline`. Texts of errors hold no
// code, token or secret.
class WechatApi {
 public:
  virtual ~WechatApi() = default;

  virtual absl::StatusOr<CodeSession> CodeToSession(absl::string_view code,
                                                    absl::Time deadline) = 0;
  // `force_refresh` makes every earlier token useless; WeChat allows it 20 times a day, 30 seconds
  // apart.
  virtual absl::StatusOr<GrantedToken> StableToken(bool force_refresh, absl::Time deadline) = 0;
  virtual absl::StatusOr<PhoneNumber> PhoneOfCode(absl::string_view token, absl::string_view code,
                                                  absl::Time deadline) = 0;
  virtual absl::StatusOr<CodeImage> RenderCode(absl::string_view token, const CodeImageOrder& order,
                                               absl::Time deadline) = 0;
  virtual absl::StatusOr<PlainAnswer> SendTemplateMessage(absl::string_view token,
                                                          const TemplateMessage& message,
                                                          absl::Time deadline) = 0;
  // Answers somebody who wrote to customer service; within 48 hours of that, five times.
  virtual absl::StatusOr<PlainAnswer> SendCustomerText(absl::string_view token,
                                                       const std::string& openid,
                                                       const std::string& text,
                                                       absl::Time deadline) = 0;
  virtual absl::StatusOr<ContentAnswer> CheckText(absl::string_view token,
                                                  const TextCheckOrder& order,
                                                  absl::Time deadline) = 0;
  virtual absl::StatusOr<ContentAnswer> CheckMedia(absl::string_view token,
                                                   const MediaCheckOrder& order,
                                                   absl::Time deadline) = 0;
};

}  // namespace deputies::wechat

#endif  // SERVICES_WECHAT_DOMAIN_WECHAT_API_H_
