#include "services/duty/domain/archive.h"

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"

namespace deputies::duty {

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
