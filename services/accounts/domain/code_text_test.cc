#include "services/accounts/domain/code_text.h"

#include <algorithm>
#include <string>

#include "gtest/gtest.h"

namespace deputies::accounts {
namespace {

TEST(SceneTest, HasAWechatScenesLettersAndLength) {
  const std::string scene =
      MakeScene('d', std::string("\xfb\xff\xbf", 3) + std::string(13, '\x7f'));
  EXPECT_EQ(scene.size(), 24u);
  EXPECT_EQ(scene[0], 'd');
  EXPECT_EQ(
      scene.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
      std::string::npos);
  EXPECT_TRUE(IsScene(scene));
}

TEST(SceneTest, TellsASlipOfTheFinger) {
  const std::string scene = MakeScene('h', std::string(16, '\x35'));
  for (size_t i = 0; i < scene.size(); ++i) {
    std::string wrong = scene;
    wrong[i] = wrong[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(IsScene(wrong)) << i;
  }
  for (const char* text : {"", "h", "h1234567890123456789012%", "../../../../../../etc/pa"}) {
    EXPECT_FALSE(IsScene(text)) << text;
  }
}

TEST(ShortCodeTest, IsEightDigitsWithACheck) {
  const std::string code = MakeShortCode("\x01\x02\x03\x04\x05\x06\x07\x08");
  EXPECT_EQ(code.size(), 8u);
  EXPECT_EQ(ReadShortCode(code), code);
  EXPECT_EQ(ReadShortCode(" " + code.substr(0, 4) + " " + code.substr(4)), code);
  for (size_t i = 0; i < code.size(); ++i) {
    std::string wrong = code;
    wrong[i] = wrong[i] == '9' ? '0' : static_cast<char>(wrong[i] + 1);
    EXPECT_EQ(ReadShortCode(wrong), "") << i;
  }
  EXPECT_EQ(ReadShortCode("79927398713"), "") << "right by Luhn, but too long";
  EXPECT_EQ(ReadShortCode(std::string(8, '\0')), "");
}

}  // namespace
}  // namespace deputies::accounts
