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
    case 40001:
    case 40014:
    case 42001:
      return ApiOutcome::kTokenInvalid;
    case 40003:
    case 61010:
      return ApiOutcome::kPersonUnknown;
    case 43101:
      return ApiOutcome::kNoConsent;
    case 40037:
    case 40129:
    case 40169:
    case 41030:
    case 44002:
    case 45002:
    case 47003:
      return ApiOutcome::kContentInvalid;
    default:
      return ApiOutcome::kRefused;
  }
}

}  // namespace deputies::wechat
