#include "services/accounts/rpc/auth_service.h"

#include <vector>

#include "services/accounts/domain/phone_number.h"
#include "services/accounts/rpc/converters.h"
#include "services/common/auth/caller_context.h"
#include "services/common/base/status_macros.h"

namespace deputies::accounts {

AuthService::AuthService(SignIn& sign_in, IdentityStore& store, ContactStore& contacts,
                         const base::Clock& clock)
    : sign_in_(sign_in), store_(store), contacts_(contacts), clock_(clock) {
  table_.Bind("WechatLogin", this, &AuthService::WechatLogin);
  table_.Bind("PasswordLogin", this, &AuthService::PasswordLogin);
  table_.Bind("GetMe", this, &AuthService::GetMe);
  table_.Bind("DeleteCurrentSession", this, &AuthService::DeleteCurrentSession);
  table_.Bind("RevokeSessions", this, &AuthService::RevokeSessions);
  table_.Bind("ListSessions", this, &AuthService::ListSessions);
  table_.Bind("RevokeSession", this, &AuthService::RevokeSession);
  table_.Bind("BeginSecondFactor", this, &AuthService::BeginSecondFactor);
  table_.Bind("ConfirmSecondFactor", this, &AuthService::ConfirmSecondFactor);
  table_.Bind("CheckSession", this, &AuthService::CheckSession);
}

absl::Status AuthService::WechatLogin(const rpc::Call& call, const v1::WechatLoginRequest& request,
                                      v1::Session* response) {
  const CallTrace trace{call.deadline, call.request_id, call.traceparent};
  ASSIGN_OR_RETURN(const NewSession session,
                   call.wechat_openid.empty()
                       ? sign_in_.WithWechat(trace, request.code())
                       : sign_in_.AsWechatUser(call.deadline, call.wechat_openid));
  ToProto(session, response);
  return absl::OkStatus();
}

absl::Status AuthService::PasswordLogin(const rpc::Call& call,
                                        const v1::PasswordLoginRequest& request,
                                        v1::Session* response) {
  ASSIGN_OR_RETURN(
      const NewSession session,
      sign_in_.WithPassword(call.deadline, {request.username(), request.password(),
                                            request.totp_code(), call.client_address}));
  ToProto(session, response);
  response->mutable_person()->set_second_factor_missing(sign_in_.LacksSecondFactor(session.person));
  return absl::OkStatus();
}

absl::Status AuthService::GetMe(const rpc::Call& call, const v1::GetMeRequest&,
                                v1::Person* response) {
  ASSIGN_OR_RETURN(const Person person,
                   store_.LoadPerson(call.deadline, call.caller.person_id, clock_.Now()));
  ToProto(person, call.caller.voter, response);
  response->set_second_factor_missing(!call.caller.voter && sign_in_.LacksSecondFactor(person));
  ASSIGN_OR_RETURN(const std::vector<Contact> contacts,
                   contacts_.GetContacts(call.deadline, {call.caller.person_id}, clock_.Now()));
  for (const Contact& contact : contacts) response->set_masked_phone(MaskedNumber(contact.phone));
  return absl::OkStatus();
}

absl::Status AuthService::ListSessions(const rpc::Call& call, const v1::ListSessionsRequest&,
                                       v1::ListSessionsResponse* response) {
  ASSIGN_OR_RETURN(const std::vector<SessionRecord> sessions,
                   sign_in_.List(call.deadline, call.caller));
  for (const SessionRecord& session : sessions) {
    ToProto(session, call.caller.session_id, response->add_sessions());
  }
  return absl::OkStatus();
}

absl::Status AuthService::RevokeSession(const rpc::Call& call,
                                        const v1::RevokeSessionRequest& request,
                                        google::protobuf::Empty*) {
  return sign_in_.EndOne(call.deadline, call.caller, request.session_id());
}

absl::Status AuthService::BeginSecondFactor(const rpc::Call& call,
                                            const v1::BeginSecondFactorRequest& request,
                                            v1::SecondFactor* response) {
  ASSIGN_OR_RETURN(const NewSecondFactor factor,
                   sign_in_.BeginSecondFactor(call.deadline, call.caller, request.password(),
                                              call.client_address));
  response->set_secret(factor.secret);
  response->set_uri(factor.uri);
  return absl::OkStatus();
}

absl::Status AuthService::ConfirmSecondFactor(const rpc::Call& call,
                                              const v1::ConfirmSecondFactorRequest& request,
                                              google::protobuf::Empty*) {
  return sign_in_.ConfirmSecondFactor(call.deadline, call.caller, request.totp_code(),
                                      call.client_address);
}

absl::Status AuthService::DeleteCurrentSession(const rpc::Call& call,
                                               const v1::DeleteCurrentSessionRequest&,
                                               google::protobuf::Empty*) {
  return sign_in_.End(call.deadline, call.caller);
}

absl::Status AuthService::RevokeSessions(const rpc::Call& call, const v1::RevokeSessionsRequest&,
                                         v1::RevokeSessionsResponse* response) {
  ASSIGN_OR_RETURN(const int count, sign_in_.EndAll(call.deadline, call.caller));
  response->set_revoked_count(count);
  return absl::OkStatus();
}

absl::Status AuthService::CheckSession(const rpc::Call& call,
                                       const v1::CheckSessionRequest& request,
                                       v1::CheckSessionResponse* response) {
  ASSIGN_OR_RETURN(const CheckedSession session,
                   sign_in_.Check(call.deadline, request.session_token()));
  *response->mutable_caller() = auth::ToProto(session.caller);
  ToProto(session.expire_time, response->mutable_expire_time());
  return absl::OkStatus();
}

}  // namespace deputies::accounts
