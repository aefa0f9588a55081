#include "services/accounts/domain/code_book.h"

#include <set>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/accounts/domain/code_text.h"
#include "services/accounts/print/svg_poster.h"
#include "services/accounts/storage/accounts_fixture.h"
#include "services/accounts/storage/sql_code_store.h"
#include "services/common/base/error.h"

namespace deputies::accounts {
namespace {

using ::testing::HasSubstr;

// 0, 0, 1, 1, 2, ...: the next value is new for a scene, but comes twice for short codes.
class CountingRandom final : public RandomSource {
 public:
  std::string Bytes(size_t count) const override {
    std::string bytes(count, '\0');
    const int value = count == kShortCodeRandomBytes ? short_codes_++ / 2 : ++scenes_;
    bytes.back() = static_cast<char>(value);
    return bytes;
  }

 private:
  mutable int scenes_ = 0;
  mutable int short_codes_ = 0;
};

// Draws when told so.
class FakeRoundCodes final : public MiniProgramCodes {
 public:
  absl::StatusOr<CodePicture> DrawCode(const CallTrace&, const std::string& scene) override {
    ++calls;
    if (!draws) return absl::UnavailableError("WeChat is away");
    return CodePicture{"picture of " + scene, "image/png"};
  }

  bool draws = true;
  int calls = 0;
};

class CodeBookTest : public AccountsTest {
 protected:
  CodeBookTest() {
    const auto ids = registrar_.ImportDeputies(
        Soon(), {SomeDeputy("D1", 1, {"H1"}), SomeDeputy("D2", 1, {"H1"})});
    EXPECT_TRUE(ids.ok()) << ids.status();
    deputies_ = *ids;
    staff_.kind = deputy_.kind = base::Caller::Kind::kPerson;
    staff_.grants = {{base::Role::kChair, 0, {homes_[0], homes_[1]}, 0}};
    deputy_.grants = {{base::Role::kDeputy, 0, {homes_[0]}, deputies_[0]}};
  }

  base::RequestKey Key(int64_t home_id) {
    base::RequestKey key{home_id, 7, "Test", "", {}};
    key.request_id = absl::StrFormat("00000000-0000-4000-8000-%012d", ++requests_);
    return key;
  }
  CodeBook::User Staff() const { return {staff_, {7, "request"}}; }
  CodeBook::User AsDeputy() const { return {deputy_, {8, "request"}}; }

  Code Make(const CodeDraft& draft) {
    const auto code = book_.Create(Soon(), Staff(), Key(homes_[0]), draft);
    EXPECT_TRUE(code.ok()) << code.status();
    return code.value_or(Code());
  }
  CodeDraft Deputy(size_t index, const std::string& replaces = "") const {
    return {CodeKind::kDeputy, deputies_[index], "宣传栏", std::nullopt, replaces};
  }

  absl::StatusOr<std::vector<CodeBook::Sheet>> Posters(const CodeBook::User& user, int64_t home_id,
                                                       const std::string& scene,
                                                       bool round_codes = false) {
    return book_.Posters({Soon(), "request", ""}, user, home_id, {scene}, PaperSize::kA3,
                         round_codes);
  }

  const audit::AuditTrail trail_{{9}};
  const CountingRandom random_;
  const SvgPoster painter_{"https://home.example"};
  SqlCodeStore codes_{database_.database(), trail_, clock_};
  FakeRoundCodes round_codes_;
  CodeBook book_{codes_, directory_, painter_, round_codes_, random_, clock_, ids_};
  std::vector<int64_t> deputies_;
  base::Caller staff_, deputy_;
  int requests_ = 0;
};

TEST_F(CodeBookTest, AScanLeadsToTheDeputyAndIsCounted) {
  const Code code = Make(Deputy(0));
  for (const std::string& text :
       {code.scene, code.short_code,
        absl::StrCat(code.short_code.substr(0, 4), " ", code.short_code.substr(4))}) {
    const auto result = book_.Scan(Soon(), text);
    ASSERT_TRUE(result.ok()) << result.status();
    EXPECT_EQ(result->kind, CodeKind::kDeputy);
    EXPECT_EQ(result->home_id, homes_[0]);
    EXPECT_EQ(result->target_id, deputies_[0]);
    EXPECT_EQ(result->deputy_name, "代表D1");
    EXPECT_FALSE(result->redirected);
  }
  EXPECT_EQ(book_.List(Soon(), Staff(), homes_[0], {}, 0).value().items.at(0).scan_count, 3);
  EXPECT_EQ(database_.QueryInt("SELECT day FROM code_scans"), 20260302);
  for (const std::string& text :
       {std::string(), MakeShortCode("unknown!"), std::string("h123"), MakeScene('h', "unknown")}) {
    EXPECT_EQ(base::ErrorReason(book_.Scan(Soon(), text).status()), "CODE_NOT_FOUND") << text;
  }
}

TEST_F(CodeBookTest, ShortCodesAreTriedUntilOneIsFree) {
  std::set<std::string> seen;
  for (int i = 0; i < 5; ++i) {
    EXPECT_TRUE(seen.insert(Make({CodeKind::kHome, 0, "", std::nullopt, ""}).short_code).second);
  }
}

TEST_F(CodeBookTest, ARepeatedRequestMakesOneCode) {
  const base::RequestKey key = Key(homes_[0]);
  const Code first = book_.Create(Soon(), Staff(), key, Deputy(0)).value();
  EXPECT_EQ(book_.Create(Soon(), Staff(), key, Deputy(0)).value().scene, first.scene);
  EXPECT_EQ(database_.QueryInt("SELECT COUNT(*) FROM codes"), 1);
  EXPECT_EQ(database_.QueryInt("SELECT COUNT(*) FROM audit_entries"), 1);
}

TEST_F(CodeBookTest, AnEndedCodeNeverLeadsToNothing) {
  const Code old = Make(Deputy(0));
  const Code renewed = Make(Deputy(1, old.scene));
  ScanResult result = book_.Scan(Soon(), old.scene).value();
  EXPECT_EQ(result.deputy_name, "代表D2");
  EXPECT_TRUE(result.redirected);

  ASSERT_TRUE(book_.Revoke(Soon(), Staff(), Key(homes_[0]), renewed.scene, "").ok());
  result = book_.Scan(Soon(), old.scene).value();
  EXPECT_EQ(result.kind, CodeKind::kHome);
  EXPECT_EQ(result.target_id, 0);
  EXPECT_EQ(result.home_name, "乌拉山镇代表之家");

  // A ring of successors ends at the home as well.
  ASSERT_TRUE(book_.Revoke(Soon(), Staff(), Key(homes_[0]), renewed.scene, old.scene).ok());
  EXPECT_EQ(book_.Scan(Soon(), old.scene).value().kind, CodeKind::kHome);

  CodeDraft brief = Deputy(0);
  brief.expire_time = clock_.Now() + absl::Hours(1);
  const Code expiring = Make(brief);
  EXPECT_EQ(book_.Scan(Soon(), expiring.scene).value().kind, CodeKind::kDeputy);
  clock_.Advance(absl::Hours(1));
  EXPECT_EQ(book_.Scan(Soon(), expiring.scene).value().kind, CodeKind::kHome);

  const Code of_deputy = Make(Deputy(0));
  database_.Run(absl::StrCat("UPDATE deputies SET term_end_time = '2026-01-01' WHERE deputy_id = ",
                             deputies_[0]));
  result = book_.Scan(Soon(), of_deputy.scene).value();
  EXPECT_EQ(result.kind, CodeKind::kHome);
  EXPECT_TRUE(result.redirected);
}

TEST_F(CodeBookTest, DeputiesTouchTheirOwnCodesOnly) {
  const Code own = book_.Create(Soon(), AsDeputy(), Key(homes_[0]), Deputy(0)).value();
  const Code others = Make(Deputy(1));
  const auto refused = [](const absl::Status& status) {
    EXPECT_EQ(base::ErrorReason(status), "ACCESS_DENIED") << status;
  };
  refused(book_.Create(Soon(), AsDeputy(), Key(homes_[0]), Deputy(1)).status());
  refused(
      book_.Create(Soon(), AsDeputy(), Key(homes_[0]), {CodeKind::kHome, 0, "", {}, ""}).status());
  refused(book_.Create(Soon(), AsDeputy(), Key(homes_[0]), Deputy(0, others.scene)).status());
  refused(Posters(AsDeputy(), homes_[0], others.scene).status());
  const Page<Code> seen = book_.List(Soon(), AsDeputy(), homes_[0], {}, 0).value();
  ASSERT_EQ(seen.items.size(), 1u);
  EXPECT_EQ(seen.items[0].scene, own.scene);
  EXPECT_EQ(book_.List(Soon(), Staff(), homes_[0], {}, 1).value().items.at(0).scene, others.scene);
}

TEST_F(CodeBookTest, TargetsAndHomesMustFit) {
  const auto field_of = [&](const CodeDraft& draft) {
    const absl::Status status = book_.Create(Soon(), Staff(), Key(homes_[0]), draft).status();
    return base::ErrorFields(status).at(0).field;
  };
  EXPECT_EQ(field_of({CodeKind::kHome, 5, "", {}, ""}), "targetId");
  EXPECT_EQ(field_of({CodeKind::kDeputy, 0, "", {}, ""}), "targetId");
  EXPECT_EQ(field_of({CodeKind::kHome, 0, "", clock_.Now(), ""}), "expireTime");
  const Code here = Make(Deputy(0));
  EXPECT_EQ(base::ErrorReason(book_.Create(Soon(), Staff(), Key(homes_[1]), Deputy(0)).status()),
            "DEPUTY_NOT_FOUND");
  EXPECT_EQ(
      base::ErrorReason(book_.Revoke(Soon(), Staff(), Key(homes_[1]), here.scene, "").status()),
      "CODE_NOT_FOUND");
  EXPECT_EQ(
      base::ErrorReason(
          book_.Create(Soon(), Staff(), Key(homes_[1]), {CodeKind::kHome, 0, "", {}, here.scene})
              .status()),
      "CODE_NOT_FOUND");
  EXPECT_EQ(book_.Scan(Soon(), here.scene).value().kind, CodeKind::kDeputy);
}

TEST_F(CodeBookTest, PostersNameTheDeputyAndTheShortCode) {
  const Code code = Make(Deputy(0));
  const auto sheets = Posters(Staff(), homes_[0], code.scene);
  ASSERT_TRUE(sheets.ok()) << sheets.status();
  for (const std::string& text :
       {std::string("乌拉山镇代表之家"), std::string("代表D1"), std::string("宣传栏"),
        std::string("width=\"297mm\""),
        absl::StrCat(code.short_code.substr(0, 4), " ", code.short_code.substr(4))}) {
    EXPECT_THAT(sheets->at(0).svg, HasSubstr(text));
  }
  EXPECT_EQ(base::ErrorReason(Posters(Staff(), homes_[1], code.scene).status()), "CODE_NOT_FOUND");
}

TEST_F(CodeBookTest, ARoundCodeIsDrawnOnceAndASquareOneServesMeanwhile) {
  const Code code = Make(Deputy(0));
  round_codes_.draws = false;
  const CodeBook::Sheet square = Posters(Staff(), homes_[0], code.scene, true)->at(0);
  EXPECT_FALSE(square.round_code);
  EXPECT_EQ(square.svg, Posters(Staff(), homes_[0], code.scene)->at(0).svg);
  round_codes_.draws = true;
  for (int i = 0; i < 2; ++i) {
    const CodeBook::Sheet round = Posters(Staff(), homes_[0], code.scene, true)->at(0);
    EXPECT_TRUE(round.round_code);
    EXPECT_THAT(round.svg, HasSubstr("data:image/png;base64," +
                                     absl::Base64Escape("picture of " + code.scene)));
  }
  EXPECT_EQ(round_codes_.calls, 2) << "one failure, one picture";
}

TEST_F(CodeBookTest, ADeputysCodeForPrintIsMadeAndDrawnOnce) {
  const auto draw = [&](size_t index) {
    return book_.DrawDeputyCode({Soon(), "request", ""}, {0, "request"}, Key(homes_[0]),
                                deputies_[index]);
  };
  round_codes_.draws = false;
  EXPECT_TRUE(absl::IsUnavailable(draw(0).status()));
  round_codes_.draws = true;
  const CodeBook::DrawnCode first = draw(0).value();
  EXPECT_TRUE(first.drawn);
  EXPECT_EQ(first.picture.bytes, "picture of " + first.code.scene);
  const CodeBook::DrawnCode again = draw(0).value();
  EXPECT_FALSE(again.drawn);
  EXPECT_EQ(again.code.scene, first.code.scene);
  EXPECT_EQ(again.picture.bytes, first.picture.bytes);
  EXPECT_EQ(database_.QueryInt("SELECT COUNT(*) FROM codes"), 1) << "also after the refusal";
  // A code that ended is none for print.
  ASSERT_TRUE(book_.Revoke(Soon(), Staff(), Key(homes_[0]), first.code.scene, "").ok());
  EXPECT_NE(draw(0)->code.scene, first.code.scene);
  EXPECT_EQ(base::ErrorReason(book_
                                  .DrawDeputyCode({Soon(), "request", ""}, {0, "request"},
                                                  Key(homes_[1]), deputies_[0])
                                  .status()),
            "DEPUTY_NOT_FOUND");
}

TEST(SvgPosterTest, TextCannotBreakOutOfItsLine) {
  Poster poster;
  poster.title = "<script>&\"'";
  const std::string svg = SvgPoster("https://home.example").Paint(poster).value();
  EXPECT_THAT(svg, HasSubstr("&lt;script&gt;&amp;&quot;&apos;"));
  EXPECT_EQ(svg.find("<script"), svg.npos);
}

}  // namespace
}  // namespace deputies::accounts
