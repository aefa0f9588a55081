#ifndef SERVICES_ACCOUNTS_DOMAIN_CODE_STORE_H_
#define SERVICES_ACCOUNTS_DOMAIN_CODE_STORE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/accounts/domain/mini_program_codes.h"
#include "services/common/base/audit_entry.h"
#include "services/common/base/request_key.h"

namespace deputies::accounts {

// Numbers as in deputies.accounts.v1.CodeKind.
enum class CodeKind { kUnspecified = 0, kHome = 1, kDeputy = 2, kMatter = 3, kReception = 4 };

struct Code {
  std::string scene;
  std::string short_code;
  int64_t code_id = 0;
  CodeKind kind = CodeKind::kUnspecified;
  int64_t home_id = 0;
  int64_t target_id = 0;  // 0: the home itself
  std::string label;
  bool revoked = false;
  std::string successor_scene;
  std::optional<absl::Time> expire_time;
  int64_t scan_count = 0;
  absl::Time create_time;
};

// Codes on posters. Changes are audited in their transaction. Every call ends by `deadline`.
class CodeStore {
 public:
  virtual ~CodeStore() = default;

  // Adds the code once per key; the scene of the code that the key made. `replaces_scene`, unless
  // empty, ends with the new code as its successor: NOT_FOUND/CODE_NOT_FOUND when it is none of the
  // home. ALREADY_EXISTS/SHORT_CODE_TAKEN: try with another.
  virtual absl::StatusOr<std::string> Create(absl::Time deadline, const base::RequestKey& key,
                                             const Code& code, const std::string& replaces_scene,
                                             const base::AuditEntry& entry) = 0;
  // NOT_FOUND/CODE_NOT_FOUND.
  virtual absl::Status Revoke(absl::Time deadline, const base::RequestKey& key,
                              const std::string& scene, const std::string& successor_scene,
                              const base::AuditEntry& entry) = 0;
  struct Rotation {
    std::string old_scene;
    Code code;  // takes its place
  };
  // All or none, once per key; the scenes of the codes that the key made, in order. Errors as
  // Create; CODE_NOT_FOUND for an old code that has ended.
  virtual absl::StatusOr<std::vector<std::string>> Rotate(absl::Time deadline,
                                                          const base::RequestKey& key,
                                                          const std::vector<Rotation>& rotations,
                                                          const base::AuditEntry& entry) = 0;
  // By scene or short code. NOT_FOUND/CODE_NOT_FOUND. `scan_count` is not read.
  virtual absl::StatusOr<Code> FindScene(absl::Time deadline, const std::string& scene) = 0;
  virtual absl::StatusOr<Code> FindShortCode(absl::Time deadline,
                                             const std::string& short_code) = 0;
  // With its scans. NOT_FOUND/CODE_NOT_FOUND, also for one of another home.
  virtual absl::StatusOr<Code> Get(absl::Time deadline, int64_t home_id,
                                   const std::string& scene) = 0;
  // Newest first, those before `before_id` (0: all); only one deputy's unless `deputy_id` is 0.
  virtual absl::StatusOr<std::vector<Code>> List(absl::Time deadline, int64_t home_id,
                                                 int64_t deputy_id, int64_t before_id,
                                                 int limit) = 0;
  // The code's round picture, kept for ever; absent when nobody drew it yet.
  virtual absl::StatusOr<std::optional<CodePicture>> FindPicture(absl::Time deadline,
                                                                 const std::string& scene) = 0;
  virtual absl::Status KeepPicture(absl::Time deadline, const std::string& scene,
                                   const CodePicture& picture) = 0;
  // Counts a scan on a day, YYYYMMDD.
  virtual absl::Status CountScan(absl::Time deadline, int64_t home_id, const std::string& scene,
                                 int day) = 0;
};

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_DOMAIN_CODE_STORE_H_
