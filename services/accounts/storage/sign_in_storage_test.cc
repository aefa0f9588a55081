#include <algorithm>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "services/accounts/crypto/random_tokens.h"
#include "services/accounts/domain/sign_in.h"
#include "services/accounts/storage/accounts_fixture.h"
#include "services/common/base/error.h"

namespace deputies::accounts {
namespace {

// WeChat as the wechat service answers for it: the openid is in the code.
class CodeIsOpenid final : public WechatExchange {
 public:
  absl::StatusOr<std::string> OpenidOf(const CallTrace&, const std::string& code) override {
    if (code == "down") {
      return base::MakeError(absl::StatusCode::kUnavailable, "WECHAT_UNAVAILABLE",
                             "微信暂时没有回应");
    }
    return "openid-of-" + code;
  }
};

class SignInTest : public AccountsTest {
 protected:
  NewSession Voter(const std::string& code) {
    auto session = sign_in_.WithWechat({Soon(), "r", ""}, code);
    EXPECT_TRUE(session.ok()) << session.status();
    return *std::move(session);
  }

  void AddStaff(const std::string& username, base::Role role, const std::string& organization) {
    Registrar::StaffRequest request;
    request.username = username;
    request.password = "right password";
    request.display_name = "管理员";
    request.role = role;
    request.organization_code = organization;
    ASSERT_TRUE(registrar_.SetStaffAccount(Soon(), request).ok());
  }

  std::string Password(const std::string& username, const std::string& password) {
    const auto session = sign_in_.WithPassword(Soon(), username, password);
    return session.ok() ? session->token : base::ErrorReason(session.status());
  }

  std::string Reason(const std::string& token) {
    return base::ErrorReason(sign_in_.Check(Soon(), token).status());
  }

  CodeIsOpenid wechat_;
  const RandomTokens tokens_;
  SignIn sign_in_{identities_, wechat_, hasher_, tokens_, clock_, ids_, SignInRules()};
};

TEST_F(SignInTest, FirstLogInMakesThePersonAndLaterOnesFindIt) {
  const NewSession first = Voter("a");
  const NewSession second = Voter("a");
  EXPECT_EQ(first.person.person_id, second.person.person_id);
  EXPECT_NE(first.token, second.token);
  EXPECT_NE(Voter("b").person.person_id, first.person.person_id);
  EXPECT_EQ(first.person.display_name, AliasOf(first.person.person_id));

  const CheckedSession checked = sign_in_.Check(Soon(), first.token).value();
  EXPECT_TRUE(checked.caller.SignedIn());
  EXPECT_TRUE(checked.caller.voter);
  EXPECT_TRUE(checked.caller.grants.empty());
  EXPECT_EQ(checked.caller.person_id, first.person.person_id);
}

TEST_F(SignInTest, RacingFirstLogInsMakeOnePerson) {
  std::vector<std::thread> threads;
  std::vector<int64_t> people(8);
  for (size_t i = 0; i < people.size(); ++i) {
    threads.emplace_back([this, i, &people] { people[i] = Voter("same").person.person_id; });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(std::set<int64_t>(people.begin(), people.end()).size(), 1u);
  EXPECT_EQ(database_.QueryInt("SELECT COUNT(*) FROM persons"), 1);
}

TEST_F(SignInTest, NothingOfAnIdentityIsReadableInTheTables) {
  const NewSession session = Voter("secret");
  EXPECT_EQ(database_.QueryInt("SELECT COUNT(*) FROM identities WHERE subject LIKE '%secret%' "
                               "OR subject_index LIKE '%secret%'"),
            0);
  EXPECT_EQ(database_.QueryInt("SELECT COUNT(*) FROM sessions WHERE token_hash = '" +
                               session.token + "'"),
            0);
}

TEST_F(SignInTest, WechatOutageIsPassedOn) {
  EXPECT_EQ(base::ErrorReason(sign_in_.WithWechat({Soon(), "r", ""}, "down").status()),
            "WECHAT_UNAVAILABLE");
}

TEST_F(SignInTest, RevokedSessionsEndAtOnce) {
  const NewSession one = Voter("a");
  const NewSession two = Voter("a");
  const NewSession other = Voter("b");
  const base::Caller caller = sign_in_.Check(Soon(), one.token)->caller;
  ASSERT_TRUE(sign_in_.End(Soon(), caller).ok());
  EXPECT_EQ(Reason(one.token), "SESSION_INVALID");
  EXPECT_EQ(Reason(two.token), "");
  EXPECT_EQ(sign_in_.EndAll(Soon(), caller).value(), 1);
  EXPECT_EQ(Reason(two.token), "SESSION_INVALID");
  EXPECT_EQ(Reason(other.token), "");
  EXPECT_EQ(Reason("nonsense"), "SESSION_INVALID");
  EXPECT_EQ(Reason(std::string(43, 'x')), "SESSION_INVALID");
}

TEST_F(SignInTest, SessionsEndWhenUnusedAndInTheEnd) {
  const NewSession session = Voter("a");
  for (int day = 0; day < 89; ++day) {
    clock_.Advance(absl::Hours(24));
    ASSERT_EQ(Reason(session.token), "") << "day " << day;
  }
  clock_.Advance(absl::Hours(24));
  EXPECT_EQ(Reason(session.token), "SESSION_INVALID") << "absolute end";

  const NewSession idle = Voter("a");
  clock_.Advance(absl::Hours(24 * 30));
  EXPECT_EQ(Reason(idle.token), "SESSION_INVALID");
}

TEST_F(SignInTest, ConsoleSessionsEndAfterHalfAnHourUnused) {
  AddStaff("chair", base::Role::kChair, "T1");
  const std::string token = Password("chair", "right password");
  clock_.Advance(absl::Minutes(29));
  EXPECT_EQ(Reason(token), "");
  clock_.Advance(absl::Minutes(29));
  EXPECT_EQ(Reason(token), "");
  clock_.Advance(absl::Minutes(30));
  EXPECT_EQ(Reason(token), "SESSION_INVALID");
}

TEST_F(SignInTest, KeepsTheFiveLatestSessions) {
  std::vector<std::string> tokens;
  for (int i = 0; i < 7; ++i) {
    tokens.push_back(Voter("a").token);
    clock_.Advance(absl::Seconds(1));
  }
  EXPECT_EQ(Reason(tokens[0]), "SESSION_INVALID");
  EXPECT_EQ(Reason(tokens[1]), "SESSION_INVALID");
  for (size_t i = 2; i < tokens.size(); ++i) EXPECT_EQ(Reason(tokens[i]), "");
}

TEST_F(SignInTest, StaffRolesCoverTheirSubtreeOnly) {
  AddStaff("chair", base::Role::kChair, "T1");
  AddStaff("office", base::Role::kCountyOffice, "150823");
  AddStaff("root", base::Role::kSystemAdmin, "");
  const auto caller = [&](const std::string& name) {
    return sign_in_.Check(Soon(), Password(name, "right password"))->caller;
  };
  EXPECT_TRUE(caller("chair").IsStaffOf(homes_[0]));
  EXPECT_FALSE(caller("chair").IsStaffOf(homes_[1]));
  EXPECT_FALSE(caller("chair").voter);
  EXPECT_TRUE(caller("office").IsStaffOf(homes_[0]));
  EXPECT_TRUE(caller("office").IsStaffOf(homes_[1]));
  EXPECT_FALSE(caller("root").IsStaffOf(homes_[0]));
  EXPECT_TRUE(caller("root").Has(base::Role::kSystemAdmin));
}

TEST_F(SignInTest, ExpiredRolesGiveNothing) {
  Registrar::StaffRequest request{
      "temp", "right password", "临时", base::Role::kLiaison, "T1", clock_.Now() + absl::Hours(1)};
  ASSERT_TRUE(registrar_.SetStaffAccount(Soon(), request).ok());
  EXPECT_EQ(sign_in_.Check(Soon(), Password("temp", "right password"))->caller.grants.size(), 1u);
  clock_.Advance(absl::Hours(1));
  EXPECT_TRUE(sign_in_.Check(Soon(), Password("temp", "right password"))->caller.grants.empty());
}

TEST_F(SignInTest, BoundDeputyActsWhereTheMandateLies) {
  ASSERT_TRUE(registrar_.ImportDeputies(Soon(), {SomeDeputy("D1", 2, {"H1"})}).ok());
  const auto binding = registrar_.BindDeputy(Soon(), "D1", "openid-of-a");
  ASSERT_TRUE(binding.ok()) << binding.status();
  const base::Caller caller = sign_in_.Check(Soon(), Voter("a").token)->caller;
  EXPECT_EQ(caller.person_id, binding->person_id);
  EXPECT_EQ(caller.DeputyIdAt(homes_[0]), binding->deputy_id);
  EXPECT_EQ(caller.DeputyIdAt(homes_[1]), 0);
  EXPECT_EQ(caller.display_name, "代表D1");
  EXPECT_TRUE(caller.voter) << "a deputy is a voter, too";
  EXPECT_EQ(base::ErrorReason(registrar_.BindDeputy(Soon(), "nobody", "x").status()),
            "DEPUTY_NOT_FOUND");
}

TEST_F(SignInTest, FiveWrongPasswordsLockTheAccountForAWhile) {
  AddStaff("chair", base::Role::kChair, "T1");
  for (int i = 0; i < 5; ++i) EXPECT_EQ(Password("chair", "wrong"), "LOGIN_FAILED");
  EXPECT_EQ(Password("chair", "right password"), "ACCOUNT_LOCKED");
  clock_.Advance(absl::Minutes(15));
  EXPECT_EQ(Password("chair", "right password").size(), 43u);
  // A success starts the count again.
  for (int i = 0; i < 4; ++i) EXPECT_EQ(Password("chair", "wrong"), "LOGIN_FAILED");
  EXPECT_EQ(Password("chair", "right password").size(), 43u);
  for (int i = 0; i < 4; ++i) EXPECT_EQ(Password("chair", "wrong"), "LOGIN_FAILED");
  EXPECT_EQ(Password("chair", "right password").size(), 43u);
  EXPECT_EQ(Password("nobody", "right password"), "LOGIN_FAILED");
}

TEST_F(SignInTest, SettingAnAccountAgainChangesPasswordAndUnlocks) {
  AddStaff("chair", base::Role::kChair, "T1");
  for (int i = 0; i < 5; ++i) Password("chair", "wrong");
  AddStaff("chair", base::Role::kCountyOffice, "150823");
  const auto checked = sign_in_.Check(Soon(), Password("chair", "right password"));
  ASSERT_TRUE(checked.ok());
  EXPECT_EQ(checked->caller.grants.size(), 2u);
  EXPECT_EQ(database_.QueryInt("SELECT COUNT(*) FROM persons"), 1);
  Registrar::StaffRequest request{"x", "right password", "x", base::Role::kChair, "nowhere", {}};
  EXPECT_EQ(base::ErrorReason(registrar_.SetStaffAccount(Soon(), request).status()),
            "ORGANIZATION_NOT_FOUND");
  request.role = base::Role::kDeputy;
  EXPECT_EQ(base::ErrorFields(registrar_.SetStaffAccount(Soon(), request).status())[0].field,
            "role");
}

TEST(AliasOfTest, IsReadableAndStable) {
  EXPECT_EQ(AliasOf(5), AliasOf(5));
  std::set<std::string> aliases;
  for (int64_t id = 1; id <= 1000; ++id) aliases.insert(AliasOf(id << 22));
  EXPECT_GT(aliases.size(), 990u);
}

}  // namespace
}  // namespace deputies::accounts
