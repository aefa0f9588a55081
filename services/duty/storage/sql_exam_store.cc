#include "services/duty/storage/sql_exam_store.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/common/base/status_macros.h"
#include "services/common/db/request_keys.h"
#include "services/duty/domain/errors.h"
#include "services/duty/storage/duty_events.h"

namespace deputies::duty {
namespace {

// Parameters home_id (0 for the county's rows alone), county_id: kept by the home or its county.
#define DUTY_KEPT_FOR_HOME "WHERE home_id IN (?, 0) AND county_id IN (0, ?) "
// In the order of ReadQuestion's columns.
#define DUTY_QUESTION_COLUMNS                                                               \
  "home_id, id, county_id, topic, text, options, right_choices, explanation, retired FROM " \
  "exam_questions "
// In the order of ReadExam's columns.
#define DUTY_EXAM_COLUMNS                                                                    \
  "home_id, id, county_id, title, topic, question_count, pass_percent, time_limit_minutes, " \
  "open_time, close_time, max_attempts, retake_wait_hours FROM exams "
// In the order of ReadAttempt's columns.
#define DUTY_ATTEMPT_COLUMNS                                                               \
  "deputy_id, number, start_time, deadline, seed, question_ids, answers, end_time, late, " \
  "right_count, passed FROM exam_attempts "

constexpr db::Statement kInsertQuestion{
    "/* duty.InsertQuestion */ INSERT INTO exam_questions (home_id, id, county_id, topic, text, "
    "options, right_choices, explanation) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"};
constexpr db::Statement kRetireQuestion{
    "/* duty.RetireQuestion */ UPDATE exam_questions SET retired=1 WHERE home_id=? AND id=?"};
constexpr db::Statement kFindQuestion{
    "/* duty.FindQuestion */ SELECT " DUTY_QUESTION_COLUMNS DUTY_KEPT_FOR_HOME "AND id=?"};
constexpr db::Statement kListQuestions{
    "/* duty.ListQuestions */ SELECT " DUTY_QUESTION_COLUMNS DUTY_KEPT_FOR_HOME
    "AND id<? ORDER BY id DESC LIMIT ?"};
constexpr db::Statement kReadQuestions{
    "/* duty.ReadQuestions */ SELECT " DUTY_QUESTION_COLUMNS DUTY_KEPT_FOR_HOME
    "AND FIND_IN_SET(id, ?) > 0"};
constexpr db::Statement kListDrawable{
    "/* duty.ListDrawable */ SELECT id FROM exam_questions " DUTY_KEPT_FOR_HOME
    "AND retired=0 AND (?='' OR topic=?)"};
constexpr db::Statement kInsertExam{
    "/* duty.InsertExam */ INSERT INTO exams (home_id, id, county_id, title, topic, "
    "question_count, pass_percent, time_limit_minutes, open_time, close_time, max_attempts, "
    "retake_wait_hours) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
constexpr db::Statement kFindExam{"/* duty.FindExam */ SELECT " DUTY_EXAM_COLUMNS DUTY_KEPT_FOR_HOME
                                  "AND id=?"};
constexpr db::Statement kListExams{
    "/* duty.ListExams */ SELECT " DUTY_EXAM_COLUMNS DUTY_KEPT_FOR_HOME
    "ORDER BY close_time DESC, id DESC LIMIT 50"};
constexpr db::Statement kLockAttempts{
    "/* duty.LockAttempts */ SELECT " DUTY_ATTEMPT_COLUMNS
    "WHERE home_id=? AND exam_id=? AND deputy_id=? ORDER BY number FOR UPDATE"};
constexpr db::Statement kListAttempts{
    "/* duty.ListAttempts */ SELECT " DUTY_ATTEMPT_COLUMNS
    "WHERE home_id=? AND exam_id=? AND deputy_id=? ORDER BY number"};
constexpr db::Statement kInsertAttempt{
    "/* duty.InsertAttempt */ INSERT INTO exam_attempts (home_id, exam_id, deputy_id, number, "
    "start_time, deadline, seed, question_ids, answers) VALUES (?, ?, ?, ?, ?, ?, ?, ?, '')"};
constexpr db::Statement kSaveAnswers{
    "/* duty.SaveAnswers */ UPDATE exam_attempts SET answers=? "
    "WHERE home_id=? AND exam_id=? AND deputy_id=? AND number=?"};
constexpr db::Statement kMarkAttempt{
    "/* duty.MarkAttempt */ UPDATE exam_attempts SET answers=?, end_time=?, late=?, right_count=?, "
    "passed=? WHERE home_id=? AND exam_id=? AND deputy_id=? AND number=?"};
constexpr db::Statement kListExamResults{
    "/* duty.ListExamResults */ SELECT exam_id, deputy_id, COUNT(*), MAX(right_count), MAX(passed) "
    "FROM exam_attempts WHERE home_id=? AND exam_id=? GROUP BY exam_id, deputy_id"};
constexpr db::Statement kListOwnExamResults{
    "/* duty.ListOwnExamResults */ SELECT exam_id, deputy_id, COUNT(*), MAX(right_count), "
    "MAX(passed) FROM exam_attempts WHERE home_id=? AND deputy_id=? GROUP BY exam_id, deputy_id"};

constexpr char kExamSource[] = "exam";
constexpr char kExamItem[] = "study";

Question ReadQuestion(db::Row& row) {
  Question question;
  question.owner.home_id = row.Int(0);
  question.id = row.Int(1);
  question.owner.county_id = row.Int(2);
  question.topic = row.TakeString(3);
  question.text = row.TakeString(4);
  question.options = absl::StrSplit(row.String(5), '\n');
  question.right = ParseChoices(row.String(6));
  question.explanation = row.TakeString(7);
  question.retired = row.Int(8) != 0;
  return question;
}

Exam ReadExam(db::Row& row) {
  Exam exam;
  exam.owner.home_id = row.Int(0);
  exam.id = row.Int(1);
  exam.owner.county_id = row.Int(2);
  exam.title = row.TakeString(3);
  exam.topic = row.TakeString(4);
  exam.question_count = static_cast<int>(row.Int(5));
  exam.pass_percent = static_cast<int>(row.Int(6));
  exam.time_limit = absl::Minutes(row.Int(7));
  exam.open_time = row.Time(8);
  exam.close_time = row.Time(9);
  exam.max_attempts = static_cast<int>(row.Int(10));
  exam.retake_wait = absl::Hours(row.Int(11));
  return exam;
}

std::string SeedBytes(uint64_t seed) {
  std::string bytes(8, '\0');
  for (char& byte : bytes) {
    byte = static_cast<char>(seed & 0xff);
    seed >>= 8;
  }
  return bytes;
}

Attempt ReadAttempt(const db::Row& row) {
  Attempt attempt;
  attempt.deputy_id = row.Int(0);
  attempt.number = static_cast<int>(row.Int(1));
  attempt.start_time = row.Time(2);
  attempt.deadline = row.Time(3);
  const std::string& seed = row.String(4);
  for (auto byte = seed.rbegin(); byte != seed.rend(); ++byte) {
    attempt.seed = attempt.seed << 8 | static_cast<unsigned char>(*byte);
  }
  for (const absl::string_view part : absl::StrSplit(row.String(5), ',', absl::SkipEmpty())) {
    int64_t id = 0;
    if (absl::SimpleAtoi(part, &id)) attempt.question_ids.push_back(id);
  }
  attempt.answers = ParseAnswers(row.String(6));
  if (!row.IsNull(7)) attempt.end_time = row.Time(7);
  attempt.late = row.Int(8) != 0;
  attempt.right_count = static_cast<int>(row.Int(9));
  attempt.passed = row.Int(10) != 0;
  return attempt;
}

std::vector<Attempt> ReadAttempts(const db::Rows& rows) {
  std::vector<Attempt> attempts;
  for (const db::Row& row : rows) attempts.push_back(ReadAttempt(row));
  return attempts;
}

std::vector<ExamResult> ReadResults(const db::Rows& rows) {
  std::vector<ExamResult> results;
  for (const db::Row& row : rows) {
    results.push_back({row.Int(0), row.Int(1), static_cast<int>(row.Int(2)),
                       static_cast<int>(row.Int(3)), row.Int(4) != 0});
  }
  return results;
}

std::vector<Question> ReadInOrder(db::Rows& rows, const std::vector<int64_t>& ids) {
  std::map<int64_t, Question> found;
  for (db::Row& row : rows) {
    Question question = ReadQuestion(row);
    found[question.id] = std::move(question);
  }
  std::vector<Question> questions;
  for (const int64_t id : ids) {
    const auto question = found.find(id);
    if (question != found.end()) questions.push_back(std::move(question->second));
  }
  return questions;
}

absl::StatusOr<std::vector<int64_t>> Drawable(db::Transaction& transaction, const Exam& exam,
                                              int64_t county_id) {
  ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction.Query(kListDrawable, {exam.owner.home_id, county_id, exam.topic, exam.topic}));
  std::vector<int64_t> ids;
  for (const db::Row& row : rows) ids.push_back(row.Int(0));
  return ids;
}

absl::StatusOr<int> NumberOf(const std::string& result) {
  int number = 0;
  if (!absl::SimpleAtoi(result, &number)) {
    return absl::InternalError("a request key of ours holds no number of an attempt");
  }
  return number;
}

}  // namespace

absl::StatusOr<std::vector<int64_t>> SqlExamStore::AddQuestions(
    absl::Time deadline, const base::RequestKey& key, const std::vector<Question>& questions) {
  std::vector<int64_t> ids;
  for (const Question& question : questions) ids.push_back(question.id);
  const auto add = [&](db::Transaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<std::string> earlier,
                     db::ClaimRequest(transaction, key, absl::StrJoin(ids, ","), clock_.Now()));
    if (earlier.has_value()) {
      ids.clear();
      for (const absl::string_view part : absl::StrSplit(*earlier, ',')) {
        if (!absl::SimpleAtoi(part, &ids.emplace_back())) {
          return absl::InternalError("a request key of ours holds no question ids");
        }
      }
      return absl::OkStatus();
    }
    for (const Question& question : questions) {
      RETURN_IF_ERROR(
          transaction
              .Execute(kInsertQuestion,
                       {question.owner.home_id, question.id, question.owner.county_id,
                        question.topic, question.text, absl::StrJoin(question.options, "\n"),
                        FormatChoices(question.right), question.explanation})
              .status());
    }
    return absl::OkStatus();
  };
  RETURN_IF_ERROR(database_.InTransaction(deadline, add, db::Repeat::kAfterUnknownOutcome));
  return ids;
}

absl::Status SqlExamStore::Retire(absl::Time deadline, const base::RequestKey& key,
                                  const Question& question) {
  const auto retire = [&](db::Transaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<std::string> earlier,
                     db::ClaimRequest(transaction, key, "", clock_.Now()));
    if (earlier.has_value()) return absl::OkStatus();
    return transaction.Execute(kRetireQuestion, {question.owner.home_id, question.id}).status();
  };
  return database_.InTransaction(deadline, retire, db::Repeat::kAfterUnknownOutcome);
}

absl::StatusOr<std::optional<Question>> SqlExamStore::FindQuestion(absl::Time deadline,
                                                                   const HomeCard& home,
                                                                   int64_t question_id) {
  ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, kFindQuestion,
                                                  {home.home_id, home.county_id, question_id}));
  if (rows.empty()) return std::nullopt;
  return ReadQuestion(rows.front());
}

absl::StatusOr<std::vector<Question>> SqlExamStore::ListQuestions(absl::Time deadline,
                                                                  const HomeCard& home,
                                                                  int64_t before_id, int limit) {
  ASSIGN_OR_RETURN(
      db::Rows rows,
      database_.Query(deadline, kListQuestions, {home.home_id, home.county_id, before_id, limit}));
  std::vector<Question> questions;
  for (db::Row& row : rows) questions.push_back(ReadQuestion(row));
  return questions;
}

absl::StatusOr<std::vector<Question>> SqlExamStore::ReadQuestions(absl::Time deadline,
                                                                  const HomeCard& home,
                                                                  const std::vector<int64_t>& ids) {
  ASSIGN_OR_RETURN(db::Rows rows,
                   database_.Query(deadline, kReadQuestions,
                                   {home.home_id, home.county_id, absl::StrJoin(ids, ",")}));
  return ReadInOrder(rows, ids);
}

absl::StatusOr<int64_t> SqlExamStore::CreateExam(absl::Time deadline, const base::RequestKey& key,
                                                 const HomeCard& home, const Exam& exam) {
  int64_t id = exam.id;
  const auto create = [&](db::Transaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<std::string> earlier,
                     db::ClaimRequest(transaction, key, absl::StrCat(exam.id), clock_.Now()));
    if (earlier.has_value()) {
      return absl::SimpleAtoi(*earlier, &id)
                 ? absl::OkStatus()
                 : absl::InternalError("a request key of ours holds no exam id");
    }
    ASSIGN_OR_RETURN(const std::vector<int64_t> questions,
                     Drawable(transaction, exam, home.county_id));
    if (static_cast<int>(questions.size()) < exam.question_count) {
      return ExamStateConflict(absl::StrCat("题库里只有", questions.size(), "道题，不够出卷"));
    }
    return transaction
        .Execute(kInsertExam,
                 {exam.owner.home_id, exam.id, exam.owner.county_id, exam.title, exam.topic,
                  exam.question_count, exam.pass_percent, absl::ToInt64Minutes(exam.time_limit),
                  exam.open_time, exam.close_time, exam.max_attempts,
                  absl::ToInt64Hours(exam.retake_wait)})
        .status();
  };
  RETURN_IF_ERROR(database_.InTransaction(deadline, create, db::Repeat::kAfterUnknownOutcome));
  return id;
}

absl::StatusOr<std::optional<Exam>> SqlExamStore::FindExam(absl::Time deadline,
                                                           const HomeCard& home, int64_t exam_id) {
  ASSIGN_OR_RETURN(db::Rows rows,
                   database_.Query(deadline, kFindExam, {home.home_id, home.county_id, exam_id}));
  if (rows.empty()) return std::nullopt;
  return ReadExam(rows.front());
}

absl::StatusOr<std::vector<Exam>> SqlExamStore::ListExams(absl::Time deadline,
                                                          const HomeCard& home) {
  ASSIGN_OR_RETURN(db::Rows rows,
                   database_.Query(deadline, kListExams, {home.home_id, home.county_id}));
  std::vector<Exam> exams;
  for (db::Row& row : rows) exams.push_back(ReadExam(row));
  return exams;
}

absl::Status SqlExamStore::Mark(db::Transaction& transaction, const HomeCard& home,
                                const Exam& exam, Attempt* attempt, absl::Time now) {
  ASSIGN_OR_RETURN(db::Rows rows,
                   transaction.Query(kReadQuestions, {home.home_id, home.county_id,
                                                      absl::StrJoin(attempt->question_ids, ",")}));
  const std::vector<Question> questions = ReadInOrder(rows, attempt->question_ids);
  attempt->right_count = CountRight(*attempt, questions);
  attempt->late = now >= attempt->deadline;
  attempt->end_time = std::min(now, attempt->deadline);
  attempt->passed =
      PercentOf(attempt->right_count, attempt->question_ids.size()) >= exam.pass_percent;
  RETURN_IF_ERROR(
      transaction
          .Execute(kMarkAttempt, {FormatAnswers(attempt->answers), attempt->end_time, attempt->late,
                                  attempt->right_count, attempt->passed, home.home_id, exam.id,
                                  attempt->deputy_id, attempt->number})
          .status());
  if (!attempt->passed) return absl::OkStatus();
  // Once an exam and deputy, in the ledger too: its source is the exam, not the attempt.
  DutyFact fact;
  fact.home_id = home.home_id;
  fact.deputy_id = attempt->deputy_id;
  fact.item = kExamItem;
  fact.source_type = kExamSource;
  fact.source_id = exam.id;
  fact.perform_time = *attempt->end_time;
  return TellAct(transaction, ids_, fact, now);
}

absl::StatusOr<int> SqlExamStore::InAttempts(absl::Time deadline, const base::RequestKey& key,
                                             const HomeCard& home, const Exam& exam,
                                             int64_t deputy_id, const AttemptsWork& work) {
  int number = 0;
  const auto write = [&](db::Transaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<std::string> earlier,
                     db::ClaimRequest(transaction, key, "", clock_.Now()));
    if (earlier.has_value()) {
      ASSIGN_OR_RETURN(number, NumberOf(*earlier));
      return absl::OkStatus();
    }
    ASSIGN_OR_RETURN(const db::Rows rows,
                     transaction.Query(kLockAttempts, {home.home_id, exam.id, deputy_id}));
    std::vector<Attempt> attempts = ReadAttempts(rows);
    ASSIGN_OR_RETURN(number, work(transaction, attempts));
    return db::StoreResult(transaction, key, absl::StrCat(number));
  };
  RETURN_IF_ERROR(database_.InTransaction(deadline, write, db::Repeat::kAfterUnknownOutcome));
  return number;
}

absl::StatusOr<int> SqlExamStore::Start(absl::Time deadline, const base::RequestKey& key,
                                        const HomeCard& home, const Exam& exam, int64_t deputy_id,
                                        uint64_t seed, absl::Time now) {
  const auto start = [&](db::Transaction& transaction,
                         std::vector<Attempt>& attempts) -> absl::StatusOr<int> {
    if (!attempts.empty() && !attempts.back().end_time.has_value()) {
      if (now < attempts.back().deadline) return attempts.back().number;
      RETURN_IF_ERROR(Mark(transaction, home, exam, &attempts.back(), now));
      // The marking stands, whatever becomes of the next attempt.
      if (!MayStart(exam, attempts, now).ok()) return attempts.back().number;
    }
    RETURN_IF_ERROR(MayStart(exam, attempts, now));
    ASSIGN_OR_RETURN(std::vector<int64_t> ids, Drawable(transaction, exam, home.county_id));
    if (static_cast<int>(ids.size()) < exam.question_count) {
      return ExamStateConflict("题库里的题目不够，请告诉联络员");
    }
    const int number = static_cast<int>(attempts.size()) + 1;
    const absl::Time end = std::min(now + exam.time_limit, exam.close_time);
    const std::string drawn =
        absl::StrJoin(DrawQuestions(seed, std::move(ids), exam.question_count), ",");
    const absl::Status inserted =
        transaction
            .Execute(kInsertAttempt,
                     {home.home_id, exam.id, deputy_id, number, now, end, SeedBytes(seed), drawn})
            .status();
    // The same deputy began it a moment ago on another phone: that attempt runs.
    if (!db::IsDuplicateKey(inserted)) RETURN_IF_ERROR(inserted);
    return number;
  };
  return InAttempts(deadline, key, home, exam, deputy_id, start);
}

absl::StatusOr<int> SqlExamStore::Answer(absl::Time deadline, const base::RequestKey& key,
                                         const HomeCard& home, const Exam& exam, int64_t deputy_id,
                                         const Answers& answers, bool hand_in, absl::Time now) {
  const auto answer = [&](db::Transaction& transaction,
                          std::vector<Attempt>& attempts) -> absl::StatusOr<int> {
    if (attempts.empty() || attempts.back().end_time.has_value()) {
      return ExamStateConflict("没有正在进行的考试，请先开始考试");
    }
    Attempt& attempt = attempts.back();
    if (now < attempt.deadline) {
      ASSIGN_OR_RETURN(
          db::Rows found,
          transaction.Query(kReadQuestions, {home.home_id, home.county_id,
                                             absl::StrJoin(attempt.question_ids, ",")}));
      RETURN_IF_ERROR(CheckAnswers(answers, ReadInOrder(found, attempt.question_ids)));
      attempt.answers = answers;
    } else if (!hand_in) {
      return ExamStateConflict("考试时间到了，请交卷：时间到以前保存的答案有效");
    }
    RETURN_IF_ERROR(hand_in ? Mark(transaction, home, exam, &attempt, now)
                            : transaction
                                  .Execute(kSaveAnswers, {FormatAnswers(answers), home.home_id,
                                                          exam.id, deputy_id, attempt.number})
                                  .status());
    return attempt.number;
  };
  return InAttempts(deadline, key, home, exam, deputy_id, answer);
}

absl::StatusOr<std::vector<Attempt>> SqlExamStore::ListAttempts(absl::Time deadline,
                                                                int64_t home_id, int64_t exam_id,
                                                                int64_t deputy_id) {
  ASSIGN_OR_RETURN(const db::Rows rows,
                   database_.Query(deadline, kListAttempts, {home_id, exam_id, deputy_id}));
  return ReadAttempts(rows);
}

absl::StatusOr<std::vector<ExamResult>> SqlExamStore::ListResults(absl::Time deadline,
                                                                  int64_t home_id,
                                                                  int64_t exam_id) {
  ASSIGN_OR_RETURN(const db::Rows rows,
                   database_.Query(deadline, kListExamResults, {home_id, exam_id}));
  return ReadResults(rows);
}

absl::StatusOr<std::vector<ExamResult>> SqlExamStore::ListOwnResults(absl::Time deadline,
                                                                     int64_t home_id,
                                                                     int64_t deputy_id) {
  ASSIGN_OR_RETURN(const db::Rows rows,
                   database_.Query(deadline, kListOwnExamResults, {home_id, deputy_id}));
  return ReadResults(rows);
}

}  // namespace deputies::duty
