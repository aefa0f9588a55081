#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "deploy/ctl/command_line.h"
#include "deploy/ctl/commands.h"
#include "deploy/ctl/message_rows.h"
#include "deploy/ctl/message_sender.h"
#include "deploy/ctl/progress.h"
#include "deploy/ctl/reject_file.h"
#include "deploy/ctl/services.h"
#include "deputies/board/v1/message.grpc.pb.h"
#include "services/common/base/status_macros.h"
#include "services/common/sheet/csv_reader.h"

namespace deputies::ctl {
namespace {

// Problems shown one by one; the rest only stands in the reject file.
constexpr int64_t kShownProblems = 50;

struct Options {
  std::string file;
  std::string rejects;
  int64_t home_id = 0;
  int batch = 0;
};

absl::StatusOr<Options> ParseOptions(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const CommandLine line,
                   CommandLine::Parse(arguments, {"home", "batch", "rejects"}));
  if (line.words().size() != 1) {
    return absl::InvalidArgumentError("import-messages takes one file");
  }
  Options options;
  options.file = line.words()[0];
  ASSIGN_OR_RETURN(options.home_id, line.Number("home", 1, INT64_MAX, 0));
  if (options.home_id == 0) return absl::InvalidArgumentError("--home is missing");
  ASSIGN_OR_RETURN(const int64_t batch, line.Number("batch", 1, MessageSender::kMaxBatch, 100));
  options.batch = static_cast<int>(batch);
  options.rejects = line.Get("rejects");
  if (options.rejects.empty()) options.rejects = absl::StrCat(options.file, ".rejects.csv");
  std::error_code ignored;
  if (std::filesystem::equivalent(options.file, options.rejects, ignored)) {
    return absl::InvalidArgumentError("--rejects would overwrite the imported file");
  }
  return options;
}

// Counts and shows the bad rows.
class Rejections {
 public:
  Rejections(RejectFile& file, Progress& progress) : file_(file), progress_(progress) {}

  absl::Status Add(const sheet::CsvRecord& record, const std::vector<RowProblem>& problems) {
    for (const RowProblem& problem : problems) {
      if (++shown_ <= kShownProblems) progress_.Print(ProblemLine(record.line, problem));
      if (shown_ == kShownProblems + 1) {
        progress_.Print(absl::StrCat("more problems: see ", file_.path()));
      }
    }
    return file_.Add(record, problems);
  }

 private:
  RejectFile& file_;
  Progress& progress_;
  int64_t shown_ = 0;
};

}  // namespace

absl::StatusOr<int> ImportMessages(const v1::CtlConfig& config, const Arguments& arguments) {
  ASSIGN_OR_RETURN(const Options options, ParseOptions(arguments));
  std::error_code error;
  const auto bytes = std::filesystem::file_size(options.file, error);
  std::ifstream in(options.file, std::ios::binary);
  if (error || !in) return absl::NotFoundError(absl::StrCat("cannot read ", options.file));
  sheet::CsvReader reader(in);
  sheet::CsvRecord head;
  if (!reader.Next(&head)) {
    return absl::InvalidArgumentError(absl::StrCat(options.file, " is empty"));
  }
  std::vector<std::string> optional = MessageRows::OptionalColumns();
  optional.push_back(kRejectLine);
  optional.push_back(kRejectReason);
  absl::StatusOr<sheet::CsvColumns> columns =
      sheet::CsvColumns::Match(head, MessageRows::RequiredColumns(), optional);
  if (!columns.ok()) {
    return absl::InvalidArgumentError(absl::StrCat(options.file, ": ", columns.status().message()));
  }
  ASSIGN_OR_RETURN(MessageRows rows, MessageRows::Make());
  ASSIGN_OR_RETURN(const std::unique_ptr<Services> services, Services::Open(config));

  Progress progress(static_cast<int64_t>(bytes), isatty(STDERR_FILENO) == 1);
  RejectFile reject_file(options.rejects, head);
  Rejections rejections(reject_file, progress);
  MessageSender sender(
      options.home_id, options.batch,
      [&](const board::v1::ImportMessagesRequest& request,
          board::v1::ImportMessagesResponse* response) {
        return services->Call<board::v1::MessageService>(
            &board::v1::MessageService::Stub::ImportMessages, request, response);
      },
      [&](const sheet::CsvRecord& record, const std::vector<RowProblem>& problems) {
        return rejections.Add(record, problems);
      });

  const absl::Time begin = absl::Now();
  int64_t row_count = 0;
  const auto work = [&]() -> absl::Status {
    sheet::CsvRecord record;
    while (reader.Next(&record)) {
      board::v1::ImportedMessage message;
      const std::vector<RowProblem> problems = rows.Read(*columns, record, &message);
      if (problems.empty()) {
        RETURN_IF_ERROR(sender.Add(std::move(message), std::move(record)));
      } else {
        RETURN_IF_ERROR(rejections.Add(record, problems));
      }
      progress.Update(reader.position(), ++row_count);
    }
    if (in.bad()) return absl::DataLossError(absl::StrCat("cannot read all of ", options.file));
    return sender.Flush();
  };
  absl::Status status = work();
  if (status.ok()) {
    status = reject_file.Close();
  } else {
    // What was rejected up to here is worth keeping, whatever comes of closing it.
    static_cast<void>(reject_file.Close());
  }
  progress.Finish();

  const double seconds = std::max(absl::ToDoubleSeconds(absl::Now() - begin), 1e-3);
  std::printf("%s: %lld imported, %lld already there, %lld rejected in %.1f s (%.0f rows/s)\n",
              status.ok() ? "done" : "stopped",
              static_cast<long long>(sender.imported()),    // NOLINT: printf
              static_cast<long long>(sender.skipped()),     // NOLINT: printf
              static_cast<long long>(reject_file.count()),  // NOLINT: printf
              seconds, static_cast<double>(row_count) / seconds);
  if (reject_file.count() > 0) std::printf("rejected rows: %s\n", reject_file.path().c_str());
  if (!status.ok()) {
    return absl::Status(status.code(),
                        absl::StrCat(Describe(status), "; run the same command again to go on"));
  }
  return reject_file.count() > 0 ? kSomeRejected : kAllGood;
}

}  // namespace deputies::ctl
