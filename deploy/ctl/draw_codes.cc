#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "deploy/ctl/command_line.h"
#include "deploy/ctl/commands.h"
#include "deploy/ctl/progress.h"
#include "deploy/ctl/request_id.h"
#include "deploy/ctl/services.h"
#include "deputies/accounts/v1/code.grpc.pb.h"
#include "deputies/accounts/v1/deputy.grpc.pb.h"
#include "deputies/accounts/v1/organization.grpc.pb.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"
#include "services/common/sheet/csv_reader.h"

namespace deputies::ctl {
namespace {

using Codes = accounts::v1::CodeService;
using Deputies = accounts::v1::DeputyService;
using Organizations = accounts::v1::OrganizationService;

// Of WeChat's 5,000 a minute; the rest is for whoever prints posters meanwhile.
constexpr int64_t kUsualPerMinute = 3000;
constexpr int64_t kMostPerMinute = 5000;
// After WeChat said that the minute is used up.
constexpr absl::Duration kRefusedPause = absl::Seconds(5);
// A minute ends; refusals for longer mean something else (the limit of the day).
constexpr absl::Duration kRefusedPatience = absl::Minutes(3);
constexpr int kPageSize = 50;
constexpr char kListName[] = "codes.csv";
const std::vector<std::string> kListHead = {"home_id", "home",       "deputy_id", "deputy",
                                            "scene",   "short_code", "file"};

struct Order {
  int64_t home_id = 0;
  std::string home_name;
  int64_t deputy_id = 0;
  std::string deputy_name;

  std::string Id() const { return absl::StrCat(home_id, "/", deputy_id); }
};

absl::Status CannotWrite(const std::filesystem::path& path) {
  return absl::InvalidArgumentError(absl::StrCat(path.string(), ": ", std::strerror(errno)));
}

// Whole or not at all, whenever the program is killed.
absl::Status WriteFile(const std::filesystem::path& path, const std::string& bytes) {
  std::error_code error;
  std::filesystem::create_directories(path.parent_path(), error);
  const std::filesystem::path unfinished = absl::StrCat(path.string(), ".part");
  std::FILE* const file = std::fopen(unfinished.c_str(), "wb");
  if (file == nullptr) return CannotWrite(unfinished);
  const bool written = std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size() &&
                       std::fflush(file) == 0 && fsync(fileno(file)) == 0;
  if (std::fclose(file) != 0 || !written) return CannotWrite(unfinished);
  return std::rename(unfinished.c_str(), path.c_str()) == 0 ? absl::OkStatus() : CannotWrite(path);
}

// The folder of pictures and the list that names them. A deputy is done when the list has the row
// and the picture is there: the picture is written first.
class Folder {
 public:
  explicit Folder(std::filesystem::path path) : path_(std::move(path)) {}

  // Reads what an earlier run left. A last row without its end is dropped.
  absl::Status Open() {
    std::string text;
    AppendRow(kListHead, &text);
    std::ifstream file(List(), std::ios::binary);
    const std::string earlier((std::istreambuf_iterator<char>(file)),
                              std::istreambuf_iterator<char>());
    if (!earlier.empty() && !absl::StartsWith(earlier, text)) {
      return absl::InvalidArgumentError(
          absl::StrCat(List().string(), ": not a list of this program; take another folder"));
    }
    const size_t whole = earlier.rfind("\r\n");
    std::istringstream rows(whole == std::string::npos ? "" : earlier.substr(0, whole + 2));
    sheet::CsvReader reader(rows);
    sheet::CsvRecord record;
    for (bool head = true; reader.Next(&record); head = false) {
      if (head || record.fields.size() != kListHead.size()) continue;
      if (!std::filesystem::exists(path_ / record.fields[6])) continue;
      if (done_.insert(absl::StrCat(record.fields[0], "/", record.fields[2])).second) {
        AppendRow(record.fields, &text);
      }
    }
    RETURN_IF_ERROR(WriteFile(List(), text));
    list_.open(List(), std::ios::binary | std::ios::app);
    return list_ ? absl::OkStatus() : CannotWrite(List());
  }

  bool Has(const Order& order) const { return done_.count(order.Id()) != 0; }

  absl::Status Keep(const Order& order, const accounts::v1::DrawDeputyCodeResponse& drawn) {
    const std::string name =
        absl::StrCat(order.Id(), drawn.content_type() == "image/png" ? ".png" : ".jpg");
    RETURN_IF_ERROR(WriteFile(path_ / name, drawn.picture()));
    std::string row;
    AppendRow({absl::StrCat(order.home_id), order.home_name, absl::StrCat(order.deputy_id),
               order.deputy_name, drawn.code().scene(), drawn.code().short_code(), name},
              &row);
    list_ << row << std::flush;
    return list_ ? absl::OkStatus() : CannotWrite(List());
  }

 private:
  std::filesystem::path List() const { return path_ / kListName; }
  // What a spreadsheet would take for a formula becomes text.
  static void AppendRow(std::vector<std::string> fields, std::string* out) {
    for (std::string& field : fields) {
      if (!field.empty() && absl::StrContains("=+-@", field.substr(0, 1)))
        field = absl::StrCat("'", field);
    }
    sheet::AppendCsvRow(fields, out);
  }

  const std::filesystem::path path_;
  std::set<std::string> done_;
  std::ofstream list_;
};

absl::Status ListHomeOrders(const Services& services, int64_t home_id, const std::string& home_name,
                            std::vector<Order>* orders) {
  accounts::v1::ListDeputiesRequest request;
  request.set_home_id(home_id);
  request.set_page_size(kPageSize);
  do {
    accounts::v1::ListDeputiesResponse response;
    RETURN_IF_ERROR(services.Call<Deputies>(&Deputies::Stub::ListDeputies, request, &response));
    for (const accounts::v1::Deputy& deputy : response.deputies()) {
      orders->push_back({home_id, home_name, deputy.deputy_id(), deputy.name()});
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  return absl::OkStatus();
}

// Every deputy of the home, or of all homes when it is 0.
absl::StatusOr<std::vector<Order>> ListOrders(const Services& services, int64_t home_id) {
  std::vector<Order> orders;
  if (home_id != 0) {
    accounts::v1::GetHomeRequest request;
    request.set_home_id(home_id);
    accounts::v1::Home home;
    RETURN_IF_ERROR(services.Call<Organizations>(&Organizations::Stub::GetHome, request, &home));
    RETURN_IF_ERROR(ListHomeOrders(services, home_id, home.name(), &orders));
    return orders;
  }
  accounts::v1::ListHomesRequest request;
  request.set_page_size(kPageSize);
  do {
    accounts::v1::ListHomesResponse response;
    RETURN_IF_ERROR(
        services.Call<Organizations>(&Organizations::Stub::ListHomes, request, &response));
    for (const accounts::v1::Home& home : response.homes()) {
      RETURN_IF_ERROR(ListHomeOrders(services, home.home_id(), home.name(), &orders));
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  return orders;
}

// Waits out the minutes that WeChat gives no more for.
absl::Status Draw(const Services& services, const Order& order, Progress* progress,
                  accounts::v1::DrawDeputyCodeResponse* drawn) {
  accounts::v1::DrawDeputyCodeRequest request;
  request.set_home_id(order.home_id);
  request.set_deputy_id(order.deputy_id);
  request.set_request_id(RequestIdOf(absl::StrCat("draw-codes/", order.Id())));
  const absl::Time give_up = absl::Now() + kRefusedPatience;
  while (true) {
    absl::Status status = services.Call<Codes>(&Codes::Stub::DrawDeputyCode, request, drawn);
    if (base::ErrorReason(status) != "RATE_LIMITED" || absl::Now() > give_up) return status;
    progress->Print("WeChat draws no more this minute; waiting");
    absl::SleepFor(kRefusedPause);
  }
}

}  // namespace

absl::StatusOr<int> DrawCodes(const v1::CtlConfig& config, const Arguments& arguments) {
  ASSIGN_OR_RETURN(const CommandLine line, CommandLine::Parse(arguments, {"home", "a-minute"}));
  if (line.words().size() != 1) return absl::InvalidArgumentError("draw-codes takes one folder");
  ASSIGN_OR_RETURN(const int64_t home_id,
                   line.Number("home", 1, std::numeric_limits<int64_t>::max(), 0));
  ASSIGN_OR_RETURN(const int64_t a_minute,
                   line.Number("a-minute", 1, kMostPerMinute, kUsualPerMinute));
  ASSIGN_OR_RETURN(const std::unique_ptr<Services> services, Services::Open(config));
  ASSIGN_OR_RETURN(const std::vector<Order> orders, ListOrders(*services, home_id));
  Folder folder(line.words()[0]);
  RETURN_IF_ERROR(folder.Open());

  Progress progress(static_cast<int64_t>(orders.size()), isatty(STDERR_FILENO) == 1);
  // Even pace: at no moment are there more in the minute before it.
  const absl::Duration apart = absl::Minutes(1) / a_minute;
  absl::Time next = absl::InfinitePast();
  int64_t done = 0, drawn_now = 0, earlier = 0, refused = 0;
  for (const Order& order : orders) {
    if (folder.Has(order)) {
      ++earlier;
    } else {
      absl::SleepFor(next - absl::Now());
      const absl::Time begin = absl::Now();
      accounts::v1::DrawDeputyCodeResponse drawn;
      const absl::Status status = Draw(*services, order, &progress, &drawn);
      if (absl::IsNotFound(status)) {
        // Left office, or the home, since the list was read.
        ++refused;
        progress.Print(absl::StrCat(order.Id(), " ", order.deputy_name, ": ", Describe(status)));
      } else {
        RETURN_IF_ERROR(status);
        RETURN_IF_ERROR(folder.Keep(order, drawn));
        ++drawn_now;
        if (drawn.drawn()) next = begin + apart;
      }
    }
    ++done;
    progress.Update(done, done);
  }
  progress.Finish();
  std::printf("%lld deputies: %lld codes written, %lld there already, %lld refused\n",
              static_cast<long long>(orders.size()),  // NOLINT: printf
              static_cast<long long>(drawn_now),      // NOLINT: printf
              static_cast<long long>(earlier),        // NOLINT: printf
              static_cast<long long>(refused));       // NOLINT: printf
  return refused == 0 ? kAllGood : kSomeRejected;
}

}  // namespace deputies::ctl
