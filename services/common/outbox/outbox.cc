#include "services/common/outbox/outbox.h"

#include "absl/strings/str_cat.h"
#include "services/common/base/status_macros.h"

namespace deputies::outbox {
namespace {

constexpr db::Statement kAppend{
    "/* outbox.Append */ INSERT INTO outbox (home_id, id, payload, created_at, due_at)"
    " VALUES (?, ?, ?, ?, ?)"};
constexpr db::Statement kRecordReceipt{
    "/* outbox.RecordReceipt */ INSERT INTO event_receipts (home_id, event_id, received_at)"
    " VALUES (?, ?, ?)"};
constexpr db::Statement kDeleteSent{
    "/* outbox.DeleteSent */ DELETE FROM outbox WHERE sent_at < ? ORDER BY sent_at LIMIT 500"};
constexpr db::Statement kDeleteReceipts{
    "/* outbox.DeleteReceipts */ DELETE FROM event_receipts WHERE received_at < ?"
    " ORDER BY received_at LIMIT 500"};
constexpr int64_t kDeleteBatch = 500;

}  // namespace

absl::Status Append(db::Transaction& transaction, int64_t home_id, int64_t event_id,
                    absl::string_view event_bytes, absl::Time now) {
  if (event_bytes.size() > kMaxEventBytes) {
    return absl::InternalError(absl::StrCat("event of ", event_bytes.size(), " bytes"));
  }
  return transaction.Execute(kAppend, {home_id, event_id, event_bytes, now, now}).status();
}

absl::StatusOr<bool> FirstTime(db::Transaction& transaction, int64_t home_id, int64_t event_id,
                               absl::Time now) {
  absl::Status recorded = transaction.Execute(kRecordReceipt, {home_id, event_id, now}).status();
  if (db::IsDuplicateKey(recorded)) return false;
  RETURN_IF_ERROR(recorded);
  return true;
}

db::RetentionRule SentEventRetention() {
  return {"outbox", &kDeleteSent, kDeleteBatch, absl::Hours(7 * 24)};
}

db::RetentionRule ReceiptRetention() {
  return {"event_receipts", &kDeleteReceipts, kDeleteBatch, absl::Hours(60 * 24)};
}

}  // namespace deputies::outbox
