#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "deploy/ctl/command_line.h"
#include "deploy/ctl/commands.h"
#include "deploy/ctl/csv_reader.h"
#include "deploy/ctl/message_rows.h"
#include "deploy/ctl/message_sender.h"
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

// One row of a demo file, with errors that name file, line and column.
class Row {
 public:
  Row(const std::string& path, const CsvColumns& columns, const CsvRecord& record)
      : path_(path), columns_(columns), record_(record) {}

  const std::string& Text(absl::string_view column) const {
    return columns_.Field(record_, column);
  }

  absl::Status Wrong(absl::string_view column, absl::string_view expected) const {
    return absl::InvalidArgumentError(absl::StrCat(path_, " line ", record_.line, ", column ",
                                                   column, ": expected ", expected, ", not \"",
                                                   Text(column), "\""));
  }

  absl::StatusOr<int> Number(absl::string_view column) const {
    int number = 0;
    if (!absl::SimpleAtoi(Text(column), &number)) return Wrong(column, "a whole number");
    return number;
  }

  // Midnight of a day in Asia/Shanghai.
  absl::Status Day(absl::string_view column, absl::TimeZone zone,
                   google::protobuf::Timestamp* out) const {
    absl::StatusOr<absl::Time> time = ParseLocalTime(Text(column) + " 00:00:00", zone);
    if (!time.ok()) return Wrong(column, "a day like 2021-11-01");
    out->set_seconds(absl::ToUnixSeconds(*time));
    return absl::OkStatus();
  }

  const CsvColumns& columns() const { return columns_; }
  const CsvRecord& record() const { return record_; }

 private:
  const std::string& path_;
  const CsvColumns& columns_;
  const CsvRecord& record_;
};

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
  // Hands each row of a file to `take`; a file that is not there has none.
  absl::Status ForEachRow(const std::string& name, const std::vector<std::string>& required,
                          const std::vector<std::string>& optional,
                          const std::function<absl::Status(const Row&)>& take) {
    const std::string path = absl::StrCat(folder_, "/", name);
    if (!std::filesystem::exists(path)) return absl::OkStatus();
    std::ifstream in(path, std::ios::binary);
    if (!in) return absl::NotFoundError(absl::StrCat("cannot read ", path));
    CsvReader reader(in);
    CsvRecord head;
    if (!reader.Next(&head)) return absl::InvalidArgumentError(absl::StrCat(path, " is empty"));
    absl::StatusOr<CsvColumns> columns = CsvColumns::Match(head, required, optional);
    if (!columns.ok()) {
      return absl::InvalidArgumentError(absl::StrCat(path, ": ", columns.status().message()));
    }
    CsvRecord record;
    while (reader.Next(&record)) {
      if (!record.problem.empty() || record.fields.size() != columns->size()) {
        return absl::InvalidArgumentError(absl::StrCat(
            path, " line ", record.line, ": ",
            record.problem.empty() ? absl::StrCat("expected ", columns->size(), " columns")
                                   : record.problem));
      }
      RETURN_IF_ERROR(take(Row(path, *columns, record)));
    }
    return absl::OkStatus();
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
    RETURN_IF_ERROR(
        ForEachRow("organizations.csv", {"code", "name", "level", "parent_code"}, {},
                   [&](const Row& row) -> absl::Status {
                     accounts::v1::ImportedOrganization* organization = request.add_organizations();
                     organization->set_code(row.Text("code"));
                     organization->set_name(row.Text("name"));
                     organization->set_parent_code(row.Text("parent_code"));
                     accounts::v1::OrganizationLevel level;
                     if (!accounts::v1::OrganizationLevel_Parse(
                             absl::AsciiStrToUpper(row.Text("level")), &level)) {
                       return row.Wrong("level", "region, city, county, township, station or grid");
                     }
                     organization->set_level(level);
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
    RETURN_IF_ERROR(ForEachRow("homes.csv", {"code", "name", "organization_code"},
                               {"address", "opening_hours", "contact_phone", "introduction"},
                               [&](const Row& row) -> absl::Status {
                                 accounts::v1::ImportedHome* home = request.add_homes();
                                 home->set_code(row.Text("code"));
                                 home->set_name(row.Text("name"));
                                 home->set_organization_code(row.Text("organization_code"));
                                 home->set_address(row.Text("address"));
                                 home->set_opening_hours(row.Text("opening_hours"));
                                 home->set_contact_phone(row.Text("contact_phone"));
                                 home->set_introduction(row.Text("introduction"));
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
    const auto take = [&](const Row& row) -> absl::Status {
      accounts::v1::ImportedDeputy* deputy = request.add_deputies();
      deputy->set_code(row.Text("code"));
      deputy->set_name(row.Text("name"));
      accounts::v1::DeputyLevel level;
      if (!accounts::v1::DeputyLevel_Parse(
              absl::StrCat(absl::AsciiStrToUpper(row.Text("level")), "_DEPUTY"), &level)) {
        return row.Wrong("level", "township, county, city or region");
      }
      deputy->set_level(level);
      ASSIGN_OR_RETURN(const int term, row.Number("term"));
      deputy->set_term(term);
      RETURN_IF_ERROR(row.Day("term_start", zone_, deputy->mutable_term_start_time()));
      if (!row.Text("term_end").empty()) {
        RETURN_IF_ERROR(row.Day("term_end", zone_, deputy->mutable_term_end_time()));
      }
      deputy->set_constituency(row.Text("constituency"));
      deputy->set_occupation(row.Text("occupation"));
      deputy->set_introduction(row.Text("introduction"));
      deputy->set_phone(row.Text("phone"));
      for (absl::string_view code :
           absl::StrSplit(row.Text("home_codes"), ' ', absl::SkipEmpty())) {
        deputy->add_home_codes(std::string(code));
      }
      for (absl::string_view code :
           absl::StrSplit(row.Text("constituency_codes"), ' ', absl::SkipEmpty())) {
        deputy->add_constituency_codes(std::string(code));
      }
      if (!row.Text("openid").empty()) {
        accounts::v1::BindDeputyRequest& binding = bindings.emplace_back();
        binding.set_deputy_code(row.Text("code"));
        binding.set_openid(row.Text("openid"));
      }
      return request.deputies_size() < kBatch ? absl::OkStatus() : flush();
    };
    RETURN_IF_ERROR(ForEachRow("deputies.csv",
                               {"code", "name", "level", "term", "term_start", "home_codes"},
                               {"term_end", "constituency", "constituency_codes", "occupation",
                                "introduction", "phone", "openid"},
                               take));
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
        "staff.csv", {"username", "password", "display_name", "role"}, {"organization_code"},
        [&](const Row& row) -> absl::Status {
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
    RETURN_IF_ERROR(ForEachRow("messages.csv", required, MessageRows::OptionalColumns(),
                               [&](const Row& row) -> absl::Status {
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
    const auto take = [&](const Row& row) -> absl::Status {
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
    RETURN_IF_ERROR(
        ForEachRow("duty.csv",
                   {"home_code", "deputy_code", "item", "source_type", "source_id", "performed_on"},
                   {}, take));
    return flush();
  }

  // A demo file is ours: a bad row stops the command.
  static absl::Status Refuse(const CsvRecord& record, const std::vector<RowProblem>& problems) {
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
