#include "services/accounts/rpc/list_positions.h"

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/accounts/domain/errors.h"
#include "services/common/base/status_macros.h"

namespace deputies::accounts {

// A cursor is "<id>/<sort text>".
std::string EncodePosition(const auth::PageTokens& tokens, const std::string& list,
                           const std::optional<ListPosition>& position) {
  if (!position.has_value()) return "";
  return tokens.Encode(list, absl::StrCat(position->id, "/", position->sort_text));
}

absl::StatusOr<ListPosition> DecodePosition(const auth::PageTokens& tokens, const std::string& list,
                                            const std::string& token) {
  ListPosition position;
  if (token.empty()) return position;
  ASSIGN_OR_RETURN(const std::string cursor, tokens.Decode(list, token));
  const std::pair<std::string, std::string> parts = absl::StrSplit(cursor, absl::MaxSplits('/', 1));
  if (!absl::SimpleAtoi(parts.first, &position.id)) return PageTokenInvalid();
  position.sort_text = parts.second;
  return position;
}

}  // namespace deputies::accounts
