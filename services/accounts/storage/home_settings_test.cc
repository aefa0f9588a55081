#include "services/accounts/domain/home_settings.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/accounts/storage/accounts_fixture.h"
#include "services/accounts/storage/sql_home_settings_store.h"
#include "services/common/audit/audit_verifier.h"
#include "services/common/base/error.h"

namespace deputies::accounts {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr int kMessageBoard = 2;
constexpr int kFeedbackBox = 23;

class HomeSettingsTest : public AccountsTest {
 protected:
  std::vector<std::string> ShownTitles(int64_t home_id) {
    const ModuleList list = settings_.ListModules(Soon(), home_id).value();
    EXPECT_EQ(list.modules.size(), ModuleCatalog().size());
    std::vector<std::string> titles;
    for (const HomeModule& module : list.modules) {
      if (module.enabled) titles.push_back(module.title);
    }
    return titles;
  }

  // A key that no request had before.
  base::RequestKey Key(int64_t home_id) {
    base::RequestKey key{home_id, actor_.person_id, "Test", "", {}};
    key.request_id = absl::StrFormat("00000000-0000-4000-8000-%012d", ++requests_);
    return key;
  }

  const audit::AuditTrail trail_{{9}};
  SqlHomeSettingsStore settings_store_{database_.database(), trail_, clock_};
  HomeSettings settings_{settings_store_, directory_};
  const base::Actor actor_{77, "request-1"};
  int requests_ = 0;
};

TEST_F(HomeSettingsTest, StaffChangeTheirHomesPage) {
  const Home before = directory_.GetHome(Soon(), homes_[0]).value();
  EXPECT_FALSE(before.map_point.has_value());
  HomeProfile profile{
      "新地址", "周二", "0478-2", "新介绍", "板凳会议", "", MapPoint{40.728291, 108.652}};
  const auto after =
      settings_.Update(Soon(), actor_, Key(homes_[0]), profile, absl::StrCat(before.version));
  ASSERT_TRUE(after.ok()) << after.status();
  EXPECT_EQ(after->address, "新地址");
  EXPECT_EQ(after->brand, "板凳会议");
  EXPECT_DOUBLE_EQ(after->map_point->latitude, 40.728291);
  EXPECT_DOUBLE_EQ(after->map_point->longitude, 108.652);
  EXPECT_EQ(after->name, before.name);
  EXPECT_EQ(directory_.GetHome(Soon(), homes_[1]).value().address, "");

  // Who works on an old page must not undo the newer one unseen.
  for (const std::string& etag : {absl::StrCat(before.version), std::string("not one of ours")}) {
    EXPECT_EQ(
        base::ErrorReason(settings_.Update(Soon(), actor_, Key(homes_[0]), profile, etag).status()),
        "CONCURRENT_CHANGE");
  }
  for (const std::string wrong : {"家", "a", "ᠮᠣ家", " ", "ᠮᠣ\u1900", "᠐"}) {
    profile.mongolian_name = wrong;
    const absl::Status refused =
        settings_.Update(Soon(), actor_, Key(homes_[0]), profile, "").status();
    EXPECT_EQ(base::ErrorReason(refused), "FIELD_INVALID") << wrong;
  }
  profile.mongolian_name = "ᠮᠣᠩᠭᠣᠯ\u202fᠤᠨ ᠬᠡᠯᠡ";
  EXPECT_EQ(settings_.Update(Soon(), actor_, Key(homes_[0]), profile, "").value().mongolian_name,
            profile.mongolian_name);
  profile.map_point.reset();
  EXPECT_FALSE(
      settings_.Update(Soon(), actor_, Key(homes_[0]), profile, "").value().map_point.has_value());
  EXPECT_EQ(base::ErrorReason(settings_.Update(Soon(), actor_, Key(5), profile, "").status()),
            "HOME_NOT_FOUND");
  profile.map_point = MapPoint{91, 0};
  EXPECT_EQ(
      base::ErrorFields(settings_.Update(Soon(), actor_, Key(homes_[0]), profile, "").status())
          .at(0)
          .field,
      "mapPoint.latitude");
}

TEST_F(HomeSettingsTest, ARepeatedRequestChangesNothingMore) {
  const base::RequestKey key = Key(homes_[0]);
  ASSERT_TRUE(settings_.Update(Soon(), actor_, key, {"甲", "", "", "", "", {}}, "0").ok());
  ASSERT_TRUE(
      settings_.Update(Soon(), actor_, Key(homes_[0]), {"乙", "", "", "", "", {}}, "1").ok());
  // The answer to the first was lost on its way: its repetition is no conflict and undoes nothing.
  const auto again = settings_.Update(Soon(), actor_, key, {"甲", "", "", "", "", {}}, "0");
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->address, "乙");
  EXPECT_EQ(database_.QueryInt("SELECT COUNT(*) FROM audit_entries"), 2);
  base::RequestKey other_content = key;
  other_content.request_hash[0] = 1;
  EXPECT_EQ(base::ErrorReason(settings_.Update(Soon(), actor_, other_content, {}, "").status()),
            "REQUEST_ID_REUSED");
}

TEST_F(HomeSettingsTest, HomeNamesItsChairLiaisonAndSponsor) {
  EXPECT_EQ(directory_.GetHome(Soon(), homes_[0]).value().chair_name, "");
  const auto set = [&](const std::string& name, base::Role role, const std::string& organization,
                       std::optional<absl::Time> end) {
    ASSERT_TRUE(
        registrar_.SetStaffAccount(Soon(), {name, "password", name, role, organization, end}).ok());
    clock_.Advance(absl::Minutes(1));
  };
  set("former", base::Role::kChair, "T1", clock_.Now() + absl::Seconds(1));
  set("chair", base::Role::kChair, "T1", std::nullopt);
  set("liaison", base::Role::kLiaison, "T1", std::nullopt);
  set("sponsor", base::Role::kSponsor, "T1", std::nullopt);
  set("elsewhere", base::Role::kChair, "T2", std::nullopt);
  const Home home = directory_.GetHome(Soon(), homes_[0]).value();
  EXPECT_EQ(home.chair_name, "chair");
  EXPECT_EQ(home.liaison_name, "liaison");
  EXPECT_EQ(home.sponsor_name, "sponsor");
}

TEST_F(HomeSettingsTest, ModulesBeginWithTheDefaultSetAndFollowTheHome) {
  const std::vector<std::string> defaults = ShownTitles(homes_[0]);
  EXPECT_EQ(defaults.front(), "代表之家");
  EXPECT_EQ(defaults.size(), 16u);

  const std::string etag = settings_.ListModules(Soon(), homes_[0]).value().etag;
  const auto changed =
      settings_.SetModules(Soon(), actor_, Key(homes_[0]),
                           {{kFeedbackBox, "民意信箱", true}, {kMessageBoard, "", true}}, etag);
  ASSERT_TRUE(changed.ok()) << changed.status();
  EXPECT_THAT(ShownTitles(homes_[0]), ElementsAre("民意信箱", "选民留言"));
  EXPECT_EQ(ShownTitles(homes_[1]), defaults);
  EXPECT_EQ(
      base::ErrorReason(
          settings_.SetModules(Soon(), actor_, Key(homes_[0]), {{1, "", true}}, etag).status()),
      "CONCURRENT_CHANGE");
  EXPECT_TRUE(
      settings_.SetModules(Soon(), actor_, Key(homes_[0]), {{1, "", true}}, changed->etag).ok());
  EXPECT_THAT(ShownTitles(homes_[0]), ElementsAre("代表之家"));
}

TEST_F(HomeSettingsTest, ModulesThatCannotBeAreNamed) {
  const auto field_of = [&](const std::vector<HomeModule>& modules) {
    const absl::Status status =
        settings_.SetModules(Soon(), actor_, Key(homes_[0]), modules, "").status();
    return base::ErrorFields(status).at(0).field;
  };
  EXPECT_EQ(field_of({{1, "", true}, {99, "", true}}), "modules[1].kind");
  EXPECT_EQ(field_of({{1, "", true}, {2, "", true}, {1, "", true}}), "modules[2].kind");
  EXPECT_EQ(base::ErrorReason(settings_.ListModules(Soon(), 5).status()), "HOME_NOT_FOUND");
  EXPECT_EQ(base::ErrorReason(settings_.SetModules(Soon(), actor_, Key(5), {}, "").status()),
            "HOME_NOT_FOUND");
  EXPECT_EQ(database_.QueryInt("SELECT COUNT(*) FROM audit_entries"), 0);
}

TEST_F(HomeSettingsTest, EveryChangeIsInTheAuditTrail) {
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(settings_.SetModules(Soon(), actor_, Key(homes_[0]), {{i + 1, "", true}}, "").ok());
  }
  ASSERT_TRUE(settings_.Update(Soon(), actor_, Key(homes_[0]), {}, "").ok());
  const Page<RecordedAction> first = settings_.ListActions(Soon(), homes_[0], 0, 3).value();
  ASSERT_EQ(first.items.size(), 3u);
  EXPECT_EQ(first.items[0].entry.action, "UpdateHome");
  EXPECT_EQ(first.items[1].entry.detail, "kinds 3");
  EXPECT_EQ(first.items[1].entry.target, absl::StrCat("homes/", homes_[0]));
  EXPECT_EQ(first.items[1].entry.actor.request_id, "request-1");
  const Page<RecordedAction> rest =
      settings_.ListActions(Soon(), homes_[0], first.next.value().id, 3).value();
  ASSERT_EQ(rest.items.size(), 1u);
  EXPECT_EQ(rest.items[0].sequence, 1);
  EXPECT_FALSE(rest.next.has_value());
  EXPECT_THAT(settings_.ListActions(Soon(), homes_[1], 0, 3).value().items, IsEmpty());
  EXPECT_THAT(audit::Verify(database_.database(), trail_, {}, absl::Seconds(10)).value().faults,
              IsEmpty());
}

}  // namespace
}  // namespace deputies::accounts
