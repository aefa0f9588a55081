#ifndef SERVICES_ACCOUNTS_UPSTREAM_WECHAT_CLIENT_H_
#define SERVICES_ACCOUNTS_UPSTREAM_WECHAT_CLIENT_H_

#include <memory>
#include <string>

#include "deputies/wechat/v1/code_image.grpc.pb.h"
#include "deputies/wechat/v1/exchange.grpc.pb.h"
#include "deputies/wechat/v1/sms.grpc.pb.h"
#include "services/accounts/domain/mini_program_codes.h"
#include "services/accounts/domain/phone_sign_in.h"
#include "services/accounts/domain/wechat_exchange.h"
#include "services/common/rpc/client.h"

namespace deputies::accounts {

// The wechat process: who is behind a code, text messages, and round codes.
class WechatClient final : public WechatExchange, public SmsSender, public MiniProgramCodes {
 public:
  // `client` must outlive it.
  WechatClient(const std::string& address, const rpc::ServiceClient& client,
               absl::Duration timeout);

  absl::StatusOr<std::string> OpenidOf(const CallTrace& trace, const std::string& code) override;
  absl::StatusOr<std::string> PhoneOf(const CallTrace& trace, const std::string& code) override;
  absl::Status SendCode(const CallTrace& trace, const std::string& phone, const std::string& code,
                        absl::Duration lifetime) override;
  absl::StatusOr<CodePicture> DrawCode(const CallTrace& trace, const std::string& scene) override;

 private:
  void Prepare(const CallTrace& trace, grpc::ClientContext* context);

  const rpc::ServiceClient& client_;
  const absl::Duration timeout_;
  const std::shared_ptr<grpc::Channel> channel_;
  const std::unique_ptr<wechat::v1::ExchangeService::Stub> exchange_;
  const std::unique_ptr<wechat::v1::SmsService::Stub> sms_;
  const std::unique_ptr<wechat::v1::CodeImageService::Stub> code_images_;
};

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_UPSTREAM_WECHAT_CLIENT_H_
