// import-county: the register of a whole county, from four files of one folder.
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/random/random.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "deploy/ctl/command_line.h"
#include "deploy/ctl/commands.h"
#include "deploy/ctl/progress.h"
#include "deploy/ctl/register_rows.h"
#include "deploy/ctl/services.h"
#include "deputies/accounts/v1/import.grpc.pb.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"
#include "services/common/validate/request_rules.h"

namespace deputies::ctl {
namespace {

namespace av1 = accounts::v1;

// Most entries that an import method takes at once.
constexpr int kRegisterBatch = 500;
constexpr int kMostShownProblems = 50;

RegisterColumns VoterColumns() { return {{"phone", "constituency_code"}, {}}; }

void FillVoter(const RegisterRow& row, av1::ImportedVoter* out) {
  out->set_phone(row.Text("phone"));
  out->set_constituency_code(row.Text("constituency_code"));
}

// The county's files, read row by row.
class CountyFolder {
 public:
  CountyFolder(std::string folder, absl::TimeZone zone) : folder_(std::move(folder)), zone_(zone) {}

  using Refuse = std::function<absl::Status(const absl::Status&)>;
  // What takes the rows; a row that cannot be read goes to `refuse` instead.
  struct Takers {
    std::function<absl::Status(const RegisterRow&, av1::ImportedOrganization&&)> organization;
    std::function<absl::Status(const RegisterRow&, av1::ImportedHome&&)> home;
    std::function<absl::Status(const RegisterRow&, av1::ImportedDeputy&&)> deputy;
    std::function<absl::Status(const RegisterRow&, av1::ImportedVoter&&)> voter;
    // After each file.
    std::function<absl::Status()> end_of_file;
    Refuse refuse;
  };

  absl::Status Read(const Takers& takers) const {
    RETURN_IF_ERROR(ReadFile<av1::ImportedOrganization>(
        "organizations.csv", OrganizationColumns(), FillOrganization, takers.organization, takers));
    RETURN_IF_ERROR(ReadFile<av1::ImportedHome>(
        "homes.csv", HomeColumns(),
        [](const RegisterRow& row, av1::ImportedHome* out) {
          FillHome(row, out);
          return absl::OkStatus();
        },
        takers.home, takers));
    RETURN_IF_ERROR(ReadFile<av1::ImportedDeputy>(
        "deputies.csv", DeputyColumns(),
        [this](const RegisterRow& row, av1::ImportedDeputy* out) {
          return FillDeputy(row, zone_, out);
        },
        takers.deputy, takers));
    return ReadFile<av1::ImportedVoter>(
        "voters.csv", VoterColumns(),
        [](const RegisterRow& row, av1::ImportedVoter* out) {
          FillVoter(row, out);
          return absl::OkStatus();
        },
        takers.voter, takers);
  }

 private:
  template <typename Entry, typename Fill, typename Take>
  absl::Status ReadFile(const char* name, const RegisterColumns& columns, Fill fill,
                        const Take& take, const Takers& takers) const {
    RETURN_IF_ERROR(ForEachRegisterRow(
        absl::StrCat(folder_, "/", name), columns,
        [&](const RegisterRow& row) -> absl::Status {
          Entry entry;
          const absl::Status filled = fill(row, &entry);
          return filled.ok() ? take(row, std::move(entry)) : takers.refuse(filled);
        },
        takers.refuse));
    return takers.end_of_file();
  }

  const std::string folder_;
  const absl::TimeZone zone_;
};

// Reads everything and finds what the services would refuse, before anything is sent.
class CountyCheck {
 public:
  absl::Status Run(const CountyFolder& folder) {
    CountyFolder::Takers takers;
    takers.organization = [this](const RegisterRow& row, av1::ImportedOrganization&& entry) {
      const bool known = entry.parent_code().empty() || organizations_.count(entry.parent_code());
      if (!known) Report(row.Wrong("parent_code", "a code of an earlier line of this file"));
      Check(row, organization_rules_, &entry);
      AddCode(row, "code", &organizations_);
      return absl::OkStatus();
    };
    takers.home = [this](const RegisterRow& row, av1::ImportedHome&& entry) {
      CheckCodes(row, "organization_code", organizations_, "a code of organizations.csv");
      Check(row, home_rules_, &entry);
      AddCode(row, "code", &homes_);
      return absl::OkStatus();
    };
    takers.deputy = [this](const RegisterRow& row, av1::ImportedDeputy&& entry) {
      CheckCodes(row, "home_codes", homes_, "codes of homes.csv, parted by blanks");
      CheckCodes(row, "constituency_codes", organizations_,
                 "codes of organizations.csv, parted by blanks");
      CheckCodes(row, "group_codes", organizations_,
                 "codes of organizations.csv, parted by blanks");
      Check(row, deputy_rules_, &entry);
      AddCode(row, "code", &deputies_);
      return absl::OkStatus();
    };
    takers.voter = [this](const RegisterRow& row, av1::ImportedVoter&& entry) {
      const std::string& phone = entry.phone();
      const bool mobile =
          phone.size() == 11 && phone[0] == '1' && phone[1] >= '3' &&
          std::all_of(phone.begin(), phone.end(), [](char c) { return c >= '0' && c <= '9'; });
      // The number itself is personal and stays out of what is printed.
      if (!mobile) Report(row.Breach("phone", "expected a mobile number of eleven digits"));
      if (mobile && !voters_.insert(phone).second) {
        Report(row.Breach("phone", "expected a number that no earlier line has"));
      }
      CheckCodes(row, "constituency_code", organizations_, "a code of organizations.csv");
      ++rows_;
      return absl::OkStatus();
    };
    takers.end_of_file = [] { return absl::OkStatus(); };
    takers.refuse = [this](const absl::Status& problem) {
      Report(problem);
      return absl::OkStatus();
    };
    return folder.Read(takers);
  }

  int64_t rows() const { return rows_; }
  int64_t problems() const { return problems_; }
  std::string Summary() const {
    return absl::StrCat(organizations_.size(), " organisations, ", homes_.size(), " homes, ",
                        deputies_.size(), " deputies, ", voters_.size(), " voters");
  }

 private:
  void Report(const absl::Status& problem) {
    if (++problems_ <= kMostShownProblems) {
      std::fprintf(stderr, "%s\n", std::string(problem.message()).c_str());
    }
  }

  void Check(const RegisterRow& row, const validate::RequestRules& rules,
             google::protobuf::Message* entry) {
    ++rows_;
    const absl::Status checked = rules.NormalizeAndCheck(entry);
    for (const base::FieldViolation& violation : base::ErrorFields(checked)) {
      Report(row.Breach(violation.field, violation.description));
    }
  }

  void AddCode(const RegisterRow& row, absl::string_view column, std::set<std::string>* codes) {
    if (!codes->insert(row.Text(column)).second) {
      Report(row.Wrong(column, "a code that no earlier line has"));
    }
  }

  void CheckCodes(const RegisterRow& row, absl::string_view column,
                  const std::set<std::string>& known, absl::string_view expected) {
    for (const std::string& code : row.Codes(column)) {
      if (known.count(code) == 0) Report(row.Wrong(column, expected));
    }
  }

  const validate::RequestRules organization_rules_{av1::ImportedOrganization::descriptor()};
  const validate::RequestRules home_rules_{av1::ImportedHome::descriptor()};
  const validate::RequestRules deputy_rules_{av1::ImportedDeputy::descriptor()};
  std::set<std::string> organizations_, homes_, deputies_, voters_;
  int64_t rows_ = 0;
  int64_t problems_ = 0;
};

// A UUID of version 4.
std::string NewRequestId() {
  absl::BitGen random;
  const auto part = [&] { return absl::Uniform<uint64_t>(random); };
  return absl::StrFormat("%08x-%04x-4%03x-8%03x-%012x", part() >> 32, part() >> 48, part() >> 52,
                         part() >> 52, part() >> 16);
}

// Sends the rows in batches, each stored once, into one import that can be undone.
class CountySender {
 public:
  CountySender(const Services& services, Progress& progress, int64_t rows)
      : services_(services), progress_(progress), rows_(rows) {}

  absl::Status Run(const CountyFolder& folder, const std::string& name) {
    av1::BeginRegisterRequest begin;
    begin.set_request_id(NewRequestId());
    begin.set_name(name);
    av1::Import import;
    RETURN_IF_ERROR(services_.Call<av1::ImportService>(&av1::ImportService::Stub::BeginRegister,
                                                       begin, &import));
    import_id_ = import.import_id();
    CountyFolder::Takers takers;
    takers.organization = [this](const RegisterRow&, av1::ImportedOrganization&& entry) {
      *batch_.add_organizations() = std::move(entry);
      return FlushFull();
    };
    takers.home = [this](const RegisterRow&, av1::ImportedHome&& entry) {
      *batch_.add_homes() = std::move(entry);
      return FlushFull();
    };
    takers.deputy = [this](const RegisterRow&, av1::ImportedDeputy&& entry) {
      *batch_.add_deputies() = std::move(entry);
      return FlushFull();
    };
    takers.voter = [this](const RegisterRow&, av1::ImportedVoter&& entry) {
      *batch_.add_voters() = std::move(entry);
      return FlushFull();
    };
    takers.end_of_file = [this] { return Flush(); };
    takers.refuse = [](const absl::Status& problem) { return problem; };
    return folder.Read(takers);
  }

  // 0 before anything was begun.
  int64_t import_id() const { return import_id_; }

 private:
  absl::Status FlushFull() { return ++in_batch_ < kRegisterBatch ? absl::OkStatus() : Flush(); }

  absl::Status Flush() {
    if (in_batch_ > 0) {
      batch_.set_import_id(import_id_);
      batch_.set_number(++number_);
      av1::Import import;
      RETURN_IF_ERROR(services_.Call<av1::ImportService>(
          &av1::ImportService::Stub::AddRegisterBatch, batch_, &import));
      sent_ += in_batch_;
      in_batch_ = 0;
      batch_.Clear();
    }
    progress_.Update(std::min(sent_, rows_), sent_);
    return absl::OkStatus();
  }

  const Services& services_;
  Progress& progress_;
  const int64_t rows_;
  int64_t import_id_ = 0;
  int number_ = 0;
  int in_batch_ = 0;
  av1::AddRegisterBatchRequest batch_;
  int64_t sent_ = 0;
};

}  // namespace

absl::StatusOr<int> ImportCounty(const v1::CtlConfig& config, const Arguments& arguments) {
  ASSIGN_OR_RETURN(const CommandLine line, CommandLine::Parse(arguments, {"preview"}));
  if (line.words().size() != 1) return absl::InvalidArgumentError("import-county takes one folder");
  const std::string preview = line.Get("preview");
  if (!preview.empty() && preview != "yes") {
    return absl::InvalidArgumentError("--preview is yes, or left out");
  }
  std::error_code ignored;
  if (!std::filesystem::is_directory(line.words()[0], ignored)) {
    return absl::NotFoundError(absl::StrCat(line.words()[0], " is no folder"));
  }
  absl::TimeZone zone;
  if (!absl::LoadTimeZone("Asia/Shanghai", &zone)) {
    return absl::NotFoundError("no time-zone data for Asia/Shanghai: install tzdata");
  }
  const CountyFolder folder(line.words()[0], zone);

  CountyCheck check;
  RETURN_IF_ERROR(check.Run(folder));
  if (check.problems() > 0) {
    return absl::InvalidArgumentError(
        absl::StrCat(check.problems(), " problems; nothing was imported"));
  }
  if (!preview.empty()) {
    std::printf("would import %s\n", check.Summary().c_str());
    return kAllGood;
  }
  ASSIGN_OR_RETURN(const std::unique_ptr<Services> services, Services::Open(config));
  Progress progress(check.rows(), isatty(STDERR_FILENO) == 1);
  const absl::Time begin = absl::Now();
  CountySender sender(*services, progress, check.rows());
  const absl::Status sent =
      sender.Run(folder, std::filesystem::absolute(line.words()[0], ignored).filename().string());
  progress.Finish();
  if (!sent.ok()) {
    return absl::Status(
        sent.code(),
        absl::StrCat(
            Describe(sent), "; run the same command again to go on",
            sender.import_id() == 0 ? "" : absl::StrCat(", or undo-county ", sender.import_id())));
  }
  std::printf("imported %s in %.1f s; to take it back: undo-county %s\n", check.Summary().c_str(),
              absl::ToDoubleSeconds(absl::Now() - begin), absl::StrCat(sender.import_id()).c_str());
  return kAllGood;
}

absl::StatusOr<int> UndoCounty(const v1::CtlConfig& config, const Arguments& arguments) {
  ASSIGN_OR_RETURN(const CommandLine line, CommandLine::Parse(arguments, {}));
  av1::UndoRegisterRequest request;
  int64_t import_id = 0;
  if (line.words().size() != 1 || !absl::SimpleAtoi(line.words()[0], &import_id)) {
    return absl::InvalidArgumentError("undo-county takes the number that import-county printed");
  }
  request.set_import_id(import_id);
  ASSIGN_OR_RETURN(const std::unique_ptr<Services> services, Services::Open(config));
  av1::Import import;
  do {
    RETURN_IF_ERROR(services->Call<av1::ImportService>(&av1::ImportService::Stub::UndoRegister,
                                                       request, &import));
  } while (import.state() != av1::Import::UNDONE);
  std::printf("undone: %s new and %s changed entries\n", absl::StrCat(import.new_count()).c_str(),
              absl::StrCat(import.changed_count()).c_str());
  return kAllGood;
}

}  // namespace deputies::ctl
