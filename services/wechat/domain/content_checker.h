// Judges texts and asks for the judging of pictures and sound.
#ifndef SERVICES_WECHAT_DOMAIN_CONTENT_CHECKER_H_
#define SERVICES_WECHAT_DOMAIN_CONTENT_CHECKER_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/wechat/domain/token_caller.h"
#include "services/wechat/domain/wechat_api.h"

namespace deputies::wechat {

// Longest text of one check; a longer one is checked in pieces.
inline constexpr size_t kCheckedChars = 2500;

// The text in pieces of at most `chars` code points each, in order; nothing is lost. For
// ContentChecker and its test.
std::vector<absl::string_view> SplitByChars(absl::string_view text, size_t chars);

class ContentChecker {
 public:
  // Both must outlive it.
  ContentChecker(WechatApi& api, TokenCaller& caller) : api_(api), caller_(caller) {}

  // The worst verdict over the pieces, with the label and trace of that piece. Errors:
  // WechatIdentityMissing, WechatRateLimited, WechatUnavailable: hold the text, never publish it.
  absl::StatusOr<ContentAnswer> CheckText(const std::string& openid, int scene,
                                          absl::string_view content, absl::Time deadline);

  // Orders the check; only the trace_id is filled. Errors as above.
  absl::StatusOr<ContentAnswer> OrderMediaCheck(const MediaCheckOrder& order, absl::Time deadline);

 private:
  WechatApi& api_;
  TokenCaller& caller_;
};

}  // namespace deputies::wechat

#endif  // SERVICES_WECHAT_DOMAIN_CONTENT_CHECKER_H_
