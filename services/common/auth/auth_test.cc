#include "gtest/gtest.h"
#include "services/common/auth/caller_context.h"
#include "services/common/auth/page_token.h"
#include "services/common/base/error.h"

namespace deputies::auth {
namespace {

const std::string kOldKey = "1 " + std::string(64, 'a') + "\n";
const std::string kNewKey = "2 " + std::string(64, 'b') + " # newest\n";
const absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);

base::Caller SomeCaller() {
  base::Caller caller;
  caller.kind = base::Caller::Kind::kPerson;
  caller.person_id = 42;
  caller.display_name = "选民";
  caller.voter = true;
  caller.grants = {{base::Role::kDeputy, 5, {7, 8}, 99}};
  caller.session_id = 3;
  return caller;
}

TEST(CallerKeysTest, RoundTrip) {
  const CallerKeys keys = CallerKeys::FromText(kOldKey).value();
  const std::string text = keys.Sign(ToProto(SomeCaller()), "request-1", "00-trace", kNow);
  auto envelope = keys.Verify(text, kNow + absl::Seconds(59));
  ASSERT_TRUE(envelope.ok());
  EXPECT_EQ(envelope->request_id(), "request-1");
  EXPECT_EQ(envelope->traceparent(), "00-trace");
  const base::Caller caller = FromProto(envelope->caller());
  EXPECT_TRUE(caller.SignedIn());
  EXPECT_EQ(caller.person_id, 42);
  EXPECT_EQ(caller.DeputyIdAt(8), 99);
  EXPECT_EQ(caller.DeputyIdAt(9), 0);
}

TEST(CallerKeysTest, RefusesExpiredForgedAndForeign) {
  const CallerKeys keys = CallerKeys::FromText(kOldKey).value();
  const std::string text = keys.Sign(ToProto(SomeCaller()), "r", "", kNow);
  EXPECT_EQ(base::ErrorReason(keys.Verify(text, kNow + absl::Seconds(60)).status()),
            "CALLER_INVALID");
  EXPECT_FALSE(keys.Verify(text, kNow - absl::Hours(1)).ok());
  EXPECT_FALSE(keys.Verify("", kNow).ok());
  EXPECT_FALSE(keys.Verify("garbage", kNow).ok());
  for (size_t i = 0; i < text.size(); ++i) {
    std::string forged = text;
    forged[i] = static_cast<char>(forged[i] ^ 1);
    EXPECT_FALSE(keys.Verify(forged, kNow).ok()) << "byte " << i;
  }
  EXPECT_FALSE(CallerKeys::FromText(kNewKey).value().Verify(text, kNow).ok());
}

TEST(CallerKeysTest, RotatesKeys) {
  const CallerKeys before = CallerKeys::FromText(kOldKey).value();
  const CallerKeys after = CallerKeys::FromText(kNewKey + kOldKey).value();
  EXPECT_TRUE(after.Verify(before.Sign({}, "r", "", kNow), kNow).ok());
  EXPECT_FALSE(before.Verify(after.Sign({}, "r", "", kNow), kNow).ok());
}

TEST(CallerKeysTest, NamesTheBadLine) {
  for (const char* text : {"", "# nothing", "1 abc", "0 aa", "x y z"}) {
    EXPECT_FALSE(CallerKeys::FromText(text).ok()) << text;
  }
  EXPECT_EQ(CallerKeys::FromText(kOldKey + "oops").status().message().substr(0, 2), "2:");
}

TEST(PageTokensTest, IsBoundToItsListAndKey) {
  const PageTokens tokens({1, 2, 3});
  const std::string token = tokens.Encode("messages/7", "12345");
  EXPECT_EQ(tokens.Decode("messages/7", token).value(), "12345");
  EXPECT_EQ(base::ErrorReason(tokens.Decode("messages/8", token).status()), "PAGE_TOKEN_INVALID");
  EXPECT_FALSE(PageTokens({9}).Decode("messages/7", token).ok());
  EXPECT_FALSE(tokens.Decode("messages/7", "").ok());
  EXPECT_FALSE(tokens.Decode("messages/7", "***").ok());
  EXPECT_FALSE(tokens.Decode("messages/7", token.substr(1)).ok());
}

}  // namespace
}  // namespace deputies::auth
