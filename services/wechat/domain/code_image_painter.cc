#include "services/wechat/domain/code_image_painter.h"

#include "absl/strings/ascii.h"
#include "services/common/base/error.h"
#include "services/wechat/domain/errors.h"

namespace deputies::wechat {

bool IsScene(absl::string_view scene) {
  if (scene.empty() || scene.size() > 32) return false;
  for (char c : scene) {
    if (!absl::ascii_isalnum(static_cast<unsigned char>(c)) &&
        absl::string_view("!#$&'()*+,/:;=?@-._~").find(c) == absl::string_view::npos) {
      return false;
    }
  }
  return true;
}

absl::StatusOr<CodeImage> CodeImagePainter::Render(const CodeImageOrder& order,
                                                   absl::Time deadline) {
  if (!IsScene(order.scene)) {
    return base::InvalidField("scene", "应是 1 到 32 个字母、数字或微信允许的符号");
  }
  absl::StatusOr<CodeImage> image = caller_.Run(
      deadline, [&](absl::string_view token) { return api_.RenderCode(token, order, deadline); });
  if (!image.ok()) return WechatUnavailable();
  switch (OutcomeOf(image->errcode)) {
    case ApiOutcome::kDone:
      return image;
    case ApiOutcome::kRateLimited:
      return WechatRateLimited();
    case ApiOutcome::kContentInvalid:
      return image->errcode == 41030 ? base::InvalidField("page", "小程序里没有这个页面")
                                     : base::InvalidField("scene", "微信不接受这个内容");
    default:
      return WechatUnavailable();
  }
}

}  // namespace deputies::wechat
