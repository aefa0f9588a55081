#include <unistd.h>

#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/audit/anchor_journal.h"
#include "services/common/audit/audit_trail.h"
#include "services/common/audit/audit_verifier.h"
#include "services/common/audit/migrations.h"
#include "services/common/testing/fakes.h"
#include "services/common/testing/test_database.h"

namespace deputies::audit {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class AuditTest : public ::testing::Test {
 protected:
  static absl::Time Soon() { return absl::Now() + absl::Seconds(10); }

  absl::Status Append(int64_t home_id, const std::string& action) {
    return database_.database().InTransaction(Soon(), [&](db::Transaction& transaction) {
      return trail_.Append(transaction, home_id, {{7, "request"}, action, "homes/1", "{}"},
                           clock_.Now());
    });
  }

  void Fill(int64_t home_id, int count) {
    for (int i = 1; i <= count; ++i) ASSERT_TRUE(Append(home_id, absl::StrCat("Act", i)).ok());
  }

  std::vector<std::string> Faults(const std::vector<Anchor>& anchors = {}) {
    return Verify(database_.database(), trail_, anchors, absl::Seconds(10)).value().faults;
  }

  ::deputies::testing::FakeClock clock_;
  ::deputies::testing::TestDatabase database_{Migrations()};
  const AuditTrail trail_{{5}};
};

TEST_F(AuditTest, AChainAsWrittenIsWhole) {
  Fill(1, 5);
  Fill(0, 2);
  const Verdict verdict = Verify(database_.database(), trail_, {}, absl::Seconds(10)).value();
  EXPECT_THAT(verdict.faults, IsEmpty());
  EXPECT_EQ(verdict.chains, 2);
  EXPECT_EQ(verdict.entries, 7);
  const auto newest = AuditTrail::List(database_.database(), Soon(), 1, 0, 2).value();
  ASSERT_EQ(newest.size(), 2u);
  EXPECT_EQ(newest[0].sequence, 5);
  EXPECT_EQ(newest[0].entry.action, "Act5");
  EXPECT_EQ(newest[0].create_time, clock_.Now());
  EXPECT_EQ(AuditTrail::List(database_.database(), Soon(), 1, 4, 9).value()[0].sequence, 3);
}

TEST_F(AuditTest, RacingWritersMakeOneChain) {
  std::vector<std::thread> writers;
  for (int writer = 0; writer < 4; ++writer) {
    writers.emplace_back([this] {
      for (int i = 0; i < 25; ++i) EXPECT_TRUE(Append(1, "Act").ok());
    });
  }
  for (std::thread& writer : writers) writer.join();
  EXPECT_THAT(Faults(), IsEmpty());
  EXPECT_EQ(database_.QueryInt("SELECT COUNT(*) FROM audit_entries"), 100);
}

TEST_F(AuditTest, AnActionThatFailsLeavesNoEntry) {
  const absl::Status failed =
      database_.database().InTransaction(Soon(), [&](db::Transaction& transaction) -> absl::Status {
        EXPECT_TRUE(trail_.Append(transaction, 1, {{7, ""}, "Act", "", ""}, clock_.Now()).ok());
        return absl::AbortedError("no");
      });
  EXPECT_FALSE(failed.ok());
  EXPECT_EQ(database_.QueryInt("SELECT COUNT(*) FROM audit_entries"), 0);
}

TEST_F(AuditTest, AChangeOfAnyFieldIsFound) {
  for (const std::string& column :
       std::vector<std::string>{"create_time = create_time + INTERVAL 1 SECOND",
                                "actor_person_id = 8", "request_id = 'other'", "action = 'Other'",
                                "target = 'homes/2'", "detail = '{ }'", "mac = REPEAT('x', 32)"}) {
    database_.Run("DELETE FROM audit_entries");
    database_.Run("DELETE FROM audit_heads");
    Fill(1, 3);
    database_.Run(absl::StrCat("UPDATE audit_entries SET ", column, " WHERE sequence = 2"));
    const auto faults = Faults();
    ASSERT_FALSE(faults.empty()) << column;
    EXPECT_THAT(faults[0], HasSubstr("home 1, entry 2: changed")) << column;
  }
}

TEST_F(AuditTest, AnEntryCannotMoveToAnotherHome) {
  Fill(1, 1);
  database_.Run("UPDATE audit_entries SET home_id = 2");
  database_.Run("UPDATE audit_heads SET home_id = 2");
  EXPECT_THAT(Faults(), ElementsAre(HasSubstr("home 2, entry 1: changed")));
}

TEST_F(AuditTest, DeletedEntriesAndHeadsAreFound) {
  Fill(1, 4);
  const std::vector<Anchor> anchors = ReadHeads(database_.database(), absl::Seconds(10)).value();
  EXPECT_THAT(Faults(anchors), IsEmpty());

  database_.Run("DELETE FROM audit_entries WHERE sequence = 4");
  EXPECT_THAT(Faults(), ElementsAre(HasSubstr("head says 4")));
  // Who also winds the head back is found by the anchor alone.
  database_.Run(
      "UPDATE audit_heads SET sequence = 3, mac = (SELECT mac FROM audit_entries WHERE sequence = "
      "3)");
  EXPECT_THAT(Faults(), IsEmpty());
  EXPECT_THAT(Faults(anchors), ElementsAre(HasSubstr("an anchor says 4")));
  // And so is another entry in its place.
  Fill(1, 1);
  EXPECT_THAT(Faults(), IsEmpty());
  EXPECT_THAT(Faults(anchors), ElementsAre(HasSubstr("entry 4: differs from its anchor")));

  database_.Run("DELETE FROM audit_entries WHERE sequence = 1");
  EXPECT_THAT(Faults()[0], HasSubstr("home 1, entry 1: missing"));
  database_.Run("DELETE FROM audit_heads");
  EXPECT_THAT(Faults().back(), HasSubstr("head is missing"));
  database_.Run("DELETE FROM audit_entries");
  EXPECT_THAT(Faults(anchors).back(), HasSubstr("an anchor says 4"));
}

TEST_F(AuditTest, AnotherKeyMakesNoValidEntry) {
  Fill(1, 2);
  const Verdict verdict =
      Verify(database_.database(), AuditTrail({6}), {}, absl::Seconds(10)).value();
  EXPECT_EQ(verdict.faults.size(), 2u);
}

TEST_F(AuditTest, TheJournalAnchorsEveryChainOnceADay) {
  Fill(1, 2);
  Fill(2, 1);
  const std::string path = absl::StrCat(::testing::TempDir(), "/anchors-", getpid());
  AnchorJournal journal(database_.database(), clock_, "accounts", path);
  EXPECT_EQ(journal.AppendDaily().value(), 2);
  EXPECT_EQ(journal.AppendDaily().value(), 0) << "the same day";
  clock_.Advance(absl::Hours(24));
  EXPECT_EQ(AnchorJournal(database_.database(), clock_, "accounts", path).AppendDaily().value(), 2);
  std::ifstream file(path);
  int anchors = 0;
  for (std::string line; std::getline(file, line);) {
    if (line[0] == '#') continue;
    EXPECT_EQ(line.substr(0, 9), "accounts ");
    EXPECT_TRUE(ParseAnchor(line.substr(9)).ok()) << line;
    ++anchors;
  }
  EXPECT_EQ(anchors, 4);
  unlink(path.c_str());
}

TEST(AnchorTest, GoesThroughText) {
  const Anchor anchor{-5, 12, std::string("\0\x01\xff", 3) + std::string(29, 'm')};
  const Anchor back = ParseAnchor(FormatAnchor(anchor)).value();
  EXPECT_EQ(back.home_id, anchor.home_id);
  EXPECT_EQ(back.sequence, anchor.sequence);
  EXPECT_EQ(back.mac, anchor.mac);
  EXPECT_FALSE(ParseAnchor("1 2").ok());
  EXPECT_FALSE(ParseAnchor("1 2 abcd").ok());
  EXPECT_FALSE(ParseAnchor("x 2 " + std::string(64, 'a')).ok());
}

}  // namespace
}  // namespace deputies::audit
