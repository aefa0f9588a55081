// deputies.accounts.v1.OrganizationService and DeputyService.
#ifndef SERVICES_ACCOUNTS_RPC_DIRECTORY_SERVICES_H_
#define SERVICES_ACCOUNTS_RPC_DIRECTORY_SERVICES_H_

#include "deputies/accounts/v1/deputy.pb.h"
#include "deputies/accounts/v1/organization.pb.h"
#include "services/accounts/domain/directory.h"
#include "services/accounts/domain/registrar.h"
#include "services/common/auth/page_token.h"
#include "services/common/rpc/service_table.h"

namespace deputies::accounts {

class OrganizationService {
 public:
  // All must outlive the service.
  OrganizationService(Directory& directory, Registrar& registrar, const auth::PageTokens& tokens);
  const rpc::ServiceTable& table() const { return table_; }

 private:
  absl::Status GetOrganization(const rpc::Call& call, const v1::GetOrganizationRequest& request,
                               v1::Organization* response);
  absl::Status ListHomes(const rpc::Call& call, const v1::ListHomesRequest& request,
                         v1::ListHomesResponse* response);
  absl::Status GetHome(const rpc::Call& call, const v1::GetHomeRequest& request,
                       v1::Home* response);
  absl::Status ListOrganizations(const rpc::Call& call, const v1::ListOrganizationsRequest& request,
                                 v1::ListOrganizationsResponse* response);
  absl::Status ImportOrganizations(const rpc::Call& call,
                                   const v1::ImportOrganizationsRequest& request,
                                   v1::ImportOrganizationsResponse* response);

  Directory& directory_;
  Registrar& registrar_;
  const auth::PageTokens& tokens_;
  rpc::ServiceTable table_{"deputies.accounts.v1.OrganizationService"};
};

class DeputyService {
 public:
  // All must outlive the service.
  DeputyService(Directory& directory, Registrar& registrar, const auth::PageTokens& tokens);
  const rpc::ServiceTable& table() const { return table_; }

 private:
  absl::Status ListDeputies(const rpc::Call& call, const v1::ListDeputiesRequest& request,
                            v1::ListDeputiesResponse* response);
  absl::Status GetDeputy(const rpc::Call& call, const v1::GetDeputyRequest& request,
                         v1::Deputy* response);
  absl::Status ListRepresentatives(const rpc::Call& call,
                                   const v1::ListRepresentativesRequest& request,
                                   v1::ListRepresentativesResponse* response);
  absl::Status ListGroupMembers(const rpc::Call& call, const v1::ListGroupMembersRequest& request,
                                v1::ListGroupMembersResponse* response);
  absl::Status ImportDeputies(const rpc::Call& call, const v1::ImportDeputiesRequest& request,
                              v1::ImportDeputiesResponse* response);
  absl::Status BindDeputy(const rpc::Call& call, const v1::BindDeputyRequest& request,
                          v1::BindDeputyResponse* response);

  Directory& directory_;
  Registrar& registrar_;
  const auth::PageTokens& tokens_;
  rpc::ServiceTable table_{"deputies.accounts.v1.DeputyService"};
};

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_RPC_DIRECTORY_SERVICES_H_
