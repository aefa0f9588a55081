#include "services/duty/storage/sql_study_store.h"

#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/status_macros.h"
#include "services/common/db/request_keys.h"
#include "services/duty/storage/duty_events.h"

namespace deputies::duty {
namespace {

// Parameters home_id (0 for the county's rows alone), county_id: kept by the home or its county.
#define DUTY_KEPT_FOR_HOME "WHERE home_id IN (?, 0) AND county_id IN (0, ?) "
// In the order of ReadMaterial's columns.
#define DUTY_MATERIAL_COLUMNS(body)                         \
  "home_id, id, county_id, kind, title, study_month, " body \
  ", media_url, "                                           \
  "min_minutes, publish_time, withdrawn FROM study_materials "

constexpr db::Statement kInsertMaterial{
    "/* duty.InsertMaterial */ INSERT INTO study_materials (home_id, id, county_id, kind, title, "
    "study_month, body, media_url, min_minutes, publish_time) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, "
    "?)"};
constexpr db::Statement kWithdrawMaterial{
    "/* duty.WithdrawMaterial */ UPDATE study_materials SET withdrawn=1 WHERE home_id=? AND id=?"};
constexpr db::Statement kFindMaterial{
    "/* duty.FindMaterial */ SELECT " DUTY_MATERIAL_COLUMNS("body") DUTY_KEPT_FOR_HOME "AND id=?"};
constexpr db::Statement kListMaterials{
    "/* duty.ListMaterials */ SELECT " DUTY_MATERIAL_COLUMNS("''") DUTY_KEPT_FOR_HOME
    "AND id<? AND withdrawn=0 AND (?=0 OR kind=?) ORDER BY id DESC LIMIT ?"};
constexpr db::Statement kLockReading{
    "/* duty.LockReading */ SELECT deputy_id, percent, begin_time, finish_time FROM study_readings "
    "WHERE home_id=? AND material_id=? AND deputy_id=? FOR UPDATE"};
constexpr db::Statement kFindReading{
    "/* duty.FindReading */ SELECT deputy_id, percent, begin_time, finish_time FROM study_readings "
    "WHERE home_id=? AND material_id=? AND deputy_id=?"};
constexpr db::Statement kListReadings{
    "/* duty.ListReadings */ SELECT deputy_id, percent, begin_time, finish_time "
    "FROM study_readings WHERE home_id=? AND material_id=? ORDER BY deputy_id"};
constexpr db::Statement kSaveReading{
    "/* duty.SaveReading */ INSERT INTO study_readings (home_id, material_id, deputy_id, percent, "
    "begin_time, finish_time) VALUES (?, ?, ?, ?, ?, ?) "
    "ON DUPLICATE KEY UPDATE percent=GREATEST(percent, VALUES(percent)), "
    "finish_time=COALESCE(finish_time, VALUES(finish_time))"};

constexpr char kMaterialSource[] = "study_material";
constexpr char kStudyItem[] = "study";

StudyMaterial ReadMaterial(db::Row& row) {
  StudyMaterial material;
  material.owner.home_id = row.Int(0);
  material.id = row.Int(1);
  material.owner.county_id = row.Int(2);
  material.kind = static_cast<MaterialKind>(row.Int(3));
  material.title = row.TakeString(4);
  material.month = row.TakeString(5);
  material.body = row.TakeString(6);
  material.media_url = row.TakeString(7);
  material.min_minutes = static_cast<int>(row.Int(8));
  material.publish_time = row.Time(9);
  material.withdrawn = row.Int(10) != 0;
  return material;
}

Reading ReadReading(const db::Row& row) {
  Reading reading;
  reading.deputy_id = row.Int(0);
  reading.percent = static_cast<int>(row.Int(1));
  reading.begin_time = row.Time(2);
  if (!row.IsNull(3)) reading.finish_time = row.Time(3);
  return reading;
}

}  // namespace

absl::StatusOr<int64_t> SqlStudyStore::Publish(absl::Time deadline, const base::RequestKey& key,
                                               const StudyMaterial& material) {
  int64_t id = material.id;
  const auto publish = [&](db::Transaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<std::string> earlier,
                     db::ClaimRequest(transaction, key, absl::StrCat(material.id), clock_.Now()));
    if (earlier.has_value()) {
      return absl::SimpleAtoi(*earlier, &id)
                 ? absl::OkStatus()
                 : absl::InternalError("a request key of ours holds no material id");
    }
    return transaction
        .Execute(kInsertMaterial, {material.owner.home_id, material.id, material.owner.county_id,
                                   material.kind, material.title, material.month, material.body,
                                   material.media_url, material.min_minutes, material.publish_time})
        .status();
  };
  RETURN_IF_ERROR(database_.InTransaction(deadline, publish, db::Repeat::kAfterUnknownOutcome));
  return id;
}

absl::Status SqlStudyStore::Withdraw(absl::Time deadline, const base::RequestKey& key,
                                     const StudyMaterial& material) {
  const auto withdraw = [&](db::Transaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<std::string> earlier,
                     db::ClaimRequest(transaction, key, "", clock_.Now()));
    if (earlier.has_value()) return absl::OkStatus();
    return transaction.Execute(kWithdrawMaterial, {material.owner.home_id, material.id}).status();
  };
  return database_.InTransaction(deadline, withdraw, db::Repeat::kAfterUnknownOutcome);
}

absl::StatusOr<std::optional<StudyMaterial>> SqlStudyStore::Find(absl::Time deadline,
                                                                 const HomeCard& home,
                                                                 int64_t material_id) {
  ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, kFindMaterial,
                                                  {home.home_id, home.county_id, material_id}));
  if (rows.empty()) return std::nullopt;
  return ReadMaterial(rows.front());
}

absl::StatusOr<std::vector<StudyMaterial>> SqlStudyStore::List(absl::Time deadline,
                                                               const MaterialQuery& query) {
  ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, kListMaterials,
                                                  {query.home_id, query.county_id, query.before_id,
                                                   query.kind, query.kind, query.limit}));
  std::vector<StudyMaterial> materials;
  for (db::Row& row : rows) materials.push_back(ReadMaterial(row));
  return materials;
}

absl::Status SqlStudyStore::Read(absl::Time deadline, const base::RequestKey& key,
                                 const StudyMaterial& material, int64_t deputy_id, int percent,
                                 absl::Time now) {
  const auto read = [&](db::Transaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<std::string> earlier,
                     db::ClaimRequest(transaction, key, "", clock_.Now()));
    if (earlier.has_value()) return absl::OkStatus();
    ASSIGN_OR_RETURN(const db::Rows rows,
                     transaction.Query(kLockReading, {key.home_id, material.id, deputy_id}));
    std::optional<Reading> before;
    if (!rows.empty()) before = ReadReading(rows.front());
    const Reading after = Advance(material, before, percent, now);
    RETURN_IF_ERROR(transaction
                        .Execute(kSaveReading, {key.home_id, material.id, deputy_id, after.percent,
                                                after.begin_time, after.finish_time})
                        .status());
    if (!after.finish_time.has_value() || (before.has_value() && before->finish_time.has_value())) {
      return absl::OkStatus();
    }
    DutyFact fact;
    fact.home_id = key.home_id;
    fact.deputy_id = deputy_id;
    fact.item = kStudyItem;
    fact.source_type = kMaterialSource;
    fact.source_id = material.id;
    fact.perform_time = *after.finish_time;
    return TellAct(transaction, ids_, fact, now);
  };
  return database_.InTransaction(deadline, read, db::Repeat::kAfterUnknownOutcome);
}

absl::StatusOr<std::optional<Reading>> SqlStudyStore::FindReading(absl::Time deadline,
                                                                  int64_t home_id,
                                                                  int64_t material_id,
                                                                  int64_t deputy_id) {
  ASSIGN_OR_RETURN(const db::Rows rows,
                   database_.Query(deadline, kFindReading, {home_id, material_id, deputy_id}));
  if (rows.empty()) return std::nullopt;
  return ReadReading(rows.front());
}

absl::StatusOr<std::vector<Reading>> SqlStudyStore::ListReadings(absl::Time deadline,
                                                                 int64_t home_id,
                                                                 int64_t material_id) {
  ASSIGN_OR_RETURN(const db::Rows rows,
                   database_.Query(deadline, kListReadings, {home_id, material_id}));
  std::vector<Reading> readings;
  for (const db::Row& row : rows) readings.push_back(ReadReading(row));
  return readings;
}

}  // namespace deputies::duty
