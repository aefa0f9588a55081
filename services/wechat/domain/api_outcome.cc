#include "services/wechat/domain/api_outcome.h"

namespace deputies::wechat {

ApiOutcome OutcomeOf(int errcode) {
  switch (errcode) {
    case 0:
      return ApiOutcome::kDone;
    case 40029:
    case 40163:
      return ApiOutcome::kCodeInvalid;
    case 45009:
    case 45011:
      return ApiOutcome::kRateLimited;
    case 40226:
      return ApiOutcome::kUserBlocked;
    case -1:
      return ApiOutcome::kBusy;
    default:
      return ApiOutcome::kRefused;
  }
}

}  // namespace deputies::wechat
