#ifndef SERVICES_ACCOUNTS_RPC_PRIVACY_SERVICE_H_
#define SERVICES_ACCOUNTS_RPC_PRIVACY_SERVICE_H_

#include "deputies/accounts/v1/privacy.pb.h"
#include "google/protobuf/empty.pb.h"
#include "services/accounts/domain/contact_store.h"
#include "services/accounts/domain/identity_store.h"
#include "services/accounts/domain/sign_in.h"
#include "services/accounts/domain/voter_store.h"
#include "services/common/base/clock.h"
#include "services/common/rpc/service_table.h"

namespace deputies::accounts {

// deputies.accounts.v1.PrivacyService.
class PrivacyService {
 public:
  // All must outlive the service.
  PrivacyService(VoterStore& voters, IdentityStore& identities, ContactStore& contacts,
                 SignIn& sign_in, const base::Clock& clock);
  const rpc::ServiceTable& table() const { return table_; }

 private:
  absl::Status RecordConsent(const rpc::Call& call, const v1::RecordConsentRequest& request,
                             v1::Consent* response);
  absl::Status ExportMyData(const rpc::Call& call, const v1::ExportMyDataRequest& request,
                            v1::MyData* response);
  absl::Status EraseMe(const rpc::Call& call, const v1::EraseMeRequest& request,
                       google::protobuf::Empty* response);

  VoterStore& voters_;
  IdentityStore& identities_;
  ContactStore& contacts_;
  SignIn& sign_in_;
  const base::Clock& clock_;
  rpc::ServiceTable table_{"deputies.accounts.v1.PrivacyService"};
};

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_RPC_PRIVACY_SERVICE_H_
