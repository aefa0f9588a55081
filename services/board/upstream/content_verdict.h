#ifndef SERVICES_BOARD_UPSTREAM_CONTENT_VERDICT_H_
#define SERVICES_BOARD_UPSTREAM_CONTENT_VERDICT_H_

#include "deputies/wechat/v1/content_check.pb.h"
#include "services/board/domain/moderation_watch.h"

namespace deputies::board {

inline ContentVerdict VerdictOf(wechat::v1::CheckVerdict verdict) {
  switch (verdict) {
    case wechat::v1::PASS:
      return ContentVerdict::kPass;
    case wechat::v1::RISKY:
      return ContentVerdict::kRisky;
    default:
      // A verdict newer than this process is for people, too.
      return ContentVerdict::kReview;
  }
}

}  // namespace deputies::board

#endif  // SERVICES_BOARD_UPSTREAM_CONTENT_VERDICT_H_
