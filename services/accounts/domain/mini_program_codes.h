#ifndef SERVICES_ACCOUNTS_DOMAIN_MINI_PROGRAM_CODES_H_
#define SERVICES_ACCOUNTS_DOMAIN_MINI_PROGRAM_CODES_H_

#include <string>

#include "absl/status/statusor.h"
#include "services/accounts/domain/wechat_exchange.h"

namespace deputies::accounts {

// A picture as it came.
struct CodePicture {
  std::string bytes;
  std::string content_type;  // "image/png"
};

// WeChat's round codes (小程序码), which open the mini-program and nothing else.
class MiniProgramCodes {
 public:
  virtual ~MiniProgramCodes() = default;
  // UNAVAILABLE/WECHAT_UNAVAILABLE, RESOURCE_EXHAUSTED/RATE_LIMITED.
  virtual absl::StatusOr<CodePicture> DrawCode(const CallTrace& trace,
                                               const std::string& scene) = 0;
};

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_DOMAIN_MINI_PROGRAM_CODES_H_
