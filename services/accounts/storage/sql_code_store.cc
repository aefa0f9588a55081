#include "services/accounts/storage/sql_code_store.h"

#include <limits>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/accounts/domain/errors.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"
#include "services/common/db/request_keys.h"

namespace deputies::accounts {
namespace {

#define CODE_COLUMNS                                                                       \
  "c.scene, c.short_code, c.code_id, c.kind, c.home_id, c.target_id, c.label, c.revoked, " \
  "c.successor_scene, c.expire_time, c.create_time"
#define CODE_SCANS                                                                        \
  "(SELECT COALESCE(SUM(s.scan_count), 0) FROM code_scans s WHERE s.home_id = c.home_id " \
  "AND s.scene = c.scene)"

constexpr db::Statement kInsertCode{
    "/* accounts.InsertCode */ INSERT INTO codes (scene, short_code, home_id, code_id, kind, "
    "target_id, label, expire_time, create_time) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"};
constexpr db::Statement kRevokeCode{
    "/* accounts.RevokeCode */ UPDATE codes SET revoked = 1, successor_scene = ? "
    "WHERE scene = ? AND home_id = ?"};
constexpr db::Statement kLeadOn{
    "/* accounts.LeadOn */ UPDATE codes SET successor_scene = ? "
    "WHERE home_id = ? AND successor_scene = ? AND scene <> ?"};
constexpr db::Statement kLockLiveCode{
    "/* accounts.LockLiveCode */ SELECT 1 FROM codes WHERE scene = ? AND home_id = ? "
    "AND revoked = 0 FOR UPDATE"};
constexpr db::Statement kFindScene{"/* accounts.FindScene */ SELECT " CODE_COLUMNS
                                   " FROM codes c WHERE c.scene = ?"};
constexpr db::Statement kFindShortCode{"/* accounts.FindShortCode */ SELECT " CODE_COLUMNS
                                       " FROM codes c WHERE c.short_code = ?"};
constexpr db::Statement kGetCode{"/* accounts.GetCode */ SELECT " CODE_COLUMNS ", " CODE_SCANS
                                 " FROM codes c WHERE c.scene = ? AND c.home_id = ?"};
constexpr db::Statement kListCodes{
    "/* accounts.ListCodes */ SELECT " CODE_COLUMNS ", " CODE_SCANS
    " FROM codes c WHERE c.home_id = ? AND c.code_id < ? ORDER BY c.code_id DESC LIMIT ?"};
constexpr db::Statement kListDeputyCodes{
    "/* accounts.ListDeputyCodes */ SELECT " CODE_COLUMNS ", " CODE_SCANS
    " FROM codes c WHERE c.home_id = ? AND c.code_id < ? AND c.kind = 2 AND c.target_id = ? "
    "ORDER BY c.code_id DESC LIMIT ?"};
constexpr db::Statement kCountScan{
    "/* accounts.CountScan */ INSERT INTO code_scans (home_id, scene, day, scan_count) "
    "VALUES (?, ?, ?, 1) ON DUPLICATE KEY UPDATE scan_count = scan_count + 1"};

constexpr db::Statement kFindPicture{
    "/* accounts.FindPicture */ SELECT content_type, picture FROM code_pictures WHERE scene = ?"};
constexpr db::Statement kKeepPicture{
    "/* accounts.KeepPicture */ INSERT INTO code_pictures "
    "(scene, content_type, picture, create_time) VALUES (?, ?, ?, ?) "
    "ON DUPLICATE KEY UPDATE scene = scene"};

Code CodeOf(const db::Row& row) {
  Code code;
  code.scene = row.String(0);
  code.short_code = row.String(1);
  code.code_id = row.Int(2);
  code.kind = static_cast<CodeKind>(row.Int(3));
  code.home_id = row.Int(4);
  code.target_id = row.Int(5);
  code.label = row.String(6);
  code.revoked = row.Int(7) != 0;
  code.successor_scene = row.String(8);
  if (!row.IsNull(9)) code.expire_time = row.Time(9);
  code.create_time = row.Time(10);
  return code;
}

Code CodeWithScansOf(const db::Row& row) {
  Code code = CodeOf(row);
  code.scan_count = row.Int(11);
  return code;
}

}  // namespace

absl::Status SqlCodeStore::Insert(db::Transaction& transaction, const Code& code) {
  const absl::Status inserted =
      transaction
          .Execute(kInsertCode, {code.scene, code.short_code, code.home_id, code.code_id, code.kind,
                                 code.target_id, code.label, code.expire_time, code.create_time})
          .status();
  if (db::IsDuplicateKey(inserted, "uk_codes_short_code")) return ShortCodeTaken();
  return inserted;
}

absl::Status SqlCodeStore::End(db::Transaction& transaction, int64_t home_id,
                               const std::string& scene, const std::string& successor_scene) {
  ASSIGN_OR_RETURN(const int64_t ended,
                   transaction.Execute(kRevokeCode, {successor_scene, scene, home_id}));
  if (ended != 1) return CodeNotFound();
  if (successor_scene.empty()) return absl::OkStatus();
  // However often a poster's code was replaced, the oldest leads on in one step.
  return transaction.Execute(kLeadOn, {successor_scene, home_id, scene, successor_scene}).status();
}

absl::StatusOr<std::vector<std::string>> SqlCodeStore::Rotate(
    absl::Time deadline, const base::RequestKey& key, const std::vector<Rotation>& rotations,
    const base::AuditEntry& entry) {
  std::vector<std::string> scenes;
  for (const Rotation& rotation : rotations) scenes.push_back(rotation.code.scene);
  const auto closure = [&](db::Transaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<std::string> earlier,
                     db::ClaimRequest(transaction, key, absl::StrJoin(scenes, " "), clock_.Now()));
    if (earlier.has_value()) {
      scenes = absl::StrSplit(*earlier, ' ');
      return absl::OkStatus();
    }
    for (const Rotation& rotation : rotations) {
      ASSIGN_OR_RETURN(const db::Rows live,
                       transaction.Query(kLockLiveCode, {rotation.old_scene, key.home_id}));
      if (live.empty()) return CodeNotFound();
      RETURN_IF_ERROR(Insert(transaction, rotation.code));
      RETURN_IF_ERROR(End(transaction, key.home_id, rotation.old_scene, rotation.code.scene));
    }
    return trail_.Append(transaction, key.home_id, entry, clock_.Now());
  };
  RETURN_IF_ERROR(database_.InTransaction(deadline, closure, db::Repeat::kAfterUnknownOutcome));
  return scenes;
}

absl::StatusOr<std::string> SqlCodeStore::Create(absl::Time deadline, const base::RequestKey& key,
                                                 const Code& code,
                                                 const std::string& replaces_scene,
                                                 const base::AuditEntry& entry) {
  std::string scene;
  const auto closure = [&](db::Transaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<std::string> earlier,
                     db::ClaimRequest(transaction, key, code.scene, clock_.Now()));
    scene = earlier.value_or(code.scene);
    if (earlier.has_value()) return absl::OkStatus();
    RETURN_IF_ERROR(Insert(transaction, code));
    if (!replaces_scene.empty()) {
      RETURN_IF_ERROR(End(transaction, code.home_id, replaces_scene, code.scene));
    }
    return trail_.Append(transaction, code.home_id, entry, clock_.Now());
  };
  RETURN_IF_ERROR(database_.InTransaction(deadline, closure, db::Repeat::kAfterUnknownOutcome));
  return scene;
}

absl::Status SqlCodeStore::Revoke(absl::Time deadline, const base::RequestKey& key,
                                  const std::string& scene, const std::string& successor_scene,
                                  const base::AuditEntry& entry) {
  const auto closure = [&](db::Transaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<std::string> earlier,
                     db::ClaimRequest(transaction, key, "", clock_.Now()));
    if (earlier.has_value()) return absl::OkStatus();
    RETURN_IF_ERROR(End(transaction, key.home_id, scene, successor_scene));
    return trail_.Append(transaction, key.home_id, entry, clock_.Now());
  };
  return database_.InTransaction(deadline, closure, db::Repeat::kAfterUnknownOutcome);
}

absl::StatusOr<Code> SqlCodeStore::FindScene(absl::Time deadline, const std::string& scene) {
  ASSIGN_OR_RETURN(const db::Rows rows, database_.Query(deadline, kFindScene, {scene}));
  if (rows.empty()) return CodeNotFound();
  return CodeOf(rows[0]);
}

absl::StatusOr<Code> SqlCodeStore::FindShortCode(absl::Time deadline,
                                                 const std::string& short_code) {
  ASSIGN_OR_RETURN(const db::Rows rows, database_.Query(deadline, kFindShortCode, {short_code}));
  if (rows.empty()) return CodeNotFound();
  return CodeOf(rows[0]);
}

absl::StatusOr<Code> SqlCodeStore::Get(absl::Time deadline, int64_t home_id,
                                       const std::string& scene) {
  ASSIGN_OR_RETURN(const db::Rows rows, database_.Query(deadline, kGetCode, {scene, home_id}));
  if (rows.empty()) return CodeNotFound();
  return CodeWithScansOf(rows[0]);
}

absl::StatusOr<std::vector<Code>> SqlCodeStore::List(absl::Time deadline, int64_t home_id,
                                                     int64_t deputy_id, int64_t before_id,
                                                     int limit) {
  if (before_id == 0) before_id = std::numeric_limits<int64_t>::max();
  ASSIGN_OR_RETURN(
      const db::Rows rows,
      deputy_id == 0
          ? database_.Query(deadline, kListCodes, {home_id, before_id, limit})
          : database_.Query(deadline, kListDeputyCodes, {home_id, before_id, deputy_id, limit}));
  std::vector<Code> codes;
  for (const db::Row& row : rows) codes.push_back(CodeWithScansOf(row));
  return codes;
}

absl::StatusOr<std::optional<CodePicture>> SqlCodeStore::FindPicture(absl::Time deadline,
                                                                     const std::string& scene) {
  ASSIGN_OR_RETURN(const db::Rows rows, database_.Query(deadline, kFindPicture, {scene}));
  if (rows.empty()) return std::nullopt;
  return CodePicture{rows[0].String(1), rows[0].String(0)};
}

absl::Status SqlCodeStore::KeepPicture(absl::Time deadline, const std::string& scene,
                                       const CodePicture& picture) {
  return database_.InTransaction(
      deadline,
      [&](db::Transaction& transaction) {
        return transaction
            .Execute(kKeepPicture, {scene, picture.content_type, picture.bytes, clock_.Now()})
            .status();
      },
      db::Repeat::kAfterUnknownOutcome);
}

absl::Status SqlCodeStore::CountScan(absl::Time deadline, int64_t home_id, const std::string& scene,
                                     int day) {
  return database_.InTransaction(deadline, [&](db::Transaction& transaction) {
    return transaction.Execute(kCountScan, {home_id, scene, day}).status();
  });
}

}  // namespace deputies::accounts
