#include <map>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/common/base/work_calendar.h"
#include "services/wechat/domain/notice_catalog.h"
#include "services/wechat/domain/notice_sender.h"

namespace deputies::wechat {
namespace {

TEST(FitValueTest, CutsByCodePointsAndReadsWell) {
  EXPECT_EQ(FitValue("thing", "您的留言有了答复"), "您的留言有了答复");
  EXPECT_EQ(FitValue("thing", "一二三四五六七八九十一二三四五六七八九十"),
            "一二三四五六七八九十一二三四五六七八九十");
  EXPECT_EQ(FitValue("thing", "一二三四五六七八九十一二三四五六七八九十一"),
            "一二三四五六七八九十一二三四五六七八九…");
  EXPECT_EQ(FitValue("thing", "东胜区人大代表联络站，周三上午接待选民，请带身份证"),
            "东胜区人大代表联络站，周三上午接待选民…");
  EXPECT_EQ(FitValue("thing", " a\nb\x01 "), "a b");
  EXPECT_EQ(FitValue("phrase", "已办结了！谢谢大家"), "已办结了谢");
  EXPECT_EQ(FitValue("phrase", "abc"), "");
  EXPECT_EQ(FitValue("name", "欧阳娜娜巴特尔其木格乌云"), "欧阳娜娜巴特尔其木…");
  EXPECT_EQ(FitValue("name", "Abcdefghijklmnopqrst"), "Abcdefghijklmnopqrst");
  EXPECT_EQ(FitValue("character_string", "编号 A-12"), "A-12");
  EXPECT_EQ(FitValue("number", "约3.5公里"), "3.5");
  EXPECT_EQ(FitValue("letter", "a1b2"), "ab");
  EXPECT_EQ(FitValue("phone_number", "0477-8123456转1"), "0477-81234561");
  EXPECT_EQ(FitValue("car_number", "蒙K12345678"), "蒙K123456");
  EXPECT_EQ(FitValue("date", "2026年3月2日 09:00"), "2026年3月2日 09:00");
  EXPECT_EQ(FitValue("amount", "¥12345678901.00元整"), "");
  EXPECT_EQ(FitValue("unknown", "x"), "");
}

NoticeCatalog Catalog() {
  NoticeCatalog catalog;
  EXPECT_TRUE(catalog
                  .AddTemplate({"t-once",
                                false,
                                {{"thing1", ValueSource::kHeadline},
                                 {"phrase2", ValueSource::kDetail},
                                 {"time3", ValueSource::kEventTime}}})
                  .ok());
  EXPECT_TRUE(catalog.AddTemplate({"t-long", true, {{"thing1", ValueSource::kTitle}}}).ok());
  EXPECT_FALSE(catalog.AddTemplate({"t-bad", true, {{"thin1", ValueSource::kTitle}}}).ok());
  EXPECT_FALSE(catalog.AddTemplate({"t-long", true, {{"thing1", ValueSource::kTitle}}}).ok());
  EXPECT_TRUE(catalog.AddKind(1, {"有了答复", "pages/m?id={target}&home={home}", "t-once"}).ok());
  EXPECT_TRUE(catalog.AddKind(2, {"有提问", "", "t-once"}).ok());
  EXPECT_TRUE(catalog.AddKind(3, {"长期", "", "t-long"}).ok());
  EXPECT_FALSE(catalog.AddKind(4, {"x", "", "t-none"}).ok());
  return catalog;
}

TEST(NoticeCatalogTest, FillsEveryFieldAndNoVotersText) {
  const NoticeCatalog catalog = Catalog();
  Notice notice;
  notice.order.kind = 1;
  notice.order.home_id = 7;
  notice.order.target_id = 42;
  notice.create_time = absl::FromUnixSeconds(1772413200);  // 2026-03-02 09:00 in Shanghai
  EXPECT_EQ(catalog.PageOf(notice.order), "pages/m?id=42&home=7");
  const auto values = catalog.ValuesOf(*catalog.FindTemplate("t-once"), notice);
  ASSERT_EQ(values.size(), 3u);
  EXPECT_EQ(values[0].second, "有了答复");
  EXPECT_EQ(values[1].second, "请查看") << "an empty value would be refused";
  EXPECT_EQ(values[2].second, "2026年3月2日 09:00");
  EXPECT_EQ(catalog.KindOf(99).headline, "代表之家有新消息");
}

TEST(NoticeCatalogTest, AsksForEachTemplateOnceAndOfOneSort) {
  const NoticeCatalog catalog = Catalog();
  ASSERT_EQ(catalog.TemplatesToAskFor({1, 2, 3, 99}).size(), 1u);
  EXPECT_EQ(catalog.TemplatesToAskFor({3, 1})[0]->template_id, "t-long");
  EXPECT_TRUE(catalog.TemplatesToAskFor({99}).empty());
}

TEST(EndOfQuietTest, KnowsNightsAndMidnight) {
  const DeliveryRules rules;  // 21 to 7
  const auto at = [](int day, int hour, int minute) {
    return absl::FromCivil(absl::CivilMinute(2026, 3, day, hour, minute), base::Shanghai());
  };
  EXPECT_EQ(EndOfQuiet(rules, at(2, 20, 59)), at(2, 20, 59));
  EXPECT_EQ(EndOfQuiet(rules, at(2, 21, 0)), at(3, 7, 0));
  EXPECT_EQ(EndOfQuiet(rules, at(3, 0, 30)), at(3, 7, 0));
  EXPECT_EQ(EndOfQuiet(rules, at(3, 7, 0)), at(3, 7, 0));
  DeliveryRules noon;
  noon.quiet_begin_hour = 12;
  noon.quiet_end_hour = 14;
  EXPECT_EQ(EndOfQuiet(noon, at(2, 13, 0)), at(2, 14, 0));
  EXPECT_EQ(EndOfQuiet(noon, at(2, 15, 0)), at(2, 15, 0));
  noon.quiet_end_hour = 12;
  EXPECT_EQ(EndOfQuiet(noon, at(2, 12, 30)), at(2, 12, 30));
}

}  // namespace
}  // namespace deputies::wechat
