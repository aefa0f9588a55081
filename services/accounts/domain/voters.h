#ifndef SERVICES_ACCOUNTS_DOMAIN_VOTERS_H_
#define SERVICES_ACCOUNTS_DOMAIN_VOTERS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/accounts/domain/page.h"
#include "services/accounts/domain/voter_store.h"
#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"

namespace deputies::accounts {

// Voters in the hands of a home's staff. Numbers leave it masked, except by RevealPhone.
class Voters {
 public:
  // All must outlive it.
  Voters(VoterStore& store, const base::Clock& clock, base::IdSource& ids)
      : store_(store), clock_(clock), ids_(ids) {}

  absl::Status Declare(absl::Time deadline, const base::RequestKey& key, int64_t organization_id);
  absl::StatusOr<Page<Voter>> List(absl::Time deadline, int64_t home_id, bool unverified_only,
                                   const ListPosition& after, int page_size);
  absl::StatusOr<Voter> Verify(absl::Time deadline, const base::RequestKey& key,
                               const base::Actor& actor, int64_t person_id);
  // The whole number. NOT_FOUND/PERSON_NOT_FOUND also where there is none.
  absl::StatusOr<std::string> RevealPhone(absl::Time deadline, const base::RequestKey& key,
                                          const base::Actor& actor, int64_t person_id,
                                          const std::string& reason);

  // Numbers as people write them. Whole or nothing; INVALID_ARGUMENT/FIELD_INVALID names the entry.
  absl::StatusOr<int> Import(absl::Time deadline, std::vector<VoterImport> voters);

 private:
  VoterStore& store_;
  const base::Clock& clock_;
  base::IdSource& ids_;
};

// Numbers as eleven digits, and ids and names for who is new. FIELD_INVALID names the entry.
absl::Status ReadRoll(base::IdSource& ids, std::vector<VoterImport>* voters);

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_DOMAIN_VOTERS_H_
