#include "services/duty/upstream/accounts_directory.h"

#include <algorithm>
#include <string>

#include "grpcpp/client_context.h"
#include "services/common/base/directory.h"
#include "services/common/base/status_macros.h"
#include "services/common/rpc/grpc_status.h"
#include "services/duty/domain/errors.h"

namespace deputies::duty {
namespace {

namespace v1 = accounts::v1;

constexpr int kPageSize = 50;

rpc::Call CauseOf(const base::CallScope& scope) {
  rpc::Call call;
  call.deadline = scope.deadline;
  call.request_id = std::string(scope.call_id);
  call.traceparent = std::string(scope.traceparent);
  return call;
}

DeputyCard FromProto(const v1::Deputy& proto) {
  DeputyCard card;
  card.deputy_id = proto.deputy_id();
  card.name = proto.name();
  card.level = proto.level();
  card.term = proto.term();
  card.constituency = proto.constituency();
  card.occupation = proto.occupation();
  card.introduction = proto.introduction();
  return card;
}

}  // namespace

AccountsDirectory::AccountsDirectory(std::shared_ptr<grpc::Channel> channel,
                                     const rpc::ServiceClient& client, absl::Duration timeout,
                                     const base::Clock& clock, absl::Duration lifetime)
    : client_(client),
      timeout_(timeout),
      clock_(clock),
      lifetime_(lifetime),
      organizations_(v1::OrganizationService::NewStub(channel)),
      deputies_(v1::DeputyService::NewStub(channel)),
      staff_(v1::StaffService::NewStub(channel)) {}

template <typename Key, typename Value, typename Ask>
absl::StatusOr<Value> AccountsDirectory::Find(std::map<Key, Kept<Value>>& kept, const Key& key,
                                              Ask ask) {
  const absl::Time now = clock_.Now();
  {
    std::lock_guard<std::mutex> lock(mutex_);
    const auto found = kept.find(key);
    if (found != kept.end() && now < found->second.ask_again) return found->second.answer;
  }
  // Without the lock: it waits for another process.
  absl::StatusOr<Value> answer = ask();
  std::lock_guard<std::mutex> lock(mutex_);
  const auto found = kept.find(key);
  if (!answer.ok() && !absl::IsNotFound(answer.status())) {
    if (found == kept.end() || !found->second.answer.ok()) return answer;
    found->second.ask_again = now + kNegativeLifetime;
    return found->second.answer;
  }
  if (found == kept.end() && kept.size() >= kMaxEntries) kept.clear();
  kept[key] = {answer, now + (answer.ok() ? lifetime_ : kNegativeLifetime)};
  return answer;
}

absl::StatusOr<HomeCard> AccountsDirectory::Home(const base::CallScope& scope, int64_t home_id) {
  if (home_id <= 0) return HomeNotFound();
  return Find(kept_homes_, home_id, [&] { return AskHome(scope, home_id); });
}

absl::Status AccountsDirectory::CheckOpenHome(const base::CallScope& scope, int64_t home_id) {
  if (home_id <= 0) return HomeNotFound();
  const absl::StatusOr<HomeCard> home = AskHome(scope, home_id);
  if (!home.ok()) return home.status();
  return home->closed ? base::HomeClosed(home->successor_name) : absl::OkStatus();
}

absl::StatusOr<DeputyCard> AccountsDirectory::Deputy(const base::CallScope& scope, int64_t home_id,
                                                     int64_t deputy_id) {
  if (home_id <= 0 || deputy_id <= 0) return DeputyNotFound();
  return Find(kept_deputies_, std::pair(home_id, deputy_id),
              [&] { return AskDeputy(scope, home_id, deputy_id); });
}

absl::StatusOr<HomeCard> AccountsDirectory::AskHome(const base::CallScope& scope, int64_t home_id) {
  HomeCard card;
  card.home_id = home_id;
  {
    grpc::ClientContext context;
    client_.Prepare(CauseOf(scope), timeout_, &context);
    v1::GetHomeRequest request;
    request.set_home_id(home_id);
    v1::Home home;
    const grpc::Status status = organizations_->GetHome(&context, request, &home);
    if (status.error_code() == grpc::StatusCode::NOT_FOUND) return HomeNotFound();
    if (!status.ok()) return rpc::FromGrpcStatus(status);
    card.name = home.name();
    card.organization_id = home.organization_id();
    card.county_id = home.organization_id();
    card.closed = home.closed();
    card.successor_name = home.successor_home_name();
  }
  grpc::ClientContext context;
  client_.Prepare(CauseOf(scope), timeout_, &context);
  v1::GetOrganizationRequest request;
  request.set_organization_id(card.organization_id);
  v1::Organization organization;
  const grpc::Status status = organizations_->GetOrganization(&context, request, &organization);
  if (status.error_code() == grpc::StatusCode::NOT_FOUND) return card;
  if (!status.ok()) return rpc::FromGrpcStatus(status);
  for (const v1::OrganizationName& ancestor : organization.ancestors()) {
    if (ancestor.level() == v1::COUNTY) card.county_id = ancestor.organization_id();
  }
  return card;
}

absl::StatusOr<DeputyCard> AccountsDirectory::AskDeputy(const base::CallScope& scope,
                                                        int64_t home_id, int64_t deputy_id) {
  grpc::ClientContext context;
  client_.Prepare(CauseOf(scope), timeout_, &context);
  v1::GetDeputyRequest request;
  request.set_home_id(home_id);
  request.set_deputy_id(deputy_id);
  v1::Deputy deputy;
  const grpc::Status status = deputies_->GetDeputy(&context, request, &deputy);
  if (status.error_code() == grpc::StatusCode::NOT_FOUND) return DeputyNotFound();
  if (!status.ok()) return rpc::FromGrpcStatus(status);
  return FromProto(deputy);
}

absl::StatusOr<std::vector<DeputyCard>> AccountsDirectory::Deputies(const base::CallScope& scope,
                                                                    int64_t home_id) {
  std::vector<DeputyCard> cards;
  v1::ListDeputiesRequest request;
  request.set_home_id(home_id);
  request.set_page_size(kPageSize);
  do {
    grpc::ClientContext context;
    client_.Prepare(CauseOf(scope), timeout_, &context);
    v1::ListDeputiesResponse page;
    const grpc::Status status = deputies_->ListDeputies(&context, request, &page);
    if (status.error_code() == grpc::StatusCode::NOT_FOUND) return HomeNotFound();
    if (!status.ok()) return rpc::FromGrpcStatus(status);
    for (const v1::Deputy& deputy : page.deputies()) cards.push_back(FromProto(deputy));
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return cards;
}

absl::StatusOr<std::vector<int64_t>> AccountsDirectory::Leaders(const base::CallScope& scope,
                                                                int64_t home_id) {
  grpc::ClientContext context;
  client_.Prepare(CauseOf(scope), timeout_, &context);
  v1::ListRoleHoldersRequest request;
  request.set_home_id(home_id);
  request.add_roles(common::v1::ROLE_LIAISON);
  request.add_roles(common::v1::ROLE_CHAIR);
  v1::ListRoleHoldersResponse response;
  const grpc::Status status = staff_->ListRoleHolders(&context, request, &response);
  if (!status.ok()) return rpc::FromGrpcStatus(status);
  std::vector<int64_t> persons;
  for (const v1::RoleHolder& holder : response.holders()) {
    if (holder.person_id() != 0 &&
        std::find(persons.begin(), persons.end(), holder.person_id()) == persons.end()) {
      persons.push_back(holder.person_id());
    }
  }
  return persons;
}

}  // namespace deputies::duty
