#include "services/duty/domain/archive.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"

namespace deputies::duty {
namespace {

// Without I, L, O, U: nobody reads them wrong.
constexpr char kCodeLetters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr int kCodeLength = 12;

}  // namespace

absl::Status CheckNote(const Note& note, absl::Time now) {
  if (note.notebook < Notebook::kReception || note.notebook > Notebook::kDiary) {
    return base::InvalidField("notebook", "请选择记事本");
  }
  if (note.notebook == Notebook::kDiary && note.is_public) {
    return base::InvalidField("public", "民情日记只给自己看，不能公开");
  }
  if (note.occur_time > now) return base::InvalidField("occurTime", "时间还没有到");
  return absl::OkStatus();
}

std::string ArchiveCode(uint64_t random_bits) {
  std::string code;
  for (int i = 0; i < kCodeLength; ++i) {
    code += kCodeLetters[random_bits & 31];
    random_bits >>= 5;
  }
  return code;
}

std::string ForPaper(absl::string_view code) {
  std::string text;
  for (size_t i = 0; i < code.size(); i += 4) {
    absl::StrAppend(&text, i == 0 ? "" : "-", code.substr(i, 4));
  }
  return text;
}

std::string ReadArchiveCode(absl::string_view typed) {
  std::string code;
  for (const char letter : typed) {
    if (letter != '-' && letter != ' ') code += absl::ascii_toupper(letter);
  }
  return code;
}

std::vector<std::string> SentencesOf(const Score& score) {
  std::vector<std::string> sentences;
  for (const ItemScore& item : score.items) {
    if (item.opportunities > 0) {
      sentences.push_back(
          absl::StrCat(item.title, "：应办", item.opportunities, "件，已办", item.handled, "件"));
    } else if (item.acts > 0) {
      sentences.push_back(absl::StrCat(item.title, item.acts, "次"));
    }
  }
  return sentences;
}

}  // namespace deputies::duty
