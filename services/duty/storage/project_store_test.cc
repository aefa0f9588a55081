// Livelihood projects in a real database: whoever comes at the same time, each effect happens once.
#include <atomic>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "deputies/events/v1/event.pb.h"
#include "gtest/gtest.h"
#include "services/common/base/directory.h"
#include "services/common/base/error.h"
#include "services/common/db/open.h"
#include "services/common/testing/fakes.h"
#include "services/common/testing/test_database.h"
#include "services/duty/storage/migrations.h"
#include "services/duty/storage/sql_project_store.h"

namespace deputies::duty {
namespace {

constexpr int64_t kHome = 1;
constexpr int64_t kOtherHome = 2;
constexpr int kYear = 2026;
constexpr int64_t kProject = 500;
constexpr int kAtOnce = 8;

class ProjectStoreTest : public ::testing::Test {
 protected:
  absl::Time Deadline() { return absl::Now() + absl::Seconds(30); }

  // A new key at every call.
  base::RequestKey Key(const char* operation, int64_t home_id = kHome) {
    base::RequestKey key;
    key.home_id = home_id;
    key.person_id = 5;
    key.operation = operation;
    key.request_id = absl::StrFormat("00000000-0000-4000-8000-%012d", ++keys_);
    return key;
  }

  int64_t Propose(const std::string& title) {
    ProjectProposal proposal;
    proposal.home_id = kHome;
    proposal.id = ids_.Next();
    proposal.person_id = 7;
    proposal.year = kYear;
    proposal.title = title;
    proposal.create_time = clock_.Now();
    return store_.Propose(Deadline(), Key("Propose"), proposal, absl::OkStatus()).value();
  }

  Project Candidate(const std::string& title) {
    Project project;
    project.home_id = kHome;
    project.id = ids_.Next();
    project.year = kYear;
    project.title = title;
    return project;
  }

  // A chosen project with deputies 1 and 2 as experts and 3 as a member.
  void MakeSupervised() {
    database_.Run(
        absl::StrCat("INSERT INTO projects (home_id, id, year, title, description, state) VALUES (",
                     kHome, ", ", kProject, ", ", kYear, ", '修路', '', 2)"));
    ASSERT_TRUE(store_.SetTeam(Deadline(), Key("SetTeam"), kProject, {{1, 2}, {3}, {"张三"}}).ok());
  }

  TeamVisit Visit(int64_t deputy_id) {
    TeamVisit visit;
    visit.home_id = kHome;
    visit.project_id = kProject;
    visit.id = ids_.Next();
    visit.deputy_id = deputy_id;
    visit.recorder_id = 100 + deputy_id;
    visit.visit_time = clock_.Now();
    visit.findings = "路面厚度与图纸一致";
    return visit;
  }

  // How many of several at the same time succeed; the others are refused for `reason`.
  int AtOnce(const std::string& reason, const std::function<absl::Status(int)>& act) {
    std::atomic<int> successes{0};
    std::vector<std::thread> threads;
    for (int number = 0; number < kAtOnce; ++number) {
      threads.emplace_back([&, number] {
        db::ThreadStart();
        const absl::Status status = act(number);
        if (status.ok()) {
          ++successes;
        } else {
          EXPECT_EQ(base::ErrorReason(status), reason) << status;
        }
        db::ThreadStop();
      });
    }
    for (std::thread& thread : threads) thread.join();
    return successes;
  }

  testing::TestDatabase database_{Migrations()};
  testing::FakeClock clock_;
  testing::SequentialIdSource ids_;
  std::atomic<int> keys_{0};
  SqlProjectStore store_{database_.database(), ids_, clock_};
};

TEST_F(ProjectStoreTest, AProposalIsTakenUpByOneCandidate) {
  const int64_t proposal = Propose("村东修路");
  EXPECT_EQ(AtOnce("PROPOSAL_STATE_CONFLICT",
                   [&](int number) {
                     return store_
                         .Add(Deadline(), Key("Add"), Candidate(absl::StrCat("项目", number)),
                              {proposal})
                         .status();
                   }),
            1);
  EXPECT_EQ(database_.QueryInt("SELECT COUNT(*) FROM projects"), 1) << "and nothing half-written";
  const auto stored = store_.FindProposal(Deadline(), kHome, proposal).value();
  EXPECT_EQ(stored->project_id, database_.QueryInt("SELECT id FROM projects"));
  EXPECT_EQ(base::ErrorReason(store_.Decline(Deadline(), Key("Decline"), proposal, "晚了")),
            "PROPOSAL_STATE_CONFLICT");
  EXPECT_FALSE(store_.FindProposal(Deadline(), kOtherHome, proposal).value().has_value());
}

TEST_F(ProjectStoreTest, AYearHasThirtyCandidatesWhoeverComesAtOnce) {
  for (int number = 0; number < kMostCandidates - 3; ++number) {
    ASSERT_TRUE(
        store_.Add(Deadline(), Key("Add"), Candidate(absl::StrCat("已有", number)), {}).ok());
  }
  EXPECT_EQ(AtOnce("PROJECT_STATE_CONFLICT",
                   [&](int number) {
                     return store_
                         .Add(Deadline(), Key("Add"), Candidate(absl::StrCat("项目", number)), {})
                         .status();
                   }),
            3);
  EXPECT_EQ(database_.QueryInt("SELECT COUNT(*) FROM projects"), kMostCandidates);
}

TEST_F(ProjectStoreTest, WhoProposesIsToldWhatBecameOfIt) {
  const int64_t taken = Propose("村东修路");
  const int64_t declined = Propose("村西修路");
  ASSERT_TRUE(store_.Add(Deadline(), Key("Add"), Candidate("修路"), {taken}).ok());
  ASSERT_TRUE(store_.Decline(Deadline(), Key("Decline"), declined, "已列入去年的项目").ok());
  std::vector<int64_t> told;
  for (const db::Row& row : database_.Query("SELECT payload FROM outbox ORDER BY id")) {
    events::v1::Event event;
    ASSERT_TRUE(event.ParseFromString(row.String(0)));
    EXPECT_EQ(event.notice_requested().kind(), events::v1::PROJECT_PROPOSAL_DECIDED);
    EXPECT_EQ(event.notice_requested().person_ids(0), 7);
    told.push_back(event.notice_requested().target_id());
  }
  EXPECT_EQ(told, (std::vector<int64_t>{taken, declined}));
}

TEST_F(ProjectStoreTest, AClosedHomeTakesNoProposalButKnowsItsOwn) {
  ProjectProposal proposal;
  proposal.home_id = kHome;
  proposal.id = ids_.Next();
  proposal.title = "村东修路";
  proposal.create_time = clock_.Now();
  const base::RequestKey key = Key("Propose");
  ASSERT_TRUE(store_.Propose(Deadline(), key, proposal, absl::OkStatus()).ok());
  const absl::Status closed = base::HomeClosed("新家");
  EXPECT_EQ(store_.Propose(Deadline(), key, proposal, closed).value(), proposal.id);
  EXPECT_EQ(
      base::ErrorReason(store_.Propose(Deadline(), Key("Propose"), proposal, closed).status()),
      "HOME_CLOSED");
}

TEST_F(ProjectStoreTest, ATitleIsOneOptionOfItsYear) {
  EXPECT_EQ(AtOnce("PROJECT_STATE_CONFLICT",
                   [&](int) {
                     return store_.Add(Deadline(), Key("Add"), Candidate("修路"), {}).status();
                   }),
            1);
}

TEST_F(ProjectStoreTest, AVisitIsRecordedOnceADayAndEntersTheLedgerOnce) {
  MakeSupervised();
  EXPECT_EQ(AtOnce("PROJECT_STATE_CONFLICT",
                   [&](int) {
                     return store_.RecordVisit(Deadline(), Key("RecordVisit"), Visit(1)).status();
                   }),
            1);
  EXPECT_EQ(
      base::ErrorReason(store_.RecordVisit(Deadline(), Key("RecordVisit"), Visit(9)).status()),
      "ACCESS_DENIED");
  const int64_t visit = database_.QueryInt("SELECT id FROM project_visits");
  EXPECT_EQ(
      base::ErrorReason(store_.ConfirmVisit(Deadline(), Key("ConfirmVisit"), kProject, visit, 101)),
      "SECOND_PERSON_NEEDED");
  EXPECT_EQ(base::ErrorReason(
                store_.PublishReport(Deadline(), Key("PublishReport"), kProject, "报告", "意见")),
            "PROJECT_STATE_CONFLICT")
      << "no visit is confirmed";
  EXPECT_EQ(AtOnce("PROJECT_STATE_CONFLICT",
                   [&](int) {
                     return store_.ConfirmVisit(Deadline(), Key("ConfirmVisit"), kProject, visit,
                                                55);
                   }),
            1);
  EXPECT_EQ(database_.QueryInt("SELECT COUNT(*) FROM outbox"), 1);
  clock_.Advance(absl::Hours(24));
  EXPECT_TRUE(store_.RecordVisit(Deadline(), Key("RecordVisit"), Visit(1)).ok());
  EXPECT_EQ(store_.ListVisits(Deadline(), kHome, kProject, true).value().size(), 1u);
  EXPECT_EQ(store_.ListVisits(Deadline(), kHome, kProject, false).value().size(), 2u);
}

TEST_F(ProjectStoreTest, ARepeatedRequestChangesNothing) {
  MakeSupervised();
  const base::RequestKey key = Key("AddProgress");
  ProjectProgress progress;
  progress.percent_done = 40;
  progress.text = "路基已经完成";
  progress.create_time = clock_.Now();
  for (int round = 0; round < 3; ++round) {
    progress.id = ids_.Next();
    EXPECT_TRUE(store_.AddProgress(Deadline(), key, kProject, progress).ok());
  }
  EXPECT_EQ(store_.ListProgress(Deadline(), kHome, kProject).value().size(), 1u);
  EXPECT_EQ(base::ErrorReason(
                store_.AddProgress(Deadline(), Key("AddProgress", kOtherHome), kProject, progress)),
            "PROJECT_NOT_FOUND");
}

}  // namespace
}  // namespace deputies::duty
