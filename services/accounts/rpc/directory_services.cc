#include "services/accounts/rpc/directory_services.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/accounts/rpc/converters.h"
#include "services/accounts/rpc/list_positions.h"
#include "services/common/base/status_macros.h"

namespace deputies::accounts {
OrganizationService::OrganizationService(Directory& directory, Registrar& registrar,
                                         const auth::PageTokens& tokens)
    : directory_(directory), registrar_(registrar), tokens_(tokens) {
  table_.Bind("GetOrganization", this, &OrganizationService::GetOrganization);
  table_.Bind("ListHomes", this, &OrganizationService::ListHomes);
  table_.Bind("GetHome", this, &OrganizationService::GetHome);
  table_.Bind("ListOrganizations", this, &OrganizationService::ListOrganizations);
  table_.Bind("ImportOrganizations", this, &OrganizationService::ImportOrganizations);
}

absl::Status OrganizationService::GetOrganization(const rpc::Call& call,
                                                  const v1::GetOrganizationRequest& request,
                                                  v1::Organization* response) {
  ASSIGN_OR_RETURN(const Organization organization,
                   directory_.GetOrganization(call.deadline, request.organization_id()));
  ToProto(organization, response);
  return absl::OkStatus();
}

absl::Status OrganizationService::ListHomes(const rpc::Call& call,
                                            const v1::ListHomesRequest& request,
                                            v1::ListHomesResponse* response) {
  const std::string list = absl::StrCat("homes/", request.organization_id());
  ASSIGN_OR_RETURN(const ListPosition after, DecodePosition(tokens_, list, request.page_token()));
  ASSIGN_OR_RETURN(
      const Page<Home> page,
      directory_.ListHomes(call.deadline, request.organization_id(), after, request.page_size()));
  for (const Home& home : page.items) ToProto(home, response->add_homes());
  response->set_next_page_token(EncodePosition(tokens_, list, page.next));
  return absl::OkStatus();
}

absl::Status OrganizationService::GetHome(const rpc::Call& call, const v1::GetHomeRequest& request,
                                          v1::Home* response) {
  ASSIGN_OR_RETURN(const Home home, directory_.GetHome(call.deadline, request.home_id()));
  ToProto(home, response);
  return absl::OkStatus();
}

absl::Status OrganizationService::ListOrganizations(const rpc::Call& call,
                                                    const v1::ListOrganizationsRequest& request,
                                                    v1::ListOrganizationsResponse* response) {
  const std::string list = absl::StrCat("organizations/", request.parent_id());
  ASSIGN_OR_RETURN(const ListPosition after, DecodePosition(tokens_, list, request.page_token()));
  ASSIGN_OR_RETURN(
      const Page<Organization> page,
      directory_.ListOrganizations(call.deadline, request.parent_id(), after, request.page_size()));
  for (const Organization& one : page.items) ToProto(one, response->add_organizations());
  response->set_next_page_token(EncodePosition(tokens_, list, page.next));
  return absl::OkStatus();
}

absl::Status OrganizationService::ImportOrganizations(const rpc::Call& call,
                                                      const v1::ImportOrganizationsRequest& request,
                                                      v1::ImportOrganizationsResponse* response) {
  ASSIGN_OR_RETURN(const ImportedIds ids,
                   registrar_.ImportOrganizations(
                       call.deadline, ImportsOf<OrganizationImport>(request.organizations()),
                       ImportsOf<HomeImport>(request.homes())));
  response->mutable_organization_ids()->Assign(ids.organization_ids.begin(),
                                               ids.organization_ids.end());
  response->mutable_home_ids()->Assign(ids.home_ids.begin(), ids.home_ids.end());
  return absl::OkStatus();
}

DeputyService::DeputyService(Directory& directory, Registrar& registrar,
                             const auth::PageTokens& tokens)
    : directory_(directory), registrar_(registrar), tokens_(tokens) {
  table_.Bind("ListDeputies", this, &DeputyService::ListDeputies);
  table_.Bind("GetDeputy", this, &DeputyService::GetDeputy);
  table_.Bind("ListRepresentatives", this, &DeputyService::ListRepresentatives);
  table_.Bind("ListGroupMembers", this, &DeputyService::ListGroupMembers);
  table_.Bind("ImportDeputies", this, &DeputyService::ImportDeputies);
  table_.Bind("BindDeputy", this, &DeputyService::BindDeputy);
}

absl::Status DeputyService::ListDeputies(const rpc::Call& call,
                                         const v1::ListDeputiesRequest& request,
                                         v1::ListDeputiesResponse* response) {
  const std::string list = absl::StrCat("deputies/", request.home_id());
  ASSIGN_OR_RETURN(const ListPosition after, DecodePosition(tokens_, list, request.page_token()));
  ASSIGN_OR_RETURN(
      const Page<Deputy> page,
      directory_.ListDeputies(call.deadline, request.home_id(), after, request.page_size()));
  for (const Deputy& deputy : page.items) ToProto(deputy, response->add_deputies());
  response->set_next_page_token(EncodePosition(tokens_, list, page.next));
  return absl::OkStatus();
}

absl::Status DeputyService::GetDeputy(const rpc::Call& call, const v1::GetDeputyRequest& request,
                                      v1::Deputy* response) {
  ASSIGN_OR_RETURN(const Deputy deputy,
                   directory_.GetDeputy(call.deadline, request.home_id(), request.deputy_id()));
  ToProto(deputy, response);
  return absl::OkStatus();
}

absl::Status DeputyService::ListRepresentatives(const rpc::Call& call,
                                                const v1::ListRepresentativesRequest& request,
                                                v1::ListRepresentativesResponse* response) {
  const std::string list = absl::StrCat("representatives/", request.organization_id());
  ASSIGN_OR_RETURN(const ListPosition after, DecodePosition(tokens_, list, request.page_token()));
  ASSIGN_OR_RETURN(const Page<Representative> page,
                   directory_.ListRepresentatives(call.deadline, request.organization_id(), after,
                                                  request.page_size()));
  for (const Representative& one : page.items) ToProto(one, response->add_representatives());
  response->set_next_page_token(EncodePosition(tokens_, list, page.next));
  return absl::OkStatus();
}

absl::Status DeputyService::ListGroupMembers(const rpc::Call& call,
                                             const v1::ListGroupMembersRequest& request,
                                             v1::ListGroupMembersResponse* response) {
  const std::string list = absl::StrCat("members/", request.organization_id());
  ASSIGN_OR_RETURN(const ListPosition after, DecodePosition(tokens_, list, request.page_token()));
  ASSIGN_OR_RETURN(const Page<Deputy> page,
                   directory_.ListGroupMembers(call.deadline, request.organization_id(), after,
                                               request.page_size()));
  for (const Deputy& deputy : page.items) ToProto(deputy, response->add_deputies());
  response->set_next_page_token(EncodePosition(tokens_, list, page.next));
  return absl::OkStatus();
}

absl::Status DeputyService::ImportDeputies(const rpc::Call& call,
                                           const v1::ImportDeputiesRequest& request,
                                           v1::ImportDeputiesResponse* response) {
  ASSIGN_OR_RETURN(
      const std::vector<int64_t> ids,
      registrar_.ImportDeputies(call.deadline, ImportsOf<DeputyImport>(request.deputies())));
  response->mutable_deputy_ids()->Assign(ids.begin(), ids.end());
  return absl::OkStatus();
}

absl::Status DeputyService::BindDeputy(const rpc::Call& call, const v1::BindDeputyRequest& request,
                                       v1::BindDeputyResponse* response) {
  ASSIGN_OR_RETURN(const Registrar::Binding binding,
                   registrar_.BindDeputy(call.deadline, request.deputy_code(), request.openid()));
  response->set_deputy_id(binding.deputy_id);
  response->set_person_id(binding.person_id);
  return absl::OkStatus();
}

}  // namespace deputies::accounts
