#include "services/duty/storage/sql_ledger_store.h"

#include "services/common/base/status_macros.h"
#include "services/common/db/request_keys.h"
#include "services/duty/storage/total_rows.h"

namespace deputies::duty {
namespace {

// In the order of ReadEntry's columns.
#define DUTY_ENTRY_COLUMNS                                                            \
  "home_id, sequence, deputy_id, item, source_type, source_id, withdraws, quantity, " \
  "from_template, perform_time, record_time, partner, evidence_hash "

constexpr db::Statement kInsertEntry{
    "/* duty.InsertEntry */ INSERT INTO ledger_entries (home_id, sequence, deputy_id, item, "
    "source_type, source_id, withdraws, quantity, from_template, perform_time, record_time, "
    "partner, evidence_hash, leaf_hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
constexpr db::Statement kFindEntry{"/* duty.FindEntry */ SELECT " DUTY_ENTRY_COLUMNS
                                   "FROM ledger_entries WHERE home_id=? AND sequence=?"};
constexpr db::Statement kListEntries{
    "/* duty.ListEntries */ SELECT " DUTY_ENTRY_COLUMNS
    "FROM ledger_entries WHERE home_id=? AND sequence>=? ORDER BY sequence LIMIT ?"};
constexpr db::Statement kListDeputyEntries{"/* duty.ListDeputyEntries */ SELECT " DUTY_ENTRY_COLUMNS
                                           "FROM ledger_entries WHERE home_id=? AND deputy_id=? "
                                           "ORDER BY sequence"};
constexpr db::Statement kListDeputyPage{
    "/* duty.ListDeputyPage */ SELECT " DUTY_ENTRY_COLUMNS
    "FROM ledger_entries FORCE INDEX (idx_ledger_entries_deputy) "
    "WHERE home_id=? AND deputy_id=? AND sequence<? ORDER BY sequence DESC LIMIT ?"};
constexpr db::Statement kListLeafHashes{
    "/* duty.ListLeafHashes */ SELECT leaf_hash FROM ledger_entries "
    "WHERE home_id=? AND sequence<? ORDER BY sequence"};

constexpr db::Statement kMakeLedger{
    "/* duty.MakeLedger */ INSERT INTO ledgers (home_id, tree_size, frontier) VALUES (?, 0, '') "
    "ON DUPLICATE KEY UPDATE tree_size=tree_size"};
constexpr db::Statement kLockLedger{
    "/* duty.LockLedger */ SELECT tree_size, frontier FROM ledgers WHERE home_id=? FOR UPDATE"};
constexpr db::Statement kFindLedger{
    "/* duty.FindLedger */ SELECT tree_size, frontier FROM ledgers WHERE home_id=?"};
constexpr db::Statement kSaveLedger{
    "/* duty.SaveLedger */ UPDATE ledgers SET tree_size=?, frontier=? WHERE home_id=?"};
constexpr db::Statement kListLedgers{
    "/* duty.ListLedgers */ SELECT home_id FROM ledgers ORDER BY home_id"};

constexpr db::Statement kSaveTotal{
    "/* duty.SaveTotal */ INSERT INTO duty_totals (home_id, deputy_id, period, county_id, level, "
    "rated, ranking_points, points, low_points, high_points, opportunities, handled, stars, "
    "rule_version, ledger_size, deputy_name) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
    "?) ON DUPLICATE KEY UPDATE "
    "county_id=VALUES(county_id), level=VALUES(level), rated=VALUES(rated), "
    "ranking_points=VALUES(ranking_points), points=VALUES(points), low_points=VALUES(low_points), "
    "high_points=VALUES(high_points), opportunities=VALUES(opportunities), "
    "handled=VALUES(handled), stars=VALUES(stars), rule_version=VALUES(rule_version), "
    "ledger_size=VALUES(ledger_size), deputy_name=VALUES(deputy_name)"};
constexpr db::Statement kListTotals{"/* duty.ListTotals */ SELECT " DUTY_TOTAL_COLUMNS
                                    "FROM duty_totals WHERE home_id=? ORDER BY deputy_id, period"};

constexpr db::Statement kInsertSignedHead{
    "/* duty.InsertSignedHead */ INSERT INTO signed_heads (home_id, tree_size, root, sign_time, "
    "signature, public_key) VALUES (?, ?, ?, ?, ?, ?)"};
constexpr db::Statement kListSignedHeads{
    "/* duty.ListSignedHeads */ SELECT home_id, tree_size, root, sign_time, signature, public_key "
    "FROM signed_heads WHERE home_id=? ORDER BY tree_size"};
constexpr db::Statement kLastSignedHead{
    "/* duty.LastSignedHead */ SELECT home_id, tree_size, root, sign_time, signature, public_key "
    "FROM signed_heads WHERE home_id=? ORDER BY tree_size DESC LIMIT 1"};
constexpr db::Statement kFindSignedHead{
    "/* duty.FindSignedHead */ SELECT home_id, tree_size, root, sign_time, signature, public_key "
    "FROM signed_heads WHERE home_id=? AND tree_size=?"};
constexpr db::Statement kInsertCosignature{
    "/* duty.InsertCosignature */ INSERT INTO cosignatures (home_id, tree_size, public_key, "
    "signature) VALUES (?, ?, ?, ?)"};
constexpr db::Statement kListCosignatures{
    "/* duty.ListCosignatures */ SELECT tree_size, public_key, signature FROM cosignatures "
    "WHERE home_id=? ORDER BY tree_size, public_key"};

LedgerEntry ReadEntry(db::Row& row) {
  LedgerEntry entry;
  entry.home_id = row.Int(0);
  entry.sequence = row.Int(1);
  entry.deputy_id = row.Int(2);
  entry.item = row.TakeString(3);
  entry.source_type = row.TakeString(4);
  entry.source_id = row.Int(5);
  entry.withdraws = row.Int(6) != 0;
  entry.quantity = static_cast<int>(row.Int(7));
  entry.from_template = row.Int(8) != 0;
  entry.perform_time = row.Time(9);
  entry.record_time = row.Time(10);
  entry.partner = row.TakeString(11);
  entry.evidence_hash = row.TakeString(12);
  return entry;
}

std::vector<LedgerEntry> ReadEntries(db::Rows rows) {
  std::vector<LedgerEntry> entries;
  entries.reserve(rows.size());
  for (db::Row& row : rows) entries.push_back(ReadEntry(row));
  return entries;
}

SignedHead ReadHead(db::Row& row) {
  return {row.Int(0),  row.Int(1),        row.TakeString(2),
          row.Time(3), row.TakeString(4), row.TakeString(5)};
}

std::optional<SignedHead> FirstHead(db::Rows rows) {
  if (rows.empty()) return std::nullopt;
  return ReadHead(rows.front());
}

MerkleFrontier ReadFrontier(const db::Rows& rows) {
  if (rows.empty()) return {};
  return MerkleFrontier(rows.front().Int(0), rows.front().String(1));
}

class SqlTransaction final : public LedgerTransaction {
 public:
  SqlTransaction(db::Transaction& transaction, const base::Clock& clock)
      : transaction_(transaction), clock_(clock) {}

  absl::StatusOr<std::optional<std::string>> ClaimRequest(const base::RequestKey& key,
                                                          const std::string& result) override {
    return db::ClaimRequest(transaction_, key, result, clock_.Now());
  }

  absl::StatusOr<MerkleFrontier> LockLedger(int64_t home_id) override {
    RETURN_IF_ERROR(transaction_.Execute(kMakeLedger, {home_id}).status());
    ASSIGN_OR_RETURN(const db::Rows rows, transaction_.Query(kLockLedger, {home_id}));
    return ReadFrontier(rows);
  }

  absl::StatusOr<bool> InsertEntry(const LedgerEntry& entry,
                                   const std::string& leaf_hash) override {
    const absl::Status inserted =
        transaction_
            .Execute(kInsertEntry,
                     {entry.home_id, entry.sequence, entry.deputy_id, entry.item, entry.source_type,
                      entry.source_id, entry.withdraws, entry.quantity, entry.from_template,
                      entry.perform_time, entry.record_time, entry.partner, entry.evidence_hash,
                      leaf_hash})
            .status();
    if (db::IsDuplicateKey(inserted, "uk_ledger_entries_act")) return false;
    RETURN_IF_ERROR(inserted);
    return true;
  }

  absl::Status SaveLedger(int64_t home_id, const MerkleFrontier& frontier) override {
    return transaction_.Execute(kSaveLedger, {frontier.size(), frontier.Serialize(), home_id})
        .status();
  }

  absl::StatusOr<std::vector<LedgerEntry>> ListDeputyEntries(int64_t home_id,
                                                             int64_t deputy_id) override {
    ASSIGN_OR_RETURN(db::Rows rows, transaction_.Query(kListDeputyEntries, {home_id, deputy_id}));
    return ReadEntries(std::move(rows));
  }

  absl::StatusOr<std::optional<LedgerEntry>> FindEntry(int64_t home_id, int64_t sequence) override {
    ASSIGN_OR_RETURN(db::Rows rows, transaction_.Query(kFindEntry, {home_id, sequence}));
    if (rows.empty()) return std::nullopt;
    return ReadEntry(rows.front());
  }

  absl::StatusOr<std::vector<LedgerEntry>> ListEntries(int64_t home_id, int64_t from,
                                                       int limit) override {
    ASSIGN_OR_RETURN(db::Rows rows, transaction_.Query(kListEntries, {home_id, from, limit}));
    return ReadEntries(std::move(rows));
  }

  absl::StatusOr<std::vector<DutyTotal>> ListTotals(int64_t home_id) override {
    ASSIGN_OR_RETURN(db::Rows rows, transaction_.Query(kListTotals, {home_id}));
    std::vector<DutyTotal> totals;
    for (db::Row& row : rows) totals.push_back(ReadTotal(row));
    return totals;
  }

  absl::Status SaveTotal(const DutyTotal& total) override {
    const Score& score = total.score;
    return transaction_
        .Execute(kSaveTotal,
                 {total.home_id, total.deputy_id, total.period, total.county_id, total.level,
                  score.rated, score.ranking_points, score.points, score.low_points,
                  score.high_points, score.opportunities, score.handled, score.stars,
                  score.rule_version, total.ledger_size, total.deputy_name})
        .status();
  }

  absl::StatusOr<std::optional<SignedHead>> LastSignedHead(int64_t home_id) override {
    ASSIGN_OR_RETURN(db::Rows rows, transaction_.Query(kLastSignedHead, {home_id}));
    return FirstHead(std::move(rows));
  }

  absl::StatusOr<std::optional<SignedHead>> FindSignedHead(int64_t home_id,
                                                           int64_t tree_size) override {
    ASSIGN_OR_RETURN(db::Rows rows, transaction_.Query(kFindSignedHead, {home_id, tree_size}));
    return FirstHead(std::move(rows));
  }

  absl::Status InsertSignedHead(const SignedHead& head) override {
    return transaction_
        .Execute(kInsertSignedHead, {head.home_id, head.tree_size, head.root, head.sign_time,
                                     head.signature, head.public_key})
        .status();
  }

  absl::StatusOr<bool> InsertCosignature(int64_t home_id, const Cosignature& cosignature) override {
    const absl::Status inserted =
        transaction_
            .Execute(kInsertCosignature, {home_id, cosignature.tree_size, cosignature.public_key,
                                          cosignature.signature})
            .status();
    if (db::IsDuplicateKey(inserted)) return false;
    RETURN_IF_ERROR(inserted);
    return true;
  }

 private:
  db::Transaction& transaction_;
  const base::Clock& clock_;
};

}  // namespace

absl::Status SqlLedgerStore::InTransaction(
    absl::Time deadline, absl::FunctionRef<absl::Status(LedgerTransaction&)> closure) {
  return database_.InTransaction(
      deadline,
      [&](db::Transaction& sql) -> absl::Status {
        SqlTransaction transaction(sql, clock_);
        return closure(transaction);
      },
      db::Repeat::kAfterUnknownOutcome);
}

absl::StatusOr<std::vector<LedgerEntry>> SqlLedgerStore::ListDeputyPage(
    absl::Time deadline, int64_t home_id, int64_t deputy_id, int64_t before_sequence, int limit) {
  ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, kListDeputyPage,
                                                  {home_id, deputy_id, before_sequence, limit}));
  return ReadEntries(std::move(rows));
}

absl::StatusOr<std::vector<LedgerEntry>> SqlLedgerStore::ListDeputyEntries(absl::Time deadline,
                                                                           int64_t home_id,
                                                                           int64_t deputy_id) {
  ASSIGN_OR_RETURN(db::Rows rows,
                   database_.Query(deadline, kListDeputyEntries, {home_id, deputy_id}));
  return ReadEntries(std::move(rows));
}

absl::StatusOr<std::vector<LedgerEntry>> SqlLedgerStore::ListEntries(absl::Time deadline,
                                                                     int64_t home_id, int64_t from,
                                                                     int limit) {
  ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, kListEntries, {home_id, from, limit}));
  return ReadEntries(std::move(rows));
}

absl::StatusOr<std::optional<LedgerEntry>> SqlLedgerStore::FindEntry(absl::Time deadline,
                                                                     int64_t home_id,
                                                                     int64_t sequence) {
  ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, kFindEntry, {home_id, sequence}));
  if (rows.empty()) return std::nullopt;
  return ReadEntry(rows.front());
}

absl::StatusOr<Hashes> SqlLedgerStore::ListLeafHashes(absl::Time deadline, int64_t home_id,
                                                      int64_t size) {
  ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, kListLeafHashes, {home_id, size}));
  Hashes hashes;
  hashes.reserve(rows.size());
  for (db::Row& row : rows) hashes.push_back(row.TakeString(0));
  return hashes;
}

absl::StatusOr<MerkleFrontier> SqlLedgerStore::FindLedger(absl::Time deadline, int64_t home_id) {
  ASSIGN_OR_RETURN(const db::Rows rows, database_.Query(deadline, kFindLedger, {home_id}));
  return ReadFrontier(rows);
}

absl::StatusOr<std::vector<SignedHead>> SqlLedgerStore::ListSignedHeads(absl::Time deadline,
                                                                        int64_t home_id) {
  ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, kListSignedHeads, {home_id}));
  std::vector<SignedHead> heads;
  for (db::Row& row : rows) heads.push_back(ReadHead(row));
  return heads;
}

absl::StatusOr<std::vector<Cosignature>> SqlLedgerStore::ListCosignatures(absl::Time deadline,
                                                                          int64_t home_id) {
  ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, kListCosignatures, {home_id}));
  std::vector<Cosignature> cosignatures;
  for (db::Row& row : rows) {
    cosignatures.push_back({row.Int(0), row.TakeString(1), row.TakeString(2)});
  }
  return cosignatures;
}

absl::StatusOr<std::vector<int64_t>> SqlLedgerStore::ListLedgers(absl::Time deadline) {
  ASSIGN_OR_RETURN(const db::Rows rows, database_.Query(deadline, kListLedgers, {}));
  std::vector<int64_t> homes;
  for (const db::Row& row : rows) homes.push_back(row.Int(0));
  return homes;
}

}  // namespace deputies::duty
