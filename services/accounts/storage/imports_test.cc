#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/accounts/domain/import_desk.h"
#include "services/accounts/domain/tree_keeper.h"
#include "services/accounts/domain/voters.h"
#include "services/accounts/sheets/sheet_table_reader.h"
#include "services/accounts/storage/accounts_fixture.h"
#include "services/accounts/storage/sql_import_store.h"
#include "services/accounts/storage/sql_tree_store.h"
#include "services/accounts/storage/sql_voter_store.h"
#include "services/common/base/error.h"
#include "services/common/sheet/sheet.h"

namespace deputies::accounts {
namespace {

using base::ErrorReason;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class ImportsTest : public AccountsTest {
 protected:
  ImportsTest() {
    office_ = Office(7, organizations_[1]);  // the county
    township_ = Office(8, organizations_[2]);
  }

  static base::Caller Office(int64_t person_id, int64_t node) {
    base::Caller caller;
    caller.kind = base::Caller::Kind::kPerson;
    caller.person_id = person_id;
    caller.grants = {{base::Role::kCountyOffice, node, {}, 0}};
    return caller;
  }

  base::RequestKey Key(const base::Caller& caller, int64_t home_id = 0) {
    base::RequestKey key{home_id, caller.person_id, "Test", "", {}};
    key.request_id = absl::StrFormat("00000000-0000-4000-8000-%012d", ++requests_);
    return key;
  }

  ImportDesk::User As(const base::Caller& caller) { return {caller, {caller.person_id, "r"}}; }

  int64_t Upload(const base::Caller& caller, ImportKind kind, const std::string& content) {
    const ImportRun run = desk_.Create(Soon(), Key(caller), kind, "名册.csv").value();
    const size_t half = content.size() / 2;
    EXPECT_TRUE(desk_.AddPart(Soon(), As(caller), run.import_id, 1, content.substr(0, half)).ok());
    EXPECT_EQ(ErrorReason(desk_.AddPart(Soon(), As(caller), run.import_id, 3, "x").status()),
              "IMPORT_STATE_CONFLICT");
    EXPECT_TRUE(desk_.AddPart(Soon(), As(caller), run.import_id, 2, content.substr(half)).ok());
    EXPECT_EQ(desk_.AddPart(Soon(), As(caller), run.import_id, 1, "again")->part_count, 2);
    return run.import_id;
  }

  // "line column: expected" of each problem.
  std::vector<std::string> Problems(const base::Caller& caller, int64_t import_id) {
    std::vector<std::string> found;
    const CheckedImport checked = desk_.Check(Soon(), As(caller), import_id).value();
    for (const ImportProblem& one : checked.problems) {
      found.push_back(absl::StrCat(one.line, " ", one.column, ": ", one.expected));
    }
    return found;
  }

  absl::StatusOr<ImportRun> Apply(const base::Caller& caller, int64_t import_id) {
    return desk_.Apply(Soon(), As(caller), Key(caller), import_id);
  }
  absl::StatusOr<ImportRun> Undo(const base::Caller& caller, int64_t import_id) {
    return desk_.Undo(Soon(), As(caller), Key(caller), import_id);
  }
  int64_t Count(const std::string& what) {
    return database_.QueryInt("SELECT COUNT(*) FROM " + what);
  }

  int requests_ = 0;
  base::Caller office_, township_;
  const audit::AuditTrail trail_{{9}};
  const SheetTableReader reader_;
  SqlImportStore imports_{database_.database(), cipher_, index_, trail_, clock_, ids_};
  ImportDesk desk_{imports_, reader_, clock_, ids_};
  SqlTreeStore tree_store_{database_.database(), trail_, ids_};
  TreeKeeper keeper_{tree_store_, directory_, clock_};
};

TEST_F(ImportsTest, EveryWrongRowIsNamedAndNothingComesIn) {
  const int64_t id = Upload(office_, ImportKind::kDeputies,
                            "编码,姓名,级别,届次,任期开始,代表之家编码,手机号\n"
                            "D1,王芳,乡镇,第18届,2021-11-01,H1,\n"
                            "D2,额尔敦,村,18,2021-11-01,H1,\n"
                            "D3,李强,旗县,18,去年,H9,12345\n"
                            "D1,,乡镇,18,2021-11-01,H1,\n");
  EXPECT_THAT(Problems(office_, id),
              ElementsAre(HasSubstr("3 级别: 乡镇、旗县"), HasSubstr("4 任期开始: 像 2021-11-01"),
                          HasSubstr("4 手机号: 十一位"), HasSubstr("5 姓名: 不能空着")));
  EXPECT_EQ(ErrorReason(Apply(office_, id).status()), "IMPORT_HAS_PROBLEMS");
  EXPECT_EQ(Count("deputies"), 0);
  const int64_t head = Upload(office_, ImportKind::kVoters, "手机号,颜色\n13700000001,红\n");
  EXPECT_THAT(Problems(office_, head),
              ElementsAre(HasSubstr("1 颜色: 不认识"), HasSubstr("1 村社区编码: 缺少这一列")));
  EXPECT_THAT(Problems(office_, Upload(office_, ImportKind::kHomes, "PK\x03\x04 no zip")),
              ElementsAre(HasSubstr("Excel")));
  EXPECT_EQ(ErrorReason(desk_.Get(Soon(), As(township_), id).status()), "IMPORT_NOT_FOUND");
}

TEST_F(ImportsTest, OfficesStayBelowTheirNodes) {
  const auto problems = [&](const base::Caller& caller, ImportKind kind, const std::string& csv) {
    return Problems(caller, Upload(caller, kind, csv)).size();
  };
  const std::string village = "code,name,level,parent_code\nV9,新村,station,T2\n";
  EXPECT_EQ(problems(office_, ImportKind::kOrganizations, village), 0u);
  EXPECT_EQ(problems(township_, ImportKind::kOrganizations, village), 1u);
  // An own new unit under the code of another township's.
  EXPECT_EQ(problems(township_, ImportKind::kOrganizations,
                     "code,name,level,parent_code\nT2,我的,station,T1\n"),
            1u);
  EXPECT_EQ(
      problems(office_, ImportKind::kOrganizations, "code,name,level,parent_code\nR,根,region,\n"),
      1u);
  const std::string home = "code,name,organization_code\nH2,抢来的家,T1\n";
  EXPECT_EQ(problems(township_, ImportKind::kHomes, home), 1u);
  EXPECT_EQ(problems(office_, ImportKind::kHomes, home), 0u);
}

TEST_F(ImportsTest, AWorkbookComesInOnceAndIsUndone) {
  ASSERT_TRUE(registrar_.ImportDeputies(Soon(), {SomeDeputy("D1", 1, {"H1", "H2"})}).ok());
  const std::string before = database_.database()
                                 .RunText(Soon(),
                                          "SELECT CONCAT_WS('|', name, level, term, "
                                          "term_start_time, constituency, HEX(phone)) "
                                          "FROM deputies WHERE code = 'D1'")
                                 .value()[0]
                                 .String(0);
  const std::string xlsx =
      sheet::ToXlsx(
          {"代表",
           {{"编码", "姓名", "级别", "届次", "任期开始", "代表之家编码", "选区编码", "小组编码"},
            {"D1", "新名", "旗县", "18", "44501", "H1", "T1 T2", "T1"},
            {"D2", "王芳", "乡镇", "18", "2021/11/1", "H1、H2", "", "T1"}}})
          .value();
  const int64_t id = Upload(office_, ImportKind::kDeputies, xlsx);
  EXPECT_TRUE(Problems(office_, id).empty());
  const CheckedImport checked = desk_.Check(Soon(), As(office_), id).value();
  EXPECT_EQ(checked.run.new_count, 1);
  EXPECT_EQ(checked.run.changed_count, 1);
  EXPECT_EQ(Count("deputies"), 1) << "a check changes nothing";

  const base::RequestKey key = Key(office_);
  EXPECT_EQ(desk_.Apply(Soon(), As(office_), key, id)->state, ImportState::kApplied);
  EXPECT_EQ(desk_.Apply(Soon(), As(office_), key, id)->new_count, 1) << "the repeat";
  EXPECT_EQ(Count("deputies"), 2);
  EXPECT_EQ(Count("import_parts"), 0) << "the file is gone";
  EXPECT_EQ(directory_.ListDeputies(Soon(), homes_[1], {}, 0)->items.size(), 1u) << "D2 alone";
  EXPECT_EQ(Count("deputies WHERE code = 'D1' AND term_start_time = '2021-10-31 16:00:00.000'"), 1);

  EXPECT_EQ(directory_.ListGroupMembers(Soon(), organizations_[2], {}, 0)->items.size(), 2u);

  EXPECT_EQ(Undo(office_, id)->state, ImportState::kUndone);
  EXPECT_TRUE(directory_.ListGroupMembers(Soon(), organizations_[2], {}, 0)->items.empty());
  EXPECT_EQ(database_.database()
                .RunText(Soon(),
                         "SELECT CONCAT_WS('|', name, level, term, term_start_time, "
                         "constituency, HEX(phone)) FROM deputies WHERE code = 'D1'")
                .value()[0]
                .String(0),
            before);
  EXPECT_EQ(Count("deputy_constituencies"), 0);
  const auto left = directory_.ListDeputies(Soon(), homes_[1], {}, 0)->items;
  ASSERT_EQ(left.size(), 1u);
  EXPECT_EQ(left[0].code, "D1");
  EXPECT_EQ(Count("outbox"), 2) << "both homes take over what D2 was written";
  EXPECT_EQ(ErrorReason(Undo(office_, Upload(office_, ImportKind::kHomes, "x")).status()),
            "IMPORT_STATE_CONFLICT");
}

TEST_F(ImportsTest, UnitsHomesAndVotersComeAndGo) {
  const int64_t units = Upload(office_, ImportKind::kOrganizations,
                               "编码,名称,级别,上级编码\nV1,希热村,嘎查村,T1\nV2,红旗村,村,V1\n"
                               "T2,先锋新镇,镇,150823\n");
  EXPECT_THAT(Problems(office_, units), ElementsAre());
  ASSERT_TRUE(Apply(office_, units).ok());
  const int64_t homes =
      Upload(office_, ImportKind::kHomes, "编码,名称,所属单位编码\nH3,村里的家,V1\n");
  ASSERT_TRUE(Apply(office_, homes).ok());
  EXPECT_EQ(directory_.ListHomes(Soon(), 0, {}, 0)->items.size(), 3u);

  SqlVoterStore voter_store(database_.database(), cipher_, index_, trail_, ids_);
  Voters voters(voter_store, clock_, ids_);
  ASSERT_TRUE(voters.Import(Soon(), {{"13700000001", "T2"}}).ok());
  const int64_t roll =
      Upload(office_, ImportKind::kVoters, "手机号,村社区编码\n137 0000 0001,V1\n13700000002,V1\n");
  EXPECT_EQ(database_.QueryInt("SELECT COUNT(*) FROM import_parts WHERE content LIKE '%1370000%'"),
            0)
      << "the file is encrypted";
  EXPECT_EQ(Apply(office_, roll)->new_count, 1);
  EXPECT_EQ(voters.List(Soon(), homes_[0], false, {}, 0)->items.size(), 2u);
  ASSERT_TRUE(Undo(office_, roll).ok());
  EXPECT_TRUE(voters.List(Soon(), homes_[0], false, {}, 0)->items.empty());
  EXPECT_EQ(voters.List(Soon(), homes_[1], false, {}, 0)->items.size(), 1u);
  EXPECT_EQ(Count("persons"), 1) << "who never signed in leaves no trace";
  EXPECT_EQ(Count("identities"), 1);

  ASSERT_TRUE(Undo(office_, homes).ok());
  EXPECT_EQ(directory_.ListHomes(Soon(), 0, {}, 0)->items.size(), 2u);
  ASSERT_TRUE(Undo(office_, units).ok());
  EXPECT_EQ(Count("organizations WHERE closed_time IS NOT NULL"), 2);
  EXPECT_EQ(Count("organizations WHERE name = '先锋镇'"), 1);
  ASSERT_TRUE(Apply(office_, Upload(office_, ImportKind::kOrganizations,
                                    "编码,名称,级别,上级编码\nV1,希热村,嘎查村,T1\n"))
                  .ok());
  EXPECT_EQ(Count("organizations WHERE closed_time IS NOT NULL"), 1) << "open again";
}

TEST_F(ImportsTest, UnitsMoveAndCloseWithoutLosingTheirPast) {
  const auto ids = registrar_.ImportOrganizations(Soon(), {{"V1", "希热村", 5, "T1"}}, {});
  const int64_t village = ids->organization_ids[0];
  const TreeKeeper::User office{office_, {7, "r"}};
  const auto move = [&](const TreeKeeper::User& user, int64_t unit, int64_t parent) {
    return ErrorReason(keeper_.Move(Soon(), user, Key(user.caller), unit, parent).status());
  };
  const auto close = [&](int64_t unit, bool closed) {
    return ErrorReason(keeper_.SetClosed(Soon(), office, Key(office_), unit, closed).status());
  };
  EXPECT_EQ(move({township_, {8, "r"}}, village, organizations_[3]), "ORGANIZATION_NOT_FOUND")
      << "another township's ground";
  EXPECT_EQ(move(office, organizations_[2], village), "ORGANIZATION_STATE_CONFLICT") << "a circle";
  EXPECT_EQ(move(office, organizations_[3], organizations_[2]), "ORGANIZATION_STATE_CONFLICT")
      << "a township below a township";
  EXPECT_EQ(move(office, village, organizations_[3]), "");
  EXPECT_EQ(directory_.GetOrganization(Soon(), village)->parent_id, organizations_[3]);
  EXPECT_EQ(close(organizations_[3], true), "ORGANIZATION_STATE_CONFLICT") << "not empty";
  EXPECT_EQ(close(village, true), "");
  EXPECT_TRUE(directory_.GetOrganization(Soon(), village)->closed);
  EXPECT_TRUE(directory_.ListOrganizations(Soon(), organizations_[3], {}, 0)->items.empty());
  const auto changes = keeper_.ListChanges(Soon(), office_, village).value();
  ASSERT_EQ(changes.size(), 2u);
  EXPECT_EQ(changes[1].old_parent_id, organizations_[2]);

  base::Caller county = office_;
  county.grants[0].home_ids = homes_;
  const auto close_home = [&](int64_t home, int64_t successor) {
    return ErrorReason(
        keeper_.CloseHome(Soon(), {county, {7, "r"}}, Key(office_, home), successor).status());
  };
  EXPECT_EQ(close_home(homes_[1], homes_[1]), "FIELD_INVALID") << "its own successor";
  EXPECT_EQ(close_home(homes_[1], 1), "FIELD_INVALID") << "no home";
  EXPECT_EQ(close_home(homes_[1], homes_[0]), "");
  EXPECT_EQ(close_home(homes_[0], homes_[1]), "FIELD_INVALID") << "is closed";
  EXPECT_TRUE(directory_.GetHome(Soon(), homes_[1])->closed) << "can still be read";
  EXPECT_EQ(directory_.GetHome(Soon(), homes_[1])->successor_home_id, homes_[0]);
  EXPECT_EQ(directory_.ListHomes(Soon(), 0, {}, 0)->items.size(), 1u);
  EXPECT_EQ(close(organizations_[3], true), "");
  EXPECT_EQ(close(village, false), "ORGANIZATION_STATE_CONFLICT") << "the unit above is closed";
  EXPECT_EQ(Count("audit_entries WHERE action LIKE '%Organization'"), 3);
}

}  // namespace
}  // namespace deputies::accounts
