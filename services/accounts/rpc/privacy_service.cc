#include "services/accounts/rpc/privacy_service.h"

#include <vector>

#include "services/accounts/rpc/converters.h"
#include "services/common/base/status_macros.h"
#include "services/common/rpc/request_key.h"

namespace deputies::accounts {
namespace {

void Fill(const Consent& consent, v1::Consent* out) {
  out->set_kind(static_cast<v1::ConsentKind>(consent.kind));
  out->set_version(consent.version);
  out->set_accepted(consent.accepted);
  ToProto(consent.create_time, out->mutable_create_time());
}

}  // namespace

PrivacyService::PrivacyService(VoterStore& voters, IdentityStore& identities,
                               ContactStore& contacts, SignIn& sign_in, const base::Clock& clock)
    : voters_(voters),
      identities_(identities),
      contacts_(contacts),
      sign_in_(sign_in),
      clock_(clock) {
  table_.Bind("RecordConsent", this, &PrivacyService::RecordConsent);
  table_.Bind("ExportMyData", this, &PrivacyService::ExportMyData);
  table_.Bind("EraseMe", this, &PrivacyService::EraseMe);
}

absl::Status PrivacyService::RecordConsent(const rpc::Call& call,
                                           const v1::RecordConsentRequest& request,
                                           v1::Consent* response) {
  const Consent consent{request.kind(), request.version(), request.accepted(), clock_.Now()};
  RETURN_IF_ERROR(voters_.AddConsent(call.deadline,
                                     rpc::HomelessKeyOf("RecordConsent", call, request), consent));
  Fill(consent, response);
  return absl::OkStatus();
}

absl::Status PrivacyService::ExportMyData(const rpc::Call& call, const v1::ExportMyDataRequest&,
                                          v1::MyData* response) {
  const int64_t person_id = call.caller.person_id;
  ASSIGN_OR_RETURN(const Person person,
                   identities_.LoadPerson(call.deadline, person_id, clock_.Now()));
  ToProto(person, call.caller.voter, response->mutable_person());
  ASSIGN_OR_RETURN(const std::vector<Contact> contacts,
                   contacts_.GetContacts(call.deadline, {person_id}, clock_.Now()));
  for (const Contact& contact : contacts) {
    response->set_openid(contact.openid);
    response->set_phone(contact.phone);
  }
  ASSIGN_OR_RETURN(const std::vector<Consent> consents,
                   voters_.ListConsents(call.deadline, person_id));
  for (const Consent& consent : consents) Fill(consent, response->add_consents());
  ASSIGN_OR_RETURN(const std::vector<SessionRecord> sessions,
                   sign_in_.List(call.deadline, call.caller));
  for (const SessionRecord& session : sessions) {
    ToProto(session, call.caller.session_id, response->add_sessions());
  }
  return absl::OkStatus();
}

absl::Status PrivacyService::EraseMe(const rpc::Call& call, const v1::EraseMeRequest& request,
                                     google::protobuf::Empty*) {
  return voters_.Erase(call.deadline, rpc::HomelessKeyOf("EraseMe", call, request), clock_.Now());
}

}  // namespace deputies::accounts
