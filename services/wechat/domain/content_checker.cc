#include "services/wechat/domain/content_checker.h"

#include "services/common/base/status_macros.h"
#include "services/wechat/domain/errors.h"

namespace deputies::wechat {
namespace {

absl::Status ErrorOf(int errcode) {
  switch (OutcomeOf(errcode)) {
    case ApiOutcome::kDone:
      return absl::OkStatus();
    case ApiOutcome::kPersonUnknown:
      return WechatIdentityMissing();
    case ApiOutcome::kRateLimited:
      return WechatRateLimited();
    default:
      return WechatUnavailable();
  }
}

}  // namespace

std::vector<absl::string_view> SplitByChars(absl::string_view text, size_t chars) {
  std::vector<absl::string_view> pieces;
  size_t begin = 0;
  size_t count = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool starts_char = (static_cast<unsigned char>(text[i]) & 0xC0) != 0x80;
    if (starts_char && count == chars) {
      pieces.push_back(text.substr(begin, i - begin));
      begin = i;
      count = 0;
    }
    if (starts_char) ++count;
  }
  if (begin < text.size()) pieces.push_back(text.substr(begin));
  return pieces;
}

absl::StatusOr<ContentAnswer> ContentChecker::CheckText(const std::string& openid, int scene,
                                                        absl::string_view content,
                                                        absl::Time deadline) {
  if (openid.empty()) return WechatIdentityMissing();
  ContentAnswer worst;
  worst.verdict = ContentVerdict::kPass;
  worst.label = 100;
  for (absl::string_view piece : SplitByChars(content, kCheckedChars)) {
    const TextCheckOrder order{openid, scene, std::string(piece)};
    absl::StatusOr<ContentAnswer> answer = caller_.Run(
        deadline, [&](absl::string_view token) { return api_.CheckText(token, order, deadline); });
    if (!answer.ok()) return WechatUnavailable();
    RETURN_IF_ERROR(ErrorOf(answer->errcode));
    if (worst.trace_id.empty() || answer->verdict > worst.verdict) worst = *std::move(answer);
  }
  return worst;
}

absl::StatusOr<ContentAnswer> ContentChecker::OrderMediaCheck(const MediaCheckOrder& order,
                                                              absl::Time deadline) {
  if (order.openid.empty()) return WechatIdentityMissing();
  absl::StatusOr<ContentAnswer> answer = caller_.Run(
      deadline, [&](absl::string_view token) { return api_.CheckMedia(token, order, deadline); });
  if (!answer.ok()) return WechatUnavailable();
  RETURN_IF_ERROR(ErrorOf(answer->errcode));
  return answer;
}

}  // namespace deputies::wechat
