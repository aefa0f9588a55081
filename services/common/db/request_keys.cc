#include "services/common/db/request_keys.h"

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"

namespace deputies::db {
namespace {

constexpr Statement kClaim{
    "/* requests.Claim */ INSERT INTO request_keys"
    " (home_id, person_id, operation, request_id, request_hash, result, created_at)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)"};
constexpr Statement kFind{
    "/* requests.Find */ SELECT request_hash, result FROM request_keys"
    " WHERE home_id = ? AND person_id = ? AND operation = ? AND request_id = ?"};
constexpr Statement kStoreResult{
    "/* requests.StoreResult */ UPDATE request_keys SET result = ?"
    " WHERE home_id = ? AND person_id = ? AND operation = ? AND request_id = ?"};
constexpr Statement kDeleteOld{
    "/* requests.DeleteOld */ DELETE FROM request_keys WHERE created_at < ?"
    " ORDER BY created_at LIMIT 500"};

absl::string_view HashOf(const RequestKey& key) {
  return absl::string_view(reinterpret_cast<const char*>(key.request_hash.data()),
                           key.request_hash.size());
}

absl::StatusOr<std::string> UuidOf(const RequestKey& key) {
  std::optional<std::string> uuid = ParseUuid(key.request_id);
  if (!uuid.has_value()) return base::InvalidField("requestId", "应为 UUID");
  return *std::move(uuid);
}

// The stored answer among `rows` of kFind.
absl::StatusOr<std::optional<std::string>> Answer(Rows rows, const RequestKey& key) {
  if (rows.empty()) return std::optional<std::string>();
  if (rows.front().String(0) != HashOf(key)) {
    return base::MakeError(absl::StatusCode::kAlreadyExists, "REQUEST_ID_REUSED",
                           "请求编号已用于其他内容，请重新提交");
  }
  return std::optional<std::string>(rows.front().TakeString(1));
}

}  // namespace

absl::StatusOr<std::optional<std::string>> ClaimRequest(Transaction& transaction,
                                                        const RequestKey& key,
                                                        absl::string_view result, absl::Time now) {
  ASSIGN_OR_RETURN(const std::string uuid, UuidOf(key));
  absl::Status claimed = transaction
                             .Execute(kClaim, {key.home_id, key.person_id, key.operation, uuid,
                                               HashOf(key), result, now})
                             .status();
  if (claimed.ok()) return std::optional<std::string>();
  if (!IsDuplicateKey(claimed)) return claimed;
  ASSIGN_OR_RETURN(Rows rows,
                   transaction.Query(kFind, {key.home_id, key.person_id, key.operation, uuid}));
  if (rows.empty()) {  // it reached the end of its lifetime between the two statements
    return base::MakeError(absl::StatusCode::kAborted, "CONCURRENT_CHANGE",
                           "同时操作的人较多，请稍后重试");
  }
  return Answer(std::move(rows), key);
}

absl::Status StoreResult(Transaction& transaction, const RequestKey& key,
                         absl::string_view result) {
  ASSIGN_OR_RETURN(const std::string uuid, UuidOf(key));
  ASSIGN_OR_RETURN(
      const int64_t count,
      transaction.Execute(kStoreResult, {result, key.home_id, key.person_id, key.operation, uuid}));
  return count == 1 ? absl::OkStatus() : absl::InternalError("StoreResult without ClaimRequest");
}

absl::StatusOr<std::optional<std::string>> FindRequest(Database& database, absl::Time deadline,
                                                       const RequestKey& key) {
  ASSIGN_OR_RETURN(const std::string uuid, UuidOf(key));
  ASSIGN_OR_RETURN(Rows rows, database.Query(deadline, kFind,
                                             {key.home_id, key.person_id, key.operation, uuid}));
  return Answer(std::move(rows), key);
}

RetentionRule RequestKeyRetention() {
  return {"request_keys", &kDeleteOld, 500, kRequestKeyLifetime};
}

std::optional<std::string> ParseUuid(absl::string_view text) {
  if (text.size() != 36) return std::nullopt;
  std::string digits;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
    if (hyphen != (text[i] == '-')) return std::nullopt;
    if (hyphen) continue;
    if (!absl::ascii_isxdigit(static_cast<unsigned char>(text[i]))) return std::nullopt;
    digits.push_back(text[i]);
  }
  return absl::HexStringToBytes(digits);
}

}  // namespace deputies::db
