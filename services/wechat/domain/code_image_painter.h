// Draws 小程序码: the round codes that lead into the mini-program.
#ifndef SERVICES_WECHAT_DOMAIN_CODE_IMAGE_PAINTER_H_
#define SERVICES_WECHAT_DOMAIN_CODE_IMAGE_PAINTER_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/wechat/domain/token_caller.h"
#include "services/wechat/domain/wechat_api.h"

namespace deputies::wechat {

// True for 1-32 of the characters that a code's scene may hold.
bool IsScene(absl::string_view scene);

// Draws 小程序码. Errors: INVALID_ARGUMENT/FIELD_INVALID when WeChat refuses scene or page,
// WechatRateLimited, WechatUnavailable.
class CodeImagePainter {
 public:
  // Both must outlive it.
  CodeImagePainter(WechatApi& api, TokenCaller& caller) : api_(api), caller_(caller) {}

  absl::StatusOr<CodeImage> Render(const CodeImageOrder& order, absl::Time deadline);

 private:
  WechatApi& api_;
  TokenCaller& caller_;
};

}  // namespace deputies::wechat

#endif  // SERVICES_WECHAT_DOMAIN_CODE_IMAGE_PAINTER_H_
