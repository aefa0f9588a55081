#include "services/wechat/storage/sql_push_store.h"

#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "services/common/db/open.h"
#include "services/common/testing/fakes.h"
#include "services/common/testing/test_database.h"
#include "services/wechat/storage/migrations.h"
#include "services/wechat/storage/sql_inbox_store.h"

namespace deputies::wechat {
namespace {

using Kind = PushEffects::ConsentChange::Kind;

class SqlPushStoreTest : public ::testing::Test {
 protected:
  bool Push(int64_t push_id, Kind kind, bool long_term = false) {
    PushEffects effects;
    effects.push_id = push_id;
    effects.person_id = 500;
    effects.consents.push_back({"t1", kind, long_term});
    return store_.Record(Soon(), effects, clock_.Now()).value();
  }
  void Tell(const std::string& request_id) {
    base::RequestKey key;
    key.person_id = 500;
    key.operation = "RecordConsents";
    key.request_id = request_id;
    ASSERT_TRUE(inbox_.RecordConsents(Soon(), key, {{"t1", true, false}}, clock_.Now()).ok());
  }
  int64_t Left() { return db_.QueryInt("SELECT one_time_left FROM consents"); }
  absl::Time Soon() { return absl::Now() + absl::Seconds(20); }

  testing::TestDatabase db_{Migrations()};
  testing::FakeClock clock_;
  SqlPushStore store_{db_.database()};
  SqlInboxStore inbox_{db_.database()};
};

TEST_F(SqlPushStoreTest, ARepeatChangesNothing) {
  EXPECT_TRUE(Push(-1, Kind::kAccepted));
  EXPECT_FALSE(Push(-1, Kind::kAccepted));
  EXPECT_EQ(Left(), 1);
  EXPECT_TRUE(Push(-2, Kind::kAccepted));
  EXPECT_EQ(Left(), 2);
  EXPECT_TRUE(Push(-3, Kind::kVoid));
  EXPECT_EQ(Left(), 0);
}

TEST_F(SqlPushStoreTest, TwoWitnessesOfOneAcceptanceCountOnce) {
  Tell("7c9e6679-7425-40de-944b-e07fc1f90a01");
  EXPECT_TRUE(Push(-1, Kind::kAccepted));
  EXPECT_EQ(Left(), 1);
  EXPECT_TRUE(Push(-2, Kind::kAccepted));
  Tell("7c9e6679-7425-40de-944b-e07fc1f90a02");
  EXPECT_EQ(Left(), 2);
  // The other witness never spoke; what comes an hour later is about another acceptance.
  Tell("7c9e6679-7425-40de-944b-e07fc1f90a03");
  clock_.Advance(absl::Hours(1));
  EXPECT_TRUE(Push(-4, Kind::kAccepted));
  EXPECT_EQ(Left(), 4);
}

TEST_F(SqlPushStoreTest, ALongTermConsentStandsUntilItIsRefused) {
  EXPECT_TRUE(Push(-1, Kind::kAccepted, /*long_term=*/true));
  EXPECT_EQ(db_.QueryInt("SELECT standing * 10 + one_time_left FROM consents"), 10);
  EXPECT_TRUE(Push(-2, Kind::kRefused, /*long_term=*/true));
  EXPECT_EQ(db_.QueryInt("SELECT standing FROM consents"), 0);
}

TEST_F(SqlPushStoreTest, TheFirstVerdictStays) {
  PushEffects effects;
  effects.push_id = -1;
  effects.media = {"trace", ContentVerdict::kRisky, 20002};
  EXPECT_FALSE(store_.FindVerdict(Soon(), "trace")->has_value());
  EXPECT_TRUE(store_.Record(Soon(), effects, clock_.Now()).value());
  effects.push_id = -2;
  effects.media->verdict = ContentVerdict::kPass;
  EXPECT_TRUE(store_.Record(Soon(), effects, clock_.Now()).value());
  const auto found = store_.FindVerdict(Soon(), "trace");
  ASSERT_TRUE(found.ok() && found->has_value());
  EXPECT_EQ((*found)->verdict, ContentVerdict::kRisky);
  EXPECT_EQ((*found)->label, 20002);
}

}  // namespace
}  // namespace deputies::wechat
