#include "services/accounts/domain/mandates.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "deputies/events/v1/event.pb.h"
#include "gtest/gtest.h"
#include "services/accounts/crypto/system_random.h"
#include "services/accounts/storage/accounts_fixture.h"
#include "services/accounts/storage/sql_mandate_store.h"
#include "services/common/base/error.h"

namespace deputies::accounts {
namespace {

class MandatesTest : public AccountsTest {
 protected:
  MandatesTest() {
    deputies_ =
        registrar_
            .ImportDeputies(Soon(), {SomeDeputy("D1", 2, {"H1", "H2"}), SomeDeputy("D2", 2, {"H1"}),
                                     SomeDeputy("D3", 1, {"H2"})})
            .value();
    voter_ = identities_.EnsureWechatPerson(Soon(), "openid", 77, "选民", clock_.Now()).value();
  }

  base::RequestKey Key(int64_t home_id, int64_t person_id = 7) {
    base::RequestKey key{home_id, person_id, "Test", "", {}};
    key.request_id = absl::StrFormat("00000000-0000-4000-8000-%012d", ++requests_);
    return key;
  }

  std::string Request(const std::string& code) {
    return base::ErrorReason(
        mandates_.RequestBinding(Soon(), Key(0, voter_), {voter_, "r"}, code).status());
  }

  bool ActsAsDeputy() {
    return !identities_.LoadPerson(Soon(), voter_, clock_.Now())->roles.empty();
  }

  std::vector<events::v1::Event> Told() {
    const auto rows =
        database_.database().RunText(Soon(), "SELECT payload FROM outbox ORDER BY id");
    EXPECT_TRUE(rows.ok()) << rows.status();
    std::vector<events::v1::Event> events;
    for (const db::Row& row : *rows) events.emplace_back().ParseFromString(row.String(0));
    return events;
  }

  int requests_ = 0;
  const audit::AuditTrail trail_{{9}};
  const SystemRandom random_;
  SqlMandateStore store_{database_.database(), index_, trail_, ids_};
  Mandates mandates_{store_, random_, clock_, ids_};
  const base::Actor staff_{7, "r"};
  std::vector<int64_t> deputies_;
  int64_t voter_ = 0;
};

TEST_F(MandatesTest, ACodeAndAnApprovalMakeADeputy) {
  const base::RequestKey key = Key(homes_[0]);
  const auto code = mandates_.CreateCode(Soon(), key, staff_, deputies_[0]).value();
  EXPECT_EQ(mandates_.CreateCode(Soon(), key, staff_, deputies_[0])->code, "")
      << "a repeat shows nothing";
  EXPECT_EQ(Request("22222-22222"), "BINDING_CODE_INVALID");
  EXPECT_EQ(Request(code.code), "");
  EXPECT_EQ(Request(code.code), "BINDING_CODE_INVALID") << "used up";
  EXPECT_FALSE(ActsAsDeputy()) << "nobody agreed yet";

  EXPECT_TRUE(mandates_.ListBindings(Soon(), homes_[1])->empty());
  const auto waiting = mandates_.ListBindings(Soon(), homes_[0]).value();
  ASSERT_EQ(waiting.size(), 1u);
  const int64_t binding_id = waiting[0].binding_id;
  const auto decide = [&](int64_t home, const base::Actor& actor, bool approve) {
    return base::ErrorReason(
        mandates_.Decide(Soon(), Key(home, actor.person_id), actor, binding_id, approve).status());
  };
  EXPECT_EQ(decide(homes_[1], staff_, true), "BINDING_NOT_FOUND") << "another home's";
  EXPECT_EQ(decide(homes_[0], {voter_, "r"}, true), "ACCESS_DENIED") << "one's own";
  EXPECT_FALSE(ActsAsDeputy());
  EXPECT_EQ(decide(homes_[0], staff_, true), "");
  EXPECT_TRUE(ActsAsDeputy());
  EXPECT_EQ(decide(homes_[0], staff_, false), "BINDING_NOT_FOUND") << "decided";
  ASSERT_EQ(Told().size(), 1u);
  EXPECT_EQ(Told()[0].notice_requested().kind(), events::v1::DEPUTY_BINDING_APPROVED);
}

TEST_F(MandatesTest, CodesEndAndDeclinedRequestsBindNobody) {
  const auto old_code = mandates_.CreateCode(Soon(), Key(homes_[0]), staff_, deputies_[0]).value();
  const auto code = mandates_.CreateCode(Soon(), Key(homes_[0]), staff_, deputies_[0]).value();
  EXPECT_EQ(Request(old_code.code), "BINDING_CODE_INVALID") << "a newer one took its place";
  clock_.Advance(Mandates::kCodeLifetime);
  EXPECT_EQ(Request(code.code), "BINDING_CODE_INVALID");
  EXPECT_EQ(base::ErrorReason(
                mandates_.CreateCode(Soon(), Key(homes_[0]), staff_, deputies_[2]).status()),
            "DEPUTY_NOT_FOUND")
      << "serves in the other home";

  const auto third = mandates_.CreateCode(Soon(), Key(homes_[0]), staff_, deputies_[0]).value();
  ASSERT_EQ(Request(third.code), "");
  const int64_t binding_id = mandates_.ListBindings(Soon(), homes_[0])->at(0).binding_id;
  ASSERT_TRUE(mandates_.Decide(Soon(), Key(homes_[0]), staff_, binding_id, false).ok());
  EXPECT_FALSE(ActsAsDeputy());
}

TEST_F(MandatesTest, SuspendedDeputiesActNowhereUntilResumed) {
  ASSERT_TRUE(registrar_.BindDeputy(Soon(), "D1", "openid").ok());
  const auto set = [&](bool suspended) {
    return mandates_.SetSuspended(Soon(), Key(homes_[0]), staff_, deputies_[0], suspended).value();
  };
  EXPECT_TRUE(set(true).suspended);
  EXPECT_FALSE(ActsAsDeputy());
  EXPECT_FALSE(directory_.GetDeputy(Soon(), homes_[1], deputies_[0]).ok());
  EXPECT_EQ(Told().size(), 2u) << "both homes";
  EXPECT_TRUE(set(true).suspended);
  EXPECT_EQ(Told().size(), 2u) << "nothing changed";
  EXPECT_TRUE(set(false).in_office);
  EXPECT_TRUE(ActsAsDeputy());
}

TEST_F(MandatesTest, HandOverEndsTheOldMandateAndTellsEveryHome) {
  ASSERT_TRUE(registrar_.BindDeputy(Soon(), "D1", "openid").ok());
  const auto hand_over = [&](std::vector<HandOver> pairs) {
    return base::ErrorReason(mandates_.HandOverAll(Soon(), Key(homes_[0]), staff_, pairs));
  };
  EXPECT_EQ(hand_over({{deputies_[0], deputies_[0]}}), "FIELD_INVALID");
  EXPECT_EQ(hand_over({{deputies_[0], 0}, {deputies_[0], deputies_[1]}}), "FIELD_INVALID");
  EXPECT_EQ(hand_over({{deputies_[0], deputies_[1]}, {deputies_[2], 0}}), "DEPUTY_NOT_FOUND");
  EXPECT_TRUE(ActsAsDeputy()) << "all or none";
  EXPECT_TRUE(Told().empty());

  EXPECT_EQ(hand_over({{deputies_[0], deputies_[1]}}), "");
  EXPECT_FALSE(ActsAsDeputy());
  EXPECT_EQ(hand_over({{deputies_[0], 0}}), "DEPUTY_STATE_CONFLICT");
  const auto told = Told();
  ASSERT_EQ(told.size(), 2u);
  for (const events::v1::Event& event : told) {
    EXPECT_EQ(event.deputy_succeeded().old_deputy_id(), deputies_[0]);
    EXPECT_EQ(event.deputy_succeeded().new_deputy_id(),
              event.home_id() == homes_[0] ? deputies_[1] : 0)
        << "who does not serve there takes nothing over there";
  }
  EXPECT_EQ(directory_.GetDeputyOrSuccessor(Soon(), homes_[0], deputies_[0])->deputy_id,
            deputies_[1]);
  EXPECT_FALSE(directory_.GetDeputyOrSuccessor(Soon(), homes_[1], deputies_[0]).ok());

  const auto mandates = mandates_.List(Soon(), homes_[0], {}, 0)->items;
  ASSERT_EQ(mandates.size(), 2u);
  EXPECT_FALSE(mandates[0].in_office);
  EXPECT_EQ(mandates[0].successor_id, deputies_[1]);
  EXPECT_TRUE(mandates[1].in_office);
}

}  // namespace
}  // namespace deputies::accounts
