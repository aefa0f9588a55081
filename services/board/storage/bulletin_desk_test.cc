// Bulletins on the real database: who may do what to a bulletin, what readers see, and in which
// order.
#include "services/board/domain/bulletin_desk.h"

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/board/html/allowlist_cleaner.h"
#include "services/board/storage/desk_fixture.h"
#include "services/board/storage/sql_bulletin_store.h"

namespace deputies::board {
namespace {

using base::Role;

constexpr int64_t kHome = 1;
constexpr int64_t kOtherHome = 2;
constexpr int64_t kCounty = 501;

class BulletinDeskTest : public DeskFixture {
 protected:
  BulletinDeskTest() {
    lineage_.homes[kHome] = {{401, "东镇"}, {kCounty, "磴口县"}, {601, "巴彦淖尔市"}};
    lineage_.homes[kOtherHome] = {{402, "西镇"}, {502, "五原县"}, {601, "巴彦淖尔市"}};
    office_.grants[0].organization_id = kCounty;
    second_office_.grants[0].organization_id = kCounty;
  }

  static BulletinText Text(const std::string& title, int category = 1) {
    return {category, title, "摘要", absl::StrCat("<p>", title, "</p>"), {}};
  }

  absl::StatusOr<NamedBulletin> Create(const base::Caller& caller, const std::string& title,
                                       int64_t organization_id = 0, int category = 1,
                                       int64_t home_id = kHome) {
    return desk_.Create(Scope(caller), NewKey("Create", home_id, caller), Text(title, category),
                        organization_id);
  }
  absl::StatusOr<NamedBulletin> Submit(const base::Caller& caller, int64_t id) {
    return desk_.Submit(Scope(caller), NewKey("Submit", kHome, caller), id);
  }
  absl::StatusOr<NamedBulletin> Publish(const base::Caller& caller, const Bulletin& bulletin) {
    return desk_.Publish(Scope(caller), NewKey("Review", kHome, caller), bulletin.id,
                         bulletin.revision);
  }
  Bulletin Published(const std::string& title, int64_t organization_id = 0, int category = 1) {
    const base::Caller& writer = organization_id == 0 ? liaison_ : office_;
    const absl::StatusOr<NamedBulletin> draft = Create(writer, title, organization_id, category);
    EXPECT_TRUE(draft.ok()) << draft.status();
    const absl::StatusOr<NamedBulletin> submitted = Submit(writer, draft->bulletin.id);
    EXPECT_TRUE(submitted.ok()) << submitted.status();
    const absl::StatusOr<NamedBulletin> published =
        Publish(organization_id == 0 ? chair_ : second_office_, submitted->bulletin);
    EXPECT_TRUE(published.ok()) << published.status();
    return published->bulletin;
  }

  std::vector<std::string> Titles(int64_t home_id, int category, int page_size) {
    std::vector<std::string> titles;
    std::optional<int64_t> below;
    do {
      const absl::StatusOr<BulletinPage> page =
          desk_.ListPublic(Scope(base::Caller()), home_id, category, below, page_size);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) break;
      for (const NamedBulletin& named : page->bulletins) {
        titles.push_back(named.bulletin.version.text.title);
        EXPECT_TRUE(named.bulletin.version.text.body.empty());
      }
      below = page->next_below;
    } while (below.has_value());
    return titles;
  }

  FakeLineage lineage_;
  AllowlistCleaner cleaner_;
  SqlBulletinStore store_{database_.database(), ids_, clock_};
  BulletinDesk desk_{store_, lineage_, cleaner_, ids_, clock_};
  base::Caller liaison_ = WithRole(11, Role::kLiaison, kHome);
  base::Caller chair_ = WithRole(12, Role::kChair, kHome);
  base::Caller deputy_ = WithRole(13, Role::kDeputy, kHome, 77);
  base::Caller office_ = WithRole(14, Role::kCountyOffice, kHome);
  base::Caller second_office_ = WithRole(15, Role::kCountyOffice, kHome);
  base::Caller other_chair_ = WithRole(16, Role::kChair, kOtherHome);
};

TEST_F(BulletinDeskTest, FromDraftByOneToPublicationByAnother) {
  const absl::StatusOr<NamedBulletin> draft = Create(deputy_, "代表走访");
  ASSERT_TRUE(draft.ok()) << draft.status();
  const int64_t id = draft->bulletin.id;
  // Nobody outside sees a draft, and no draft is told of.
  EXPECT_EQ(ReasonOf(desk_.GetPublic(Scope(liaison_), kHome, id)), "BULLETIN_NOT_FOUND");
  EXPECT_TRUE(Titles(kHome, 0, 20).empty());
  EXPECT_TRUE(Events().empty());
  EXPECT_EQ(ReasonOf(Publish(chair_, draft->bulletin)), "BULLETIN_STATE_CONFLICT");

  absl::StatusOr<NamedBulletin> submitted = Submit(deputy_, id);
  ASSERT_TRUE(submitted.ok()) << submitted.status();
  EXPECT_EQ(ReasonOf(Submit(deputy_, id)), "BULLETIN_STATE_CONFLICT");
  EXPECT_EQ(ReasonOf(Publish(deputy_, submitted->bulletin)), "SECOND_PERSON_NEEDED");
  EXPECT_EQ(ReasonOf(desk_.Update(Scope(deputy_), NewKey("Update", kHome, deputy_), id, Text("x2"),
                                  submitted->bulletin.revision)),
            "BULLETIN_STATE_CONFLICT");

  const absl::StatusOr<NamedBulletin> returned =
      desk_.Return(Scope(chair_), NewKey("Review", kHome, chair_), id, submitted->bulletin.revision,
                   "请补充时间");
  ASSERT_TRUE(returned.ok()) << returned.status();
  EXPECT_EQ(returned->bulletin.version.reason, "请补充时间");
  EXPECT_EQ(Told(25), std::vector<int64_t>{13});
  const absl::StatusOr<NamedBulletin> again =
      desk_.Update(Scope(deputy_), NewKey("Update", kHome, deputy_), id, Text("代表走访（改）"),
                   returned->bulletin.revision);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->bulletin.version.number, 1);
  submitted = Submit(deputy_, id);
  // The reviewer read an older text.
  EXPECT_EQ(ReasonOf(Publish(chair_, returned->bulletin)), "CONCURRENT_CHANGE");
  const absl::StatusOr<NamedBulletin> published = Publish(chair_, submitted->bulletin);
  ASSERT_TRUE(published.ok()) << published.status();
  EXPECT_EQ(Told(26), std::vector<int64_t>{13});
  const absl::StatusOr<NamedBulletin> seen = desk_.GetPublic(Scope(base::Caller()), kHome, id);
  ASSERT_TRUE(seen.ok()) << seen.status();
  EXPECT_EQ(seen->bulletin.version.text.body, "<p>代表走访（改）</p>");

  // A new version leaves the public one standing until another person publishes it.
  const absl::StatusOr<NamedBulletin> second =
      desk_.Update(Scope(liaison_), NewKey("Update", kHome, liaison_), id, Text("第二版", 2),
                   published->bulletin.revision);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->bulletin.version.number, 2);
  EXPECT_EQ(Titles(kHome, 1, 20), std::vector<std::string>{"代表走访（改）"});
  submitted = Submit(liaison_, id);
  EXPECT_EQ(ReasonOf(Publish(liaison_, submitted->bulletin)), "SECOND_PERSON_NEEDED");
  ASSERT_TRUE(Publish(chair_, submitted->bulletin).ok());
  EXPECT_TRUE(Titles(kHome, 1, 20).empty());
  EXPECT_EQ(Titles(kHome, 2, 20), std::vector<std::string>{"第二版"});
  const auto versions = desk_.ListVersions(Scope(chair_), kHome, id);
  ASSERT_TRUE(versions.ok()) << versions.status();
  ASSERT_EQ(versions->size(), 2u);
  EXPECT_EQ((*versions)[0].bulletin.version.state, BulletinState::kPublished);
  EXPECT_EQ((*versions)[1].bulletin.version.state, BulletinState::kReplaced);
  EXPECT_EQ((*versions)[1].bulletin.version.text.body, "<p>代表走访（改）</p>");

  ASSERT_TRUE(desk_.Withdraw(Scope(chair_), NewKey("Withdraw", kHome, chair_), id, "过期").ok());
  EXPECT_EQ(ReasonOf(desk_.GetPublic(Scope(chair_), kHome, id)), "BULLETIN_NOT_FOUND");
  EXPECT_EQ(ReasonOf(desk_.Withdraw(Scope(chair_), NewKey("Withdraw", kHome, chair_), id, "再次")),
            "BULLETIN_STATE_CONFLICT");
}

TEST_F(BulletinDeskTest, ForeignHandsFindNothing) {
  const Bulletin bulletin = Published("本家");
  const Bulletin of_county = Published("全县", kCounty);
  const base::Caller other_deputy = WithRole(18, Role::kDeputy, kHome, 78);
  for (const base::Caller& caller : {other_chair_, other_deputy, Person(19)}) {
    for (const int64_t id : {bulletin.id, of_county.id, int64_t{999}}) {
      EXPECT_EQ(ReasonOf(desk_.Pin(Scope(caller), NewKey("Pin", kHome, caller), id, true)),
                "BULLETIN_NOT_FOUND");
      EXPECT_EQ(ReasonOf(desk_.ListVersions(Scope(caller), kHome, id)), "BULLETIN_NOT_FOUND");
    }
  }
  // Staff of a home do not edit what the county tells, and no office writes for a place that is not
  // its own.
  EXPECT_EQ(ReasonOf(desk_.Pin(Scope(chair_), NewKey("Pin", kHome, chair_), of_county.id, true)),
            "BULLETIN_NOT_FOUND");
  EXPECT_EQ(ReasonOf(Create(chair_, "冒充", kCounty)), "ACCESS_DENIED");
  EXPECT_EQ(ReasonOf(Create(office_, "别县", 502)), "ACCESS_DENIED");
  EXPECT_EQ(ReasonOf(Create(office_, "别家", kCounty, 1, kOtherHome)), "ACCESS_DENIED");
  EXPECT_EQ(ReasonOf(desk_.GetPublic(Scope(base::Caller()), kOtherHome, of_county.id)),
            "BULLETIN_NOT_FOUND");
  EXPECT_EQ(ReasonOf(desk_.GetPublic(Scope(base::Caller()), kOtherHome, bulletin.id)),
            "BULLETIN_NOT_FOUND");
  EXPECT_EQ(ReasonOf(desk_.GetPublic(Scope(base::Caller()), 77, of_county.id)),
            "BULLETIN_NOT_FOUND");
  const auto inherited = desk_.GetPublic(Scope(base::Caller()), kHome, of_county.id);
  ASSERT_TRUE(inherited.ok()) << inherited.status();
  EXPECT_EQ(inherited->organization_name, "磴口县");
}

TEST_F(BulletinDeskTest, ARepeatChangesNothing) {
  const RequestKey key = Key("Create", kHome, 11, 5000, "");
  const auto first = desk_.Create(Scope(liaison_), key, Text("一次"), 0);
  const auto second = desk_.Create(Scope(liaison_), key, Text("一次"), 0);
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(first->bulletin.id, second->bulletin.id);
  EXPECT_EQ(Count("bulletins"), 1);
  const RequestKey submit = Key("Submit", kHome, 11, 5001, "");
  EXPECT_TRUE(desk_.Submit(Scope(liaison_), submit, first->bulletin.id).ok());
  const auto repeated = desk_.Submit(Scope(liaison_), submit, first->bulletin.id);
  ASSERT_TRUE(repeated.ok()) << repeated.status();
  EXPECT_EQ(repeated->bulletin.revision, 2);
}

TEST_F(BulletinDeskTest, PinnedOnesStandAboveNewOnesOverAllPages) {
  std::mt19937 random(20260701);
  struct Told {
    std::string title;
    int category;
    bool pinned;
  };
  std::vector<Told> newest_first;
  for (int i = 0; i < 40; ++i) {
    const int64_t organizations[] = {0, kCounty};
    const int category = 1 + static_cast<int>(random() % 3);
    const int64_t organization = organizations[random() % 2];
    const Bulletin bulletin = Published(absl::StrCat("第", i, "篇"), organization, category);
    const bool pinned = random() % 5 == 0;
    if (pinned) {
      const base::Caller& editor = organization == 0 ? chair_ : office_;
      ASSERT_TRUE(desk_.Pin(Scope(editor), NewKey("Pin", kHome, editor), bulletin.id, true).ok());
    }
    newest_first.insert(newest_first.begin(), {absl::StrCat("第", i, "篇"), category, pinned});
  }
  std::stable_partition(newest_first.begin(), newest_first.end(),
                        [](const Told& told) { return told.pinned; });
  for (int category = 0; category <= 3; ++category) {
    std::vector<std::string> expected;
    for (const Told& told : newest_first) {
      if (category == 0 || told.category == category) expected.push_back(told.title);
    }
    EXPECT_EQ(Titles(kHome, category, 7), expected);
    EXPECT_EQ(Titles(kHome, category, 50), expected);
  }
}

// Rows that the server touches for one page among 20,000 bulletins of the county.
TEST_F(BulletinDeskTest, APageCostsAsMuchInALargeCounty) {
  database_.Run(
      "INSERT INTO bulletins SELECT 0, seq, 501, 1, 1, 1, 1 + seq % 3, 0, seq, seq, "
      "'2026-01-01', 1, '2026-01-01' FROM seq_1_to_20000");
  database_.Run(
      "INSERT INTO bulletin_versions SELECT 0, seq, 1, 4, 1 + seq % 3, 1, 2, '2026-01-01', '题', "
      "'', '甲', '乙', '', '', '文' FROM seq_1_to_20000");
  database_.Run("ANALYZE TABLE bulletins, bulletin_versions");
  for (const int category : {0, 2}) {
    const int64_t before = RowsTouched();
    const auto page = desk_.ListPublic(Scope(base::Caller()), kHome, category, 15000, 20);
    ASSERT_TRUE(page.ok()) << page.status();
    EXPECT_EQ(page->bulletins.size(), 20u);
    EXPECT_LT(RowsTouched() - before, 500);
  }
}

TEST_F(BulletinDeskTest, WhatEveryOfficeAbovePublishesIsInTheList) {
  constexpr int64_t kDeepHome = 3;
  std::set<std::string> expected;
  for (int i = 0; i < kMaxLineage; ++i) {
    lineage_.homes[kDeepHome].push_back({700 + i, absl::StrCat("单位", i)});
  }
  for (int i = 0; i < kMaxLineage; ++i) {
    const std::string title = absl::StrCat("上级发布", i);
    base::Caller writer = WithRole(80, Role::kCountyOffice, kDeepHome);
    base::Caller second = WithRole(81, Role::kCountyOffice, kDeepHome);
    writer.grants[0].organization_id = second.grants[0].organization_id = 700 + i;
    const auto draft = Create(writer, title, 700 + i, 1, kDeepHome);
    ASSERT_TRUE(draft.ok()) << draft.status();
    const auto submitted =
        desk_.Submit(Scope(writer), NewKey("Submit", kDeepHome, writer), draft->bulletin.id);
    ASSERT_TRUE(submitted.ok()) << submitted.status();
    const auto published = desk_.Publish(Scope(second), NewKey("Review", kDeepHome, second),
                                         draft->bulletin.id, submitted->bulletin.revision);
    ASSERT_TRUE(published.ok()) << published.status();
    expected.insert(title);
  }
  for (const int category : {0, 1}) {
    const std::vector<std::string> titles = Titles(kDeepHome, category, 20);
    EXPECT_EQ(std::set<std::string>(titles.begin(), titles.end()), expected);
    EXPECT_EQ(titles.size(), expected.size());
  }
  EXPECT_TRUE(Titles(kHome, 0, 20).empty()) << "it stands below none of them";
}

TEST_F(BulletinDeskTest, AHomesOwnBulletinIsItsWorkOnce) {
  const Bulletin own = Published("代表走访");
  Published("县里的通知", kCounty);
  std::vector<std::string> contents;
  for (const events::v1::Event& event : Events()) {
    if (!event.has_home_acted()) continue;
    EXPECT_EQ(event.home_acted().source_id(), own.id);
    contents.push_back(event.home_acted().content());
  }
  EXPECT_EQ(contents,
            (std::vector<std::string>{absl::StrCat("bulletin_", own.version.text.category)}));
}

}  // namespace
}  // namespace deputies::board
