#include "services/board/domain/author_alias.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/board/domain/stable_hash.h"

namespace deputies::board {
namespace {

constexpr char kPrefix[] = "选民";
// Bytes; an alias is short, whatever accounts chooses.
constexpr size_t kMaxAliasBytes = 32;
// Without characters that look alike.
constexpr absl::string_view kAlphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
constexpr int kSuffixLength = 4;

std::string AliasOf(uint64_t hash) {
  std::string alias = kPrefix;
  for (int i = 0; i < kSuffixLength; ++i, hash /= kAlphabet.size()) {
    alias.push_back(kAlphabet[hash % kAlphabet.size()]);
  }
  return alias;
}

}  // namespace

std::string AuthorAlias(const base::Caller& author) {
  if (absl::StartsWith(author.display_name, kPrefix) &&
      author.display_name.size() <= kMaxAliasBytes) {
    return author.display_name;
  }
  return AliasOf(StableHash(absl::StrCat("author/", author.person_id)));
}

std::string AliasOfMessage(int64_t message_id) {
  return AliasOf(StableHash(absl::StrCat("message/", message_id)));
}

}  // namespace deputies::board
