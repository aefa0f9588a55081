#include "services/common/audit/audit_trail.h"

#include <limits>

#include "absl/strings/str_cat.h"
#include "services/common/base/status_macros.h"
#include "services/common/config/config.h"
#include "sodium.h"

namespace deputies::audit {
namespace {

constexpr db::Statement kLockHead{
    "/* audit.LockHead */ SELECT sequence, mac FROM audit_heads WHERE home_id = ? FOR UPDATE"};
constexpr db::Statement kInsertHead{
    "/* audit.InsertHead */ INSERT INTO audit_heads (home_id, sequence, mac) VALUES (?, 0, '')"};
constexpr db::Statement kInsertEntry{
    "/* audit.InsertEntry */ INSERT INTO audit_entries (home_id, sequence, create_time, "
    "actor_person_id, request_id, action, target, detail, mac) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"};
constexpr db::Statement kMoveHead{
    "/* audit.MoveHead */ UPDATE audit_heads SET sequence = ?, mac = ? WHERE home_id = ?"};
constexpr db::Statement kListEntries{
    "/* audit.ListEntries */ SELECT sequence, create_time, actor_person_id, request_id, action, "
    "target, detail, mac FROM audit_entries WHERE home_id = ? AND sequence < ? "
    "ORDER BY sequence DESC LIMIT ?"};

// Lengths part the fields: no two entries have the same text.
void AppendField(absl::string_view field, std::string* text) {
  absl::StrAppend(text, field.size(), ":", field);
}

}  // namespace

absl::StatusOr<AuditTrail> AuditTrail::FromFile(const std::string& path) {
  ASSIGN_OR_RETURN(const auto key, config::ReadKey(path));
  return AuditTrail(key);
}

std::string AuditTrail::Mac(int64_t home_id, absl::string_view previous_mac,
                            const RecordedEntry& recorded) const {
  std::string text;
  AppendField(previous_mac, &text);
  for (const int64_t number : {home_id, recorded.sequence, absl::ToUnixMillis(recorded.create_time),
                               recorded.entry.actor.person_id}) {
    AppendField(absl::StrCat(number), &text);
  }
  for (const std::string& field : {recorded.entry.actor.request_id, recorded.entry.action,
                                   recorded.entry.target, recorded.entry.detail}) {
    AppendField(field, &text);
  }
  unsigned char mac[crypto_auth_BYTES];
  crypto_auth(mac, reinterpret_cast<const unsigned char*>(text.data()), text.size(), key_.data());
  return std::string(reinterpret_cast<const char*>(mac), sizeof(mac));
}

absl::Status AuditTrail::Append(db::Transaction& transaction, int64_t home_id,
                                const base::AuditEntry& entry, absl::Time now) const {
  ASSIGN_OR_RETURN(db::Rows head, transaction.Query(kLockHead, {home_id}));
  if (head.empty()) {
    const absl::Status inserted = transaction.Execute(kInsertHead, {home_id}).status();
    // Another first writer may have been quicker.
    if (!inserted.ok() && !db::IsDuplicateKey(inserted)) return inserted;
    ASSIGN_OR_RETURN(head, transaction.Query(kLockHead, {home_id}));
    if (head.empty()) return absl::InternalError("audit head is gone");
  }
  RecordedEntry recorded;
  recorded.sequence = head[0].Int(0) + 1;
  // The column keeps milliseconds.
  recorded.create_time = absl::FromUnixMillis(absl::ToUnixMillis(now));
  recorded.entry = entry;
  recorded.mac = Mac(home_id, recorded.sequence == 1 ? "" : head[0].String(1), recorded);
  RETURN_IF_ERROR(
      transaction
          .Execute(kInsertEntry,
                   {home_id, recorded.sequence, recorded.create_time, entry.actor.person_id,
                    entry.actor.request_id, entry.action, entry.target, entry.detail, recorded.mac})
          .status());
  return transaction.Execute(kMoveHead, {recorded.sequence, recorded.mac, home_id}).status();
}

absl::StatusOr<std::vector<RecordedEntry>> AuditTrail::List(db::Database& database,
                                                            absl::Time deadline, int64_t home_id,
                                                            int64_t before_sequence, int limit) {
  if (before_sequence <= 0) before_sequence = std::numeric_limits<int64_t>::max();
  ASSIGN_OR_RETURN(const db::Rows rows,
                   database.Query(deadline, kListEntries, {home_id, before_sequence, limit}));
  std::vector<RecordedEntry> entries;
  for (const db::Row& row : rows) {
    RecordedEntry recorded;
    recorded.sequence = row.Int(0);
    recorded.create_time = row.Time(1);
    recorded.entry = {{row.Int(2), row.String(3)}, row.String(4), row.String(5), row.String(6)};
    recorded.mac = row.String(7);
    entries.push_back(std::move(recorded));
  }
  return entries;
}

}  // namespace deputies::audit
