#ifndef SERVICES_ACCOUNTS_DOMAIN_VOTER_STORE_H_
#define SERVICES_ACCOUNTS_DOMAIN_VOTER_STORE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/common/base/audit_entry.h"
#include "services/common/base/request_key.h"

namespace deputies::accounts {

struct Voter {
  int64_t person_id = 0;
  std::string display_name;
  std::string phone;  // whole; the layers above mask it. Empty: none
  int64_t constituency_id = 0;
  std::string constituency_name;
  std::optional<absl::Time> verify_time;
};

// Numbers as in deputies.accounts.v1.ConsentKind.
struct Consent {
  int kind = 0;
  std::string version;
  bool accepted = false;
  absl::Time create_time;
};

// A voter of the roll.
struct VoterImport {
  std::string phone;  // eleven digits
  std::string constituency_code;
  int64_t new_person_id = 0;  // used when the number is new
  std::string new_name;
};

// People as voters and as owners of their data. Every write happens once per key; every call ends
// by `deadline`.
class VoterStore {
 public:
  virtual ~VoterStore() = default;

  // A new place takes the confirmation away. NOT_FOUND/ORGANIZATION_NOT_FOUND.
  virtual absl::Status Declare(absl::Time deadline, const base::RequestKey& key,
                               int64_t organization_id, absl::Time now) = 0;
  // Those whose place lies in the home's area, by id.
  virtual absl::StatusOr<std::vector<Voter>> List(absl::Time deadline, int64_t home_id,
                                                  bool unverified_only, int64_t after_id,
                                                  int limit) = 0;
  // Confirms, or only reads the number, with the audit entry in the same transaction.
  // NOT_FOUND/PERSON_NOT_FOUND for a voter of another area.
  virtual absl::StatusOr<Voter> Verify(absl::Time deadline, const base::RequestKey& key,
                                       int64_t person_id, const base::AuditEntry& entry,
                                       absl::Time now) = 0;
  virtual absl::StatusOr<Voter> Reveal(absl::Time deadline, const base::RequestKey& key,
                                       int64_t person_id, const base::AuditEntry& entry,
                                       absl::Time now) = 0;

  // How many were not there before. Whole or nothing; INVALID_ARGUMENT/FIELD_INVALID names the
  // entry whose place is unknown.
  virtual absl::StatusOr<int> Import(absl::Time deadline, const std::vector<VoterImport>& voters,
                                     absl::Time now) = 0;

  virtual absl::Status AddConsent(absl::Time deadline, const base::RequestKey& key,
                                  const Consent& consent) = 0;
  // Newest first.
  virtual absl::StatusOr<std::vector<Consent>> ListConsents(absl::Time deadline,
                                                            int64_t person_id) = 0;
  // Destroys the key of the person's data and every row that leads to the person; other services
  // are told. FAILED_PRECONDITION/ERASURE_REFUSED for deputies in office and staff.
  virtual absl::Status Erase(absl::Time deadline, const base::RequestKey& key, absl::Time now) = 0;
};

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_DOMAIN_VOTER_STORE_H_
