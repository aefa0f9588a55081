#include "services/accounts/domain/mandates.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/accounts/domain/errors.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"

namespace deputies::accounts {
namespace {

// Without I, L, O and 0, 1, which look alike.
constexpr absl::string_view kLetters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
constexpr size_t kCodeChars = 10;
constexpr size_t kGroup = 5;
constexpr int kMostPending = 100;

}  // namespace

std::string MakeBindingCode(absl::string_view random) {
  std::string code;
  for (size_t i = 0; i < kCodeChars; ++i) {
    if (i == kGroup) code.push_back('-');
    // 256 is no multiple of 31: the bias costs less than a twentieth of a bit a character.
    code.push_back(kLetters[static_cast<unsigned char>(random[i]) % kLetters.size()]);
  }
  return code;
}

std::string ReadBindingCode(absl::string_view text) {
  std::string code;
  for (const char c : text) {
    if (c == ' ' || c == '-') continue;
    const char letter = absl::ascii_toupper(static_cast<unsigned char>(c));
    if (kLetters.find(letter) == absl::string_view::npos) return "";
    code.push_back(letter);
  }
  return code.size() == kCodeChars ? code : "";
}

absl::StatusOr<Mandates::NewCode> Mandates::CreateCode(absl::Time deadline,
                                                       const base::RequestKey& key,
                                                       const base::Actor& actor,
                                                       int64_t deputy_id) {
  const MandateChange change = ChangeOf(key, actor);
  NewCode result{MakeBindingCode(random_.Bytes(kCodeChars)),
                 base::ToMillisecond(change.now + kCodeLifetime)};
  ASSIGN_OR_RETURN(const bool is_new,
                   store_.SetBindingCode(deadline, change, deputy_id, ReadBindingCode(result.code),
                                         result.expire_time));
  if (!is_new) result.code.clear();
  return result;
}

absl::StatusOr<DeputyBinding> Mandates::RequestBinding(absl::Time deadline,
                                                       const base::RequestKey& key,
                                                       const base::Actor& actor,
                                                       const std::string& code) {
  const std::string read = ReadBindingCode(code);
  if (read.empty()) return BindingCodeInvalid();
  return store_.RequestBinding(deadline, ChangeOf(key, actor), read, ids_.Next());
}

absl::StatusOr<std::vector<DeputyBinding>> Mandates::ListBindings(absl::Time deadline,
                                                                  int64_t home_id) {
  return store_.ListBindings(deadline, home_id, kMostPending);
}

absl::StatusOr<DeputyBinding> Mandates::Decide(absl::Time deadline, const base::RequestKey& key,
                                               const base::Actor& actor, int64_t binding_id,
                                               bool approve) {
  return store_.Decide(deadline, ChangeOf(key, actor), binding_id, approve);
}

absl::StatusOr<Mandate> Mandates::SetSuspended(absl::Time deadline, const base::RequestKey& key,
                                               const base::Actor& actor, int64_t deputy_id,
                                               bool suspended) {
  RETURN_IF_ERROR(store_.SetSuspended(deadline, ChangeOf(key, actor), deputy_id, suspended));
  return store_.Get(deadline, key.home_id, deputy_id, clock_.Now());
}

absl::Status Mandates::HandOverAll(absl::Time deadline, const base::RequestKey& key,
                                   const base::Actor& actor,
                                   const std::vector<HandOver>& hand_overs) {
  std::set<int64_t> leaving;
  for (size_t i = 0; i < hand_overs.size(); ++i) {
    if (!leaving.insert(hand_overs[i].old_deputy_id).second) {
      return base::InvalidField(absl::StrCat("handOvers[", i, "].oldDeputyId"), "这位代表写了两次");
    }
  }
  for (size_t i = 0; i < hand_overs.size(); ++i) {
    if (leaving.count(hand_overs[i].new_deputy_id) > 0) {
      return base::InvalidField(absl::StrCat("handOvers[", i, "].newDeputyId"),
                                "接任的代表不能是正在卸任的代表");
    }
  }
  return store_.HandOverAll(deadline, ChangeOf(key, actor), hand_overs);
}

absl::StatusOr<Page<Mandate>> Mandates::List(absl::Time deadline, int64_t home_id,
                                             const ListPosition& after, int page_size) {
  if (page_size == 0) page_size = kDefaultPageSize;
  ASSIGN_OR_RETURN(std::vector<Mandate> mandates,
                   store_.List(deadline, home_id, clock_.Now(), after, page_size + 1));
  return ToPage(std::move(mandates), page_size, [](const Mandate& mandate) {
    return ListPosition{absl::StrCat(mandate.deputy.term), mandate.deputy.deputy_id};
  });
}

}  // namespace deputies::accounts
