#ifndef SERVICES_ACCOUNTS_RPC_AUTH_SERVICE_H_
#define SERVICES_ACCOUNTS_RPC_AUTH_SERVICE_H_

#include "deputies/accounts/v1/auth.pb.h"
#include "google/protobuf/empty.pb.h"
#include "services/accounts/domain/contact_store.h"
#include "services/accounts/domain/identity_store.h"
#include "services/accounts/domain/sign_in.h"
#include "services/common/base/clock.h"
#include "services/common/rpc/service_table.h"

namespace deputies::accounts {

// deputies.accounts.v1.AuthService.
class AuthService {
 public:
  // All must outlive the service.
  AuthService(SignIn& sign_in, IdentityStore& store, ContactStore& contacts,
              const base::Clock& clock);

  const rpc::ServiceTable& table() const { return table_; }

 private:
  absl::Status WechatLogin(const rpc::Call& call, const v1::WechatLoginRequest& request,
                           v1::Session* response);
  absl::Status PasswordLogin(const rpc::Call& call, const v1::PasswordLoginRequest& request,
                             v1::Session* response);
  absl::Status GetMe(const rpc::Call& call, const v1::GetMeRequest& request, v1::Person* response);
  absl::Status DeleteCurrentSession(const rpc::Call& call,
                                    const v1::DeleteCurrentSessionRequest& request,
                                    google::protobuf::Empty* response);
  absl::Status RevokeSessions(const rpc::Call& call, const v1::RevokeSessionsRequest& request,
                              v1::RevokeSessionsResponse* response);
  absl::Status ListSessions(const rpc::Call& call, const v1::ListSessionsRequest& request,
                            v1::ListSessionsResponse* response);
  absl::Status RevokeSession(const rpc::Call& call, const v1::RevokeSessionRequest& request,
                             google::protobuf::Empty* response);
  absl::Status BeginSecondFactor(const rpc::Call& call, const v1::BeginSecondFactorRequest& request,
                                 v1::SecondFactor* response);
  absl::Status ConfirmSecondFactor(const rpc::Call& call,
                                   const v1::ConfirmSecondFactorRequest& request,
                                   google::protobuf::Empty* response);
  absl::Status CheckSession(const rpc::Call& call, const v1::CheckSessionRequest& request,
                            v1::CheckSessionResponse* response);

  SignIn& sign_in_;
  IdentityStore& store_;
  ContactStore& contacts_;
  const base::Clock& clock_;
  rpc::ServiceTable table_{"deputies.accounts.v1.AuthService"};
};

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_RPC_AUTH_SERVICE_H_
