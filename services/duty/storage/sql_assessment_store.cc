#include "services/duty/storage/sql_assessment_store.h"

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/base/status_macros.h"
#include "services/common/db/request_keys.h"
#include "services/duty/domain/errors.h"
#include "services/duty/storage/duty_events.h"

namespace deputies::duty {
namespace {

constexpr db::Statement kListSchemes{
    "/* duty.ListSchemes */ SELECT version, first_year, title, rules, publish_time "
    "FROM assessment_schemes WHERE county_id=? ORDER BY version"};
constexpr db::Statement kLockNewestScheme{
    "/* duty.LockNewestScheme */ SELECT version, first_year FROM assessment_schemes "
    "WHERE county_id=? ORDER BY version DESC LIMIT 1 FOR UPDATE"};
constexpr db::Statement kInsertScheme{
    "/* duty.InsertScheme */ INSERT INTO assessment_schemes (county_id, version, first_year, "
    "title, "
    "rules, publish_time, publisher_id) VALUES (?, ?, ?, ?, ?, ?, ?)"};
constexpr db::Statement kLockNewestResult{
    "/* duty.LockNewestResult */ SELECT version FROM assessment_results "
    "WHERE county_id=? AND year=? ORDER BY version DESC LIMIT 1 FOR UPDATE"};
constexpr db::Statement kInsertResult{
    "/* duty.InsertResult */ INSERT INTO assessment_results (county_id, year, version, "
    "scheme_version, note, publish_time, publisher_id) VALUES (?, ?, ?, ?, ?, ?, ?)"};
constexpr db::Statement kInsertResultRow{
    "/* duty.InsertResultRow */ INSERT INTO assessment_result_rows (home_id, year, version, "
    "county_id, home_name, place, ranking, tied, total, facts, in_top, in_bottom, indices) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
constexpr db::Statement kFindResult{
    "/* duty.FindResult */ SELECT version, scheme_version, note, publish_time, publisher_id "
    "FROM assessment_results WHERE county_id=? AND year=? AND (?=0 OR version=?) "
    "ORDER BY version DESC LIMIT 1"};
constexpr db::Statement kListResultRows{
    "/* duty.ListResultRows */ SELECT home_id, home_name, ranking, tied, total, facts, in_top, "
    "in_bottom, indices FROM assessment_result_rows WHERE county_id=? AND year=? AND version=? "
    "ORDER BY place"};

std::string FormatIndices(const std::vector<IndexScore>& indices) {
  std::string text;
  for (const IndexScore& index : indices) {
    absl::StrAppend(&text, static_cast<int>(index.index), " ", index.value, " ", index.facts, " ",
                    index.points, " ", index.rated ? 1 : 0, "\n");
  }
  return text;
}

absl::StatusOr<std::vector<IndexScore>> ParseIndices(absl::string_view text) {
  std::vector<IndexScore> indices;
  for (const absl::string_view line : absl::StrSplit(text, '\n', absl::SkipEmpty())) {
    std::vector<int> numbers;
    for (const absl::string_view field : absl::StrSplit(line, ' ')) {
      if (!absl::SimpleAtoi(field, &numbers.emplace_back())) numbers.clear();
    }
    if (numbers.size() != 5) return absl::InternalError(absl::StrCat("no index score: ", line));
    indices.push_back(
        {static_cast<Index>(numbers[0]), numbers[1], numbers[2], numbers[3], numbers[4] != 0});
  }
  return indices;
}

absl::Status ReadVersion(const std::string& stored, int* version) {
  return absl::SimpleAtoi(stored, version)
             ? absl::OkStatus()
             : absl::InternalError("a request key of ours holds no version");
}

// Of two who publish at once, one finds the other's version taken.
absl::Status OrTaken(const absl::Status& status) {
  return db::IsDuplicateKey(status) ? AssessmentStateConflict("别人刚刚公布过，请刷新后再看")
                                    : status;
}

}  // namespace

absl::StatusOr<std::vector<AssessmentScheme>> SqlAssessmentStore::ListSchemes(absl::Time deadline,
                                                                              int64_t county_id) {
  ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, kListSchemes, {county_id}));
  std::vector<AssessmentScheme> schemes;
  for (db::Row& row : rows) {
    AssessmentScheme& scheme = schemes.emplace_back();
    scheme.version = static_cast<int>(row.Int(0));
    scheme.first_year = static_cast<int>(row.Int(1));
    scheme.title = row.TakeString(2);
    RETURN_IF_ERROR(ParseScheme(row.String(3), &scheme));
    scheme.publish_time = row.Time(4);
  }
  return schemes;
}

absl::StatusOr<int> SqlAssessmentStore::PublishScheme(absl::Time deadline,
                                                      const base::RequestKey& key,
                                                      int64_t county_id,
                                                      const AssessmentScheme& scheme,
                                                      int64_t publisher_id) {
  int version = 0;
  const auto publish = [&](db::Transaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<std::string> earlier,
                     db::ClaimRequest(transaction, key, "", clock_.Now()));
    if (earlier.has_value()) return ReadVersion(*earlier, &version);
    ASSIGN_OR_RETURN(const db::Rows newest, transaction.Query(kLockNewestScheme, {county_id}));
    version = 1;
    if (!newest.empty()) {
      version = static_cast<int>(newest.front().Int(0)) + 1;
      if (scheme.first_year <= newest.front().Int(1)) {
        return AssessmentStateConflict("已有同年或更晚年度的办法，请选更晚的年份");
      }
    }
    RETURN_IF_ERROR(OrTaken(
        transaction
            .Execute(kInsertScheme, {county_id, version, scheme.first_year, scheme.title,
                                     FormatScheme(scheme), scheme.publish_time, publisher_id})
            .status()));
    return db::StoreResult(transaction, key, absl::StrCat(version));
  };
  RETURN_IF_ERROR(database_.InTransaction(deadline, publish, db::Repeat::kAfterUnknownOutcome));
  return version;
}

absl::StatusOr<int> SqlAssessmentStore::PublishResult(absl::Time deadline,
                                                      const base::RequestKey& key,
                                                      const AssessmentResult& result,
                                                      const std::vector<Told>& told) {
  int version = 0;
  const auto publish = [&](db::Transaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<std::string> earlier,
                     db::ClaimRequest(transaction, key, "", clock_.Now()));
    if (earlier.has_value()) return ReadVersion(*earlier, &version);
    ASSIGN_OR_RETURN(const db::Rows newest,
                     transaction.Query(kLockNewestResult, {result.county_id, result.year}));
    version = newest.empty() ? 1 : static_cast<int>(newest.front().Int(0)) + 1;
    if (version > 1 && result.note.empty()) {
      return AssessmentStateConflict("这一年已经公布过，更正时请写明更正了什么");
    }
    RETURN_IF_ERROR(OrTaken(
        transaction
            .Execute(kInsertResult, {result.county_id, result.year, version, result.scheme_version,
                                     result.note, result.publish_time, result.publisher_id})
            .status()));
    for (size_t place = 0; place < result.rows.size(); ++place) {
      const ResultRow& row = result.rows[place];
      const HomeScore& score = row.score;
      RETURN_IF_ERROR(
          transaction
              .Execute(kInsertResultRow,
                       {score.home_id, result.year, version, result.county_id, row.home_name, place,
                        score.rank, score.tied, score.total, score.facts, score.in_top,
                        score.in_bottom, FormatIndices(score.indices)})
              .status());
    }
    Telling telling;
    telling.kind = events::v1::ASSESSMENT_PUBLISHED;
    telling.stage = result.year * 100 + version;
    telling.title = absl::StrCat(result.year, "年“代表之家”成效评比");
    telling.detail = version == 1 ? "结果已经公布" : "结果已经更正公布";
    for (const Told& home : told) {
      telling.target_id = home.home_id;
      for (const int64_t person_id : home.person_ids) {
        RETURN_IF_ERROR(
            TellPerson(transaction, ids_, home.home_id, person_id, telling, result.publish_time));
      }
    }
    return db::StoreResult(transaction, key, absl::StrCat(version));
  };
  RETURN_IF_ERROR(database_.InTransaction(deadline, publish, db::Repeat::kAfterUnknownOutcome));
  return version;
}

absl::StatusOr<std::optional<AssessmentResult>> SqlAssessmentStore::FindResult(absl::Time deadline,
                                                                               int64_t county_id,
                                                                               int year,
                                                                               int version) {
  ASSIGN_OR_RETURN(db::Rows found,
                   database_.Query(deadline, kFindResult, {county_id, year, version, version}));
  if (found.empty()) return std::nullopt;
  AssessmentResult result;
  result.county_id = county_id;
  result.year = year;
  result.version = static_cast<int>(found.front().Int(0));
  result.scheme_version = static_cast<int>(found.front().Int(1));
  result.note = found.front().TakeString(2);
  result.publish_time = found.front().Time(3);
  result.publisher_id = found.front().Int(4);
  ASSIGN_OR_RETURN(db::Rows rows,
                   database_.Query(deadline, kListResultRows, {county_id, year, result.version}));
  for (db::Row& row : rows) {
    ResultRow& entry = result.rows.emplace_back();
    HomeScore& score = entry.score;
    score.home_id = row.Int(0);
    entry.home_name = row.TakeString(1);
    score.scheme_version = result.scheme_version;
    score.rank = static_cast<int>(row.Int(2));
    score.tied = static_cast<int>(row.Int(3));
    score.total = static_cast<int>(row.Int(4));
    score.facts = static_cast<int>(row.Int(5));
    score.in_top = row.Int(6) != 0;
    score.in_bottom = row.Int(7) != 0;
    ASSIGN_OR_RETURN(score.indices, ParseIndices(row.String(8)));
  }
  return result;
}

}  // namespace deputies::duty
