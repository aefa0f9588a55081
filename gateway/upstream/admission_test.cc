#include "gateway/upstream/admission.h"

#include <memory>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace deputies::gateway {
namespace {

using Answer = Admission::Answer;
using Outcome = Admission::Outcome;

class Caller final : public Admission::Applicant {
 public:
  void Admitted() override { heard += "admitted"; }
  void TurnedAway() override { heard += "turned away"; }
  std::string heard;
};

class AdmissionTest : public ::testing::Test {
 protected:
  AdmissionTest() { Make({}); }
  void Make(AdmissionOptions options) { admission_ = std::make_unique<Admission>(options); }
  static AdmissionOptions Narrow() {
    AdmissionOptions options;
    options.min_concurrency = options.initial_concurrency = options.max_concurrency = 4;
    options.queue_capacity = 4;
    return options;
  }
  Answer Enter(Caller* caller, CallPriority priority = CallPriority::kWrite) {
    return admission_->Enter(caller, priority, now_);
  }
  void Leave(Outcome outcome = Outcome::kAnswered, absl::Duration latency = absl::Milliseconds(1)) {
    admission_->Leave(outcome, latency, now_);
  }

  std::unique_ptr<Admission> admission_;
  absl::Time now_ = absl::FromUnixSeconds(1'000'000);
  Caller callers_[12];
};

TEST_F(AdmissionTest, LessUrgentCallsFillOnlyAPart) {
  Make(Narrow());
  EXPECT_EQ(Enter(&callers_[0], CallPriority::kExport), Answer::kGo);
  EXPECT_EQ(Enter(&callers_[1], CallPriority::kExport), Answer::kWait);
  EXPECT_EQ(Enter(&callers_[2], CallPriority::kExport), Answer::kFull);
  EXPECT_EQ(Enter(&callers_[3], CallPriority::kWrite), Answer::kGo);
  EXPECT_EQ(Enter(&callers_[4], CallPriority::kWrite), Answer::kGo);
  EXPECT_EQ(Enter(&callers_[5], CallPriority::kWrite), Answer::kGo);
  EXPECT_EQ(Enter(&callers_[6], CallPriority::kRanking), Answer::kWait);
  EXPECT_EQ(Enter(&callers_[7], CallPriority::kWrite), Answer::kWait);
  EXPECT_EQ(Enter(&callers_[8], CallPriority::kWrite), Answer::kWait);
  // Full: the least urgent gives way.
  EXPECT_EQ(Enter(&callers_[9], CallPriority::kWrite), Answer::kWait);
  EXPECT_EQ(callers_[1].heard, "turned away");
  // The urgent ones first, in their order.
  Leave();
  EXPECT_EQ(callers_[7].heard, "admitted");
  EXPECT_EQ(callers_[8].heard + callers_[6].heard, "");
  for (int i = 0; i < 5; ++i) Leave();
  EXPECT_EQ(callers_[8].heard + callers_[9].heard, "admittedadmitted");
  EXPECT_EQ(callers_[6].heard, "admitted");
  for (int i = 0; i < 2; ++i) Leave();
  EXPECT_EQ(admission_->state().running, 0u);
  EXPECT_EQ(admission_->state().waiting, 0u);
}

TEST_F(AdmissionTest, NobodyWaitsForLong) {
  Make(Narrow());
  for (int i = 0; i < 4; ++i) ASSERT_EQ(Enter(&callers_[i]), Answer::kGo);
  ASSERT_EQ(Enter(&callers_[4]), Answer::kWait);
  now_ += absl::Milliseconds(900);
  ASSERT_EQ(Enter(&callers_[5]), Answer::kWait);
  now_ += absl::Milliseconds(200);
  Leave();
  EXPECT_EQ(callers_[4].heard, "turned away");
  EXPECT_EQ(callers_[5].heard, "admitted");
}

TEST_F(AdmissionTest, TheLimitFollowsWhatTheServiceCanDo) {
  const auto round = [this](Outcome outcome, absl::Duration latency) {
    const auto running = static_cast<int>(admission_->state().limit);
    for (int i = 0; i < running; ++i) ASSERT_EQ(Enter(&callers_[0]), Answer::kGo);
    for (int i = 0; i < running; ++i) Leave(outcome, latency);
    now_ += absl::Milliseconds(100);
  };
  for (int i = 0; i < 20; ++i) round(Outcome::kAnswered, absl::Milliseconds(5));
  const double grown = admission_->state().limit;
  EXPECT_GT(grown, 70);
  // One decrease a moment, however many answers say it.
  round(Outcome::kAnswered, absl::Milliseconds(400));
  EXPECT_NEAR(admission_->state().limit, grown * 0.9, 1);
  for (int i = 0; i < 60; ++i) round(Outcome::kOverloaded, absl::ZeroDuration());
  EXPECT_EQ(admission_->state().limit, 16);
  // A few calls at a time say nothing of how many could run.
  for (int i = 0; i < 1000; ++i) {
    ASSERT_EQ(Enter(&callers_[0]), Answer::kGo);
    Leave();
  }
  EXPECT_EQ(admission_->state().limit, 16);
}

TEST_F(AdmissionTest, TheBreakerProbesAServiceThatIsAway) {
  for (int i = 0; i < 20; ++i) {
    ASSERT_EQ(Enter(&callers_[0]), Answer::kGo) << i;
    Leave(i % 2 ? Outcome::kLost : Outcome::kTimedOut);
  }
  EXPECT_TRUE(admission_->state().open);
  EXPECT_EQ(Enter(&callers_[0]), Answer::kOpen);
  now_ += absl::Seconds(1);
  EXPECT_EQ(Enter(&callers_[0]), Answer::kGo);
  EXPECT_EQ(Enter(&callers_[1]), Answer::kOpen) << "one probe at a time";
  Leave(Outcome::kLost);
  EXPECT_EQ(Enter(&callers_[0]), Answer::kOpen);
  now_ += absl::Seconds(1);
  EXPECT_EQ(Enter(&callers_[0]), Answer::kGo);
  Leave(Outcome::kAnswered);
  EXPECT_EQ(Enter(&callers_[0]), Answer::kGo);
  EXPECT_EQ(admission_->state().opened, 1u);
}

TEST(RetryBudget, AllowsATenth) {
  RetryBudget budget;
  int retries = 0;
  while (budget.Spend()) ++retries;
  EXPECT_EQ(retries, 10);
  for (int i = 0; i < 95; ++i) budget.Earn();
  while (budget.Spend()) ++retries;
  EXPECT_EQ(retries, 19);
  for (int i = 0; i < 100'000; ++i) budget.Earn();
  retries = 0;
  while (budget.Spend()) ++retries;
  EXPECT_EQ(retries, 100);
}

}  // namespace
}  // namespace deputies::gateway
