// Page tokens of the lists of accounts.
#ifndef SERVICES_ACCOUNTS_RPC_LIST_POSITIONS_H_
#define SERVICES_ACCOUNTS_RPC_LIST_POSITIONS_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "services/accounts/domain/directory_store.h"
#include "services/common/auth/page_token.h"

namespace deputies::accounts {

// Empty for no position: the last page. `list` names the list and its filters.
std::string EncodePosition(const auth::PageTokens& tokens, const std::string& list,
                           const std::optional<ListPosition>& position);

// INVALID_ARGUMENT/PAGE_TOKEN_INVALID when the token is not of this list.
absl::StatusOr<ListPosition> DecodePosition(const auth::PageTokens& tokens, const std::string& list,
                                            const std::string& token);

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_RPC_LIST_POSITIONS_H_
