#include "deploy/ctl/message_sender.h"

#include <map>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"

namespace deputies::ctl {

MessageSender::MessageSender(int64_t home_id, int batch, Import import, Reject reject)
    : batch_(static_cast<size_t>(batch)), import_(std::move(import)), reject_(std::move(reject)) {
  request_.set_home_id(home_id);
}

absl::Status MessageSender::Add(board::v1::ImportedMessage message, sheet::CsvRecord record) {
  bytes_ += message.ByteSizeLong();
  *request_.add_messages() = std::move(message);
  records_.push_back(std::move(record));
  if (records_.size() < batch_ && bytes_ < kMaxBatchBytes) return absl::OkStatus();
  return Flush();
}

absl::Status MessageSender::Flush() {
  while (!records_.empty()) {
    board::v1::ImportMessagesResponse response;
    const absl::Status status = import_(request_, &response);
    if (status.ok()) {
      imported_ += response.imported_count();
      skipped_ += response.skipped_count();
      break;
    }
    RETURN_IF_ERROR(RejectNamed(status));
  }
  request_.clear_messages();
  records_.clear();
  bytes_ = 0;
  return absl::OkStatus();
}

absl::Status MessageSender::RejectNamed(const absl::Status& error) {
  if (!absl::IsInvalidArgument(error)) return error;
  std::map<size_t, std::vector<RowProblem>> named;
  for (const base::FieldViolation& violation : base::ErrorFields(error)) {
    absl::string_view path = violation.field;
    size_t index = 0;
    if (!absl::ConsumePrefix(&path, "messages[") ||
        !absl::SimpleAtoi(path.substr(0, path.find(']')), &index) || index >= records_.size()) {
      continue;
    }
    const std::string column = MessageRows::ColumnOf(violation.field);
    named[index].push_back(
        {column, absl::StrCat(MessageRows::ExpectedIn(column), " (", violation.description, ")")});
  }
  if (named.empty()) return error;
  for (auto it = named.rbegin(); it != named.rend(); ++it) {
    const size_t index = it->first;
    RETURN_IF_ERROR(reject_(records_[index], it->second));
    records_.erase(records_.begin() + static_cast<std::ptrdiff_t>(index));
    request_.mutable_messages()->DeleteSubrange(static_cast<int>(index), 1);
  }
  return absl::OkStatus();
}

}  // namespace deputies::ctl
