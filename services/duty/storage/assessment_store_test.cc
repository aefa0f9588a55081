// Assessments in a real database: facts in any order, results frozen, two people for what no record
// shows.
#include <algorithm>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "deputies/events/v1/event.pb.h"
#include "services/common/base/error.h"
#include "services/duty/domain/assessments.h"
#include "services/duty/storage/ledger_fixture.h"
#include "services/duty/storage/sql_assessment_store.h"
#include "services/duty/storage/sql_home_fact_store.h"

namespace deputies::duty {
namespace {

constexpr int kYear = 2025;

absl::Time Noon(int month, int day) {
  return base::StartOfShanghaiDay(absl::CivilDay(kYear, month, day)) + absl::Hours(12);
}

HomeFact Known(int64_t home_id, const std::string& item, int64_t source_id, absl::Time time,
               const std::string& source_type = "message") {
  HomeFact fact;
  fact.home_id = home_id;
  fact.item = item;
  fact.source_type = source_type;
  fact.source_id = source_id;
  fact.time = time;
  return fact;
}

class AssessmentStoreTest : public LedgerTest {
 protected:
  AssessmentStoreTest() {
    clock_.Set(base::StartOfShanghaiDay(absl::CivilDay(2026, 2, 1)));
    office_.kind = base::Caller::Kind::kPerson;
    office_.person_id = 70;
    office_.grants.push_back({base::Role::kCountyOffice, kCounty, {1, 2, 3}, 0});
  }
  absl::Time Deadline() { return absl::Now() + absl::Seconds(30); }
  base::CallScope OfficeScope() { return {office_, Deadline(), "test", ""}; }
  base::RequestKey OfficeKey(const char* operation, int64_t home_id = 0) {
    base::RequestKey key = Key(operation, ++keys_, home_id);
    key.person_id = office_.person_id;
    return key;
  }
  // Home 1 did much, home 2 less, home 3 next to nothing.
  void Work() {
    std::vector<HomeFact> facts;
    for (int64_t home_id = 1; home_id <= 2; ++home_id) {
      for (int month = 1; month <= (home_id == 1 ? 12 : 6); ++month) {
        facts.push_back(Known(home_id, kReceptionDayHeld, month, Noon(month, 10), "reception_day"));
        facts.push_back(Known(home_id, kThemeHeld, month, Noon(month, 20), "activity"));
      }
    }
    facts.push_back(Known(3, kReceptionDayHeld, 1, Noon(1, 10), "reception_day"));
    ASSERT_TRUE(fact_store_.Note(Deadline(), facts).ok());
  }
  Award AwardOf(AwardKind kind) {
    Award award;
    award.year = kYear;
    award.kind = kind;
    award.decided_by = "县人大常委会主任会议";
    award.reason = "工作扎实，群众满意";
    return award;
  }
  std::vector<events::v1::NoticeRequested> Notices() {
    std::vector<events::v1::NoticeRequested> notices;
    for (const db::Row& row : database_.Query("SELECT payload FROM outbox ORDER BY id")) {
      events::v1::Event event;
      EXPECT_TRUE(event.ParseFromString(row.String(0)));
      if (event.has_notice_requested()) notices.push_back(event.notice_requested());
    }
    return notices;
  }

  base::Caller office_;
  int keys_ = 0;
  SqlHomeFactStore fact_store_{database_.database()};
  SqlAssessmentStore assessment_store_{database_.database(), ids_, clock_};
  Assessments assessments_{fact_store_, assessment_store_, directory_, ids_, clock_};
};

TEST_F(AssessmentStoreTest, FactsOfOneIdentityBecomeTheSameInEveryOrder) {
  std::vector<HomeFact> told;
  for (int revision = 0; revision <= 3; ++revision) {
    HomeFact fact = Known(1, kMessageSolved, 5, Noon(3, 10 + revision));
    fact.revision = revision;
    fact.withdrawn = revision == 2;
    told.push_back(fact);
  }
  // Of equal revisions the earlier time holds, and a withdrawal.
  told.push_back(Known(1, kReceptionDayHeld, 9, Noon(4, 2), "reception_day"));
  told.push_back(Known(1, kReceptionDayHeld, 9, Noon(4, 1), "reception_day"));
  told.back().quantity = 4;
  told.push_back(Known(1, kSuggestionClosed, 8, Noon(5, 1), "suggestion"));
  told.push_back(told.back());
  told.back().withdrawn = true;
  std::string first;
  std::mt19937 random(3);
  for (int round = 0; round < 20; ++round) {
    database_.Run("DELETE FROM home_facts");
    std::shuffle(told.begin(), told.end(), random);
    for (const HomeFact& fact : told) ASSERT_TRUE(fact_store_.Note(Deadline(), {fact}).ok());
    ASSERT_TRUE(fact_store_.Note(Deadline(), told).ok());  // and all again
    std::string seen;
    const std::vector<HomeFact> stored = fact_store_.ListYear(Deadline(), 1, kYear).value();
    for (const HomeFact& fact : stored) {
      absl::StrAppend(&seen, fact.item, " ", fact.source_id, " ", absl::ToUnixMillis(fact.time),
                      " ", fact.revision, fact.withdrawn, " ", fact.quantity, "\n");
    }
    if (round == 0) first = seen;
    EXPECT_EQ(seen, first);
  }
  const std::vector<HomeFact> facts = fact_store_.ListYear(Deadline(), 1, kYear).value();
  ASSERT_EQ(facts.size(), 3u);
  EXPECT_EQ(facts[0].time, Noon(3, 13));
  EXPECT_FALSE(facts[0].withdrawn);
  EXPECT_EQ(facts[1].time, Noon(4, 1));
  EXPECT_EQ(facts[1].quantity, 4);
  EXPECT_TRUE(facts[2].withdrawn);
  EXPECT_TRUE(fact_store_.ListYear(Deadline(), 2, kYear).value().empty());
  EXPECT_EQ(fact_store_.ListYear(Deadline(), 1, kYear - 1).value().size(), 2u)
      << "of the next year only what became of cases";
}

TEST_F(AssessmentStoreTest, APublishedResultStaysAsItWas) {
  Work();
  const base::RequestKey key = OfficeKey("PublishAssessment");
  const auto published = assessments_.Publish(OfficeScope(), key, kCounty, kYear, "").value();
  EXPECT_EQ(published.result.version, 1);
  ASSERT_EQ(published.result.rows.size(), 3u);
  EXPECT_EQ(published.result.rows[0].score.home_id, 1);
  EXPECT_EQ(published.result.rows[0].score.rank, 1);
  EXPECT_EQ(published.result.rows[2].score.rank, 0) << "too few facts";
  const int total = published.result.rows[1].score.total;
  EXPECT_EQ(Notices().size(), 3u);
  EXPECT_EQ(Notices()[0].kind(), events::v1::ASSESSMENT_PUBLISHED);
  // A repeat is the same; late facts change nothing until a correction is published.
  EXPECT_EQ(assessments_.Publish(OfficeScope(), key, kCounty, kYear, "").value().result.version, 1);
  EXPECT_EQ(Notices().size(), 3u);
  ASSERT_TRUE(
      fact_store_.Note(Deadline(), {Known(2, kReceptionDayHeld, 11, Noon(11, 3), "reception_day")})
          .ok());
  EXPECT_EQ(
      assessments_.FindPublished(OfficeScope(), 2, kYear, 0).value().result.rows[1].score.total,
      total);
  EXPECT_EQ(
      base::ErrorReason(
          assessments_.Publish(OfficeScope(), OfficeKey("PublishAssessment"), kCounty, kYear, "")
              .status()),
      "ASSESSMENT_STATE_CONFLICT")
      << "a correction says what it corrects";
  const auto corrected = assessments_
                             .Publish(OfficeScope(), OfficeKey("PublishAssessment"), kCounty, kYear,
                                      "补登了十一月的接待日")
                             .value();
  EXPECT_EQ(corrected.result.version, 2);
  EXPECT_GT(corrected.result.rows[1].score.total, total);
  EXPECT_EQ(
      assessments_.FindPublished(OfficeScope(), 2, kYear, 1).value().result.rows[1].score.total,
      total);
  EXPECT_EQ(base::ErrorReason(assessments_.FindPublished(OfficeScope(), 2, 2024, 0).status()),
            "ASSESSMENT_NOT_PUBLISHED");
}

TEST_F(AssessmentStoreTest, OnlyTheCountyPublishesAndOnlyAYearThatIsOver) {
  Work();
  const auto reason = [&](int64_t organization_id, int year) {
    return base::ErrorReason(
        assessments_
            .Publish(OfficeScope(), OfficeKey("PublishAssessment"), organization_id, year, "")
            .status());
  };
  EXPECT_EQ(reason(kCounty, 2026), "ASSESSMENT_STATE_CONFLICT");
  EXPECT_EQ(reason(kCounty + 1, kYear), "ORGANIZATION_NOT_FOUND");
  office_.grants[0].organization_id = 5;  // a city above the county
  EXPECT_EQ(reason(5, kYear), "ASSESSMENT_STATE_CONFLICT");
  EXPECT_EQ(assessments_.AssessAll(OfficeScope(), 5, kYear).value().size(), 3u);
}

TEST_F(AssessmentStoreTest, OfTwoWhoPublishAtOnceOneWins) {
  Work();
  std::vector<absl::Status> statuses(6);
  std::vector<std::thread> threads;
  for (size_t i = 0; i < statuses.size(); ++i) {
    const base::RequestKey key = OfficeKey("PublishAssessment");
    threads.emplace_back([&, i, key] {
      db::ThreadStart();
      statuses[i] = assessments_.Publish(OfficeScope(), key, kCounty, kYear, "").status();
      db::ThreadStop();
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(std::count_if(statuses.begin(), statuses.end(),
                          [](const absl::Status& status) { return status.ok(); }),
            1);
  EXPECT_EQ(database_.QueryInt("SELECT COUNT(*) FROM assessment_results"), 1);
  EXPECT_EQ(database_.QueryInt("SELECT COUNT(*) FROM assessment_result_rows"), 3);
}

TEST_F(AssessmentStoreTest, ASchemeIsPublishedBeforeItsYear) {
  AssessmentScheme draft = BuiltInScheme();
  draft.title = "本县办法";
  draft.first_year = 2026;
  EXPECT_EQ(
      base::ErrorReason(
          assessments_.PublishScheme(OfficeScope(), OfficeKey("PublishScheme", 1), draft).status()),
      "FIELD_INVALID");
  draft.first_year = 2027;
  draft.rules[1].target = 20;
  const AssessmentScheme scheme =
      assessments_.PublishScheme(OfficeScope(), OfficeKey("PublishScheme", 1), draft).value();
  EXPECT_EQ(scheme.version, 1);
  EXPECT_NE(scheme.rules[1].formula, BuiltInScheme().rules[1].formula);
  EXPECT_EQ(
      base::ErrorReason(
          assessments_.PublishScheme(OfficeScope(), OfficeKey("PublishScheme", 2), draft).status()),
      "ASSESSMENT_STATE_CONFLICT");
  const std::vector<AssessmentScheme> schemes = assessments_.SchemesOf(OfficeScope(), 2).value();
  ASSERT_EQ(schemes.size(), 2u);
  EXPECT_EQ(schemes[1].rules[1].formula, scheme.rules[1].formula);
  EXPECT_EQ(assessments_.Assess(OfficeScope(), 1, kYear).value().scheme.version, 0);
}

TEST_F(AssessmentStoreTest, WhatIsDecidedOnAHomeRestsOnThePublishedResult) {
  Work();
  const auto decide = [&](int64_t home_id, Award award) {
    return assessments_.Decide(OfficeScope(), OfficeKey("DecideAward", home_id), "2026-01-20",
                               std::move(award));
  };
  EXPECT_EQ(base::ErrorReason(decide(1, AwardOf(AwardKind::kReported)).status()),
            "ASSESSMENT_NOT_PUBLISHED");
  ASSERT_TRUE(
      assessments_.Publish(OfficeScope(), OfficeKey("PublishAssessment"), kCounty, kYear, "").ok());
  const Award reported = decide(1, AwardOf(AwardKind::kReported)).value();
  EXPECT_EQ(reported.rank, 1);
  EXPECT_EQ(reported.subject, "家1");
  EXPECT_TRUE(reported.shortlisted);
  EXPECT_EQ(Notices().back().kind(), events::v1::HOME_AWARDED);
  EXPECT_EQ(Notices().back().person_ids(0), 100);
  EXPECT_EQ(base::ErrorReason(decide(1, AwardOf(AwardKind::kReported)).status()),
            "ASSESSMENT_STATE_CONFLICT");
  EXPECT_EQ(base::ErrorReason(decide(3, AwardOf(AwardKind::kNotified)).status()),
            "ASSESSMENT_STATE_CONFLICT")
      << "no rank";
  EXPECT_EQ(base::ErrorReason(decide(2, AwardOf(AwardKind::kSuggestion)).status()), "FIELD_INVALID")
      << "of which suggestion";
  Award suggestion = AwardOf(AwardKind::kSuggestion);
  suggestion.subject = "关于修缮东街路灯的建议";
  suggestion.form = AwardForm::kCertificate;
  EXPECT_TRUE(decide(2, suggestion).ok());
  // Taken back, it may be decided anew; both stay on record.
  ASSERT_TRUE(
      assessment_store_.Revoke(Deadline(), OfficeKey("RevokeAward", 1), reported.id, "名次登记有误")
          .ok());
  EXPECT_EQ(base::ErrorReason(assessment_store_.Revoke(Deadline(), OfficeKey("RevokeAward", 1),
                                                       reported.id, "再撤一次")),
            "ASSESSMENT_STATE_CONFLICT");
  EXPECT_TRUE(decide(1, AwardOf(AwardKind::kReported)).ok());
  EXPECT_EQ(assessment_store_.ListAwards(Deadline(), 1, kYear).value().size(), 2u);
  EXPECT_EQ(assessment_store_.ListAwards(Deadline(), 2, kYear).value().size(), 1u);
  EXPECT_TRUE(assessment_store_.ListAwards(Deadline(), 1, 2024).value().empty());
}

TEST_F(AssessmentStoreTest, WhatNoRecordShowsCountsOnceAnotherHasAcceptedIt) {
  HomeEvidence evidence;
  evidence.home_id = 1;
  evidence.id = ids_.Next();
  evidence.kind = EvidenceKind::kOrganReception;
  evidence.day = absl::CivilDay(kYear, 6, 3);
  evidence.quantity = 2;
  evidence.text = "县法院院长、公安局局长进家接待";
  evidence.attachments = {"photo-1"};
  evidence.submitter_id = 5;
  evidence.submit_time = clock_.Now();
  const int64_t id =
      assessment_store_.SubmitEvidence(Deadline(), Key("SubmitHomeEvidence", 900), evidence)
          .value();
  EXPECT_EQ(assessment_store_.SubmitEvidence(Deadline(), Key("SubmitHomeEvidence", 900), evidence)
                .value(),
            id);
  EXPECT_EQ(base::ErrorReason(assessment_store_.CheckEvidence(
                Deadline(), Key("CheckHomeEvidence", 901), id, true, "")),
            "SECOND_PERSON_NEEDED");
  EXPECT_EQ(assessments_.Assess(OfficeScope(), 1, kYear).value().score.facts, 0);
  EXPECT_TRUE(
      assessment_store_.CheckEvidence(Deadline(), OfficeKey("CheckHomeEvidence", 1), id, true, "")
          .ok());
  EXPECT_EQ(base::ErrorReason(assessment_store_.CheckEvidence(
                Deadline(), OfficeKey("CheckHomeEvidence", 1), id, false, "重复")),
            "ASSESSMENT_STATE_CONFLICT");
  EXPECT_EQ(base::ErrorReason(assessment_store_.CheckEvidence(
                Deadline(), OfficeKey("CheckHomeEvidence", 2), id, true, "")),
            "EVIDENCE_NOT_FOUND");
  const std::vector<CountedFact> behind =
      assessments_.Facts(OfficeScope(), 1, Index::kOrgans, kYear).value();
  ASSERT_EQ(behind.size(), 1u);
  EXPECT_EQ(behind[0].value, 2);
  EXPECT_EQ(Notices().back().kind(), events::v1::HOME_EVIDENCE_CHECKED);
  EXPECT_EQ(Notices().back().person_ids(0), 5);
  EXPECT_EQ(assessment_store_.ListEvidence(Deadline(), 1, EvidenceState::kAccepted, id + 1, 10)
                .value()
                .size(),
            1u);
  EXPECT_TRUE(assessment_store_.ListEvidence(Deadline(), 1, EvidenceState::kRefused, id + 1, 10)
                  .value()
                  .empty());
}

}  // namespace
}  // namespace deputies::duty
