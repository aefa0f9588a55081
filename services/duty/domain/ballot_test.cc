#include "services/duty/domain/ballot.h"

#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/duty/domain/duty_report.h"

namespace deputies::duty {
namespace {

Ballot TwelveToTen() {
  Ballot ballot;
  ballot.kind = BallotKind::kProjects;
  for (int i = 0; i < 12; ++i) ballot.options.push_back(std::string(1, static_cast<char>('a' + i)));
  ballot.max_choices = 10;
  ballot.seats = 10;
  ballot.quorum = 3;
  ballot.close_time = absl::UnixEpoch() + absl::Hours(2);
  return ballot;
}

TEST(BallotTest, EveryPaperHasOneLengthAndComesBack) {
  const Ballot ballot = TwelveToTen();
  const BallotPaper small{"abcd1234", {3}};
  const BallotPaper large{std::string(32, 'x'), {11, 0, 1, 2, 3, 4, 5, 6, 7, 8}};
  EXPECT_EQ(FormatPaper(small).size(), FormatPaper(large).size());
  EXPECT_EQ(ParsePaper(ballot, FormatPaper(small)).choices, (std::vector<int>{3}));
  EXPECT_EQ(ParsePaper(ballot, FormatPaper(large)).choices,
            (std::vector<int>{0, 1, 2, 3, 4, 5, 6, 7, 8, 11}));
  EXPECT_TRUE(ParsePaper(ballot, "no paper").choices.empty());
  EXPECT_TRUE(ParsePaper(ballot, "abcd1234\n3 3\n").choices.empty());
  EXPECT_TRUE(ParsePaper(ballot, "abcd1234\n12\n").choices.empty());
}

TEST(BallotTest, TenOfTwelveWinAndATieAtTheLastSeatWinsNothing) {
  const Ballot ballot = TwelveToTen();
  std::vector<BallotPaper> papers = {{"a", {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}},
                                     {"b", {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}},
                                     {"c", {0, 1, 2, 3, 4, 5, 6, 7, 8, 10}}};
  EXPECT_EQ(Tally(ballot, papers).winners, (std::vector<int>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}));
  papers.push_back({"d", {0, 10}});
  EXPECT_EQ(Tally(ballot, papers).winners, (std::vector<int>{0, 1, 2, 3, 4, 5, 6, 7, 8}));
  papers.push_back({"e", {}});
  EXPECT_EQ(Tally(ballot, papers).spoilt, 1);
  papers.resize(2);
  EXPECT_FALSE(Tally(ballot, papers).quorum_reached);
  EXPECT_TRUE(Tally(ballot, papers).winners.empty());
}

TEST(BallotTest, AContradictoryBallotIsRefused) {
  const absl::Time now = absl::UnixEpoch();
  EXPECT_TRUE(CheckBallot(TwelveToTen(), now).ok());
  Ballot ballot = TwelveToTen();
  ballot.seats = 13;
  EXPECT_FALSE(CheckBallot(ballot, now).ok());
  ballot = TwelveToTen();
  ballot.options[1] = ballot.options[0];
  EXPECT_FALSE(CheckBallot(ballot, now).ok());
  ballot = TwelveToTen();
  ballot.kind = BallotKind::kSatisfaction;
  EXPECT_FALSE(CheckBallot(ballot, now).ok());
  EXPECT_FALSE(CheckBallot(TwelveToTen(), now + absl::Hours(2)).ok());
}

TEST(DutyReportTest, ThreePeopleBringItIntoTheLedger) {
  const absl::Time now = absl::FromUnixSeconds(1'780'000'000);
  DutyReport report;
  report.reporter_id = 1;
  report.item = "volunteer_service";
  report.perform_time = now - absl::Hours(30);
  EXPECT_TRUE(CheckReport(report, BuiltInRuleBook(), now).ok());
  const auto step = [&](ReportStep what, int64_t person) {
    return base::ErrorReason(TakeStep(&report, what, person, "照片看不清", now));
  };
  EXPECT_EQ(step(ReportStep::kPublish, 2), "REPORT_STATE_CONFLICT");
  EXPECT_EQ(step(ReportStep::kCheck, 1), "SECOND_PERSON_NEEDED");
  EXPECT_EQ(step(ReportStep::kCheck, 2), "");
  EXPECT_EQ(step(ReportStep::kPublish, 2), "SECOND_PERSON_NEEDED");
  EXPECT_EQ(step(ReportStep::kPublish, 1), "SECOND_PERSON_NEEDED");
  EXPECT_EQ(step(ReportStep::kPublish, 3), "");
  EXPECT_EQ(step(ReportStep::kRefuse, 3), "REPORT_STATE_CONFLICT");

  report.item = "message_answered";
  EXPECT_FALSE(CheckReport(report, BuiltInRuleBook(), now).ok());
  report.item = "absence";
  EXPECT_FALSE(CheckReport(report, BuiltInRuleBook(), now).ok());
  report.item = "study";
  report.perform_time = now + absl::Seconds(1);
  EXPECT_FALSE(CheckReport(report, BuiltInRuleBook(), now).ok());
  report.perform_time = now - absl::Hours(61 * 24);
  EXPECT_FALSE(CheckReport(report, BuiltInRuleBook(), now).ok());
}

}  // namespace
}  // namespace deputies::duty
