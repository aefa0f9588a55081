#include "services/duty/storage/sql_ranking_store.h"

#include <map>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/status_macros.h"
#include "services/common/db/request_keys.h"
#include "services/duty/domain/errors.h"
#include "services/duty/storage/total_rows.h"

namespace deputies::duty {
namespace {

// The order of a ranking, which the board keeps, too: services/duty/storage/redis_ranking_board.h.
#define DUTY_RANKING_ORDER "ORDER BY ranking_points DESC, home_id DESC, deputy_id DESC "
#define DUTY_OF_HOME "FROM duty_totals WHERE home_id=? AND period=? AND level=? "
#define DUTY_OF_COUNTY "FROM duty_totals WHERE county_id=? AND period=? AND level=? "

constexpr db::Statement kRankHome{"/* duty.RankHome */ SELECT " DUTY_TOTAL_COLUMNS DUTY_OF_HOME
                                  "AND rated=1 " DUTY_RANKING_ORDER "LIMIT ? OFFSET ?"};
constexpr db::Statement kRankCounty{
    "/* duty.RankCounty */ SELECT " DUTY_TOTAL_COLUMNS DUTY_OF_COUNTY
    "AND rated=1 " DUTY_RANKING_ORDER "LIMIT ? OFFSET ?"};
constexpr db::Statement kCountHome{"/* duty.CountHome */ SELECT COUNT(*) " DUTY_OF_HOME
                                   "AND rated=1 AND ranking_points>?"};
constexpr db::Statement kCountCounty{"/* duty.CountCounty */ SELECT COUNT(*) " DUTY_OF_COUNTY
                                     "AND rated=1 AND ranking_points>?"};
constexpr db::Statement kTotalsOfHome{
    "/* duty.TotalsOfHome */ SELECT " DUTY_TOTAL_COLUMNS DUTY_OF_HOME
    "ORDER BY home_id, deputy_id"};
constexpr db::Statement kTotalsOfCounty{
    "/* duty.TotalsOfCounty */ SELECT " DUTY_TOTAL_COLUMNS DUTY_OF_COUNTY
    "ORDER BY home_id, deputy_id"};
constexpr db::Statement kFindTotal{"/* duty.FindTotal */ SELECT " DUTY_TOTAL_COLUMNS
                                   "FROM duty_totals WHERE home_id=? AND deputy_id=? AND period=?"};
constexpr db::Statement kListRankings{
    "/* duty.ListRankings */ SELECT DISTINCT home_id, county_id, level FROM duty_totals "
    "WHERE period=? AND level>0"};

constexpr db::Statement kFindRankingPeriod{
    "/* duty.FindRankingPeriod */ SELECT state, objection_end_time, publish_time "
    "FROM ranking_periods WHERE county_id=? AND period=?"};
constexpr db::Statement kLockRankingPeriod{
    "/* duty.LockRankingPeriod */ SELECT state, objection_end_time FROM ranking_periods "
    "WHERE county_id=? AND period=? FOR UPDATE"};
constexpr db::Statement kInsertRankingPeriod{
    "/* duty.InsertRankingPeriod */ INSERT INTO ranking_periods (county_id, period, state, "
    "objection_end_time) VALUES (?, ?, ?, ?)"};
constexpr db::Statement kPublishRankingPeriod{
    "/* duty.PublishRankingPeriod */ UPDATE ranking_periods SET state=3, publish_time=? "
    "WHERE county_id=? AND period=? AND state=2"};

#define DUTY_OBJECTION_COLUMNS \
  "home_id, id, county_id, deputy_id, person_id, period, text, file_time, answer, answer_time "
constexpr db::Statement kInsertObjection{
    "/* duty.InsertObjection */ INSERT INTO objections (home_id, id, county_id, deputy_id, "
    "person_id, period, text, file_time) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"};
constexpr db::Statement kAnswerObjection{
    "/* duty.AnswerObjection */ UPDATE objections SET answer=?, answerer_id=?, answer_time=? "
    "WHERE home_id=? AND id=? AND answer_time IS NULL"};
constexpr db::Statement kFindObjection{"/* duty.FindObjection */ SELECT " DUTY_OBJECTION_COLUMNS
                                       "FROM objections WHERE home_id=? AND id=?"};
constexpr db::Statement kListObjections{
    "/* duty.ListObjections */ SELECT " DUTY_OBJECTION_COLUMNS
    "FROM objections WHERE home_id=? AND (?=0 OR deputy_id=?) AND (?='' OR period=?) "
    "ORDER BY id DESC LIMIT 200"};
constexpr db::Statement kCountOpenObjections{
    "/* duty.CountOpenObjections */ SELECT COUNT(*) FROM objections "
    "WHERE county_id=? AND period=? AND answer_time IS NULL"};

Objection ReadObjection(db::Row& row) {
  Objection objection;
  objection.home_id = row.Int(0);
  objection.id = row.Int(1);
  objection.county_id = row.Int(2);
  objection.deputy_id = row.Int(3);
  objection.person_id = row.Int(4);
  objection.period = row.TakeString(5);
  objection.text = row.TakeString(6);
  objection.file_time = row.Time(7);
  if (!row.IsNull(8)) objection.answer = row.TakeString(8);
  if (!row.IsNull(9)) objection.answer_time = row.Time(9);
  return objection;
}

std::vector<DutyTotal> ReadTotals(db::Rows rows) {
  std::vector<DutyTotal> totals;
  totals.reserve(rows.size());
  for (db::Row& row : rows) totals.push_back(ReadTotal(row));
  return totals;
}

}  // namespace

absl::StatusOr<int> SqlRankingStore::RankOf(absl::Time deadline, const RankingKey& key,
                                            int points) {
  ASSIGN_OR_RETURN(const db::Rows above,
                   database_.Query(deadline, key.of_county ? kCountCounty : kCountHome,
                                   {key.scope_id, key.period, key.level, points}));
  return static_cast<int>(above.front().Int(0)) + 1;
}

absl::StatusOr<RankingPage> SqlRankingStore::Read(absl::Time deadline, const RankingQuery& query) {
  const RankingKey& key = query.key;
  ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, key.of_county ? kRankCounty : kRankHome,
                                                  {key.scope_id, key.period, key.level, query.limit,
                                                   query.offset}));
  RankingPage page;
  for (DutyTotal& total : ReadTotals(std::move(rows))) {
    RankedTotal row;
    if (page.rows.empty()) {
      ASSIGN_OR_RETURN(row.rank, RankOf(deadline, key, total.score.ranking_points));
    } else if (page.rows.back().total.score.ranking_points == total.score.ranking_points) {
      row.rank = page.rows.back().rank;
    } else {
      row.rank = query.offset + static_cast<int>(page.rows.size()) + 1;
    }
    row.total = std::move(total);
    page.rows.push_back(std::move(row));
  }
  ASSIGN_OR_RETURN(page.ranked_count, RankOf(deadline, key, std::numeric_limits<int>::min()));
  --page.ranked_count;
  if (query.own_deputy_id == 0) return page;
  ASSIGN_OR_RETURN(
      db::Rows own,
      database_.Query(deadline, kFindTotal, {query.own_home_id, query.own_deputy_id, key.period}));
  if (own.empty()) return page;
  RankedTotal row;
  row.total = ReadTotal(own.front());
  if (row.total.level != key.level) return page;
  if (row.total.score.rated) {
    ASSIGN_OR_RETURN(row.rank, RankOf(deadline, key, row.total.score.ranking_points));
  }
  page.own = std::move(row);
  return page;
}

absl::StatusOr<std::vector<DutyTotal>> SqlRankingStore::ListTotals(absl::Time deadline,
                                                                   const RankingKey& key) {
  ASSIGN_OR_RETURN(db::Rows rows,
                   database_.Query(deadline, key.of_county ? kTotalsOfCounty : kTotalsOfHome,
                                   {key.scope_id, key.period, key.level}));
  return ReadTotals(std::move(rows));
}

absl::StatusOr<std::vector<RankingKey>> SqlRankingStore::ListKeys(absl::Time deadline,
                                                                  const std::string& period) {
  ASSIGN_OR_RETURN(const db::Rows rows, database_.Query(deadline, kListRankings, {period}));
  std::map<std::tuple<bool, int64_t, int64_t>, bool> known;
  std::vector<RankingKey> keys;
  for (const db::Row& row : rows) {
    const auto level = static_cast<int>(row.Int(2));
    if (known.emplace(std::tuple(false, row.Int(0), row.Int(2)), true).second) {
      keys.push_back({false, row.Int(0), level, period});
    }
    if (known.emplace(std::tuple(true, row.Int(1), row.Int(2)), true).second) {
      keys.push_back({true, row.Int(1), level, period});
    }
  }
  return keys;
}

absl::StatusOr<RankingPeriod> SqlRankingStore::FindPeriod(absl::Time deadline, int64_t county_id,
                                                          const std::string& period) {
  ASSIGN_OR_RETURN(const db::Rows rows,
                   database_.Query(deadline, kFindRankingPeriod, {county_id, period}));
  RankingPeriod found;
  found.period = period;
  if (rows.empty()) return found;
  found.state = static_cast<RankingState>(rows.front().Int(0));
  found.objection_end_time = rows.front().Time(1);
  if (!rows.front().IsNull(2)) found.publish_time = rows.front().Time(2);
  return found;
}

absl::Status SqlRankingStore::OpenObjections(absl::Time deadline, const base::RequestKey& key,
                                             int64_t county_id, const RankingPeriod& period) {
  const auto open = [&](db::Transaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<std::string> earlier,
                     db::ClaimRequest(transaction, key, "", clock_.Now()));
    if (earlier.has_value()) return absl::OkStatus();
    const absl::Status inserted =
        transaction
            .Execute(kInsertRankingPeriod,
                     {county_id, period.period, period.state, period.objection_end_time})
            .status();
    if (db::IsDuplicateKey(inserted)) return RankingStateConflict("这一期已经开放过异议");
    return inserted;
  };
  return database_.InTransaction(deadline, open, db::Repeat::kAfterUnknownOutcome);
}

absl::Status SqlRankingStore::Publish(absl::Time deadline, const base::RequestKey& key,
                                      int64_t county_id, const std::string& period,
                                      absl::Time now) {
  const auto publish = [&](db::Transaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<std::string> earlier,
                     db::ClaimRequest(transaction, key, "", clock_.Now()));
    if (earlier.has_value()) return absl::OkStatus();
    ASSIGN_OR_RETURN(const db::Rows locked,
                     transaction.Query(kLockRankingPeriod, {county_id, period}));
    if (locked.empty()) return RankingStateConflict("请先开放异议，再公布排名");
    if (locked.front().Int(0) != static_cast<int64_t>(RankingState::kObjections)) {
      return RankingStateConflict("这一期排名已经公布");
    }
    if (now < locked.front().Time(1)) return RankingStateConflict("异议期还没有结束");
    ASSIGN_OR_RETURN(const db::Rows unanswered,
                     transaction.Query(kCountOpenObjections, {county_id, period}));
    if (unanswered.front().Int(0) > 0) return RankingStateConflict("还有异议没有答复");
    return transaction.Execute(kPublishRankingPeriod, {now, county_id, period}).status();
  };
  return database_.InTransaction(deadline, publish, db::Repeat::kAfterUnknownOutcome);
}

absl::StatusOr<int64_t> SqlRankingStore::File(absl::Time deadline, const base::RequestKey& key,
                                              const Objection& objection) {
  int64_t id = objection.id;
  const auto file = [&](db::Transaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<std::string> earlier,
                     db::ClaimRequest(transaction, key, absl::StrCat(objection.id), clock_.Now()));
    if (earlier.has_value()) {
      return absl::SimpleAtoi(*earlier, &id)
                 ? absl::OkStatus()
                 : absl::InternalError("a request key of ours holds no objection id");
    }
    // Locked, so that no objection slips in behind the publication.
    ASSIGN_OR_RETURN(
        const db::Rows period,
        transaction.Query(kLockRankingPeriod, {objection.county_id, objection.period}));
    if (period.empty() ||
        period.front().Int(0) != static_cast<int64_t>(RankingState::kObjections) ||
        objection.file_time >= period.front().Time(1)) {
      return RankingStateConflict("现在不是这一期的异议期");
    }
    return transaction
        .Execute(kInsertObjection,
                 {objection.home_id, objection.id, objection.county_id, objection.deputy_id,
                  objection.person_id, objection.period, objection.text, objection.file_time})
        .status();
  };
  RETURN_IF_ERROR(database_.InTransaction(deadline, file, db::Repeat::kAfterUnknownOutcome));
  return id;
}

absl::Status SqlRankingStore::Answer(absl::Time deadline, const base::RequestKey& key,
                                     int64_t objection_id, const std::string& answer,
                                     int64_t answerer_id, absl::Time now) {
  const auto write = [&](db::Transaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<std::string> earlier,
                     db::ClaimRequest(transaction, key, "", clock_.Now()));
    if (earlier.has_value()) return absl::OkStatus();
    ASSIGN_OR_RETURN(const int64_t count,
                     transaction.Execute(kAnswerObjection,
                                         {answer, answerer_id, now, key.home_id, objection_id}));
    if (count == 1) return absl::OkStatus();
    ASSIGN_OR_RETURN(const db::Rows found,
                     transaction.Query(kFindObjection, {key.home_id, objection_id}));
    return found.empty() ? ObjectionNotFound() : ObjectionAnswered();
  };
  return database_.InTransaction(deadline, write, db::Repeat::kAfterUnknownOutcome);
}

absl::StatusOr<std::optional<Objection>> SqlRankingStore::FindObjection(absl::Time deadline,
                                                                        int64_t home_id,
                                                                        int64_t objection_id) {
  ASSIGN_OR_RETURN(db::Rows rows,
                   database_.Query(deadline, kFindObjection, {home_id, objection_id}));
  if (rows.empty()) return std::nullopt;
  return ReadObjection(rows.front());
}

absl::StatusOr<std::vector<Objection>> SqlRankingStore::ListObjections(absl::Time deadline,
                                                                       int64_t home_id,
                                                                       int64_t deputy_id,
                                                                       const std::string& period) {
  ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, kListObjections,
                                                  {home_id, deputy_id, deputy_id, period, period}));
  std::vector<Objection> objections;
  for (db::Row& row : rows) objections.push_back(ReadObjection(row));
  return objections;
}

}  // namespace deputies::duty
