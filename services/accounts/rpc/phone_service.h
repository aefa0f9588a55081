#ifndef SERVICES_ACCOUNTS_RPC_PHONE_SERVICE_H_
#define SERVICES_ACCOUNTS_RPC_PHONE_SERVICE_H_

#include "deputies/accounts/v1/phone.pb.h"
#include "google/protobuf/empty.pb.h"
#include "services/accounts/domain/phone_sign_in.h"
#include "services/common/rpc/service_table.h"

namespace deputies::accounts {

// deputies.accounts.v1.PhoneService.
class PhoneService {
 public:
  // Must outlive the service.
  explicit PhoneService(PhoneSignIn& phones);
  const rpc::ServiceTable& table() const { return table_; }

 private:
  absl::Status SendSmsCode(const rpc::Call& call, const v1::SendSmsCodeRequest& request,
                           google::protobuf::Empty* response);
  absl::Status SmsLogin(const rpc::Call& call, const v1::SmsLoginRequest& request,
                        v1::Session* response);
  absl::Status BindPhone(const rpc::Call& call, const v1::BindPhoneRequest& request,
                         google::protobuf::Empty* response);

  PhoneSignIn& phones_;
  rpc::ServiceTable table_{"deputies.accounts.v1.PhoneService"};
};

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_RPC_PHONE_SERVICE_H_
