#include "services/common/log/log.h"

#include "absl/status/status.h"
#include "deputies/board/v1/message.pb.h"
#include "deputies/wechat/v1/exchange.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/common/log/redact.h"

namespace deputies::log {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(FormatLineTest, EscapesAndKeepsTypes) {
  const std::string line = FormatLine(
      Level::kWarning, "Say \"hi\"",
      {{"count", 3}, {"ok", true}, {"ratio", 0.5}, {"text", "a\nb\\"}, {"bad", "\xff\xe4\xb8"}});
  EXPECT_THAT(line, HasSubstr("\"level\":\"warning\""));
  EXPECT_THAT(line, HasSubstr("\"message\":\"Say \\\"hi\\\"\""));
  EXPECT_THAT(line, HasSubstr("\"count\":3,\"ok\":true,\"ratio\":0.5"));
  EXPECT_THAT(line, HasSubstr("\"text\":\"a\\u000ab\\\\\""));
  EXPECT_THAT(line, HasSubstr("\"bad\":\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""));
  EXPECT_THAT(line, Not(HasSubstr("\n")));
}

TEST(FormatLineTest, ShowsStatusWithReason) {
  EXPECT_THAT(
      FormatLine(
          Level::kInfo, "x",
          {{"status", base::MakeError(absl::StatusCode::kNotFound, "HOME_NOT_FOUND", "gone")}}),
      HasSubstr("\"status\":\"NOT_FOUND/HOME_NOT_FOUND: gone\""));
}

TEST(RedactedTest, NeverShowsText) {
  wechat::v1::ExchangeLoginCodeRequest secret;
  secret.set_code("0a1b2c");
  EXPECT_EQ(Redacted(secret), "code:***");

  board::v1::ImportMessagesRequest batch;
  batch.set_home_id(7);
  batch.add_messages()->set_body("电话13800000000");
  EXPECT_EQ(Redacted(batch), "home_id:7 messages:{body:<17 bytes>}");
}

}  // namespace
}  // namespace deputies::log
