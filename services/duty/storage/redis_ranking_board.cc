#include "services/duty/storage/redis_ranking_board.h"

#include <string>
#include <tuple>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/common/base/status_macros.h"

namespace deputies::duty {
namespace {

// KEYS rank, rows; ARGV offset, last, own member or "".
// Answers with {built, count, rank of the first row, {rows}, own row, own rank}.
constexpr redis::Script kRead{R"(
if redis.call('HEXISTS', KEYS[2], 'built') == 0 then return {0} end
local members = redis.call('ZREVRANGE', KEYS[1], ARGV[1], ARGV[2])
local rows, first = {}, 0
if #members > 0 then
  rows = redis.call('HMGET', KEYS[2], unpack(members))
  local points = redis.call('ZSCORE', KEYS[1], members[1])
  first = redis.call('ZCOUNT', KEYS[1], '(' .. points, '+inf') + 1
end
local own, own_rank = '', 0
if ARGV[3] ~= '' then
  own = redis.call('HGET', KEYS[2], ARGV[3]) or ''
  local points = redis.call('ZSCORE', KEYS[1], ARGV[3])
  if points then own_rank = redis.call('ZCOUNT', KEYS[1], '(' .. points, '+inf') + 1 end
end
return {1, redis.call('ZCARD', KEYS[1]), first, rows, own, own_rank}
)"};

// KEYS rank, rows; ARGV member, points or "" when not rated, row, ledger size. An older row changes
// nothing; a list that is not built stays so.
constexpr redis::Script kPut{R"(
if redis.call('HEXISTS', KEYS[2], 'built') == 0 then return 0 end
local known = redis.call('HGET', KEYS[2], ARGV[1])
if known and tonumber(string.match(known, '^(%d+)')) > tonumber(ARGV[4]) then return 0 end
redis.call('HSET', KEYS[2], ARGV[1], ARGV[3])
if ARGV[2] == '' then redis.call('ZREM', KEYS[1], ARGV[1])
else redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1]) end
return 1
)"};

// KEYS new rank, new rows, rank, rows.
constexpr redis::Script kReplace{R"(
if redis.call('EXISTS', KEYS[1]) == 1 then redis.call('RENAME', KEYS[1], KEYS[3])
else redis.call('DEL', KEYS[3]) end
redis.call('RENAME', KEYS[2], KEYS[4])
return 1
)"};

// Members of one command while a list is built.
constexpr size_t kBuildBatch = 500;

// What the two keys of a list begin with; the braces keep them on one node.
std::string NameOf(const RankingKey& key) {
  return absl::StrCat("{duty:", key.of_county ? "county:" : "home:", key.scope_id, ":", key.level,
                      ":", key.period, "}");
}

// Members order like (home, deputy), which is what SQL orders equals by.
std::string MemberOf(int64_t home_id, int64_t deputy_id) {
  return absl::StrFormat("%019d:%019d", home_id, deputy_id);
}

std::string Pack(const DutyTotal& total) {
  const Score& score = total.score;
  return absl::StrJoin(
      std::make_tuple(total.ledger_size, total.home_id, total.deputy_id, total.county_id,
                      score.rated ? 1 : 0, score.ranking_points, score.points, score.low_points,
                      score.high_points, score.opportunities, score.handled, score.stars,
                      score.rule_version, total.deputy_name),
      "\t");
}

absl::StatusOr<DutyTotal> Unpack(const RankingKey& key, const std::string& row) {
  const std::vector<absl::string_view> fields = absl::StrSplit(row, '\t');
  DutyTotal total;
  int rated = 0;
  Score& score = total.score;
  if (fields.size() != 14 || !absl::SimpleAtoi(fields[0], &total.ledger_size) ||
      !absl::SimpleAtoi(fields[1], &total.home_id) ||
      !absl::SimpleAtoi(fields[2], &total.deputy_id) ||
      !absl::SimpleAtoi(fields[3], &total.county_id) || !absl::SimpleAtoi(fields[4], &rated) ||
      !absl::SimpleAtoi(fields[5], &score.ranking_points) ||
      !absl::SimpleAtoi(fields[6], &score.points) ||
      !absl::SimpleAtoi(fields[7], &score.low_points) ||
      !absl::SimpleAtoi(fields[8], &score.high_points) ||
      !absl::SimpleAtoi(fields[9], &score.opportunities) ||
      !absl::SimpleAtoi(fields[10], &score.handled) ||
      !absl::SimpleAtoi(fields[11], &score.stars) ||
      !absl::SimpleAtoi(fields[12], &score.rule_version)) {
    return absl::NotFoundError("a ranking of an earlier version");
  }
  score.rated = rated != 0;
  total.deputy_name = std::string(fields[13]);
  total.level = key.level;
  total.period = key.period;
  return total;
}

}  // namespace

absl::StatusOr<RankingPage> RedisRankingBoard::Read(const RankingQuery& query) {
  const std::string name = NameOf(query.key);
  const std::string offset = absl::StrCat(query.offset);
  const std::string last = absl::StrCat(query.offset + query.limit - 1);
  const std::string own =
      query.own_deputy_id == 0 ? "" : MemberOf(query.own_home_id, query.own_deputy_id);
  ASSIGN_OR_RETURN(const redis::Reply reply,
                   redis_.Run(kRead, {name + ":rank", name + ":rows"}, {offset, last, own}));
  if (reply.elements.size() != 6) return absl::NotFoundError("the ranking is not built");
  RankingPage page;
  page.ranked_count = static_cast<int>(reply.elements[1].integer);
  for (const redis::Reply& packed : reply.elements[3].elements) {
    RankedTotal row;
    ASSIGN_OR_RETURN(row.total, Unpack(query.key, packed.text));
    if (page.rows.empty()) {
      row.rank = static_cast<int>(reply.elements[2].integer);
    } else if (page.rows.back().total.score.ranking_points == row.total.score.ranking_points) {
      row.rank = page.rows.back().rank;
    } else {
      row.rank = query.offset + static_cast<int>(page.rows.size()) + 1;
    }
    page.rows.push_back(std::move(row));
  }
  if (reply.elements[4].text.empty()) return page;
  page.own.emplace();
  ASSIGN_OR_RETURN(page.own->total, Unpack(query.key, reply.elements[4].text));
  page.own->rank = static_cast<int>(reply.elements[5].integer);
  return page;
}

absl::Status RedisRankingBoard::Put(const std::vector<DutyTotal>& totals) {
  for (const DutyTotal& total : totals) {
    if (total.level == 0) continue;
    RETURN_IF_ERROR(PutInto({false, total.home_id, total.level, total.period}, total));
    RETURN_IF_ERROR(PutInto({true, total.county_id, total.level, total.period}, total));
  }
  return absl::OkStatus();
}

absl::Status RedisRankingBoard::PutInto(const RankingKey& key, const DutyTotal& total) {
  const std::string name = NameOf(key);
  const std::string member = MemberOf(total.home_id, total.deputy_id);
  const std::string points =
      total.score.rated ? absl::StrCat(total.score.ranking_points) : std::string();
  const std::string row = Pack(total);
  const std::string size = absl::StrCat(total.ledger_size);
  return redis_.Run(kPut, {name + ":rank", name + ":rows"}, {member, points, row, size}).status();
}

absl::Status RedisRankingBoard::Build(const RankingKey& key, const std::vector<DutyTotal>& totals) {
  const std::string name = NameOf(key);
  // Two that build at the same time write the same rows into the same draft.
  const std::string new_rank = name + ":build:rank";
  const std::string new_rows = name + ":build:rows";
  RETURN_IF_ERROR(redis_.Command({"DEL", new_rank, new_rows}).status());
  for (size_t begin = 0; begin < totals.size(); begin += kBuildBatch) {
    std::vector<std::string> rank = {"ZADD", new_rank};
    std::vector<std::string> rows = {"HSET", new_rows};
    for (size_t i = begin; i < std::min(totals.size(), begin + kBuildBatch); ++i) {
      const DutyTotal& total = totals[i];
      std::string member = MemberOf(total.home_id, total.deputy_id);
      if (total.score.rated) {
        rank.push_back(absl::StrCat(total.score.ranking_points));
        rank.push_back(member);
      }
      rows.push_back(std::move(member));
      rows.push_back(Pack(total));
    }
    std::vector<redis::Arguments> commands = {redis::Arguments(rows.begin(), rows.end())};
    if (rank.size() > 2) commands.push_back(redis::Arguments(rank.begin(), rank.end()));
    RETURN_IF_ERROR(redis_.Pipeline(commands).status());
  }
  RETURN_IF_ERROR(redis_.Command({"HSET", new_rows, "built", "1"}).status());
  return redis_.Run(kReplace, {new_rank, new_rows, name + ":rank", name + ":rows"}, {}).status();
}

}  // namespace deputies::duty
