#include "services/wechat/api/wechat_http_api.h"

#include <string>

#include "gtest/gtest.h"

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
