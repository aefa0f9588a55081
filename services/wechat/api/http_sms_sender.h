#ifndef SERVICES_WECHAT_API_HTTP_SMS_SENDER_H_
#define SERVICES_WECHAT_API_HTTP_SMS_SENDER_H_

#include <string>

#include "services/wechat/api/http_client.h"
#include "services/wechat/domain/sms_sender.h"

namespace deputies::wechat {

// A provider's gateway that takes POST {"phone":...,"text":...,"id":...} and answers 200.
class HttpSmsSender final : public SmsSender {
 public:
  // `http` must outlive it.
  HttpSmsSender(HttpClient& http, std::string path);

  absl::Status Send(const std::string& phone, const std::string& text,
                    const std::string& message_id, absl::Time deadline) override;

 private:
  HttpClient& http_;
  const std::string path_;
};

}  // namespace deputies::wechat

#endif  // SERVICES_WECHAT_API_HTTP_SMS_SENDER_H_
