#include "services/board/domain/suggestion_access.h"

#include <algorithm>
#include <utility>

namespace deputies::board {
namespace {

bool PassedTheFirstGate(SuggestionState state) {
  return state != SuggestionState::kSubmitted && state != SuggestionState::kReturned &&
         state != SuggestionState::kWithdrawn;
}

}  // namespace

bool WorksFor(const base::Caller& caller, int64_t home_id, int64_t body_id) {
  return std::any_of(caller.grants.begin(), caller.grants.end(), [&](const base::Grant& grant) {
    return grant.role == base::Role::kHandlingClerk && grant.organization_id == body_id &&
           std::find(grant.home_ids.begin(), grant.home_ids.end(), home_id) != grant.home_ids.end();
  });
}

bool IsProposer(const base::Caller& caller, const Suggestion& suggestion) {
  const int64_t deputy_id = suggestion.proposer_deputy_id;
  if (caller.person_id == 0) return false;
  // Without a successor the office takes the proposer's part.
  if (deputy_id == 0) return caller.IsStaffOf(suggestion.home_id);
  // A successor may not have been known as a person at the hand-over.
  return caller.DeputyIdAt(suggestion.home_id) == deputy_id &&
         (suggestion.proposer_id == 0 || suggestion.proposer_id == caller.person_id);
}

SuggestionViewer ViewerOf(const base::Caller& caller, const Suggestion& suggestion) {
  const bool handles = std::any_of(suggestion.tasks.begin(), suggestion.tasks.end(),
                                   [&](const SuggestionTask& task) {
                                     return task.state != TaskState::kReturned &&
                                            WorksFor(caller, suggestion.home_id, task.body_id);
                                   });
  if (handles || caller.IsStaffOf(suggestion.home_id)) return SuggestionViewer::kHandler;
  const int64_t deputy_id = caller.DeputyIdAt(suggestion.home_id);
  const bool named =
      deputy_id != 0 && std::any_of(suggestion.cosigners.begin(), suggestion.cosigners.end(),
                                    [&](const SuggestionCosigner& cosigner) {
                                      return cosigner.deputy_id == deputy_id;
                                    });
  if (named || IsProposer(caller, suggestion)) return SuggestionViewer::kParty;
  return suggestion.text.open_to_public && PassedTheFirstGate(suggestion.state)
             ? SuggestionViewer::kPublic
             : SuggestionViewer::kNobody;
}

Suggestion AsSeenBy(SuggestionViewer viewer, Suggestion suggestion) {
  if (viewer == SuggestionViewer::kHandler) return suggestion;
  std::vector<SuggestionReply>& replies = suggestion.replies;
  replies.erase(std::remove_if(replies.begin(), replies.end(),
                               [](const SuggestionReply& reply) {
                                 return reply.decision != GateDecision::kPass;
                               }),
                replies.end());
  if (viewer == SuggestionViewer::kPublic) suggestion.entries.clear();
  return suggestion;
}

}  // namespace deputies::board
