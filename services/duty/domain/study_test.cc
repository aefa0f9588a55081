// Study and examinations: drawing, marking, retakes, and when the right answers may be seen.
#include "services/duty/domain/study.h"

#include <numeric>
#include <set>

#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/duty/domain/exam.h"

namespace deputies::duty {
namespace {

const absl::Time kStart = absl::FromUnixSeconds(1'770'000'000);

Question NewQuestion(int64_t id, Choices right) {
  Question question;
  question.id = id;
  question.text = "县级以上人大常委会多久举行一次会议？";
  question.options = {"每月", "每两个月至少一次", "每年"};
  question.right = std::move(right);
  return question;
}

Exam NewExam() {
  Exam exam;
  exam.question_count = 2;
  exam.pass_percent = 60;
  exam.open_time = kStart;
  exam.close_time = kStart + absl::Hours(48);
  exam.max_attempts = 2;
  exam.retake_wait = absl::Hours(1);
  return exam;
}

Attempt Marked(int number, bool passed, absl::Time end) {
  Attempt attempt;
  attempt.number = number;
  attempt.passed = passed;
  attempt.end_time = end;
  return attempt;
}

TEST(ReadingTest, NeverFallsAndEndsAfterItsLeastTime) {
  StudyMaterial material;
  material.min_minutes = 10;
  Reading reading = Advance(material, std::nullopt, 100, kStart);
  EXPECT_EQ(reading.percent, 99);
  EXPECT_FALSE(reading.finish_time.has_value());
  reading = Advance(material, reading, 20, kStart + absl::Minutes(5));
  EXPECT_EQ(reading.percent, 99);
  reading = Advance(material, reading, 100, kStart + absl::Minutes(10));
  EXPECT_EQ(reading.percent, 100);
  EXPECT_EQ(Advance(material, reading, 100, kStart + absl::Hours(9)).finish_time,
            kStart + absl::Minutes(10));
}

TEST(ReadingTest, AMonthBelongsToMonthlyReadingAlone) {
  StudyMaterial material;
  material.kind = MaterialKind::kMonthlyReading;
  EXPECT_EQ(base::ErrorFields(CheckMaterial(material)).front().field, "month");
  material.month = "2026-03";
  EXPECT_TRUE(CheckMaterial(material).ok());
  material.kind = MaterialKind::kCourse;
  EXPECT_EQ(base::ErrorFields(CheckMaterial(material)).front().field, "month");
  material.month.clear();
  material.media_url = "javascript:alert(1)";
  EXPECT_EQ(base::ErrorFields(CheckMaterial(material)).front().field, "mediaUrl");
}

TEST(OwnerTest, ACountysThingsAreItsOfficesAlone) {
  const HomeCard home{5, "家", 50, 500};
  base::Caller chair;
  chair.grants.push_back({base::Role::kChair, 50, {5}, 0});
  EXPECT_EQ(OwnerFor(chair, home, false).value().home_id, 5);
  EXPECT_EQ(base::ErrorReason(OwnerFor(chair, home, true).status()), "ACCESS_DENIED");
  base::Caller office;
  office.grants.push_back({base::Role::kCountyOffice, 500, {5}, 0});
  EXPECT_EQ(OwnerFor(office, home, true).value().county_id, 500);
  office.grants.front().organization_id = 501;
  EXPECT_FALSE(OwnerFor(office, home, true).ok());
}

TEST(ExamTest, DrawsBySeedWithoutRepeatingAndFairly) {
  std::vector<int64_t> ids(20);
  std::iota(ids.begin(), ids.end(), 100);
  std::vector<int64_t> shuffled(ids.rbegin(), ids.rend());
  EXPECT_EQ(DrawQuestions(7, ids, 5), DrawQuestions(7, shuffled, 5));
  std::map<int64_t, int> times;
  for (uint64_t seed = 0; seed < 4000; ++seed) {
    const std::vector<int64_t> drawn = DrawQuestions(seed, ids, 5);
    EXPECT_EQ(std::set<int64_t>(drawn.begin(), drawn.end()).size(), 5u);
    for (const int64_t id : drawn) ++times[id];
  }
  // 1,000 each expected; 4.5 standard deviations on either side.
  for (const int64_t id : ids) EXPECT_NEAR(times[id], 1000, 125) << id;
  EXPECT_EQ(DrawQuestions(7, {1, 2}, 5).size(), 2u);
}

TEST(ExamTest, OnlyExactlyRightAnswersCount) {
  const std::vector<Question> questions = {NewQuestion(1, {1}), NewQuestion(2, {0, 2}),
                                           NewQuestion(3, {0, 1})};
  Attempt attempt;
  attempt.answers = {{1, {1}}, {2, {0}}, {3, {0, 1, 2}}};
  EXPECT_EQ(CountRight(attempt, questions), 1);
  attempt.answers = ParseAnswers(FormatAnswers({{1, {1}}, {2, {2, 0}}, {3, {}}}));
  EXPECT_EQ(CountRight(attempt, questions), 2);
  EXPECT_EQ(PercentOf(2, 3), 66);
  EXPECT_TRUE(CheckAnswers(attempt.answers, questions).ok());
  EXPECT_FALSE(CheckAnswers({{4, {0}}}, questions).ok());
  EXPECT_FALSE(CheckAnswers({{1, {3}}}, questions).ok());
}

TEST(ExamTest, RetakesFollowTheRule) {
  const Exam exam = NewExam();
  const auto may = [&](const std::vector<Attempt>& attempts, absl::Duration later) {
    return MayStart(exam, attempts, kStart + later).ok();
  };
  EXPECT_FALSE(may({}, -absl::Seconds(1)));
  EXPECT_TRUE(may({}, absl::ZeroDuration()));
  EXPECT_FALSE(may({}, absl::Hours(48)));
  const Attempt failed = Marked(1, false, kStart + absl::Hours(1));
  EXPECT_FALSE(may({failed}, absl::Minutes(119)));
  EXPECT_TRUE(may({failed}, absl::Minutes(120)));
  EXPECT_FALSE(may({Marked(1, true, kStart)}, absl::Hours(5)));
  EXPECT_FALSE(may({failed, Marked(2, false, kStart + absl::Hours(3))}, absl::Hours(9)));
}

TEST(ExamTest, RightAnswersAreSeenWhenTheyHelpNobodyAnyMore) {
  const Exam exam = NewExam();
  const Attempt failed = Marked(1, false, kStart + absl::Hours(1));
  Attempt running;
  running.number = 2;
  const absl::Time then = kStart + absl::Hours(5);
  EXPECT_FALSE(ShowsAnswers(exam, failed, {failed}, then));
  EXPECT_FALSE(ShowsAnswers(exam, failed, {failed, running}, then));
  EXPECT_FALSE(ShowsAnswers(exam, running, {failed, running}, kStart + absl::Hours(60)));
  EXPECT_TRUE(ShowsAnswers(exam, failed, {failed, Marked(2, false, then)}, then));
  EXPECT_TRUE(ShowsAnswers(exam, Marked(1, true, then), {Marked(1, true, then)}, then));
  EXPECT_TRUE(ShowsAnswers(exam, failed, {failed}, kStart + absl::Hours(48)));
}

TEST(ExamTest, AQuestionThatContradictsItselfIsRefused) {
  Question question = NewQuestion(1, {3});
  EXPECT_EQ(base::ErrorFields(CheckQuestion(question, "questions[0]")).front().field,
            "questions[0].rightChoices");
  question = NewQuestion(1, {0});
  question.options[1] = question.options[0];
  EXPECT_FALSE(CheckQuestion(question, "q").ok());
  question.options = {"对"};
  EXPECT_FALSE(CheckQuestion(question, "q").ok());
}

}  // namespace
}  // namespace deputies::duty
