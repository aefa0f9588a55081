// The ledger in a real database: each act once, totals that are what the entries make them, and
// rankings that Redis and SQL tell alike.
#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <tuple>
#include <vector>

#include "services/common/base/error.h"
#include "services/duty/storage/ledger_fixture.h"

namespace deputies::duty {
namespace {

TEST_F(LedgerTest, EntersAnActOnceAndProvesIt) {
  std::vector<DutyFact> facts = Messages(1, 2, 10, 8);
  facts.front().voter_id = 4711;
  for (int round = 0; round < 3; ++round) ASSERT_TRUE(keeper_.Record(Scope(), facts).ok());
  EXPECT_EQ(database_.QueryInt("SELECT COUNT(*) FROM ledger_entries"), 18);
  EXPECT_EQ(database_.QueryInt("SELECT points FROM duty_totals WHERE period='2026'"), 16);
  EXPECT_EQ(database_.QueryInt("SELECT COUNT(*) FROM duty_totals"), 5);
  EXPECT_EQ(keeper_.Recompute(Scope(), 1).value(), 0);

  const LedgerReader::Head head = reader_.ReadHead(Scope(), 1).value();
  EXPECT_EQ(head.tree_size, 18);
  for (int64_t sequence = 0; sequence < 18; ++sequence) {
    const LedgerReader::Proof proof = reader_.ProveInclusion(Scope(), 1, sequence, 0).value();
    EXPECT_EQ(proof.root, head.root);
    EXPECT_TRUE(VerifyInclusion(LeafHash(proof.leaf), sequence, 18, proof.path, head.root));
  }
  EXPECT_EQ(base::ErrorReason(reader_.ProveInclusion(Scope(), 1, 18, 0).status()),
            "ENTRY_NOT_FOUND");
  const LedgerReader::Proof consistency = reader_.ProveConsistency(Scope(), 1, 7, 0).value();
  EXPECT_TRUE(VerifyConsistency(7, 18, consistency.first_root, head.root, consistency.path));
  EXPECT_EQ(database_.QueryInt("SELECT COUNT(*) FROM ledger_entries WHERE partner <> ''"), 1);
}

TEST_F(LedgerTest, AWithdrawalIsACounterEntryOnce) {
  ASSERT_TRUE(keeper_.Record(Scope(), Messages(1, 2, 10, 8)).ok());
  const base::RequestKey key = Key("WithdrawDutyEntry", 1);
  const LedgerEntry counter = keeper_.Withdraw(Scope(), key, 1, "登记错了").value();
  EXPECT_EQ(counter.sequence, 18);
  EXPECT_TRUE(counter.withdraws);
  EXPECT_EQ(keeper_.Withdraw(Scope(), key, 1, "登记错了").value().sequence, 18);
  EXPECT_EQ(base::ErrorReason(
                keeper_.Withdraw(Scope(), Key("WithdrawDutyEntry", 2), 1, "又一次").status()),
            "ENTRY_WITHDRAWN");
  EXPECT_EQ(database_.QueryInt("SELECT points FROM duty_totals WHERE period='2026'"), 14);
  EXPECT_EQ(keeper_.Recompute(Scope(), 1).value(), 0);
}

TEST_F(LedgerTest, AnAnswerInJanuaryHandlesAMessageOfDecember) {
  std::vector<DutyFact> facts;
  const absl::Time december = base::StartOfShanghaiDay(absl::CivilDay(2025, 12, 30));
  facts.push_back(Fact(1, 2, "message_received", 5, december));
  ASSERT_TRUE(keeper_.Record(Scope(), facts).ok());
  facts = {Fact(1, 2, "message_answered", 5, december + absl::Hours(72))};
  ASSERT_TRUE(keeper_.Record(Scope(), facts).ok());
  EXPECT_EQ(database_.QueryInt("SELECT handled FROM duty_totals WHERE period='2025'"), 1);
  EXPECT_EQ(database_.QueryInt("SELECT points FROM duty_totals WHERE period='2026'"), 2);
}

TEST_F(LedgerTest, HeadsAreSignedWhenTheLedgerGrewAndWitnessed) {
  ASSERT_TRUE(keeper_.Record(Scope(), Messages(1, 2, 3, 3)).ok());
  EXPECT_EQ(reader_.SignHeads(absl::Now() + absl::Seconds(20)).value(), 1);
  EXPECT_EQ(reader_.SignHeads(absl::Now() + absl::Seconds(20)).value(), 0);
  const SignedHead head = *reader_.ReadHead(Scope(), 1)->signed_head;
  EXPECT_TRUE(signer_.Verify(HeadText(head), head.signature, head.public_key));
  const Ed25519Signer witness({9, 9});
  Cosignature good{head.tree_size, witness.public_key(), witness.Sign(HeadText(head))};
  EXPECT_TRUE(reader_.AddCosignature(Scope(), Key("AddCosignature", 1), good).ok());
  EXPECT_TRUE(reader_.AddCosignature(Scope(), Key("AddCosignature", 2), good).ok());
  EXPECT_EQ(reader_.ReadHead(Scope(), 1)->cosignatures.size(), 1u);
  Cosignature bad = good;
  bad.signature = witness.Sign("another head");
  EXPECT_EQ(base::ErrorReason(reader_.AddCosignature(Scope(), Key("AddCosignature", 3), bad)),
            "FIELD_INVALID");
}

TEST_F(LedgerTest, AnExportShowsEveryChange) {
  ASSERT_TRUE(keeper_.Record(Scope(), Messages(1, 2, 9, 6)).ok());
  ASSERT_TRUE(keeper_.Record(Scope(), Messages(1, 3, 9, 4)).ok());
  ASSERT_TRUE(reader_.SignHeads(absl::Now() + absl::Seconds(20)).ok());
  const std::vector<std::string> lines = reader_.Export(Scope(), 1, 0)->lines;
  EXPECT_TRUE(FaultsOf(ParseExport(lines).value(), signer_).empty());
  for (size_t i = 1; i < lines.size(); ++i) {
    // The last digit of every line that says something about this home's deputies.
    std::vector<std::string> changed = lines;
    char& last = changed[i].back();
    if (lines[i].substr(0, 4) == "item" || lines[i].substr(0, 4) == "star") continue;
    if (lines[i].substr(0, 4) == "rule" || lines[i].substr(0, 5) == "entry") {
      changed.erase(changed.begin() + static_cast<int64_t>(i));
    } else {
      last = last == '0' ? '1' : '0';
    }
    const absl::StatusOr<LedgerExport> parsed = ParseExport(changed);
    EXPECT_TRUE(!parsed.ok() || !FaultsOf(*parsed, signer_).empty()) << lines[i];
  }
}

TEST_F(LedgerTest, AWitnessRefusesASplitView) {
  const absl::Time deadline = absl::Now() + absl::Seconds(30);
  ASSERT_TRUE(keeper_.Record(Scope(), Messages(1, 2, 5, 5)).ok());
  ASSERT_TRUE(reader_.SignHeads(deadline).ok());
  const SignedHead first = *reader_.ReadHead(Scope(), 1)->signed_head;
  ASSERT_TRUE(keeper_.Record(Scope(), Messages(1, 3, 4, 4)).ok());
  ASSERT_TRUE(reader_.SignHeads(deadline).ok());
  const SignedHead second = *reader_.ReadHead(Scope(), 1)->signed_head;
  const Hashes path = reader_.ProveConsistency(Scope(), 1, first.tree_size, 0)->path;
  const SeenHead seen{first.tree_size, first.root};
  EXPECT_TRUE(CheckNextHead({}, first, {}, signer_).ok());
  EXPECT_TRUE(CheckNextHead(seen, second, path, signer_).ok());
  EXPECT_FALSE(CheckNextHead({second.tree_size, second.root}, first, {}, signer_).ok());
  // Somebody else was shown another beginning of the same length.
  EXPECT_FALSE(
      CheckNextHead({first.tree_size, LeafHash("another past")}, second, path, signer_).ok());
  SignedHead unsigned_head = second;
  unsigned_head.root = LeafHash("a root that nobody signed");
  EXPECT_FALSE(CheckNextHead(seen, unsigned_head, path, signer_).ok());
}

TEST_F(LedgerTest, RedisAndSqlRankAlikeThroughALossOfRedis) {
  for (int64_t deputy = 1; deputy <= 40; ++deputy) {
    const auto answered = static_cast<int>(deputy % 7);
    ASSERT_TRUE(keeper_.Record(Scope(), Messages(1 + deputy % 3, deputy, 7, answered)).ok());
  }
  ASSERT_TRUE(keeper_.Record(Scope(), Messages(1, 3, 8, 8)).ok());  // own
  const auto expect_alike = [&](bool of_county) {
    ASSERT_TRUE(rankings_.Rebuild(absl::Now() + absl::Seconds(20)).ok());
    for (int offset = 0; offset < 40; offset += 7) {
      const RankingPage redis = board_.Read(Query(of_county, offset, 7)).value();
      const RankingPage sql =
          ranking_store_.Read(absl::Now() + absl::Seconds(20), Query(of_county, offset, 7)).value();
      ASSERT_EQ(redis.rows.size(), sql.rows.size());
      EXPECT_EQ(redis.ranked_count, sql.ranked_count);
      for (size_t i = 0; i < redis.rows.size(); ++i) {
        EXPECT_EQ(redis.rows[i].rank, sql.rows[i].rank);
        EXPECT_EQ(redis.rows[i].total.deputy_id, sql.rows[i].total.deputy_id);
        EXPECT_EQ(redis.rows[i].total.score.low_points, sql.rows[i].total.score.low_points);
      }
      ASSERT_EQ(redis.own.has_value(), sql.own.has_value());
      EXPECT_EQ(redis.own->rank, sql.own->rank);
    }
  };
  expect_alike(true);
  expect_alike(false);
  // Ties share a rank: forty deputies, eight different shares.
  const RankingPage page = board_.Read(Query(true, 0, 20)).value();
  EXPECT_EQ(page.rows[0].rank, 1);
  EXPECT_EQ(page.rows[1].rank, page.rows[2].rank);

  // A new act reaches the built list at once.
  ASSERT_TRUE(keeper_.Record(Scope(), Messages(2, 1, 7, 7)).ok());
  RankingQuery first = Query(true);
  first.own_home_id = 2;
  first.own_deputy_id = 1;
  EXPECT_EQ(board_.Read(first)->own->rank,
            ranking_store_.Read(absl::Now() + absl::Seconds(20), first)->own->rank);

  // Lost and back empty: not built, so nobody is shown half a list.
  redis_.Kill();
  EXPECT_FALSE(board_.Read(first).ok());
  ASSERT_TRUE(keeper_.Record(Scope(), Messages(2, 4, 9, 9)).ok());
  redis_.Start();
  absl::Status missing;
  for (int i = 0; i < 100 && !absl::IsNotFound(missing); ++i) {  // the breaker opens again
    missing = board_.Read(first).status();
    absl::SleepFor(absl::Milliseconds(50));
  }
  EXPECT_TRUE(absl::IsNotFound(missing)) << missing;
  ASSERT_TRUE(keeper_.Record(Scope(), Messages(2, 5, 9, 9)).ok());
  EXPECT_TRUE(absl::IsNotFound(board_.Read(first).status()));
  expect_alike(true);
}

TEST_F(LedgerTest, APeriodIsPublishedAfterItsObjections) {
  clock_.Set(Day(60));
  caller_.person_id = 5;
  caller_.grants.push_back({base::Role::kDeputy, 1, {1}, 2});
  const absl::Time end = clock_.Now() + absl::Hours(80);
  const auto reason = [](const auto& answer) { return base::ErrorReason(answer.status()); };
  EXPECT_EQ(reason(rankings_.OpenObjections(Scope(), Key("Open", 1), "2026", end)),
            "RANKING_STATE_CONFLICT");  // it runs
  EXPECT_EQ(reason(rankings_.OpenObjections(Scope(), Key("Open", 2), "2026Q1",
                                            clock_.Now() + absl::Hours(1))),
            "FIELD_INVALID");
  EXPECT_EQ(reason(rankings_.File(Scope(), Key("File", 1), "2026Q1", "请复核")),
            "RANKING_STATE_CONFLICT");
  RankingQuery quarter = Query(false);
  quarter.key.period = "2026Q1";
  const auto state = [&] { return rankings_.Read(Scope(), 1, quarter)->period.state; };
  EXPECT_EQ(state(), RankingState::kOpen);
  ASSERT_TRUE(rankings_.OpenObjections(Scope(), Key("Open", 3), "2026Q1", end).ok());
  ASSERT_TRUE(rankings_.OpenObjections(Scope(), Key("Open", 3), "2026Q1", end).ok());
  EXPECT_EQ(state(), RankingState::kObjections);  // at once, whoever looked just before
  const Objection filed = rankings_.File(Scope(), Key("File", 2), "2026Q1", "请复核").value();
  EXPECT_EQ(rankings_.File(Scope(), Key("File", 2), "2026Q1", "请复核")->id, filed.id);
  EXPECT_EQ(rankings_.ListObjections(Scope(), 1, "")->size(), 1u);
  EXPECT_EQ(reason(rankings_.Publish(Scope(), Key("Publish", 1), "2026Q1")),
            "RANKING_STATE_CONFLICT");
  clock_.Advance(absl::Hours(81));
  EXPECT_EQ(reason(rankings_.Publish(Scope(), Key("Publish", 2), "2026Q1")),
            "RANKING_STATE_CONFLICT");  // not answered
  ASSERT_TRUE(rankings_.Answer(Scope(), Key("Answer", 1), filed.id, "已复核").ok());
  EXPECT_EQ(reason(rankings_.Answer(Scope(), Key("Answer", 2), filed.id, "再答")),
            "OBJECTION_ANSWERED");
  EXPECT_EQ(rankings_.Publish(Scope(), Key("Publish", 3), "2026Q1")->state,
            RankingState::kPublished);
}

TEST_F(LedgerTest, ARuleBookIsPublishedForTheFuture) {
  RuleBook draft = BuiltInRuleBook();
  const auto reason = [&](const char* day) {
    return base::ErrorReason(books_.Publish(Scope(), Key("Publish", 1), day, draft).status());
  };
  EXPECT_EQ(reason("2026-03-01"), "FIELD_INVALID");  // today is 2026-03-02
  EXPECT_EQ(reason("2026-05-02"), "FIELD_INVALID");
  EXPECT_EQ(books_.Publish(Scope(), Key("Publish", 2), "2026-05-01", draft)->version, 1);
  EXPECT_EQ(books_.Publish(Scope(), Key("Publish", 2), "2026-05-01", draft)->version, 1);
  EXPECT_EQ(
      base::ErrorReason(books_.Publish(Scope(), Key("Publish", 3), "2026-04-01", draft).status()),
      "RANKING_STATE_CONFLICT");
  EXPECT_EQ(books_.Of(absl::Now() + absl::Seconds(20), kCounty).value()->size(), 2u);
}

// Many senders that deliver everything again and again, in different orders: each effect once, and
// the totals are what a recomputation gives. 100,000 events in the full form.
TEST_F(LedgerTest, EachActOnceWhateverTheDeliveries) {
  const int count = FullDrills() ? 100'000 : 4'000;
  std::mt19937 random(3);
  std::vector<DutyFact> facts;
  const char* const items[] = {"message_received", "message_answered", "visit", "study"};
  for (int i = 0; i < count; ++i) {
    DutyFact fact = Fact(1 + i % 9, 1 + (i / 9) % 60, items[random() % 4], 1 + i / 2,
                         Day(static_cast<int>(random() % 300)));
    fact.voter_id = 1 + static_cast<int64_t>(random() % 500);
    fact.withdraws = random() % 20 == 0;
    facts.push_back(fact);
  }
  std::set<std::tuple<int64_t, int64_t, std::string, int64_t, bool>> identities;
  for (const DutyFact& fact : facts) {
    identities.insert({fact.home_id, fact.deputy_id, fact.item, fact.source_id, fact.withdraws});
  }
  std::vector<std::thread> senders;
  for (int sender = 0; sender < 3; ++sender) {
    std::vector<DutyFact> own = facts;
    std::shuffle(own.begin(), own.end(), std::mt19937(sender));
    senders.emplace_back([this, own = std::move(own), sender] {
      db::ThreadStart();
      std::mt19937 luck(sender);
      for (size_t begin = 0; begin < own.size(); begin += 100) {
        const size_t end = std::min(own.size(), begin + 100);
        const std::vector<DutyFact> batch(own.begin() + static_cast<int64_t>(begin),
                                          own.begin() + static_cast<int64_t>(end));
        // Some deliveries are repeated, as after a relay that died before it took note.
        for (int times = luck() % 10 == 0 ? 2 : 1; times > 0; --times) {
          absl::Status recorded = absl::AbortedError("");
          for (int tries = 0; tries < 20 && !recorded.ok(); ++tries) {
            recorded = keeper_.Record(Scope(), batch);
          }
          EXPECT_TRUE(recorded.ok()) << recorded;
        }
      }
      db::ThreadStop();
    });
  }
  for (std::thread& sender : senders) sender.join();
  EXPECT_EQ(database_.QueryInt("SELECT COUNT(*) FROM ledger_entries"),
            static_cast<int64_t>(identities.size()));
  for (int64_t home_id = 1; home_id <= 9; ++home_id) {
    EXPECT_EQ(keeper_.Recompute(Scope(), home_id).value(), 0) << "home " << home_id;
    const LedgerReader::Head head = reader_.ReadHead(Scope(), home_id).value();
    EXPECT_EQ(RootOf(store_.ListLeafHashes(absl::Now() + absl::Seconds(20), home_id, head.tree_size)
                         .value()),
              head.root);
  }
  EXPECT_TRUE(reader_.SignHeads(absl::Now() + absl::Seconds(20)).ok());
  EXPECT_EQ(VerifyByOthers(3), 0);
  // One changed row, and both programs say so.
  database_.Run("UPDATE ledger_entries SET quantity=quantity+1 WHERE home_id=3 AND sequence=5");
  EXPECT_NE(VerifyByOthers(3), 0);
  EXPECT_FALSE(FaultsOf(ParseExport(ExportOf(3)).value(), signer_).empty());

  // One changed total is found and mended.
  database_.Run("UPDATE duty_totals SET points=points+1 WHERE home_id=1 AND period='2026' LIMIT 1");
  EXPECT_EQ(keeper_.Recompute(Scope(), 1).value(), 1);
  EXPECT_EQ(keeper_.Recompute(Scope(), 1).value(), 0);
}

}  // namespace
}  // namespace deputies::duty
