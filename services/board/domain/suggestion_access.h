// Who may see what of a suggestion.
#ifndef SERVICES_BOARD_DOMAIN_SUGGESTION_ACCESS_H_
#define SERVICES_BOARD_DOMAIN_SUGGESTION_ACCESS_H_

#include "services/board/domain/suggestion.h"
#include "services/common/base/caller.h"

namespace deputies::board {

// What somebody is to a suggestion, each seeing more than the one before.
enum class SuggestionViewer {
  kNobody,
  kPublic,   // the text and the replies that passed the gate, when the proposer agreed
  kParty,    // proposer and named co-signers: also the record
  kHandler,  // staff and clerks of the bodies: also replies before the gate
};

SuggestionViewer ViewerOf(const base::Caller& caller, const Suggestion& suggestion);

// The suggestion as that viewer sees it.
Suggestion AsSeenBy(SuggestionViewer viewer, Suggestion suggestion);

// Holds ROLE_HANDLING_CLERK at the body, over the home.
bool WorksFor(const base::Caller& caller, int64_t home_id, int64_t body_id);

// The person who handed it in, still serving in the home.
bool IsProposer(const base::Caller& caller, const Suggestion& suggestion);

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_SUGGESTION_ACCESS_H_
