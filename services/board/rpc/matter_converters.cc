#include "services/board/rpc/matter_converters.h"

#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/board/domain/matter_rules.h"
#include "services/board/rpc/desk_converters.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"
#include "services/common/base/work_calendar.h"

namespace deputies::board {
namespace {

// Option numbers of a choice: 1 to 20.
constexpr int kMaxOption = 20;

void ToProto(const MatterQuestion& question, v1::MatterQuestion* proto) {
  proto->set_kind(static_cast<v1::QuestionKind>(question.kind));
  proto->set_title(question.title);
  for (const std::string& option : question.options) proto->add_options(option);
  proto->set_max_choices(question.max_choices);
  proto->set_scale_max(question.scale_max);
  proto->set_required(question.required);
}

std::string AnswerText(const MatterQuestion& question, const VoiceAnswer& answer) {
  if (answer.scale != 0) return absl::StrCat(answer.scale);
  if (answer.choices == 0) return answer.text;
  std::vector<std::string> chosen;
  for (size_t i = 0; i < question.options.size(); ++i) {
    if ((answer.choices >> i & 1) != 0) chosen.push_back(question.options[i]);
  }
  return absl::StrJoin(chosen, "；");
}

}  // namespace

absl::StatusOr<Matter> FromProto(const v1::MatterDraft& proto) {
  Matter draft;
  draft.title = proto.title();
  draft.body = proto.body();
  ASSIGN_OR_RETURN(draft.open_time, TimeOfProto(proto.open_time(), "draft.openTime"));
  ASSIGN_OR_RETURN(draft.close_time, TimeOfProto(proto.close_time(), "draft.closeTime"));
  if (!common::v1::IdentityGrade_IsValid(proto.min_grade())) {
    return base::InvalidField("draft.minGrade", "没有这种身份要求");
  }
  draft.min_grade = static_cast<base::IdentityGrade>(proto.min_grade());
  for (int i = 0; i < proto.questions_size(); ++i) {
    const v1::MatterQuestion& from = proto.questions(i);
    if (!v1::QuestionKind_IsValid(from.kind())) {
      return base::InvalidField(absl::StrCat("draft.questions[", i, "].kind"), "没有这种题型");
    }
    MatterQuestion& question = draft.questions.emplace_back();
    question.kind = static_cast<QuestionKind>(from.kind());
    question.title = from.title();
    question.options = {from.options().begin(), from.options().end()};
    question.max_choices = from.max_choices();
    question.scale_max = from.scale_max();
    question.required = from.required();
  }
  return draft;
}

absl::StatusOr<std::vector<VoiceAnswer>> FromProto(const v1::GiveVoiceRequest& request) {
  std::vector<VoiceAnswer> answers;
  for (int i = 0; i < request.answers_size(); ++i) {
    const v1::VoiceAnswer& from = request.answers(i);
    VoiceAnswer& answer = answers.emplace_back();
    answer.question = from.question();
    answer.scale = from.scale();
    answer.text = from.text();
    for (const int choice : from.choices()) {
      if (choice < 1 || choice > kMaxOption) {
        return base::InvalidField(absl::StrCat("answers[", i, "].choices"), "这道题没有这个选项");
      }
      answer.choices |= 1u << (choice - 1);
    }
  }
  return answers;
}

void ToProto(const Matter& matter, absl::Time now, v1::Matter* proto) {
  proto->set_matter_id(matter.id);
  proto->set_home_id(matter.home_id);
  proto->set_phase(static_cast<v1::MatterPhase>(PhaseOf(matter, now)));
  proto->set_title(matter.title);
  proto->set_body(matter.body);
  for (const MatterQuestion& question : matter.questions) {
    ToProto(question, proto->add_questions());
  }
  proto->set_question_count(matter.question_count);
  SetProtoTime(matter.open_time, proto->mutable_open_time());
  SetProtoTime(matter.close_time, proto->mutable_close_time());
  proto->set_min_grade(static_cast<common::v1::IdentityGrade>(matter.min_grade));
  proto->set_identity_notice(IdentityNotice(matter.min_grade));
  proto->set_voice_count(matter.voice_count);
  proto->set_close_reason(matter.close_reason);
  if (matter.digest.has_value()) {
    v1::MatterDigest* digest = proto->mutable_digest();
    digest->set_heard(matter.digest->heard);
    digest->set_done(matter.digest->done);
    SetProtoTime(matter.digest->publish_time, digest->mutable_publish_time());
    digest->set_version(matter.digest->version);
  }
  SetProtoTime(matter.create_time, proto->mutable_create_time());
  proto->set_revision(matter.revision);
}

void ToProto(const Voice& voice, int64_t matter_id, v1::Voice* proto) {
  proto->set_voice_id(voice.id);
  proto->set_matter_id(matter_id);
  for (const VoiceAnswer& answer : voice.answers) {
    v1::VoiceAnswer* to = proto->add_answers();
    to->set_question(answer.question);
    for (int option = 1; option <= kMaxOption; ++option) {
      if ((answer.choices >> (option - 1) & 1) != 0) to->add_choices(option);
    }
    to->set_scale(answer.scale);
    to->set_text(answer.text);
  }
  SetProtoTime(voice.create_time, proto->mutable_create_time());
}

void ToProto(const MatterTally& tally, absl::Time now, v1::MatterResults* proto) {
  const Matter& matter = tally.matter;
  proto->set_matter_id(matter.id);
  proto->set_phase(static_cast<v1::MatterPhase>(PhaseOf(matter, now)));
  proto->set_voice_count(matter.voice_count);
  SetProtoTime(now, proto->mutable_as_of_time());
  proto->set_identity_notice(IdentityNotice(matter.min_grade));
  std::map<std::pair<int, int>, int> counts;
  for (const MatterCount& count : tally.counts) {
    counts[{count.question, count.value}] = count.count;
  }
  for (size_t i = 0; i < matter.questions.size(); ++i) {
    const MatterQuestion& question = matter.questions[i];
    const int number = static_cast<int>(i) + 1;
    v1::MatterResults::Question* to = proto->add_questions();
    to->set_question(number);
    to->set_title(question.title);
    to->set_kind(static_cast<v1::QuestionKind>(question.kind));
    to->set_answer_count(counts[{number, 0}]);
    const int values = question.kind == QuestionKind::kChoice
                           ? static_cast<int>(question.options.size())
                           : question.scale_max;
    for (int value = 1; value <= values; ++value) {
      v1::MatterResults::Count* count = to->add_counts();
      count->set_value(value);
      if (question.kind == QuestionKind::kChoice) {
        count->set_label(question.options[static_cast<size_t>(value) - 1]);
      }
      count->set_count(counts[{number, value}]);
    }
  }
}

sheet::Sheet ToSheet(const MatterVoices& voices) {
  const std::vector<MatterQuestion>& questions = voices.matter.questions;
  sheet::Sheet result;
  result.name = "征求意见";
  std::vector<std::string>& head = result.rows.emplace_back();
  head = {"序号", "日期"};
  for (const MatterQuestion& question : questions) head.push_back(question.title);
  int number = 0;
  for (const Voice& voice : voices.voices) {
    std::vector<std::string> row(questions.size() + 2);
    row[0] = absl::StrCat(++number);
    // The day alone: minutes would tell who was seen with a phone in hand.
    row[1] = absl::FormatTime("%Y-%m-%d", voice.create_time, base::Shanghai());
    for (const VoiceAnswer& answer : voice.answers) {
      const size_t index = static_cast<size_t>(answer.question) - 1;
      if (index < questions.size()) row[index + 2] = AnswerText(questions[index], answer);
    }
    result.rows.push_back(std::move(row));
  }
  return result;
}

}  // namespace deputies::board
