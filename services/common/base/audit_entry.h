// What staff did, for the audit trail (审计日志). See services/common/audit.
#ifndef SERVICES_COMMON_BASE_AUDIT_ENTRY_H_
#define SERVICES_COMMON_BASE_AUDIT_ENTRY_H_

#include <cstdint>
#include <string>

namespace deputies::base {

// Who acts, in which request.
struct Actor {
  int64_t person_id = 0;  // 0: another process of the system, deputiesctl for instance
  std::string request_id;
};

// One action of an actor. Ids and plain settings only: no personal data, so that a person can be
// erased without breaking the chain.
struct AuditEntry {
  Actor actor;
  std::string action;  // "UpdateHome"; at most 64 bytes
  std::string target;  // "homes/42"; at most 128 bytes
  std::string detail;  // at most 2,000 bytes
};

}  // namespace deputies::base

#endif  // SERVICES_COMMON_BASE_AUDIT_ENTRY_H_
