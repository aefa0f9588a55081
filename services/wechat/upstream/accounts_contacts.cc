#include "services/wechat/upstream/accounts_contacts.h"

#include <algorithm>

#include "absl/time/clock.h"
#include "services/common/base/status_macros.h"
#include "services/common/rpc/grpc_status.h"

namespace deputies::wechat {

AccountsContacts::AccountsContacts(const std::string& address, const rpc::ServiceClient& client,
                                   absl::Duration timeout)
    : client_(client),
      timeout_(timeout),
      stub_(accounts::v1::StaffService::NewStub(rpc::MakeChannel(address))) {}

absl::StatusOr<int64_t> AccountsContacts::PersonOf(const std::string& openid,
                                                   const std::string& request_id,
                                                   absl::Time deadline) {
  grpc::ClientContext context;
  client_.Prepare(request_id, std::min(timeout_, deadline - absl::Now()), &context);
  accounts::v1::FindWechatPersonRequest request;
  request.set_openid(openid);
  accounts::v1::FindWechatPersonResponse response;
  RETURN_IF_ERROR(rpc::FromGrpcStatus(stub_->FindWechatPerson(&context, request, &response)));
  return response.person_id();
}

absl::StatusOr<std::map<int64_t, Contact>> AccountsContacts::Get(
    const std::vector<int64_t>& person_ids, const std::string& request_id, absl::Time deadline) {
  grpc::ClientContext context;
  client_.Prepare(request_id, std::min(timeout_, deadline - absl::Now()), &context);
  accounts::v1::GetContactsRequest request;
  for (int64_t person_id : person_ids) request.add_person_ids(person_id);
  accounts::v1::GetContactsResponse response;
  RETURN_IF_ERROR(rpc::FromGrpcStatus(stub_->GetContacts(&context, request, &response)));
  std::map<int64_t, Contact> contacts;
  for (const accounts::v1::Contact& contact : response.contacts()) {
    contacts[contact.person_id()] = {contact.openid(), contact.phone()};
  }
  return contacts;
}

}  // namespace deputies::wechat
