#include "services/duty/domain/project.h"

#include <algorithm>
#include <random>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"

namespace deputies::duty {
namespace {

// Twelve candidates for ten seats, as the source tells it.
Ballot TwelveToTen() {
  Ballot ballot;
  ballot.kind = BallotKind::kProjects;
  ballot.electorate = Electorate::kDeputies;
  for (int i = 0; i < 12; ++i) ballot.options.push_back(absl::StrCat("项目", i));
  ballot.max_choices = 10;
  ballot.seats = 10;
  ballot.quorum = 31;
  ballot.closed = true;
  return ballot;
}

std::vector<Project> CandidatesOf(const Ballot& ballot) {
  std::vector<Project> candidates;
  for (const std::string& option : ballot.options) candidates.emplace_back().title = option;
  return candidates;
}

// Every paper leaves out two options, i and i + 1 in turn of `left_out`.
std::vector<BallotPaper> Papers(const std::vector<std::pair<int, int>>& left_out) {
  std::vector<BallotPaper> papers;
  for (const auto& [first, second] : left_out) {
    BallotPaper& paper = papers.emplace_back();
    paper.check_code = absl::StrCat("code", papers.size());
    for (int option = 0; option < 12; ++option) {
      if (option != first && option != second) paper.choices.push_back(option);
    }
  }
  return papers;
}

TEST(ProjectBallotTest, TenOfTwelveAreChosenWhateverTheOrderOfCandidatesAndPapers) {
  const Ballot ballot = TwelveToTen();
  std::vector<BallotPaper> papers = Papers(std::vector<std::pair<int, int>>(31, {3, 7}));
  papers.push_back(Papers({{0, 1}}).front());
  std::vector<Project> candidates = CandidatesOf(ballot);
  std::mt19937 random(7);
  for (int round = 0; round < 20; ++round) {
    std::shuffle(papers.begin(), papers.end(), random);
    std::shuffle(candidates.begin(), candidates.end(), random);
    const auto states = DecideStates(ballot, Tally(ballot, papers), candidates);
    ASSERT_TRUE(states.ok()) << states.status();
    for (size_t i = 0; i < candidates.size(); ++i) {
      const bool left_out = candidates[i].title == "项目3" || candidates[i].title == "项目7";
      EXPECT_EQ((*states)[i], left_out ? ProjectState::kNotChosen : ProjectState::kChosen);
    }
  }
}

TEST(ProjectBallotTest, CandidatesTiedAtTheLastSeatStayForASecondBallot) {
  Ballot ballot = TwelveToTen();
  ballot.quorum = 3;
  // 0, 1 and 2 have a third of what the others have: three for the one seat that is left.
  const auto tied =
      DecideStates(ballot, Tally(ballot, Papers({{0, 1}, {1, 2}, {0, 2}})), CandidatesOf(ballot));
  ASSERT_TRUE(tied.ok());
  for (int i = 0; i < 12; ++i) {
    EXPECT_EQ((*tied)[i], i < 3 ? ProjectState::kCandidate : ProjectState::kChosen) << i;
  }
}

TEST(ProjectBallotTest, OnlyAClosedBallotOfMoreThanHalfDecides) {
  Ballot ballot = TwelveToTen();
  BallotResult result;
  result.quorum_reached = true;
  EXPECT_TRUE(CheckDecidingBallot(ballot, result, 61).ok());
  EXPECT_FALSE(CheckDecidingBallot(ballot, result, 62).ok()) << "31 of 62 is no majority";
  result.quorum_reached = false;
  EXPECT_FALSE(CheckDecidingBallot(ballot, result, 61).ok());
  result.quorum_reached = true;
  ballot.closed = false;
  EXPECT_FALSE(CheckDecidingBallot(ballot, result, 61).ok());
  ballot.closed = true;
  ballot.electorate = Electorate::kVoters;
  EXPECT_FALSE(CheckDecidingBallot(ballot, result, 61).ok());
}

TEST(ProjectBallotTest, ABallotAboutOtherOptionsDecidesNothing) {
  const Ballot ballot = TwelveToTen();
  std::vector<Project> candidates = CandidatesOf(ballot);
  candidates.back().title = "后来加上的项目";
  EXPECT_FALSE(DecideStates(ballot, Tally(ballot, {}), candidates).ok());
  candidates.pop_back();
  EXPECT_FALSE(DecideStates(ballot, Tally(ballot, {}), candidates).ok());
}

TEST(SupervisionTeamTest, HasExactlyTwoExpertsAndNobodyTwice) {
  SupervisionTeam team{{1, 2}, {3, 4}, {"张三"}};
  EXPECT_TRUE(CheckTeam(team).ok());
  for (const std::vector<int64_t>& experts :
       {std::vector<int64_t>{}, {1}, {1, 1}, {1, 2, 5}, {1, 3}}) {
    SupervisionTeam wrong = team;
    wrong.experts = experts;
    EXPECT_FALSE(CheckTeam(wrong).ok()) << experts.size();
  }
  team.local_members.clear();
  EXPECT_FALSE(CheckTeam(team).ok());
}

TEST(TeamVisitTest, IsRecordedWithinThirtyDays) {
  const absl::Time now = absl::FromUnixSeconds(1800000000);
  TeamVisit visit;
  visit.visit_time = now - absl::Hours(30 * 24);
  EXPECT_TRUE(CheckVisit(visit, now).ok());
  visit.visit_time -= absl::Milliseconds(1);
  EXPECT_FALSE(CheckVisit(visit, now).ok());
  visit.visit_time = now + absl::Minutes(6);
  EXPECT_FALSE(CheckVisit(visit, now).ok());
}

}  // namespace
}  // namespace deputies::duty
