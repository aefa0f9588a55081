// Sends messages to the board in batches.
#ifndef DEPLOY_CTL_MESSAGE_SENDER_H_
#define DEPLOY_CTL_MESSAGE_SENDER_H_

#include <cstdint>
#include <functional>
#include <vector>

#include "absl/status/status.h"
#include "deploy/ctl/message_rows.h"
#include "deputies/board/v1/message.pb.h"
#include "services/common/sheet/csv_reader.h"

namespace deputies::ctl {

class MessageSender {
 public:
  // Most messages that ImportMessages takes at once.
  static constexpr int kMaxBatch = 200;
  // A batch is sent early when it grows beyond this: gRPC takes 4 MiB.
  static constexpr size_t kMaxBatchBytes = 1 << 20;

  // Stores one batch; Services::Call in the program.
  using Import = std::function<absl::Status(const board::v1::ImportMessagesRequest&,
                                            board::v1::ImportMessagesResponse*)>;
  // Told of each row that the board refuses by its index.
  using Reject =
      std::function<absl::Status(const sheet::CsvRecord&, const std::vector<RowProblem>&)>;

  MessageSender(int64_t home_id, int batch, Import import, Reject reject);

  // Adds a row, and sends when the batch is full. `record` is what the message was made of.
  absl::Status Add(board::v1::ImportedMessage message, sheet::CsvRecord record);
  // Sends what is left.
  absl::Status Flush();

  int64_t imported() const { return imported_; }
  int64_t skipped() const { return skipped_; }

 private:
  // Takes the rows that `error` names out of the batch; the error itself when it names none.
  absl::Status RejectNamed(const absl::Status& error);

  const size_t batch_;
  const Import import_;
  const Reject reject_;
  board::v1::ImportMessagesRequest request_;
  std::vector<sheet::CsvRecord> records_;
  size_t bytes_ = 0;
  int64_t imported_ = 0;
  int64_t skipped_ = 0;
};

}  // namespace deputies::ctl

#endif  // DEPLOY_CTL_MESSAGE_SENDER_H_
