#ifndef SERVICES_WECHAT_DOMAIN_SMS_SENDER_H_
#define SERVICES_WECHAT_DOMAIN_SMS_SENDER_H_

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace deputies::wechat {

// A provider of text messages.
class SmsSender {
 public:
  virtual ~SmsSender() = default;
  // `message_id` lets the provider drop a repeat. INVALID_ARGUMENT when the provider refuses the
  // number or the text; UNAVAILABLE when nothing was sent; other errors when nobody knows.
  virtual absl::Status Send(const std::string& phone, const std::string& text,
                            const std::string& message_id, absl::Time deadline) = 0;
};

}  // namespace deputies::wechat

#endif  // SERVICES_WECHAT_DOMAIN_SMS_SENDER_H_
