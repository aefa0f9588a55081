#include "services/board/storage/sql_bulletin_store.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/board/domain/home_lineage.h"
#include "services/board/storage/sql_desk_transaction.h"
#include "services/common/base/status_macros.h"

namespace deputies::board {
namespace {

// In the order of ReadBulletin's columns; ReadVersion's follow.
#define BULLETIN_COLUMNS                                                                    \
  "b.home_id, b.id, b.organization_id, b.creator_id, b.public_version, b.public_category, " \
  "b.pinned, b.publish_rank, b.publish_time, b.revision, b.create_time, "
#define VERSION_COLUMNS(body)                                                            \
  "v.version, v.state, v.category, v.author_id, v.reviewer_id, v.update_time, v.title, " \
  "v.summary, v.author_name, v.reviewer_name, v.reason, v.image_ids, " body " "
#define JOIN_VERSION(number) \
  "JOIN bulletin_versions v ON v.home_id=b.home_id AND v.bulletin_id=b.id AND v.version=" number " "

constexpr db::Statement kLockBulletin{
    "/* board.LockBulletin */ SELECT " BULLETIN_COLUMNS
        VERSION_COLUMNS("v.body") "FROM bulletins b " JOIN_VERSION(
            "b.version") "WHERE b.home_id=? AND b.id=? FOR UPDATE"};
constexpr db::Statement kFindNewestBulletin{
    "/* board.FindNewestBulletin */ SELECT " BULLETIN_COLUMNS VERSION_COLUMNS(
        "v.body") "FROM bulletins b " JOIN_VERSION("b.version") "WHERE b.home_id=? AND b.id=?"};
constexpr db::Statement kFindPublicBulletin{
    "/* board.FindPublicBulletin */ SELECT " BULLETIN_COLUMNS
        VERSION_COLUMNS("v.body") "FROM bulletins b " JOIN_VERSION(
            "b.public_version") "WHERE b.home_id=? AND b.id=?"};

// home_id, organization_id, below_rank, limit: one range of an index, backwards.
#define RANKED                                                                      \
  "(SELECT home_id, id, list_rank FROM bulletins FORCE INDEX (idx_bulletins_rank) " \
  "WHERE home_id=? AND organization_id=? AND list_rank<? ORDER BY list_rank DESC LIMIT ?)"
// home_id, organization_id, category, below_rank, limit
#define RANKED_OF_CATEGORY                                                              \
  "(SELECT home_id, id, list_rank FROM bulletins FORCE INDEX (idx_bulletins_category) " \
  "WHERE home_id=? AND organization_id=? AND public_category=? AND list_rank<? "        \
  "ORDER BY list_rank DESC LIMIT ?)"
// The home and kMaxLineage organisations, then limit.
#define LIST_PUBLIC(branch)                                                                \
  "SELECT STRAIGHT_JOIN " BULLETIN_COLUMNS VERSION_COLUMNS(                                \
      "''") "FROM (" branch " UNION ALL " branch " UNION ALL " branch " UNION ALL " branch \
            " UNION ALL " branch " UNION ALL " branch " UNION ALL " branch                 \
            " ORDER BY list_rank DESC LIMIT ?) page "                                      \
            "JOIN bulletins b ON b.home_id=page.home_id AND b.id=page.id " JOIN_VERSION(   \
                "b.public_version") "ORDER BY page.list_rank DESC"

constexpr db::Statement kListPublicBulletins{
    "/* board.ListPublicBulletins */ " LIST_PUBLIC(RANKED)};
constexpr db::Statement kListCategoryBulletins{
    "/* board.ListCategoryBulletins */ " LIST_PUBLIC(RANKED_OF_CATEGORY)};

constexpr db::Statement kListNewestBulletins{
    "/* board.ListNewestBulletins */ SELECT " BULLETIN_COLUMNS VERSION_COLUMNS("''")
    "FROM bulletins b FORCE INDEX (idx_bulletins_organization) " JOIN_VERSION("b.version")
    "WHERE b.home_id=? AND b.organization_id=? AND b.id<? ORDER BY b.id DESC LIMIT ?"};
constexpr db::Statement kListOwnBulletins{
    "/* board.ListOwnBulletins */ SELECT " BULLETIN_COLUMNS VERSION_COLUMNS("''")
    "FROM bulletins b FORCE INDEX (idx_bulletins_creator) " JOIN_VERSION("b.version")
    "WHERE b.home_id=? AND b.creator_id=? AND b.id<? ORDER BY b.id DESC LIMIT ?"};
constexpr db::Statement
    kListBulletinVersions{"/* board.ListBulletinVersions */ SELECT " VERSION_COLUMNS(
        "v.body") "FROM bulletin_versions v WHERE v.home_id=? AND v.bulletin_id=? "
                  "ORDER BY v.version DESC LIMIT ?"};

constexpr db::Statement kInsertBulletin{
    "/* board.InsertBulletin */ INSERT INTO bulletins (home_id, id, organization_id, creator_id, "
    "version, public_version, public_category, pinned, list_rank, publish_rank, publish_time, "
    "revision, create_time) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
constexpr db::Statement kUpdateBulletin{
    "/* board.UpdateBulletin */ UPDATE bulletins SET version=?, public_version=?, "
    "public_category=?, pinned=?, list_rank=?, publish_rank=?, publish_time=?, revision=? "
    "WHERE home_id=? AND id=?"};
constexpr db::Statement kSetBulletinVersion{
    "/* board.SetBulletinVersion */ INSERT INTO bulletin_versions (home_id, bulletin_id, version, "
    "state, category, author_id, reviewer_id, update_time, title, summary, author_name, "
    "reviewer_name, reason, image_ids, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
    "ON DUPLICATE KEY UPDATE state=VALUES(state), category=VALUES(category), "
    "author_id=VALUES(author_id), reviewer_id=VALUES(reviewer_id), "
    "update_time=VALUES(update_time), title=VALUES(title), summary=VALUES(summary), "
    "author_name=VALUES(author_name), reviewer_name=VALUES(reviewer_name), "
    "reason=VALUES(reason), image_ids=VALUES(image_ids), body=VALUES(body)"};
constexpr db::Statement kSetBulletinVersionState{
    "/* board.SetBulletinVersionState */ UPDATE bulletin_versions SET state=? "
    "WHERE home_id=? AND bulletin_id=? AND version=?"};

#undef LIST_PUBLIC
#undef RANKED_OF_CATEGORY
#undef RANKED
#undef JOIN_VERSION
#undef VERSION_COLUMNS
#undef BULLETIN_COLUMNS

constexpr size_t kBulletinColumns = 11;

BulletinVersion ReadVersion(db::Row& row, size_t first) {
  BulletinVersion version;
  version.number = static_cast<int32_t>(row.Int(first));
  version.state = static_cast<BulletinState>(row.Int(first + 1));
  version.text.category = static_cast<int>(row.Int(first + 2));
  version.author_id = row.Int(first + 3);
  version.reviewer_id = row.Int(first + 4);
  version.update_time = row.Time(first + 5);
  version.text.title = row.TakeString(first + 6);
  version.text.summary = row.TakeString(first + 7);
  version.author_name = row.TakeString(first + 8);
  version.reviewer_name = row.TakeString(first + 9);
  version.reason = row.TakeString(first + 10);
  for (const absl::string_view id :
       absl::StrSplit(row.String(first + 11), ',', absl::SkipEmpty())) {
    int64_t image_id = 0;
    if (absl::SimpleAtoi(id, &image_id)) version.text.image_ids.push_back(image_id);
  }
  version.text.body = row.TakeString(first + 12);
  return version;
}

Bulletin ReadBulletin(db::Row& row) {
  Bulletin bulletin;
  bulletin.home_id = row.Int(0);
  bulletin.id = row.Int(1);
  bulletin.organization_id = row.Int(2);
  bulletin.creator_id = row.Int(3);
  bulletin.public_version = static_cast<int32_t>(row.Int(4));
  bulletin.public_category = static_cast<int>(row.Int(5));
  bulletin.pinned = row.Int(6) != 0;
  bulletin.publish_rank = row.Int(7);
  if (!row.IsNull(8)) bulletin.publish_time = row.Time(8);
  bulletin.revision = static_cast<int32_t>(row.Int(9));
  bulletin.create_time = row.Time(10);
  bulletin.version = ReadVersion(row, kBulletinColumns);
  return bulletin;
}

absl::StatusOr<std::optional<Bulletin>> ReadOne(absl::StatusOr<db::Rows> rows) {
  RETURN_IF_ERROR(rows.status());
  if (rows->empty()) return std::nullopt;
  return ReadBulletin(rows->front());
}

absl::StatusOr<std::vector<Bulletin>> ReadAll(absl::StatusOr<db::Rows> rows) {
  RETURN_IF_ERROR(rows.status());
  std::vector<Bulletin> bulletins;
  bulletins.reserve(rows->size());
  for (db::Row& row : *rows) bulletins.push_back(ReadBulletin(row));
  return bulletins;
}

class BulletinWrites final : public SqlDeskTransaction<BulletinTransaction> {
 public:
  using SqlDeskTransaction::SqlDeskTransaction;

  absl::StatusOr<std::optional<Bulletin>> LockBulletin(int64_t home_id, int64_t id) override {
    return ReadOne(sql().Query(kLockBulletin, {home_id, id}));
  }

  absl::Status InsertBulletin(const Bulletin& bulletin) override {
    RETURN_IF_ERROR(
        sql()
            .Execute(kInsertBulletin,
                     {bulletin.home_id, bulletin.id, bulletin.organization_id, bulletin.creator_id,
                      bulletin.version.number, bulletin.public_version, bulletin.public_category,
                      bulletin.pinned, ListRank(bulletin), bulletin.publish_rank,
                      bulletin.publish_time, bulletin.revision, bulletin.create_time})
            .status());
    return SetVersion(bulletin);
  }

  absl::Status UpdateBulletin(const Bulletin& bulletin) override {
    RETURN_IF_ERROR(
        sql()
            .Execute(kUpdateBulletin,
                     {bulletin.version.number, bulletin.public_version, bulletin.public_category,
                      bulletin.pinned, ListRank(bulletin), bulletin.publish_rank,
                      bulletin.publish_time, bulletin.revision, bulletin.home_id, bulletin.id})
            .status());
    return SetVersion(bulletin);
  }

  absl::Status SetVersionState(const Bulletin& bulletin, int32_t version,
                               BulletinState state) override {
    return sql()
        .Execute(kSetBulletinVersionState, {state, bulletin.home_id, bulletin.id, version})
        .status();
  }

 private:
  absl::Status SetVersion(const Bulletin& bulletin) {
    const BulletinVersion& version = bulletin.version;
    return sql()
        .Execute(
            kSetBulletinVersion,
            {bulletin.home_id, bulletin.id, version.number, version.state, version.text.category,
             version.author_id, version.reviewer_id, version.update_time, version.text.title,
             version.text.summary, version.author_name, version.reviewer_name, version.reason,
             absl::StrJoin(version.text.image_ids, ","), version.text.body})
        .status();
  }
};

}  // namespace

absl::Status SqlBulletinStore::InTransaction(
    absl::Time deadline, absl::FunctionRef<absl::Status(BulletinTransaction&)> closure) {
  return database_.InTransaction(
      deadline,
      [&](db::Transaction& sql) -> absl::Status {
        BulletinWrites transaction(sql, ids_, clock_);
        return closure(transaction);
      },
      db::Repeat::kAfterUnknownOutcome);
}

absl::StatusOr<std::optional<Bulletin>> SqlBulletinStore::FindPublic(absl::Time deadline,
                                                                     int64_t home_id, int64_t id) {
  return ReadOne(database_.Query(deadline, kFindPublicBulletin, {home_id, id}));
}

absl::StatusOr<std::optional<Bulletin>> SqlBulletinStore::FindNewest(absl::Time deadline,
                                                                     int64_t home_id, int64_t id) {
  return ReadOne(database_.Query(deadline, kFindNewestBulletin, {home_id, id}));
}

absl::StatusOr<std::vector<Bulletin>> SqlBulletinStore::ListPublic(
    absl::Time deadline, const PublicBulletinQuery& query) {
  db::Params params;
  const auto add_branch = [&](int64_t home_id, int64_t organization_id) {
    params.insert(params.end(), {home_id, organization_id});
    if (query.category != 0) params.push_back(query.category);
    params.insert(params.end(), {query.below_rank, query.limit});
  };
  add_branch(query.home_id, 0);
  for (size_t i = 0; i < kMaxLineage; ++i) {
    // No organisation has the id -1.
    add_branch(0, i < query.organization_ids.size() ? query.organization_ids[i] : -1);
  }
  params.push_back(query.limit);
  return ReadAll(database_.Query(
      deadline, query.category == 0 ? kListPublicBulletins : kListCategoryBulletins, params));
}

absl::StatusOr<std::vector<Bulletin>> SqlBulletinStore::ListNewest(absl::Time deadline,
                                                                   const DraftQuery& query) {
  if (query.creator_id != 0) {
    return ReadAll(
        database_.Query(deadline, kListOwnBulletins,
                        {query.home_id, query.creator_id, query.before_id, query.limit}));
  }
  return ReadAll(
      database_.Query(deadline, kListNewestBulletins,
                      {query.home_id, query.organization_id, query.before_id, query.limit}));
}

absl::StatusOr<std::vector<BulletinVersion>> SqlBulletinStore::ListVersions(
    absl::Time deadline, const Bulletin& bulletin, int limit) {
  ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, kListBulletinVersions,
                                                  {bulletin.home_id, bulletin.id, limit}));
  std::vector<BulletinVersion> versions;
  versions.reserve(rows.size());
  for (db::Row& row : rows) versions.push_back(ReadVersion(row, 0));
  return versions;
}

}  // namespace deputies::board
