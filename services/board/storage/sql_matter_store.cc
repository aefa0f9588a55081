#include "services/board/storage/sql_matter_store.h"

#include <string>
#include <utility>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/board/storage/sql_desk_transaction.h"
#include "services/common/base/status_macros.h"

namespace deputies::board {
namespace {

// In the order of ReadMatter's columns.
#define MATTER_COLUMNS                                                                           \
  "home_id, id, creator_id, state, min_grade, question_count, voice_count, revision, "           \
  "digest_version, open_time, close_time, create_time, digest_time, title, close_reason, body, " \
  "digest_heard, digest_done "

constexpr db::Statement kFindMatter{"/* board.FindMatter */ SELECT " MATTER_COLUMNS
                                    "FROM matters WHERE home_id=? AND id=?"};
constexpr db::Statement kLockMatter{"/* board.LockMatter */ SELECT " MATTER_COLUMNS
                                    "FROM matters WHERE home_id=? AND id=? FOR UPDATE"};
constexpr db::Statement kListMatters{
    "/* board.ListMatters */ SELECT " MATTER_COLUMNS
    "FROM matters WHERE home_id=? AND id<? ORDER BY id DESC LIMIT ?"};
// Drafts are few: skipping them costs next to nothing.
constexpr db::Statement kListPublicMatters{
    "/* board.ListPublicMatters */ SELECT " MATTER_COLUMNS
    "FROM matters WHERE home_id=? AND id<? AND state<>1 ORDER BY id DESC LIMIT ?"};
constexpr db::Statement kInsertMatter{
    "/* board.InsertMatter */ INSERT INTO matters (" MATTER_COLUMNS
    ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
constexpr db::Statement kUpdateMatter{
    "/* board.UpdateMatter */ UPDATE matters SET state=?, min_grade=?, question_count=?, "
    "revision=?, digest_version=?, open_time=?, close_time=?, digest_time=?, title=?, "
    "close_reason=?, body=?, digest_heard=?, digest_done=? WHERE home_id=? AND id=?"};

constexpr db::Statement kListMatterQuestions{
    "/* board.ListMatterQuestions */ SELECT kind, required, max_choices, scale_max, title, options "
    "FROM matter_questions WHERE home_id=? AND matter_id=? ORDER BY question"};
constexpr db::Statement kDeleteMatterQuestions{
    "/* board.DeleteMatterQuestions */ DELETE FROM matter_questions "
    "WHERE home_id=? AND matter_id=?"};
constexpr db::Statement kInsertMatterQuestion{
    "/* board.InsertMatterQuestion */ INSERT INTO matter_questions (home_id, matter_id, question, "
    "kind, required, max_choices, scale_max, title, options) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"};

constexpr db::Statement kInsertMatterVoice{
    "/* board.InsertMatterVoice */ INSERT INTO matter_voices (home_id, matter_id, person_id, id, "
    "create_time) VALUES (?, ?, ?, ?, ?)"};
constexpr db::Statement kCountMatterVoice{
    "/* board.CountMatterVoice */ UPDATE matters SET voice_count=voice_count+1 "
    "WHERE home_id=? AND id=?"};
constexpr db::Statement kInsertMatterAnswer{
    "/* board.InsertMatterAnswer */ INSERT INTO matter_answers (home_id, matter_id, question, "
    "voice_id, choices, scale, text) VALUES (?, ?, ?, ?, ?, ?, ?)"};
constexpr db::Statement kCountMatterAnswer{
    "/* board.CountMatterAnswer */ INSERT INTO matter_counts (home_id, matter_id, question, value, "
    "chosen) VALUES (?, ?, ?, ?, 1) ON DUPLICATE KEY UPDATE chosen=chosen+1"};

constexpr db::Statement kListMatterVoters{
    "/* board.ListMatterVoters */ SELECT person_id FROM matter_voices "
    "WHERE home_id=? AND matter_id=? ORDER BY person_id"};
constexpr db::Statement kFindMatterVoice{
    "/* board.FindMatterVoice */ SELECT id, create_time FROM matter_voices "
    "WHERE home_id=? AND matter_id=? AND person_id=?"};
constexpr db::Statement kListAnswersOfVoice{
    "/* board.ListAnswersOfVoice */ SELECT question, choices, scale, text FROM matter_answers "
    "WHERE home_id=? AND matter_id=? AND voice_id=? ORDER BY question"};
constexpr db::Statement kListMatterCounts{
    "/* board.ListMatterCounts */ SELECT question, value, chosen FROM matter_counts "
    "WHERE home_id=? AND matter_id=? ORDER BY question, value"};
constexpr db::Statement kListMatterTexts{
    "/* board.ListMatterTexts */ SELECT voice_id, text FROM matter_answers "
    "WHERE home_id=? AND matter_id=? AND question=? AND voice_id>? AND text<>'' "
    "ORDER BY voice_id LIMIT ?"};
constexpr db::Statement kListVoicesOfMatter{
    "/* board.ListVoicesOfMatter */ SELECT v.id, v.create_time, a.question, a.choices, a.scale, "
    "a.text FROM (SELECT home_id, matter_id, id, create_time FROM matter_voices WHERE home_id=? "
    "AND matter_id=? ORDER BY id LIMIT ?) v JOIN matter_answers a ON a.home_id=v.home_id "
    "AND a.matter_id=v.matter_id AND a.voice_id=v.id ORDER BY v.id, a.question"};

#undef MATTER_COLUMNS

Matter ReadMatter(db::Row& row) {
  Matter matter;
  matter.home_id = row.Int(0);
  matter.id = row.Int(1);
  matter.creator_id = row.Int(2);
  matter.state = static_cast<MatterState>(row.Int(3));
  matter.min_grade = static_cast<base::IdentityGrade>(row.Int(4));
  matter.question_count = static_cast<int>(row.Int(5));
  matter.voice_count = static_cast<int32_t>(row.Int(6));
  matter.revision = static_cast<int32_t>(row.Int(7));
  matter.open_time = row.Time(9);
  matter.close_time = row.Time(10);
  matter.create_time = row.Time(11);
  matter.title = row.TakeString(13);
  matter.close_reason = row.TakeString(14);
  matter.body = row.TakeString(15);
  if (!row.IsNull(12)) {
    matter.digest = MatterDigest{row.TakeString(16), row.TakeString(17), row.Time(12),
                                 static_cast<int32_t>(row.Int(8))};
  }
  return matter;
}

absl::StatusOr<std::vector<MatterQuestion>> ReadQuestions(absl::StatusOr<db::Rows> rows) {
  RETURN_IF_ERROR(rows.status());
  std::vector<MatterQuestion> questions;
  for (db::Row& row : *rows) {
    MatterQuestion& question = questions.emplace_back();
    question.kind = static_cast<QuestionKind>(row.Int(0));
    question.required = row.Int(1) != 0;
    question.max_choices = static_cast<int>(row.Int(2));
    question.scale_max = static_cast<int>(row.Int(3));
    question.title = row.TakeString(4);
    question.options = absl::StrSplit(row.String(5), '\n', absl::SkipEmpty());
  }
  return questions;
}

VoiceAnswer ReadAnswer(db::Row& row, size_t first) {
  return {static_cast<int>(row.Int(first)), static_cast<uint32_t>(row.Int(first + 1)),
          static_cast<int>(row.Int(first + 2)), row.TakeString(first + 3)};
}

class MatterWrites final : public SqlDeskTransaction<MatterTransaction> {
 public:
  using SqlDeskTransaction::SqlDeskTransaction;

  absl::StatusOr<std::optional<Matter>> LockMatter(int64_t home_id, int64_t id) override {
    ASSIGN_OR_RETURN(db::Rows rows, sql().Query(kLockMatter, {home_id, id}));
    if (rows.empty()) return std::nullopt;
    Matter matter = ReadMatter(rows.front());
    ASSIGN_OR_RETURN(matter.questions,
                     ReadQuestions(sql().Query(kListMatterQuestions, {home_id, id})));
    return matter;
  }

  absl::Status InsertMatter(const Matter& matter) override {
    RETURN_IF_ERROR(
        sql()
            .Execute(kInsertMatter,
                     {matter.home_id, matter.id, matter.creator_id, matter.state, matter.min_grade,
                      matter.question_count, matter.voice_count, matter.revision, 0,
                      matter.open_time, matter.close_time, matter.create_time, std::nullopt,
                      matter.title, matter.close_reason, matter.body, "", ""})
            .status());
    return InsertQuestions(matter);
  }

  absl::Status UpdateMatter(const Matter& matter) override {
    const MatterDigest none;
    const MatterDigest& digest = matter.digest.has_value() ? *matter.digest : none;
    std::optional<absl::Time> digest_time;
    if (matter.digest.has_value()) digest_time = digest.publish_time;
    RETURN_IF_ERROR(
        sql()
            .Execute(kUpdateMatter,
                     {matter.state, matter.min_grade, matter.question_count, matter.revision,
                      matter.digest.has_value() ? digest.version : 0, matter.open_time,
                      matter.close_time, digest_time, matter.title, matter.close_reason,
                      matter.body, digest.heard, digest.done, matter.home_id, matter.id})
            .status());
    if (matter.state != MatterState::kDraft) return absl::OkStatus();
    RETURN_IF_ERROR(sql().Execute(kDeleteMatterQuestions, {matter.home_id, matter.id}).status());
    return InsertQuestions(matter);
  }

  absl::StatusOr<bool> InsertVoice(const Matter& matter, const Voice& voice) override {
    const absl::Status inserted =
        sql()
            .Execute(kInsertMatterVoice,
                     {matter.home_id, matter.id, voice.person_id, voice.id, voice.create_time})
            .status();
    if (db::IsDuplicateKey(inserted)) return false;
    RETURN_IF_ERROR(inserted);
    RETURN_IF_ERROR(sql().Execute(kCountMatterVoice, {matter.home_id, matter.id}).status());
    for (const VoiceAnswer& answer : voice.answers) {
      RETURN_IF_ERROR(
          sql()
              .Execute(kInsertMatterAnswer, {matter.home_id, matter.id, answer.question, voice.id,
                                             answer.choices, answer.scale, answer.text})
              .status());
      RETURN_IF_ERROR(Count(matter, answer.question, 0));
      for (int option = 1; option <= 20; ++option) {
        if ((answer.choices >> (option - 1) & 1) != 0) {
          RETURN_IF_ERROR(Count(matter, answer.question, option));
        }
      }
      if (answer.scale != 0) RETURN_IF_ERROR(Count(matter, answer.question, answer.scale));
    }
    return true;
  }

  absl::StatusOr<std::vector<int64_t>> ListVoters(const Matter& matter) override {
    ASSIGN_OR_RETURN(const db::Rows rows,
                     sql().Query(kListMatterVoters, {matter.home_id, matter.id}));
    std::vector<int64_t> persons;
    persons.reserve(rows.size());
    for (const db::Row& row : rows) persons.push_back(row.Int(0));
    return persons;
  }

 private:
  absl::Status InsertQuestions(const Matter& matter) {
    for (size_t i = 0; i < matter.questions.size(); ++i) {
      const MatterQuestion& question = matter.questions[i];
      RETURN_IF_ERROR(sql()
                          .Execute(kInsertMatterQuestion,
                                   {matter.home_id, matter.id, i + 1, question.kind,
                                    question.required, question.max_choices, question.scale_max,
                                    question.title, absl::StrJoin(question.options, "\n")})
                          .status());
    }
    return absl::OkStatus();
  }

  absl::Status Count(const Matter& matter, int question, int value) {
    return sql().Execute(kCountMatterAnswer, {matter.home_id, matter.id, question, value}).status();
  }
};

}  // namespace

absl::Status SqlMatterStore::InTransaction(
    absl::Time deadline, absl::FunctionRef<absl::Status(MatterTransaction&)> closure) {
  return database_.InTransaction(
      deadline,
      [&](db::Transaction& sql) -> absl::Status {
        MatterWrites transaction(sql, ids_, clock_);
        return closure(transaction);
      },
      db::Repeat::kAfterUnknownOutcome);
}

absl::StatusOr<std::optional<Matter>> SqlMatterStore::FindMatter(absl::Time deadline,
                                                                 int64_t home_id, int64_t id) {
  ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, kFindMatter, {home_id, id}));
  if (rows.empty()) return std::nullopt;
  Matter matter = ReadMatter(rows.front());
  ASSIGN_OR_RETURN(matter.questions,
                   ReadQuestions(database_.Query(deadline, kListMatterQuestions, {home_id, id})));
  return matter;
}

absl::StatusOr<std::vector<Matter>> SqlMatterStore::ListMatters(absl::Time deadline,
                                                                int64_t home_id, bool with_drafts,
                                                                int64_t before_id, int limit) {
  ASSIGN_OR_RETURN(db::Rows rows,
                   database_.Query(deadline, with_drafts ? kListMatters : kListPublicMatters,
                                   {home_id, before_id, limit}));
  std::vector<Matter> matters;
  matters.reserve(rows.size());
  for (db::Row& row : rows) matters.push_back(ReadMatter(row));
  return matters;
}

absl::StatusOr<std::optional<Voice>> SqlMatterStore::FindVoice(absl::Time deadline, int64_t home_id,
                                                               int64_t matter_id,
                                                               int64_t person_id) {
  ASSIGN_OR_RETURN(const db::Rows found,
                   database_.Query(deadline, kFindMatterVoice, {home_id, matter_id, person_id}));
  if (found.empty()) return std::nullopt;
  Voice voice;
  voice.id = found.front().Int(0);
  voice.person_id = person_id;
  voice.create_time = found.front().Time(1);
  ASSIGN_OR_RETURN(db::Rows rows,
                   database_.Query(deadline, kListAnswersOfVoice, {home_id, matter_id, voice.id}));
  for (db::Row& row : rows) voice.answers.push_back(ReadAnswer(row, 0));
  return voice;
}

absl::StatusOr<std::vector<MatterCount>> SqlMatterStore::ListCounts(absl::Time deadline,
                                                                    int64_t home_id,
                                                                    int64_t matter_id) {
  ASSIGN_OR_RETURN(const db::Rows rows,
                   database_.Query(deadline, kListMatterCounts, {home_id, matter_id}));
  std::vector<MatterCount> counts;
  for (const db::Row& row : rows) {
    counts.push_back(
        {static_cast<int>(row.Int(0)), static_cast<int>(row.Int(1)), static_cast<int>(row.Int(2))});
  }
  return counts;
}

absl::StatusOr<std::vector<MatterFreeText>> SqlMatterStore::ListTexts(
    absl::Time deadline, int64_t home_id, int64_t matter_id, int question, int64_t after_voice,
    int limit) {
  ASSIGN_OR_RETURN(db::Rows rows,
                   database_.Query(deadline, kListMatterTexts,
                                   {home_id, matter_id, question, after_voice, limit}));
  std::vector<MatterFreeText> texts;
  for (db::Row& row : rows) texts.push_back({row.Int(0), row.TakeString(1)});
  return texts;
}

absl::StatusOr<std::vector<Voice>> SqlMatterStore::ListVoices(absl::Time deadline, int64_t home_id,
                                                              int64_t matter_id, int limit) {
  ASSIGN_OR_RETURN(db::Rows rows,
                   database_.Query(deadline, kListVoicesOfMatter, {home_id, matter_id, limit}));
  std::vector<Voice> voices;
  for (db::Row& row : rows) {
    if (voices.empty() || voices.back().id != row.Int(0)) {
      Voice& voice = voices.emplace_back();
      voice.id = row.Int(0);
      voice.create_time = row.Time(1);
    }
    voices.back().answers.push_back(ReadAnswer(row, 2));
  }
  return voices;
}

}  // namespace deputies::board
