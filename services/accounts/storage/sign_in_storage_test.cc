#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "services/accounts/crypto/random_tokens.h"
#include "services/accounts/crypto/system_random.h"
#include "services/accounts/crypto/totp.h"
#include "services/accounts/domain/phone_sign_in.h"
#include "services/accounts/domain/sign_in.h"
#include "services/accounts/storage/accounts_fixture.h"
#include "services/accounts/storage/sql_login_guard_store.h"
#include "services/accounts/storage/sql_phone_store.h"
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
  absl::StatusOr<std::string> PhoneOf(const CallTrace&, const std::string& code) override {
    return code;
  }
};

// Keeps what was sent.
class Mailbox final : public SmsSender {
 public:
  absl::Status SendCode(const CallTrace&, const std::string& phone, const std::string& code,
                        absl::Duration) override {
    codes[phone] = code;
    return absl::OkStatus();
  }
  std::map<std::string, std::string> codes;
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

  std::string Password(const std::string& username, const std::string& password,
                       const std::string& address = "10.0.0.1", const std::string& totp = "") {
    const auto session = sign_in_.WithPassword(Soon(), {username, password, totp, address});
    return session.ok() ? session->token : base::ErrorReason(session.status());
  }

  std::string Reason(const std::string& token) {
    return base::ErrorReason(sign_in_.Check(Soon(), token).status());
  }

  CodeIsOpenid wechat_;
  const RandomTokens tokens_;
  const Totp totp_;
  SqlLoginGuardStore guard_store_{database_.database(), index_};
  LoginGuard guard_{guard_store_, clock_, GuardRules()};
  SignInRules rules_;
  SignIn sign_in_{identities_, guard_, wechat_, hasher_, totp_, tokens_, clock_, ids_, rules_};
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

TEST_F(SignInTest, AnOpenidIsOnePersonHoweverItIsKnown) {
  const NewSession first = *sign_in_.AsWechatUser(Soon(), "o-of-somebody");
  EXPECT_EQ(sign_in_.AsWechatUser(Soon(), "o-of-somebody")->person.person_id,
            first.person.person_id);
  EXPECT_NE(sign_in_.AsWechatUser(Soon(), "o-of-another")->person.person_id,
            first.person.person_id);
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

TEST_F(SignInTest, StrangersCannotLockTheOwnerOut) {
  AddStaff("chair", base::Role::kChair, "T1");
  EXPECT_EQ(Password("chair", "right password", "home").size(), 43u);
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(Password("chair", "wrong", "stranger " + std::to_string(i)), "LOGIN_FAILED");
  }
  EXPECT_EQ(Password("chair", "wrong", "another stranger"), "ACCOUNT_LOCKED");
  EXPECT_EQ(Password("chair", "right password", "home").size(), 43u)
      << "signed in from there before";
  for (int i = 0; i < 5; ++i) Password("chair", "wrong", "home");
  EXPECT_EQ(Password("chair", "right password", "home"), "ACCOUNT_LOCKED")
      << "the owner's own mistakes count";
  for (int i = 0; i < 5; ++i) Password("nobody", "wrong", "elsewhere");
  EXPECT_EQ(Password("nobody", "wrong", "elsewhere"), "ACCOUNT_LOCKED")
      << "a lock does not tell whether the name exists";
}

TEST_F(SignInTest, OneAddressCannotTryManyAccounts) {
  AddStaff("chair", base::Role::kChair, "T1");
  for (int i = 0; i < 50; ++i) Password("name " + std::to_string(i), "wrong", "spray");
  EXPECT_EQ(Password("chair", "right password", "spray"), "ACCOUNT_LOCKED");
  EXPECT_EQ(Password("chair", "right password", "elsewhere").size(), 43u);
}

TEST_F(SignInTest, ASecondFactorIsAskedForOnceItIsConfirmed) {
  AddStaff("office", base::Role::kCountyOffice, "150823");
  const base::Caller caller = sign_in_.Check(Soon(), Password("office", "right password"))->caller;
  EXPECT_EQ(
      base::ErrorReason(sign_in_.BeginSecondFactor(Soon(), caller, "wrong", "10.0.0.1").status()),
      "LOGIN_FAILED");
  const std::string secret =
      sign_in_.BeginSecondFactor(Soon(), caller, "right password", "10.0.0.1")->secret;
  EXPECT_EQ(Password("office", "right password").size(), 43u) << "not confirmed yet";
  const auto code = [&] {
    return Totp::PasswordAt(secret, absl::ToUnixSeconds(clock_.Now()) / 30);
  };
  ASSERT_TRUE(sign_in_.ConfirmSecondFactor(Soon(), caller, code(), "10.0.0.1").ok());
  EXPECT_EQ(Password("office", "right password"), "SECOND_FACTOR_REQUIRED");
  EXPECT_EQ(Password("office", "wrong", "10.0.0.1", code()), "LOGIN_FAILED");
  EXPECT_EQ(Password("office", "right password", "10.0.0.1", code()), "SECOND_FACTOR_INVALID")
      << "used for the confirmation";
  clock_.Advance(absl::Seconds(30));
  EXPECT_EQ(Password("office", "right password", "10.0.0.1", code()).size(), 43u);
  EXPECT_EQ(Password("office", "right password", "10.0.0.1", code()), "SECOND_FACTOR_INVALID");
  EXPECT_EQ(base::ErrorReason(
                sign_in_.BeginSecondFactor(Soon(), caller, "right password", "10.0.0.1").status()),
            "SECOND_FACTOR_PRESENT");
  EXPECT_EQ(database_.QueryInt("SELECT COUNT(*) FROM staff_accounts WHERE totp_secret LIKE '%" +
                               secret + "%'"),
            0);
}

TEST_F(SignInTest, WhereItIsRequiredNothingOpensWithoutASecondFactor) {
  SignInRules strict;
  strict.second_factor_required = true;
  SignIn sign_in(identities_, guard_, wechat_, hasher_, totp_, tokens_, clock_, ids_, strict);
  AddStaff("office", base::Role::kCountyOffice, "150823");
  AddStaff("chair", base::Role::kChair, "T1");
  const auto grants = [&](const std::string& name) {
    const auto session = sign_in.WithPassword(Soon(), {name, "right password", "", "here"});
    return sign_in.Check(Soon(), session->token)->caller.grants.size();
  };
  EXPECT_EQ(grants("office"), 0u);
  EXPECT_EQ(grants("chair"), 1u);
}

TEST_F(SignInTest, SessionsAreListedAndEndedOneByOne) {
  const NewSession one = Voter("a");
  const NewSession two = Voter("a");
  const base::Caller caller = sign_in_.Check(Soon(), one.token)->caller;
  const int64_t other = sign_in_.Check(Soon(), two.token)->caller.session_id;
  EXPECT_EQ(sign_in_.List(Soon(), caller)->size(), 2u);
  EXPECT_TRUE(sign_in_.EndOne(Soon(), caller, other).ok());
  EXPECT_EQ(Reason(two.token), "SESSION_INVALID");
  EXPECT_EQ(base::ErrorReason(sign_in_.EndOne(Soon(), caller, other)), "SESSION_NOT_FOUND");
  const base::Caller stranger = sign_in_.Check(Soon(), Voter("b").token)->caller;
  EXPECT_EQ(base::ErrorReason(sign_in_.EndOne(Soon(), stranger, caller.session_id)),
            "SESSION_NOT_FOUND");
  clock_.Advance(absl::Hours(24 * 30));
  EXPECT_TRUE(sign_in_.List(Soon(), caller)->empty());
}

class PhoneTest : public SignInTest {
 protected:
  std::string Send(const std::string& phone) {
    return base::ErrorReason(phones_.SendCode({Soon(), "r", ""}, phone));
  }
  std::string LogIn(const std::string& phone, const std::string& code) {
    const auto session = phones_.WithSms(Soon(), phone, code);
    return session.ok() ? std::to_string(session->person.person_id)
                        : base::ErrorReason(session.status());
  }
  base::RequestKey Key(int64_t person_id) {
    base::RequestKey key{0, person_id, "BindPhone", "", {}};
    key.request_id = "00000000-0000-4000-8000-00000000000" + std::to_string(++requests_);
    return key;
  }

  int requests_ = 0;
  Mailbox mailbox_;
  SqlPhoneStore store_{database_.database(), cipher_, index_};
  const SystemRandom random_;
  PhoneSignIn phones_{store_, mailbox_, wechat_, sign_in_, random_, clock_, ids_, SmsRules()};
};

TEST_F(PhoneTest, ACodeIsGoodOnceForAWhileAndForFiveGuesses) {
  const std::string phone = "13812345678";
  EXPECT_EQ(Send("12345"), "FIELD_INVALID");
  EXPECT_EQ(LogIn(phone, "000000"), "SMS_CODE_INVALID") << "none was sent";
  EXPECT_EQ(Send("+86 138 1234 5678"), "");
  EXPECT_EQ(Send(phone), "SMS_TOO_OFTEN");
  const std::string person = LogIn(phone, mailbox_.codes[phone]);
  EXPECT_EQ(LogIn(phone, mailbox_.codes[phone]), "SMS_CODE_INVALID") << "used up";

  clock_.Advance(absl::Minutes(1));
  EXPECT_EQ(Send(phone), "");
  EXPECT_EQ(LogIn(phone, mailbox_.codes[phone]), person) << "the same person";
  clock_.Advance(absl::Minutes(1));
  EXPECT_EQ(Send(phone), "");
  clock_.Advance(absl::Minutes(5));
  EXPECT_EQ(LogIn(phone, mailbox_.codes[phone]), "SMS_CODE_INVALID") << "too old";
  EXPECT_EQ(Send(phone), "");
  for (int i = 0; i < 5; ++i) EXPECT_EQ(LogIn(phone, "wrong"), "SMS_CODE_INVALID");
  EXPECT_EQ(LogIn(phone, mailbox_.codes[phone]), "SMS_CODE_INVALID") << "guessed at too often";

  for (int i = 4; i < 10; ++i) {
    clock_.Advance(absl::Minutes(1));
    EXPECT_EQ(Send(phone), "");
  }
  clock_.Advance(absl::Minutes(1));
  EXPECT_EQ(Send(phone), "SMS_TOO_OFTEN") << "ten a day";
  clock_.Advance(absl::Hours(24));
  EXPECT_EQ(Send(phone), "");
  EXPECT_EQ(database_.QueryInt("SELECT COUNT(*) FROM identities WHERE subject LIKE '%1234%'"), 0);
}

TEST_F(PhoneTest, ANumberBelongsToOnePersonAndRaisesTheGrade) {
  const NewSession voter = Voter("a");
  const NewSession other = Voter("b");
  const auto bind = [&](const base::RequestKey& key, const std::string& phone) {
    return base::ErrorReason(phones_.BindByWechat({Soon(), "r", ""}, key, phone));
  };
  const base::RequestKey key = Key(voter.person.person_id);
  EXPECT_EQ(sign_in_.Check(Soon(), voter.token)->caller.grade, base::IdentityGrade::kSignedIn);
  EXPECT_EQ(bind(key, "13812345678"), "");
  EXPECT_EQ(bind(key, "a code that is used up"), "") << "the repeat needs no code";
  EXPECT_EQ(sign_in_.Check(Soon(), voter.token)->caller.grade, base::IdentityGrade::kPhone);
  EXPECT_EQ(bind(Key(other.person.person_id), "13812345678"), "PHONE_TAKEN");
  EXPECT_EQ(bind(Key(voter.person.person_id), "13812345678"), "");
  EXPECT_EQ(bind(Key(voter.person.person_id), "13900000000"), "") << "a new number";
  EXPECT_EQ(bind(Key(other.person.person_id), "13812345678"), "") << "given up";

  EXPECT_EQ(Send("13900000000"), "");
  EXPECT_EQ(LogIn("13900000000", mailbox_.codes["13900000000"]),
            std::to_string(voter.person.person_id))
      << "outside WeChat the number leads to the same person";
}

TEST(AliasOfTest, IsReadableAndStable) {
  EXPECT_EQ(AliasOf(5), AliasOf(5));
  std::set<std::string> aliases;
  for (int64_t id = 1; id <= 1000; ++id) aliases.insert(AliasOf(id << 22));
  EXPECT_GT(aliases.size(), 990u);
}

}  // namespace
}  // namespace deputies::accounts
