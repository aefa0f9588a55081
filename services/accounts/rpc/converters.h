// Between the protos of accounts and its domain.
#ifndef SERVICES_ACCOUNTS_RPC_CONVERTERS_H_
#define SERVICES_ACCOUNTS_RPC_CONVERTERS_H_

#include "absl/time/time.h"
#include "deputies/accounts/v1/auth.pb.h"
#include "deputies/accounts/v1/code.pb.h"
#include "deputies/accounts/v1/deputy.pb.h"
#include "deputies/accounts/v1/home.pb.h"
#include "deputies/accounts/v1/organization.pb.h"
#include "deputies/accounts/v1/staff.pb.h"
#include "deputies/accounts/v1/voter.pb.h"
#include "google/protobuf/timestamp.pb.h"
#include "services/accounts/domain/code_book.h"
#include "services/accounts/domain/contact_store.h"
#include "services/accounts/domain/directory_store.h"
#include "services/accounts/domain/home_settings.h"
#include "services/accounts/domain/records.h"
#include "services/accounts/domain/registrar.h"
#include "services/accounts/domain/sign_in.h"
#include "services/accounts/domain/voter_store.h"
#include "services/common/base/audit_entry.h"
#include "services/common/rpc/service_table.h"

namespace deputies::accounts {

// Who acts, for the audit trail.
base::Actor ActorOf(const rpc::Call& call);

absl::Time FromProto(const google::protobuf::Timestamp& timestamp);
void ToProto(absl::Time time, google::protobuf::Timestamp* timestamp);

void ToProto(const Person& person, bool voter, v1::Person* out);
void ToProto(const NewSession& session, v1::Session* out);
// `current_id`: the session that asks.
void ToProto(const SessionRecord& session, int64_t current_id, v1::SessionSummary* out);
void ToProto(const OrganizationName& name, v1::OrganizationName* out);
void ToProto(const Organization& organization, v1::Organization* out);
void ToProto(const Home& home, v1::Home* out);
void ToProto(const Deputy& deputy, v1::Deputy* out);
void ToProto(const Representative& representative, v1::Representative* out);
void ToProto(const Code& code, v1::Code* out);
void ToProto(const RoleHolder& holder, v1::RoleHolder* out);
void ToProto(const Contact& contact, v1::Contact* out);
void ToProto(const ModuleList& list, v1::ListHomeModulesResponse* out);
void ToProto(const RecordedAction& action, v1::AuditEntry* out);

OrganizationImport FromProto(const v1::ImportedOrganization& entry);
HomeImport FromProto(const v1::ImportedHome& entry);
DeputyImport FromProto(const v1::ImportedDeputy& entry);
VoterImport FromProto(const v1::ImportedVoter& entry);  // without ids
template <typename Import, typename Entries>
std::vector<Import> ImportsOf(const Entries& entries) {
  std::vector<Import> imports;
  for (const auto& entry : entries) imports.push_back(FromProto(entry));
  return imports;
}
CodeDraft FromProto(const v1::CreateCodeRequest& request);
HomeProfile FromProto(const v1::UpdateHomeRequest& request);
Registrar::StaffRequest FromProto(const v1::SetStaffAccountRequest& request);

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_RPC_CONVERTERS_H_
