#include "services/duty/domain/ballot.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/common/base/error.h"

namespace deputies::duty {
namespace {

constexpr absl::Duration kLeastVotingTime = absl::Seconds(1);
// Longer than any code and thirty numbers.
constexpr size_t kPaperBytes = 160;

}  // namespace

absl::Status CheckBallot(const Ballot& ballot, absl::Time now) {
  if (ballot.options.size() < 2) return base::InvalidField("options", "至少要有两个选项");
  for (size_t i = 0; i < ballot.options.size(); ++i) {
    if (std::count(ballot.options.begin(), ballot.options.end(), ballot.options[i]) > 1) {
      return base::InvalidField(absl::StrCat("options[", i, "]"), "选项重复");
    }
  }
  const auto count = static_cast<int>(ballot.options.size());
  if (ballot.max_choices > count) return base::InvalidField("maxChoices", "不能多于选项数");
  if (ballot.seats > count) return base::InvalidField("seats", "不能多于选项数");
  if (ballot.kind == BallotKind::kSatisfaction && ballot.max_choices != 1) {
    return base::InvalidField("maxChoices", "满意度测评每人只选一项");
  }
  if (ballot.close_time < now + kLeastVotingTime) {
    return base::InvalidField("closeTime", "截止时间须在现在之后");
  }
  return absl::OkStatus();
}

absl::Status CheckPaper(const Ballot& ballot, const BallotPaper& paper) {
  if (!std::all_of(paper.check_code.begin(), paper.check_code.end(),
                   [](char letter) { return absl::ascii_isalnum(letter); })) {
    return base::InvalidField("checkCode", "只能用字母和数字");
  }
  if (paper.choices.empty() || static_cast<int>(paper.choices.size()) > ballot.max_choices) {
    return base::InvalidField("choices", absl::StrCat("请选1到", ballot.max_choices, "项"));
  }
  for (size_t i = 0; i < paper.choices.size(); ++i) {
    const int choice = paper.choices[i];
    if (choice < 0 || choice >= static_cast<int>(ballot.options.size()) ||
        std::count(paper.choices.begin(), paper.choices.end(), choice) > 1) {
      return base::InvalidField(absl::StrCat("choices[", i, "]"), "不是选项，或者选了两次");
    }
  }
  return absl::OkStatus();
}

std::string FormatPaper(const BallotPaper& paper) {
  std::vector<int> choices = paper.choices;
  std::sort(choices.begin(), choices.end());
  std::string text = absl::StrCat(paper.check_code, "\n", absl::StrJoin(choices, " "), "\n");
  text.resize(kPaperBytes, ' ');
  return text;
}

BallotPaper ParsePaper(const Ballot& ballot, absl::string_view text) {
  const std::vector<absl::string_view> lines = absl::StrSplit(text, '\n');
  BallotPaper paper;
  if (lines.size() != 3) return paper;
  paper.check_code = std::string(lines[0]);
  for (absl::string_view word : absl::StrSplit(lines[1], ' ', absl::SkipEmpty())) {
    int choice = -1;
    if (!absl::SimpleAtoi(word, &choice)) choice = -1;
    paper.choices.push_back(choice);
  }
  if (!CheckPaper(ballot, paper).ok()) paper.choices.clear();
  return paper;
}

BallotResult Tally(const Ballot& ballot, const std::vector<BallotPaper>& papers) {
  BallotResult result;
  result.counts.assign(ballot.options.size(), 0);
  for (const BallotPaper& paper : papers) {
    if (paper.choices.empty()) ++result.spoilt;
    for (const int choice : paper.choices) ++result.counts[choice];
  }
  result.quorum_reached = static_cast<int>(papers.size()) >= ballot.quorum;
  if (!result.quorum_reached) return result;
  for (size_t option = 0; option < result.counts.size(); ++option) {
    const int own = result.counts[option];
    // Itself among them.
    const auto as_many = std::count_if(result.counts.begin(), result.counts.end(),
                                       [own](int count) { return count >= own; });
    if (own > 0 && as_many <= ballot.seats) result.winners.push_back(static_cast<int>(option));
  }
  return result;
}

}  // namespace deputies::duty
