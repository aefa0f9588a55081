#include "deploy/ctl/reject_file.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace deputies::ctl {

RejectFile::RejectFile(std::string path, sheet::CsvRecord head) : path_(std::move(path)) {
  for (size_t i = 0; i < head.fields.size(); ++i) {
    if (head.fields[i] == kRejectLine || head.fields[i] == kRejectReason) continue;
    columns_.push_back(std::move(head.fields[i]));
    positions_.push_back(i);
  }
}

absl::Status RejectFile::Add(const sheet::CsvRecord& record,
                             const std::vector<RowProblem>& problems) {
  std::string text;
  if (count_ == 0) {
    out_.open(path_, std::ios::binary | std::ios::trunc);
    std::vector<std::string> head = columns_;
    head.push_back(kRejectLine);
    head.push_back(kRejectReason);
    sheet::AppendCsvRow(head, &text);
  }
  ++count_;
  // A row without form keeps its text in the first column.
  std::vector<std::string> fields(columns_.size());
  if (record.problem.empty()) {
    for (size_t i = 0; i < positions_.size(); ++i) {
      if (positions_[i] < record.fields.size()) fields[i] = record.fields[positions_[i]];
    }
  } else {
    fields[0] = record.raw;
  }
  fields.push_back(absl::StrCat(record.line));
  fields.push_back(absl::StrJoin(problems, "; ", [](std::string* out, const RowProblem& problem) {
    absl::StrAppend(out, problem.column, problem.column.empty() ? "" : ": ", "expected ",
                    problem.expected);
  }));
  sheet::AppendCsvRow(fields, &text);
  out_ << text;
  if (!out_) return absl::UnavailableError(absl::StrCat("cannot write ", path_));
  return absl::OkStatus();
}

absl::Status RejectFile::Close() {
  if (count_ == 0) return absl::OkStatus();
  out_.close();
  if (!out_) return absl::UnavailableError(absl::StrCat("cannot write ", path_));
  return absl::OkStatus();
}

std::string ProblemLine(int64_t line, const RowProblem& problem) {
  return absl::StrCat("line ", line, problem.column.empty() ? "" : ", column ", problem.column,
                      ": expected ", problem.expected);
}

}  // namespace deputies::ctl
