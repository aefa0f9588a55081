#include "services/accounts/domain/voters.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/accounts/domain/errors.h"
#include "services/accounts/domain/phone_number.h"
#include "services/accounts/domain/sign_in.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"

namespace deputies::accounts {

absl::Status Voters::Declare(absl::Time deadline, const base::RequestKey& key,
                             int64_t organization_id) {
  return store_.Declare(deadline, key, organization_id, clock_.Now());
}

absl::StatusOr<Page<Voter>> Voters::List(absl::Time deadline, int64_t home_id, bool unverified_only,
                                         const ListPosition& after, int page_size) {
  if (page_size == 0) page_size = kDefaultPageSize;
  ASSIGN_OR_RETURN(std::vector<Voter> voters,
                   store_.List(deadline, home_id, unverified_only, after.id, page_size + 1));
  for (Voter& voter : voters) voter.phone = MaskedNumber(voter.phone);
  return ToPage(std::move(voters), page_size, [](const Voter& voter) {
    return ListPosition{"", voter.person_id};
  });
}

absl::StatusOr<Voter> Voters::Verify(absl::Time deadline, const base::RequestKey& key,
                                     const base::Actor& actor, int64_t person_id) {
  ASSIGN_OR_RETURN(
      Voter voter,
      store_.Verify(deadline, key, person_id,
                    {actor, "VerifyVoter", absl::StrCat("persons/", person_id), ""}, clock_.Now()));
  voter.phone = MaskedNumber(voter.phone);
  return voter;
}

absl::StatusOr<std::string> Voters::RevealPhone(absl::Time deadline, const base::RequestKey& key,
                                                const base::Actor& actor, int64_t person_id,
                                                const std::string& reason) {
  ASSIGN_OR_RETURN(Voter voter, store_.Reveal(deadline, key, person_id,
                                              {actor, "RevealPhone",
                                               absl::StrCat("persons/", person_id), reason},
                                              clock_.Now()));
  if (voter.phone.empty()) return PersonNotFound();
  return std::move(voter.phone);
}

absl::Status ReadRoll(base::IdSource& ids, std::vector<VoterImport>* voters) {
  for (size_t i = 0; i < voters->size(); ++i) {
    VoterImport& voter = (*voters)[i];
    voter.phone = ReadMobileNumber(voter.phone);
    if (voter.phone.empty()) {
      return base::InvalidField(absl::StrCat("voters[", i, "].phone"), "请填写十一位手机号");
    }
    voter.new_person_id = ids.Next();
    voter.new_name = AliasOf(voter.new_person_id);
  }
  return absl::OkStatus();
}

absl::StatusOr<int> Voters::Import(absl::Time deadline, std::vector<VoterImport> voters) {
  RETURN_IF_ERROR(ReadRoll(ids_, &voters));
  return store_.Import(deadline, voters, clock_.Now());
}

}  // namespace deputies::accounts
