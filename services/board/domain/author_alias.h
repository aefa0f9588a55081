#ifndef SERVICES_BOARD_DOMAIN_AUTHOR_ALIAS_H_
#define SERVICES_BOARD_DOMAIN_AUTHOR_ALIAS_H_

#include <cstdint>
#include <string>

#include "services/common/base/caller.h"

namespace deputies::board {

// The name under which others see the author: "选民" and four characters, always the same for one
// person. The caller's own display name is used only when it is such an alias: a deputy's is the
// real name.
std::string AuthorAlias(const base::Caller& author);

// The name for one message alone: nobody can tell whose other messages belong to it.
std::string AliasOfMessage(int64_t message_id);

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_AUTHOR_ALIAS_H_
