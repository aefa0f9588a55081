#include "services/wechat/api/answers.h"

#include <string>

#include "gtest/gtest.h"
#include "services/wechat/api/http_client.h"

namespace deputies::wechat {
namespace {

TEST(ParseCodeSessionTest, AbsentErrcodeIsSuccess) {
  absl::StatusOr<CodeSession> session =
      ParseCodeSession(R"({"session_key":"k","openid":"o1","unionid":"u1"})");
  ASSERT_TRUE(session.ok());
  EXPECT_EQ(session->errcode, 0);
  EXPECT_EQ(session->openid, "o1");
  EXPECT_EQ(session->unionid, "u1");
  session = ParseCodeSession(R"({"errcode":0,"errmsg":"ok","openid":"o1","unionid":null})");
  ASSERT_TRUE(session.ok());
  EXPECT_EQ(session->unionid, "");
}

TEST(ParseCodeSessionTest, KeepsTheErrcode) {
  absl::StatusOr<CodeSession> session =
      ParseCodeSession(R"({"errcode":-1,"errmsg":"system error"})");
  ASSERT_TRUE(session.ok());
  EXPECT_EQ(session->errcode, -1);
}

TEST(ParseCodeSessionTest, RefusesWhatIsNoAnswer) {
  for (const char* json :
       {"", "<html>", "[]", "null", "{}", R"({"openid":""})", R"({"openid":5})",
        R"({"errcode":"40029"})", R"({"errcode":99999999999})", R"({"errcode":0})",
        R"({"openid":"o1")", R"({"openid":"o1","unionid":{}})"}) {
    EXPECT_FALSE(ParseCodeSession(json).ok()) << json;
  }
}

TEST(ParseTest, ReadsEveryAnswer) {
  EXPECT_EQ(ParseGrantedToken(R"({"access_token":"t","expires_in":7200})")->lifetime,
            absl::Hours(2));
  EXPECT_EQ(ParseGrantedToken(R"({"errcode":40125,"errmsg":"x"})")->errcode, 40125);
  // The country code is documented as a string and seen as a number.
  for (const char* code : {"86", "\"86\""}) {
    absl::StatusOr<PhoneNumber> phone = ParsePhoneNumber(
        std::string(R"({"errcode":0,"phone_info":{"purePhoneNumber":"13","countryCode":)") + code +
        "}}");
    ASSERT_TRUE(phone.ok()) << phone.status();
    EXPECT_EQ(phone->phone, "13");
    EXPECT_EQ(phone->country_code, "86");
  }
  EXPECT_EQ(ParsePlainAnswer(R"({"errcode":43101})")->errcode, 43101);
  // errcode 0 alone is no verdict; labels come as numbers and as strings.
  absl::StatusOr<ContentAnswer> content = ParseTextCheck(
      R"({"errcode":0,"trace_id":"t1","result":{"suggest":"risky","label":"20001"}})");
  ASSERT_TRUE(content.ok()) << content.status();
  EXPECT_EQ(content->verdict, ContentVerdict::kRisky);
  EXPECT_EQ(content->label, 20001);
  EXPECT_EQ(content->trace_id, "t1");
  EXPECT_EQ(ParseMediaOrder(R"({"errcode":0,"trace_id":"t2"})")->trace_id, "t2");
}

TEST(ParseTest, RefusesSuccessWithoutWhatWasAskedFor) {
  EXPECT_FALSE(ParseGrantedToken("{}").ok());
  EXPECT_FALSE(ParseGrantedToken(R"({"access_token":"t","expires_in":0})").ok());
  EXPECT_FALSE(ParsePhoneNumber(R"({"errcode":0})").ok());
  EXPECT_FALSE(ParsePlainAnswer("{}").ok());
  EXPECT_FALSE(ParseTextCheck(R"({"errcode":0,"trace_id":"t1"})").ok());
  EXPECT_FALSE(ParseTextCheck(R"({"errcode":0,"result":{"suggest":"ok","label":100}})").ok());
  EXPECT_FALSE(ParseMediaOrder(R"({"errcode":0})").ok());
}

TEST(ParseTest, TellsPicturesFromErrors) {
  EXPECT_TRUE(IsPicture("image/jpeg", "\xff\xd8"));
  EXPECT_FALSE(IsPicture("image/jpeg", R"({"errcode":45009})"));
  EXPECT_FALSE(IsPicture("application/json", "\xff\xd8"));
  EXPECT_FALSE(IsPicture("image/png", ""));
}

TEST(RidTest, IsFoundAtTheEnd) {
  EXPECT_EQ(RidOf("invalid code, rid: 65a1b2c3-12ab34cd-0fedcba9"), "65a1b2c3-12ab34cd-0fedcba9");
  EXPECT_EQ(RidOf("invalid code rid: 65a1 openid=oABC"), "65a1");
  EXPECT_EQ(RidOf("invalid code"), "");
  EXPECT_LE(RidOf("rid: " + std::string(1000, 'a')).size(), 64u);
}

TEST(BaseUrlTest, IsSchemeAndHostAlone) {
  for (const char* good : {"https://api.weixin.qq.com", "http://127.0.0.1:9090"}) {
    EXPECT_TRUE(HttpClient::CheckBaseUrl(good).ok()) << good;
  }
  for (const char* bad : {"", "api.weixin.qq.com", "https://", "ftp://x", "https://x/",
                          "https://x?a", "https://u@x"}) {
    EXPECT_FALSE(HttpClient::CheckBaseUrl(bad).ok()) << bad;
  }
}

}  // namespace
}  // namespace deputies::wechat
