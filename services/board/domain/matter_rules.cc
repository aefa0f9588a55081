#include "services/board/domain/matter_rules.h"

#include <algorithm>
#include <bitset>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"

namespace deputies::board {
namespace {

constexpr int kMinOptions = 2;
constexpr int kMinScale = 3;
constexpr int kMaxScale = 10;

absl::Status CheckQuestion(const MatterQuestion& question, const std::string& path) {
  const int options = static_cast<int>(question.options.size());
  if (question.kind == QuestionKind::kChoice) {
    if (options < kMinOptions) {
      return base::InvalidField(absl::StrCat(path, ".options"), "至少要有两个选项");
    }
    if (std::set<std::string>(question.options.begin(), question.options.end()).size() !=
        question.options.size()) {
      return base::InvalidField(absl::StrCat(path, ".options"), "选项不能重复");
    }
    for (const std::string& option : question.options) {
      if (option.empty() || absl::StrContains(option, "\n")) {
        return base::InvalidField(absl::StrCat(path, ".options"), "选项不能是空的，也不能换行");
      }
    }
    if (question.max_choices > options) {
      return base::InvalidField(absl::StrCat(path, ".maxChoices"), "可选个数不能多于选项");
    }
  } else if (options != 0 || question.max_choices != 0) {
    return base::InvalidField(absl::StrCat(path, ".options"), "只有选择题带选项");
  }
  if (question.kind == QuestionKind::kScale) {
    if (question.scale_max < kMinScale || question.scale_max > kMaxScale) {
      return base::InvalidField(absl::StrCat(path, ".scaleMax"), "打分题的满分是 3 到 10 分");
    }
  } else if (question.scale_max != 0) {
    return base::InvalidField(absl::StrCat(path, ".scaleMax"), "只有打分题带满分");
  }
  return absl::OkStatus();
}

bool IsEmpty(const VoiceAnswer& answer) {
  return answer.choices == 0 && answer.scale == 0 && answer.text.empty();
}

absl::Status CheckAnswer(const MatterQuestion& question, const VoiceAnswer& answer,
                         const std::string& path) {
  if (answer.choices != 0) {
    if (question.kind != QuestionKind::kChoice ||
        (answer.choices >> question.options.size()) != 0) {
      return base::InvalidField(absl::StrCat(path, ".choices"), "这道题没有这个选项");
    }
    if (static_cast<int>(std::bitset<32>(answer.choices).count()) >
        std::max(question.max_choices, 1)) {
      return base::InvalidField(
          absl::StrCat(path, ".choices"),
          absl::StrCat("这道题最多选 ", std::max(question.max_choices, 1), " 项"));
    }
  }
  if (answer.scale != 0 && (question.kind != QuestionKind::kScale || answer.scale < 1 ||
                            answer.scale > question.scale_max)) {
    return base::InvalidField(absl::StrCat(path, ".scale"), "这道题没有这个分数");
  }
  if (!answer.text.empty() && question.kind != QuestionKind::kFreeText) {
    return base::InvalidField(absl::StrCat(path, ".text"), "这道题不用写文字");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckMatter(const Matter& matter, absl::Time now) {
  if (matter.close_time <= matter.open_time) {
    return base::InvalidField("draft.closeTime", "截止时间要晚于开始时间");
  }
  if (matter.close_time <= now) {
    return base::InvalidField("draft.closeTime", "截止时间要晚于现在");
  }
  if (matter.close_time - matter.open_time > kLongestMatter) {
    return base::InvalidField("draft.closeTime", "征求意见最长一年");
  }
  for (size_t i = 0; i < matter.questions.size(); ++i) {
    RETURN_IF_ERROR(CheckQuestion(matter.questions[i], absl::StrCat("draft.questions[", i, "]")));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<VoiceAnswer>> CheckAnswers(const Matter& matter,
                                                      std::vector<VoiceAnswer> answers) {
  const size_t count = matter.questions.size();
  std::vector<bool> answered(count, false);
  std::vector<bool> named(count, false);
  for (size_t i = 0; i < answers.size(); ++i) {
    const std::string path = absl::StrCat("answers[", i, "]");
    const int number = answers[i].question;
    if (number < 1 || number > static_cast<int>(count)) {
      return base::InvalidField(absl::StrCat(path, ".question"), "没有这道题");
    }
    const size_t index = static_cast<size_t>(number) - 1;
    if (named[index]) return base::InvalidField(absl::StrCat(path, ".question"), "一道题答了两次");
    named[index] = true;
    RETURN_IF_ERROR(CheckAnswer(matter.questions[index], answers[i], path));
    answered[index] = !IsEmpty(answers[i]);
  }
  for (size_t i = 0; i < count; ++i) {
    if (matter.questions[i].required && !answered[i]) {
      return base::InvalidField("answers", absl::StrCat("第 ", i + 1, " 题是必答的"));
    }
  }
  answers.erase(std::remove_if(answers.begin(), answers.end(), IsEmpty), answers.end());
  if (answers.empty()) return base::InvalidField("answers", "请至少回答一道题");
  std::sort(answers.begin(), answers.end(),
            [](const VoiceAnswer& a, const VoiceAnswer& b) { return a.question < b.question; });
  return answers;
}

std::string IdentityNotice(base::IdentityGrade min_grade) {
  switch (min_grade) {
    case base::IdentityGrade::kVerified:
      return "";
    case base::IdentityGrade::kDeclared:
      return "参与人自己填写了所在村（社区），没有逐人核实，结果仅供参考";
    case base::IdentityGrade::kPhone:
      return "参与人只核实了手机号，没有核实是不是本选区选民，结果仅供参考";
    default:
      return "没有核实身份：任何微信用户都可以参与，结果不能代表本选区选民";
  }
}

}  // namespace deputies::board
