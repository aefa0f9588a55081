#include "deploy/ctl/text_cleaning.h"

#include <random>

#include "gtest/gtest.h"
#include "services/common/validate/text.h"

namespace deputies::ctl {
namespace {

std::string Clean(std::string text, bool multiline = true) {
  EXPECT_TRUE(CleanText(multiline, &text));
  return text;
}

TEST(CleanTextTest, KeepsRealText) {
  for (const char* text : {"您好！“引号”、（括号）", "\u3000\u3000段首\u00a0空格", "a\tb\nc",
                           "零\u200b宽", "é", "👨‍👩‍👧"}) {
    EXPECT_EQ(Clean(text), text);
  }
}

TEST(CleanTextTest, TakesOutWhatMayNotEnter) {
  EXPECT_EQ(Clean(std::string("a\0b\x01"
                              "c\x7f",
                              6)),
            "abc");
  EXPECT_EQ(Clean("a\u0085\u009fb"), "ab");
  EXPECT_EQ(Clean("a\u202eb\u2066c\ufeff\ufffe"), "abc");
  EXPECT_EQ(Clean("a\r\nb\rc"), "a\nb\nc");
  EXPECT_EQ(Clean("a\r\nb\tc", /*multiline=*/false), "a b c");
  EXPECT_EQ(Clean("e\u0301\u0301\u0301\u0301\u0301\u0301x"), "e\u0301\u0301\u0301\u0301x");
}

TEST(CleanTextTest, RefusesOtherEncodings) {
  std::string text = "\xc4\xe3\xba\xc3";  // GBK
  EXPECT_FALSE(CleanText(true, &text));
  EXPECT_EQ(text, "\xc4\xe3\xba\xc3");
}

TEST(CleanTextTest, WhatIsCleanPassesTheRules) {
  std::mt19937 random(3);
  const std::u32string alphabet =
      U"a中é\u0301\u0308\u200b\u200d\ufeff\u202e\u0007\n\r\t\u0085\u3000\ufdd0\U0001fffe\u1100"
      U"\u1161";
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    for (unsigned n = random() % 12; n > 0; --n) {
      const char32_t c = alphabet[random() % alphabet.size()];
      if (c < 0x80) {
        text.push_back(static_cast<char>(c));
      } else if (c < 0x800) {
        text.push_back(static_cast<char>(0xc0 | (c >> 6)));
        text.push_back(static_cast<char>(0x80 | (c & 0x3f)));
      } else if (c < 0x10000) {
        text.push_back(static_cast<char>(0xe0 | (c >> 12)));
        text.push_back(static_cast<char>(0x80 | ((c >> 6) & 0x3f)));
        text.push_back(static_cast<char>(0x80 | (c & 0x3f)));
      } else {
        text.push_back(static_cast<char>(0xf0 | (c >> 18)));
        text.push_back(static_cast<char>(0x80 | ((c >> 12) & 0x3f)));
        text.push_back(static_cast<char>(0x80 | ((c >> 6) & 0x3f)));
        text.push_back(static_cast<char>(0x80 | (c & 0x3f)));
      }
    }
    for (bool multiline : {true, false}) {
      std::string clean = Clean(text, multiline);
      EXPECT_EQ(validate::NormalizeText(multiline, &clean).problem, "") << clean;
    }
  }
}

}  // namespace
}  // namespace deputies::ctl
