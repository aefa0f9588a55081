#include "services/duty/domain/exam.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"
#include "services/common/base/work_calendar.h"
#include "services/duty/domain/errors.h"

namespace deputies::duty {
namespace {

constexpr size_t kMinOptions = 2;
constexpr absl::Duration kLongestExam = absl::Hours(24 * 366);

// SplitMix64: the same numbers on every machine.
uint64_t NextRandom(uint64_t* state) {
  *state += 0x9E3779B97F4A7C15u;
  uint64_t mixed = *state;
  mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9u;
  mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBu;
  return mixed ^ (mixed >> 31);
}

}  // namespace

absl::Status CheckQuestion(const Question& question, const std::string& path) {
  const int options = static_cast<int>(question.options.size());
  if (question.options.size() < kMinOptions) {
    return base::InvalidField(path + ".options", "至少要有两个选项");
  }
  std::set<std::string> different(question.options.begin(), question.options.end());
  if (different.size() != question.options.size() || different.count("") > 0) {
    return base::InvalidField(path + ".options", "选项不能为空，也不能重复");
  }
  for (const std::string& option : question.options) {
    if (option.find_first_of("\r\n") != std::string::npos) {
      return base::InvalidField(path + ".options", "选项不能换行");
    }
  }
  if (question.right.empty() || *question.right.begin() < 0 ||
      *question.right.rbegin() >= options) {
    return base::InvalidField(path + ".rightChoices", "正确答案须是选项的序号，从0数起");
  }
  return absl::OkStatus();
}

absl::Status CheckExam(const Exam& exam, absl::Time now) {
  if (exam.close_time <= now) return base::InvalidField("closeTime", "截止时间已经过去");
  if (exam.close_time <= exam.open_time) {
    return base::InvalidField("closeTime", "截止时间须在开放时间之后");
  }
  if (exam.close_time - exam.open_time > kLongestExam) {
    return base::InvalidField("closeTime", "考试最多开放一年");
  }
  return absl::OkStatus();
}

std::vector<int64_t> DrawQuestions(uint64_t seed, std::vector<int64_t> ids, int count) {
  std::sort(ids.begin(), ids.end());
  const size_t drawn = std::min(ids.size(), static_cast<size_t>(count));
  for (size_t i = 0; i < drawn; ++i) {
    std::swap(ids[i], ids[i + NextRandom(&seed) % (ids.size() - i)]);
  }
  ids.resize(drawn);
  return ids;
}

int PercentOf(int right_count, size_t question_count) {
  return question_count == 0 ? 0 : right_count * 100 / static_cast<int>(question_count);
}

int CountRight(const Attempt& attempt, const std::vector<Question>& questions) {
  return static_cast<int>(
      std::count_if(questions.begin(), questions.end(), [&](const Question& question) {
        const auto answer = attempt.answers.find(question.id);
        return answer != attempt.answers.end() && answer->second == question.right;
      }));
}

absl::Status CheckAnswers(const Answers& answers, const std::vector<Question>& questions) {
  for (const auto& [id, choices] : answers) {
    const auto question =
        std::find_if(questions.begin(), questions.end(),
                     [id = id](const Question& candidate) { return candidate.id == id; });
    if (question == questions.end()) {
      return base::InvalidField("answers", "有的答案不是这份试卷的题目");
    }
    if (choices.empty()) continue;
    if (*choices.begin() < 0 || *choices.rbegin() >= static_cast<int>(question->options.size())) {
      return base::InvalidField("answers", "有的答案不在选项之内");
    }
  }
  return absl::OkStatus();
}

absl::Status MayStart(const Exam& exam, const std::vector<Attempt>& attempts, absl::Time now) {
  if (now < exam.open_time) return ExamStateConflict("考试还没有开始");
  if (now >= exam.close_time) return ExamStateConflict("考试已经截止");
  for (const Attempt& attempt : attempts) {
    if (attempt.passed) return ExamStateConflict("您已经通过了这场考试");
  }
  if (static_cast<int>(attempts.size()) >= exam.max_attempts) {
    return ExamStateConflict(
        absl::StrCat("这场考试最多考", exam.max_attempts, "次，您的次数用完了"));
  }
  if (!attempts.empty() && attempts.back().end_time.has_value()) {
    const absl::Time next = *attempts.back().end_time + exam.retake_wait;
    if (now < next) {
      return ExamStateConflict(absl::StrCat(
          "补考须等到", absl::FormatTime("%m月%d日%H:%M", next, base::Shanghai()), "以后"));
    }
  }
  return absl::OkStatus();
}

bool ShowsAnswers(const Exam& exam, const Attempt& attempt, const std::vector<Attempt>& attempts,
                  absl::Time now) {
  if (!attempt.end_time.has_value()) return false;
  if (now >= exam.close_time) return true;
  const bool all_marked = std::all_of(attempts.begin(), attempts.end(), [](const Attempt& other) {
    return other.end_time.has_value();
  });
  const bool passed = std::any_of(attempts.begin(), attempts.end(),
                                  [](const Attempt& other) { return other.passed; });
  return all_marked && (passed || static_cast<int>(attempts.size()) >= exam.max_attempts);
}

std::string FormatChoices(const Choices& choices) { return absl::StrJoin(choices, ","); }

Choices ParseChoices(absl::string_view text) {
  Choices choices;
  for (const absl::string_view part : absl::StrSplit(text, ',', absl::SkipEmpty())) {
    int choice = 0;
    if (absl::SimpleAtoi(part, &choice)) choices.insert(choice);
  }
  return choices;
}

std::string FormatAnswers(const Answers& answers) {
  std::string text;
  for (const auto& [id, choices] : answers) {
    absl::StrAppend(&text, id, " ", FormatChoices(choices), "\n");
  }
  return text;
}

Answers ParseAnswers(absl::string_view text) {
  Answers answers;
  for (const absl::string_view line : absl::StrSplit(text, '\n', absl::SkipEmpty())) {
    const std::pair<absl::string_view, absl::string_view> parts =
        absl::StrSplit(line, absl::MaxSplits(' ', 1));
    int64_t id = 0;
    if (absl::SimpleAtoi(parts.first, &id)) answers[id] = ParseChoices(parts.second);
  }
  return answers;
}

}  // namespace deputies::duty
