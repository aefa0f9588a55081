#include <cstdio>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "deploy/ctl/command_line.h"
#include "deploy/ctl/commands.h"
#include "deploy/ctl/message_rows.h"
#include "deploy/ctl/message_sender.h"
#include "deploy/ctl/register_rows.h"
#include "deploy/ctl/reject_file.h"
#include "deploy/ctl/services.h"
#include "deputies/accounts/v1/deputy.grpc.pb.h"
#include "deputies/accounts/v1/organization.grpc.pb.h"
#include "deputies/accounts/v1/staff.grpc.pb.h"
#include "deputies/board/v1/message.grpc.pb.h"
#include "deputies/events/v1/event.grpc.pb.h"
#include "services/common/base/status_macros.h"

namespace deputies::ctl {
namespace {

// Most entries that an import method takes at once.
constexpr int kBatch = 500;
// Most events of one delivery.
constexpr int kEventBatch = 100;

class DemoLoader {
 public:
  DemoLoader(const Services& services, std::string folder, absl::TimeZone zone)
      : services_(services), folder_(std::move(folder)), zone_(zone) {}

  absl::Status Load() {
    RETURN_IF_ERROR(LoadOrganizations());
    RETURN_IF_ERROR(LoadHomes());
    RETURN_IF_ERROR(LoadDeputies());
    RETURN_IF_ERROR(LoadStaff());
    RETURN_IF_ERROR(LoadMessages());
    return LoadDuty();
  }

  // By code.
  const std::map<std::string, int64_t>& homes() const { return homes_; }
  std::string Summary() const {
    return absl::StrCat(organizations_, " organisations, ", homes_.size(), " homes, ", deputies_,
                        " deputies (", bound_, " bound), ", staff_, " staff accounts, ", imported_,
                        " new messages, ", acts_, " acts");
  }

 private:
  // A demo file is ours: a bad row stops the command.
  absl::Status ForEachRow(const std::string& name, const RegisterColumns& columns,
                          const std::function<absl::Status(const RegisterRow&)>& take) {
    return ForEachRegisterRow(absl::StrCat(folder_, "/", name), columns, take,
                              [](const absl::Status& problem) { return problem; });
  }

  absl::Status LoadOrganizations() {
    accounts::v1::ImportOrganizationsRequest request;
    const auto flush = [&]() -> absl::Status {
      if (request.organizations().empty()) return absl::OkStatus();
      accounts::v1::ImportOrganizationsResponse response;
      RETURN_IF_ERROR(services_.Call<accounts::v1::OrganizationService>(
          &accounts::v1::OrganizationService::Stub::ImportOrganizations, request, &response));
      organizations_ += request.organizations_size();
      request.Clear();
      return absl::OkStatus();
    };
    RETURN_IF_ERROR(ForEachRow(
        "organizations.csv", OrganizationColumns(), [&](const RegisterRow& row) -> absl::Status {
          RETURN_IF_ERROR(FillOrganization(row, request.add_organizations()));
          return request.organizations_size() < kBatch ? absl::OkStatus() : flush();
        }));
    return flush();
  }

  absl::Status LoadHomes() {
    accounts::v1::ImportOrganizationsRequest request;
    const auto flush = [&]() -> absl::Status {
      if (request.homes().empty()) return absl::OkStatus();
      accounts::v1::ImportOrganizationsResponse response;
      RETURN_IF_ERROR(services_.Call<accounts::v1::OrganizationService>(
          &accounts::v1::OrganizationService::Stub::ImportOrganizations, request, &response));
      if (response.home_ids_size() != request.homes_size()) {
        return absl::InternalError("ImportOrganizations did not answer with every home");
      }
      for (int i = 0; i < request.homes_size(); ++i) {
        homes_[request.homes(i).code()] = response.home_ids(i);
      }
      request.Clear();
      return absl::OkStatus();
    };
    RETURN_IF_ERROR(
        ForEachRow("homes.csv", HomeColumns(), [&](const RegisterRow& row) -> absl::Status {
          FillHome(row, request.add_homes());
          return request.homes_size() < kBatch ? absl::OkStatus() : flush();
        }));
    return flush();
  }

  absl::Status LoadDeputies() {
    accounts::v1::ImportDeputiesRequest request;
    std::vector<accounts::v1::BindDeputyRequest> bindings;
    const auto flush = [&]() -> absl::Status {
      if (request.deputies().empty()) return absl::OkStatus();
      accounts::v1::ImportDeputiesResponse response;
      RETURN_IF_ERROR(services_.Call<accounts::v1::DeputyService>(
          &accounts::v1::DeputyService::Stub::ImportDeputies, request, &response));
      for (int i = 0; i < response.deputy_ids_size(); ++i) {
        deputy_ids_[request.deputies(i).code()] = response.deputy_ids(i);
      }
      deputies_ += request.deputies_size();
      request.Clear();
      return absl::OkStatus();
    };
    const auto take = [&](const RegisterRow& row) -> absl::Status {
      RETURN_IF_ERROR(FillDeputy(row, zone_, request.add_deputies()));
      if (!row.Text("openid").empty()) {
        accounts::v1::BindDeputyRequest& binding = bindings.emplace_back();
        binding.set_deputy_code(row.Text("code"));
        binding.set_openid(row.Text("openid"));
      }
      return request.deputies_size() < kBatch ? absl::OkStatus() : flush();
    };
    RegisterColumns columns = DeputyColumns();
    columns.optional.push_back("openid");
    RETURN_IF_ERROR(ForEachRow("deputies.csv", columns, take));
    RETURN_IF_ERROR(flush());
    for (const accounts::v1::BindDeputyRequest& binding : bindings) {
      accounts::v1::BindDeputyResponse response;
      RETURN_IF_ERROR(services_.Call<accounts::v1::DeputyService>(
          &accounts::v1::DeputyService::Stub::BindDeputy, binding, &response));
      ++bound_;
    }
    return absl::OkStatus();
  }

  absl::Status LoadStaff() {
    return ForEachRow(
        "staff.csv", {{"username", "password", "display_name", "role"}, {"organization_code"}},
        [&](const RegisterRow& row) -> absl::Status {
          accounts::v1::SetStaffAccountRequest request;
          request.set_username(row.Text("username"));
          request.set_password(row.Text("password"));
          request.set_display_name(row.Text("display_name"));
          common::v1::Role role;
          if (!common::v1::Role_Parse(
                  absl::StrCat("ROLE_", absl::AsciiStrToUpper(row.Text("role"))), &role)) {
            return row.Wrong("role", "a role of caller.proto in small letters, without ROLE_");
          }
          request.set_role(role);
          request.set_organization_code(row.Text("organization_code"));
          accounts::v1::StaffAccount account;
          RETURN_IF_ERROR(services_.Call<accounts::v1::StaffService>(
              &accounts::v1::StaffService::Stub::SetStaffAccount, request, &account));
          ++staff_;
          return absl::OkStatus();
        });
  }

  absl::Status LoadMessages() {
    std::vector<std::string> required = MessageRows::RequiredColumns();
    required.insert(required.begin(), "home_code");
    // Ids need to be unique within a home only.
    std::map<std::string, MessageRows> rows;
    std::map<std::string, MessageSender> senders;
    RETURN_IF_ERROR(ForEachRow("messages.csv", {required, MessageRows::OptionalColumns()},
                               [&](const RegisterRow& row) -> absl::Status {
                                 const std::string& home_code = row.Text("home_code");
                                 const auto home = homes_.find(home_code);
                                 if (home == homes_.end())
                                   return row.Wrong("home_code", "a code of homes.csv");
                                 if (rows.find(home_code) == rows.end()) {
                                   ASSIGN_OR_RETURN(MessageRows made, MessageRows::Make());
                                   rows.emplace(home_code, std::move(made));
                                   senders.emplace(
                                       std::piecewise_construct, std::forward_as_tuple(home_code),
                                       std::forward_as_tuple(
                                           home->second, MessageSender::kMaxBatch,
                                           [this](const board::v1::ImportMessagesRequest& request,
                                                  board::v1::ImportMessagesResponse* response) {
                                             return services_.Call<board::v1::MessageService>(
                                                 &board::v1::MessageService::Stub::ImportMessages,
                                                 request, response);
                                           },
                                           &Refuse));
                                 }
                                 board::v1::ImportedMessage message;
                                 const std::vector<RowProblem> problems =
                                     rows.at(home_code).Read(row.columns(), row.record(), &message);
                                 if (!problems.empty()) return Refuse(row.record(), problems);
                                 return senders.at(home_code).Add(std::move(message), row.record());
                               }));
    for (auto& [home_code, sender] : senders) {
      RETURN_IF_ERROR(sender.Flush());
      imported_ += sender.imported();
    }
    return absl::OkStatus();
  }

  // What the deputies did, for their ledger, which takes each act once.
  absl::Status LoadDuty() {
    events::v1::DeliverEventsRequest request;
    const auto flush = [&]() -> absl::Status {
      if (request.events().empty()) return absl::OkStatus();
      events::v1::DeliverEventsResponse response;
      RETURN_IF_ERROR(services_.Call<events::v1::EventConsumerService>(
          &events::v1::EventConsumerService::Stub::DeliverEvents, request, &response));
      acts_ += request.events_size();
      request.Clear();
      return absl::OkStatus();
    };
    const auto take = [&](const RegisterRow& row) -> absl::Status {
      const auto home = homes_.find(row.Text("home_code"));
      if (home == homes_.end()) return row.Wrong("home_code", "a code of homes.csv");
      const auto deputy = deputy_ids_.find(row.Text("deputy_code"));
      if (deputy == deputy_ids_.end()) return row.Wrong("deputy_code", "a code of deputies.csv");
      ASSIGN_OR_RETURN(const int source_id, row.Number("source_id"));
      events::v1::Event* event = request.add_events();
      event->set_event_id(acts_ + request.events_size());
      event->set_home_id(home->second);
      events::v1::DutyPerformed* act = event->mutable_duty_performed();
      act->set_deputy_id(deputy->second);
      act->set_item(row.Text("item"));
      act->set_source_type(row.Text("source_type"));
      act->set_source_id(source_id);
      RETURN_IF_ERROR(row.Day("performed_on", zone_, act->mutable_perform_time()));
      return request.events_size() < kEventBatch ? absl::OkStatus() : flush();
    };
    RETURN_IF_ERROR(ForEachRow(
        "duty.csv",
        {{"home_code", "deputy_code", "item", "source_type", "source_id", "performed_on"}, {}},
        take));
    return flush();
  }

  // A demo file is ours: a bad row stops the command.
  static absl::Status Refuse(const sheet::CsvRecord& record,
                             const std::vector<RowProblem>& problems) {
    return absl::InvalidArgumentError(
        absl::StrCat("messages.csv ", ProblemLine(record.line, problems[0])));
  }

  const Services& services_;
  const std::string folder_;
  const absl::TimeZone zone_;
  std::map<std::string, int64_t> homes_;
  std::map<std::string, int64_t> deputy_ids_;
  int64_t organizations_ = 0;
  int64_t deputies_ = 0;
  int64_t bound_ = 0;
  int64_t staff_ = 0;
  int64_t imported_ = 0;
  int64_t acts_ = 0;
};

}  // namespace

absl::StatusOr<int> LoadDemo(const v1::CtlConfig& config, const Arguments& arguments) {
  ASSIGN_OR_RETURN(const CommandLine line, CommandLine::Parse(arguments, {}));
  if (line.words().size() != 1) return absl::InvalidArgumentError("load-demo takes one folder");
  const std::string& folder = line.words()[0];
  std::error_code ignored;
  if (!std::filesystem::is_directory(folder, ignored)) {
    return absl::NotFoundError(absl::StrCat(folder, " is no folder"));
  }
  absl::TimeZone zone;
  if (!absl::LoadTimeZone("Asia/Shanghai", &zone)) {
    return absl::NotFoundError("no time-zone data for Asia/Shanghai: install tzdata");
  }
  ASSIGN_OR_RETURN(const std::unique_ptr<Services> services, Services::Open(config));
  DemoLoader loader(*services, folder, zone);
  RETURN_IF_ERROR(loader.Load());
  for (const auto& [code, id] : loader.homes()) {
    std::printf("home %s %lld\n", code.c_str(), static_cast<long long>(id));  // NOLINT: printf
  }
  std::printf("loaded %s\n", loader.Summary().c_str());
  return kAllGood;
}

}  // namespace deputies::ctl
