#include "services/duty/storage/sql_ballot_store.h"

#include <algorithm>

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

// In the order of ReadBallot's columns.
#define DUTY_BALLOT_COLUMNS                                                                    \
  "b.home_id, b.id, b.kind, b.title, b.subject_deputy_id, b.options, b.max_choices, b.seats, " \
  "b.electorate, b.quorum, b.close_time, b.closed, b.salt, b.public_key, "                     \
  "(SELECT COUNT(*) FROM ballot_envelopes e WHERE e.home_id=b.home_id AND e.ballot_id=b.id) "

constexpr db::Statement kInsertBallot{
    "/* duty.InsertBallot */ INSERT INTO ballots (home_id, id, kind, title, subject_deputy_id, "
    "options, max_choices, seats, electorate, quorum, close_time, salt, public_key) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
constexpr db::Statement kFindBallot{"/* duty.FindBallot */ SELECT " DUTY_BALLOT_COLUMNS
                                    "FROM ballots b WHERE b.home_id=? AND b.id=?"};
constexpr db::Statement kListBallots{
    "/* duty.ListBallots */ SELECT " DUTY_BALLOT_COLUMNS
    "FROM ballots b WHERE b.home_id=? ORDER BY b.id DESC LIMIT 50"};
constexpr db::Statement kLockBallot{
    "/* duty.LockBallot */ SELECT closed, close_time, kind FROM ballots "
    "WHERE home_id=? AND id=? FOR UPDATE"};
constexpr db::Statement kMarkClosed{
    "/* duty.MarkClosed */ UPDATE ballots SET closed=1 WHERE home_id=? AND id=?"};
constexpr db::Statement kSaveEnvelope{
    "/* duty.SaveEnvelope */ INSERT INTO ballot_envelopes (home_id, ballot_id, voter_id, sealed) "
    "VALUES (?, ?, ?, ?) ON DUPLICATE KEY UPDATE sealed=VALUES(sealed)"};
// By contents, which look random: no order of voters reaches the opening.
constexpr db::Statement kListEnvelopes{
    "/* duty.ListEnvelopes */ SELECT sealed FROM ballot_envelopes "
    "WHERE home_id=? AND ballot_id=? ORDER BY sealed"};
constexpr db::Statement kEmptyEnvelopes{
    "/* duty.EmptyEnvelopes */ UPDATE ballot_envelopes SET sealed='' "
    "WHERE home_id=? AND ballot_id=?"};
constexpr db::Statement kInsertPaper{
    "/* duty.InsertPaper */ INSERT INTO ballot_papers (home_id, ballot_id, position, check_code, "
    "choices) VALUES (?, ?, ?, ?, ?)"};
constexpr db::Statement kListPapers{
    "/* duty.ListPapers */ SELECT check_code, choices FROM ballot_papers "
    "WHERE home_id=? AND ballot_id=? ORDER BY position"};
constexpr db::Statement kListRoll{
    "/* duty.ListRoll */ SELECT voter_id FROM ballot_envelopes "
    "WHERE home_id=? AND ballot_id=? ORDER BY voter_id"};

Ballot ReadBallot(db::Row& row) {
  Ballot ballot;
  ballot.home_id = row.Int(0);
  ballot.id = row.Int(1);
  ballot.kind = static_cast<BallotKind>(row.Int(2));
  ballot.title = row.TakeString(3);
  ballot.subject_deputy_id = row.Int(4);
  ballot.options = absl::StrSplit(row.String(5), '\n');
  ballot.max_choices = static_cast<int>(row.Int(6));
  ballot.seats = static_cast<int>(row.Int(7));
  ballot.electorate = static_cast<Electorate>(row.Int(8));
  ballot.quorum = static_cast<int>(row.Int(9));
  ballot.close_time = row.Time(10);
  ballot.closed = row.Int(11) != 0;
  ballot.salt = row.TakeString(12);
  ballot.public_key = row.TakeString(13);
  ballot.vote_count = static_cast<int>(row.Int(14));
  return ballot;
}

}  // namespace

absl::StatusOr<int64_t> SqlBallotStore::Create(absl::Time deadline, const base::RequestKey& key,
                                               const Ballot& ballot) {
  int64_t id = ballot.id;
  const auto create = [&](db::Transaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<std::string> earlier,
                     db::ClaimRequest(transaction, key, absl::StrCat(ballot.id), clock_.Now()));
    if (earlier.has_value()) {
      return absl::SimpleAtoi(*earlier, &id)
                 ? absl::OkStatus()
                 : absl::InternalError("a request key of ours holds no ballot id");
    }
    return transaction
        .Execute(kInsertBallot, {ballot.home_id, ballot.id, ballot.kind, ballot.title,
                                 ballot.subject_deputy_id, absl::StrJoin(ballot.options, "\n"),
                                 ballot.max_choices, ballot.seats, ballot.electorate, ballot.quorum,
                                 ballot.close_time, ballot.salt, ballot.public_key})
        .status();
  };
  RETURN_IF_ERROR(database_.InTransaction(deadline, create, db::Repeat::kAfterUnknownOutcome));
  return id;
}

absl::StatusOr<std::optional<Ballot>> SqlBallotStore::Find(absl::Time deadline, int64_t home_id,
                                                           int64_t ballot_id) {
  ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, kFindBallot, {home_id, ballot_id}));
  if (rows.empty()) return std::nullopt;
  return ReadBallot(rows.front());
}

absl::StatusOr<std::vector<Ballot>> SqlBallotStore::List(absl::Time deadline, int64_t home_id) {
  ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, kListBallots, {home_id}));
  std::vector<Ballot> ballots;
  for (db::Row& row : rows) ballots.push_back(ReadBallot(row));
  return ballots;
}

absl::Status SqlBallotStore::Cast(absl::Time deadline, const base::RequestKey& key,
                                  int64_t ballot_id, int64_t voter_id, const std::string& sealed,
                                  absl::Time now) {
  const auto cast = [&](db::Transaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<std::string> earlier,
                     db::ClaimRequest(transaction, key, "", clock_.Now()));
    if (earlier.has_value()) return absl::OkStatus();
    // Locked, so that no vote slips in behind the opening.
    ASSIGN_OR_RETURN(const db::Rows ballot,
                     transaction.Query(kLockBallot, {key.home_id, ballot_id}));
    if (ballot.empty()) return BallotNotFound();
    if (ballot.front().Int(0) != 0 || now >= ballot.front().Time(1)) {
      return BallotStateConflict("投票已经截止");
    }
    return transaction.Execute(kSaveEnvelope, {key.home_id, ballot_id, voter_id, sealed}).status();
  };
  return database_.InTransaction(deadline, cast, db::Repeat::kAfterUnknownOutcome);
}

absl::Status SqlBallotStore::Close(
    absl::Time deadline, const base::RequestKey& key, int64_t ballot_id,
    const std::function<std::vector<BallotPaper>(const std::vector<std::string>&)>& open) {
  const auto close = [&](db::Transaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<std::string> earlier,
                     db::ClaimRequest(transaction, key, "", clock_.Now()));
    if (earlier.has_value()) return absl::OkStatus();
    ASSIGN_OR_RETURN(const db::Rows ballot,
                     transaction.Query(kLockBallot, {key.home_id, ballot_id}));
    if (ballot.empty()) return BallotNotFound();
    if (ballot.front().Int(0) != 0) return BallotStateConflict("这次投票已经开箱计票");
    ASSIGN_OR_RETURN(db::Rows rows, transaction.Query(kListEnvelopes, {key.home_id, ballot_id}));
    std::vector<std::string> envelopes;
    for (db::Row& row : rows) envelopes.push_back(row.TakeString(0));
    std::vector<BallotPaper> papers = open(envelopes);
    std::sort(papers.begin(), papers.end(), [](const BallotPaper& a, const BallotPaper& b) {
      return a.check_code != b.check_code ? a.check_code < b.check_code : a.choices < b.choices;
    });
    for (size_t position = 0; position < papers.size(); ++position) {
      RETURN_IF_ERROR(
          transaction
              .Execute(kInsertPaper, {key.home_id, ballot_id, position, papers[position].check_code,
                                      absl::StrJoin(papers[position].choices, " ")})
              .status());
    }
    RETURN_IF_ERROR(transaction.Execute(kEmptyEnvelopes, {key.home_id, ballot_id}).status());
    RETURN_IF_ERROR(transaction.Execute(kMarkClosed, {key.home_id, ballot_id}).status());
    if (static_cast<BallotKind>(ballot.front().Int(2)) != BallotKind::kSatisfaction) {
      return absl::OkStatus();
    }
    return TellHomeDuty(transaction, ids_, key.home_id, events::v1::HomeDutyHeld::APPRAISAL,
                        ballot_id, clock_.Now(), clock_.Now());
  };
  return database_.InTransaction(deadline, close, db::Repeat::kAfterUnknownOutcome);
}

absl::StatusOr<std::vector<BallotPaper>> SqlBallotStore::ListPapers(absl::Time deadline,
                                                                    int64_t home_id,
                                                                    int64_t ballot_id) {
  ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, kListPapers, {home_id, ballot_id}));
  std::vector<BallotPaper> papers;
  for (db::Row& row : rows) {
    BallotPaper& paper = papers.emplace_back();
    paper.check_code = row.TakeString(0);
    for (absl::string_view word : absl::StrSplit(row.String(1), ' ', absl::SkipEmpty())) {
      int choice = 0;
      if (!absl::SimpleAtoi(word, &choice)) {
        return absl::InternalError("a ballot paper of ours holds no numbers");
      }
      paper.choices.push_back(choice);
    }
  }
  return papers;
}

absl::StatusOr<std::vector<int64_t>> SqlBallotStore::ListRoll(absl::Time deadline, int64_t home_id,
                                                              int64_t ballot_id) {
  ASSIGN_OR_RETURN(const db::Rows rows, database_.Query(deadline, kListRoll, {home_id, ballot_id}));
  std::vector<int64_t> roll;
  for (const db::Row& row : rows) roll.push_back(row.Int(0));
  return roll;
}

}  // namespace deputies::duty
