// Moderation on the real database: what is held or hidden is seen by its author and those who
// handle it alone, decisions have reasons, appeals and removals a second person, and the public log
// names nobody.
#include "services/board/domain/moderation_desk.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/board/domain/message_poster.h"
#include "services/board/domain/message_reader.h"
#include "services/board/domain/moderation_watch.h"
#include "services/board/domain/photo_watch.h"
#include "services/board/storage/desk_fixture.h"
#include "services/board/storage/sql_moderation_store.h"
#include "services/common/base/work_calendar.h"

namespace deputies::board {
namespace {

using base::Role;
using State = ModerationState;
using Event = ModerationEvent;

constexpr int64_t kHome = 1;

// Answers as told, and remembers what it was asked.
class FakeChecker final : public TextChecker {
 public:
  absl::StatusOr<ContentVerdict> Check(absl::Time, int64_t person_id, int64_t,
                                       const std::string& text) override {
    EXPECT_EQ(person_id, 50);
    asked.push_back(text);
    return verdict;
  }
  absl::StatusOr<ContentVerdict> verdict = ContentVerdict::kPass;
  std::vector<std::string> asked;
};

class FakePhotoChecker final : public PhotoChecker {
 public:
  absl::StatusOr<std::string> Order(absl::Time, const PhotoCheck& check) override {
    EXPECT_EQ(check.author_id, 50);
    ordered.push_back(check.photo_id);
    if (!answer.ok()) return answer;
    return absl::StrCat("order-", check.photo_id);
  }
  absl::StatusOr<std::optional<ContentVerdict>> FindVerdict(absl::Time,
                                                            const std::string& order_id) override {
    const auto found = verdicts.find(order_id);
    if (found == verdicts.end()) return std::nullopt;
    return found->second;
  }
  absl::Status answer;
  std::map<std::string, ContentVerdict> verdicts;
  std::vector<int64_t> ordered;
};

class ModerationDeskTest : public DeskFixture {
 protected:
  // A public message with these photos, whose text has passed.
  int64_t PostWithPhotos(const std::vector<int64_t>& photo_ids) {
    const int64_t id = Post("请看照片");
    for (const int64_t photo_id : photo_ids) {
      database_.Run(absl::StrCat(
          "INSERT INTO photos (home_id, photo_id, uploader_person_id, message_id, width, height, "
          "full_hash, thumbnail_hash, create_time) VALUES (",
          kHome, ",", photo_id, ",50,", id, ",9,9,'','','2026-03-02')"));
    }
    database_.Run(absl::StrCat("UPDATE messages SET photos='1:9:9' WHERE id=", id));
    CheckTexts();
    return id;
  }
  void CheckPhotos() {
    const absl::StatusOr<int> looked = photo_watch_.RunOnce(
        [](int64_t, int64_t, const absl::Status& status) { ADD_FAILURE() << status; });
    EXPECT_TRUE(looked.ok()) << looked.status();
  }
  int64_t Post(const std::string& body, Visibility visibility = Visibility::kPublic) {
    const absl::StatusOr<Message> posted =
        poster_.Post(Scope(author_), NewKey("PostMessage", kHome, author_),
                     {kHome, 0, visibility, "主题", body});
    EXPECT_TRUE(posted.ok()) << posted.status();
    return posted->id;
  }
  void SetPolicy(bool before_showing, std::vector<std::string> words) {
    ModerationPolicy policy;
    policy.before_showing = before_showing;
    policy.words = std::move(words);
    policy.codex = "请文明留言，不写他人电话。";
    policy.decide_hours = 8;
    policy.revision = desk_.GetPolicy(Scope(chair_), kHome)->revision;
    ASSERT_TRUE(desk_.SetPolicy(Scope(chair_), NewKey("Policy", kHome, chair_), policy).ok());
  }
  absl::StatusOr<ModerationCase> Decide(const base::Caller& caller, int64_t id, bool show) {
    return desk_.Decide(Scope(caller), NewKey("Decide", kHome, caller), id, show,
                        show ? ModerationReason::kNone : ModerationReason::kAbuse, "请改正");
  }
  std::string Report(const base::Caller& caller, int64_t id) {
    const absl::Status told = desk_.Report(Scope(caller), NewKey("Report", kHome, caller), id,
                                           ModerationReason::kAdvertising, "像广告");
    return told.ok() ? "OK" : base::ErrorReason(told);
  }
  // Who of `everybody` sees the message, in lists and alone alike.
  std::set<std::string> Seers(int64_t id) {
    const std::pair<std::string, base::Caller> everybody[] = {
        {"anonymous", base::Caller()},
        {"author", author_},
        {"voter", Person(60)},
        {"deputy", deputy_},
        {"chair", chair_},
        {"other chair", WithRole(61, Role::kChair, 2)},
        {"other deputy", WithRole(62, Role::kDeputy, 2, 88)}};
    std::set<std::string> seers;
    for (const auto& [name, caller] : everybody) {
      const bool alone = reader_.Get(Scope(caller), kHome, id).ok();
      bool listed = false;
      const auto page = reader_.List(Scope(caller), kHome, std::nullopt, 50);
      for (const Message& message : page->messages) {
        listed = listed || message.id == id;
      }
      EXPECT_EQ(alone, listed) << name;
      if (alone) seers.insert(name);
    }
    return seers;
  }

  void CheckTexts() {
    const absl::StatusOr<int> taken = watch_.CheckTexts(
        [](int64_t, int64_t, const absl::Status& status) { ADD_FAILURE() << status; });
    EXPECT_TRUE(taken.ok()) << taken.status();
  }
  int Escalate() {
    const absl::StatusOr<int> told = watch_.Escalate(
        [](int64_t, int64_t, const absl::Status& status) { ADD_FAILURE() << status; });
    EXPECT_TRUE(told.ok()) << told.status();
    return told.value_or(0);
  }
  // Roles that notices of this kind were ordered for, in order.
  std::vector<Role> Ordered(int kind) {
    std::vector<Role> roles;
    for (const db::Row& row : database_.Query(
             absl::StrCat("SELECT role FROM notice_orders WHERE kind=", kind, " ORDER BY id"))) {
      roles.push_back(static_cast<Role>(row.Int(0)));
    }
    return roles;
  }
  ModerationCase Case(int64_t id) { return *desk_.Get(Scope(chair_), kHome, id); }

  const std::set<std::string> everybody_ = {"anonymous", "author",      "voter",       "deputy",
                                            "chair",     "other chair", "other deputy"};
  // The deputy is one whom the message is addressed to.
  const std::set<std::string> insiders_ = {"author", "deputy", "chair"};
  FakeDirectory directory_;
  const base::WorkCalendar calendar_;
  MessagePoster poster_{store(), directory_, calendar_, ids_, clock_};
  MessageReader reader_{store(), directory_};
  SqlModerationStore store_{database_.database(), ids_, clock_};
  ModerationDesk desk_{store_, ids_, clock_};
  FakeChecker checker_;
  ModerationWatch watch_{store_, checker_, /*photos_too=*/true, calendar_, clock_};
  FakePhotoChecker photo_checker_;
  PhotoWatch photo_watch_{store_, photo_checker_, clock_};
  base::Caller author_ = Person(50);
  base::Caller chair_ = WithRole(51, Role::kChair, kHome);
  base::Caller liaison_ = WithRole(52, Role::kLiaison, kHome);
  base::Caller deputy_ = WithRole(53, Role::kDeputy, kHome, 77);
};

TEST(ModerationStateTest, HiddenIsHiddenAndEveryOpenStateCanBeDecided) {
  for (int state = 0; state <= 8; ++state) {
    const auto from = static_cast<State>(state);
    if (IsOpen(from)) {
      EXPECT_TRUE(NextState(from, Event::kShow).ok()) << state;
      EXPECT_TRUE(NextState(from, Event::kHide).ok() ||
                  NextState(from, Event::kConfirmRemoval).ok())
          << state;
    }
    for (int event = 0; event <= static_cast<int>(Event::kConfirmRemoval); ++event) {
      const auto what = static_cast<Event>(event);
      const absl::StatusOr<State> next = NextState(from, what);
      if (!next.ok()) {
        EXPECT_EQ(base::ErrorReason(next.status()), "MODERATION_STATE_CONFLICT");
        continue;
      }
      EXPECT_NE(from, State::kRemoved) << "removed is for ever";
      // A report alone hides nothing, and only a moderator's word shows what is hidden.
      if (what == Event::kReport) {
        EXPECT_TRUE(IsShown(*next));
      }
      if (!IsShown(from) && IsShown(*next)) {
        EXPECT_EQ(what, Event::kShow);
      }
    }
  }
}

TEST(ModerationWordsTest, BlanksDoNotHideAWord) {
  EXPECT_TRUE(HasWord({"办证"}, "专业办证"));
  EXPECT_TRUE(HasWord({"办证"}, "办 \n　证"));
  EXPECT_FALSE(HasWord({"办证"}, "办理证件"));
  EXPECT_FALSE(HasWord({""}, "任何"));
}

TEST_F(ModerationDeskTest, APreModeratedHomeShowsNothingBeforeRelease) {
  SetPolicy(true, {});
  const int64_t id = Post("路灯坏了");
  EXPECT_EQ(Seers(id), insiders_);
  const int64_t own = Post("家事", Visibility::kPrivate);
  EXPECT_EQ(Seers(own), insiders_);
  const auto open = desk_.ListOpen(Scope(chair_), kHome, {}, 0);
  ASSERT_EQ(open->cases.size(), 1u) << "a private message is nobody's to moderate";
  EXPECT_EQ(open->cases[0].message_id, id);
  EXPECT_EQ(open->cases[0].due_time, clock_.Now() + absl::Hours(8));
  EXPECT_EQ(ReasonOf(Decide(chair_, own, false)), "MODERATION_CASE_NOT_FOUND");
  ASSERT_TRUE(Decide(chair_, id, true).ok());
  EXPECT_EQ(Seers(id), everybody_);
  EXPECT_EQ(Seers(own), insiders_);
  EXPECT_EQ(Told(31), std::vector<int64_t>{50});
}

TEST_F(ModerationDeskTest, TheOpenCasesAreTheOwnHomes) {
  SetPolicy(true, {});
  Post("路灯坏了");
  EXPECT_EQ(desk_.ListOpen(Scope(chair_), kHome, {}, 0)->cases.size(), 1u);
  const base::Caller other_chair = WithRole(61, Role::kChair, 2);
  EXPECT_TRUE(desk_.ListOpen(Scope(other_chair), 2, {}, 0)->cases.empty());
}

TEST_F(ModerationDeskTest, AWordOfTheListHoldsAMessageBack) {
  SetPolicy(false, {"办证", "赌博"});
  EXPECT_EQ(Seers(Post("办 证 找我")), insiders_);
  EXPECT_EQ(Seers(Post("路灯坏了")), everybody_);
  // The list itself is no reader's.
  EXPECT_TRUE(desk_.GetPolicy(Scope(author_), kHome)->words.empty());
  EXPECT_EQ(desk_.GetPolicy(Scope(chair_), kHome)->words.size(), 2u);
  ModerationPolicy stale;
  EXPECT_EQ(ReasonOf(desk_.SetPolicy(Scope(chair_), NewKey("Policy", kHome, chair_), stale)),
            "CONCURRENT_CHANGE");
}

TEST_F(ModerationDeskTest, FromReportToAppealToAnotherPerson) {
  const int64_t id = Post("你们都是骗子");
  const int64_t secret = Post("家事", Visibility::kPrivate);
  EXPECT_EQ(Report(Person(60), secret), "MESSAGE_NOT_FOUND");
  EXPECT_EQ(Report(Person(60), 999), "MESSAGE_NOT_FOUND");
  EXPECT_EQ(Report(Person(60), id), "OK");
  clock_.Advance(absl::Hours(1));
  EXPECT_EQ(Report(Person(60), id), "OK");
  EXPECT_EQ(Report(Person(61), id), "OK");
  EXPECT_EQ(Seers(id), everybody_) << "a report alone hides nothing";
  EXPECT_EQ(desk_.Get(Scope(chair_), kHome, id)->report_count, 2);
  EXPECT_EQ(desk_.Get(Scope(chair_), kHome, id)->due_time, clock_.Now() + absl::Hours(23));

  EXPECT_EQ(ReasonOf(desk_.Decide(Scope(chair_), NewKey("Decide", kHome, chair_), id, false,
                                  ModerationReason::kNone, "")),
            "FIELD_INVALID");
  EXPECT_EQ(ReasonOf(Decide(deputy_, id, false)), "ACCESS_DENIED");
  ASSERT_TRUE(Decide(chair_, id, false).ok());
  EXPECT_EQ(Seers(id), insiders_);
  EXPECT_EQ(Told(32), std::vector<int64_t>{50});
  const auto seen = desk_.Get(Scope(author_), kHome, id);
  ASSERT_TRUE(seen.ok()) << seen.status();
  EXPECT_EQ(seen->reason, ModerationReason::kAbuse);
  EXPECT_EQ(ReasonOf(desk_.Get(Scope(Person(60)), kHome, id)), "MODERATION_CASE_NOT_FOUND");
  EXPECT_EQ(Report(Person(63), id), "MESSAGE_NOT_FOUND");

  const auto appeal = [&](const base::Caller& caller) {
    return ReasonOf(
        desk_.Appeal(Scope(caller), NewKey("Appeal", kHome, caller), id, "我说的是事实"));
  };
  EXPECT_EQ(appeal(Person(60)), "MODERATION_CASE_NOT_FOUND");
  EXPECT_EQ(appeal(author_), "OK");
  EXPECT_EQ(ReasonOf(Decide(chair_, id, true)), "SECOND_PERSON_NEEDED");
  ASSERT_TRUE(Decide(liaison_, id, true).ok());
  EXPECT_EQ(Seers(id), everybody_);

  // Once: hidden again, it is the last word.
  ASSERT_TRUE(Decide(liaison_, id, false).ok());
  EXPECT_EQ(appeal(author_), "MODERATION_STATE_CONFLICT");
}

TEST_F(ModerationDeskTest, RemovalTakesTwoPeopleAndLeavesNoText) {
  const int64_t id = Post("某人的电话是13800000000");
  const auto remove = [&](const base::Caller& caller) {
    return ReasonOf(desk_.Remove(Scope(caller), NewKey("Remove", kHome, caller), id));
  };
  EXPECT_EQ(remove(chair_), "MODERATION_STATE_CONFLICT") << "only what is hidden";
  ASSERT_TRUE(Decide(chair_, id, false).ok());
  EXPECT_EQ(remove(chair_), "OK");
  EXPECT_EQ(remove(chair_), "SECOND_PERSON_NEEDED");
  EXPECT_EQ(remove(liaison_), "OK");
  const auto message = reader_.Get(Scope(chair_), kHome, id);
  ASSERT_TRUE(message.ok()) << "the row stays, with all that hangs on it";
  EXPECT_EQ(message->body, "（内容已删除）");
  EXPECT_EQ(ReasonOf(Decide(chair_, id, true)), "MODERATION_STATE_CONFLICT");

  const auto log = desk_.ListLog(Scope(base::Caller()), kHome, std::nullopt, 0);
  ASSERT_EQ(log->entries.size(), 2u);
  EXPECT_EQ(log->entries[0].action, ModerationAction::kRemoved);
  EXPECT_EQ(log->entries[1].action, ModerationAction::kHidden);
}

TEST_F(ModerationDeskTest, AModeratorWhoIsLateIsSeenToBe) {
  SetPolicy(true, {});
  const int64_t late = Post("一");
  clock_.Advance(absl::Hours(9));
  const int64_t in_time = Post("二");
  ASSERT_TRUE(Decide(chair_, late, true).ok());
  ASSERT_TRUE(Decide(chair_, in_time, true).ok());
  const auto log = desk_.ListLog(Scope(base::Caller()), kHome, std::nullopt, 0);
  EXPECT_TRUE(log->entries[0].in_time);
  EXPECT_FALSE(log->entries[1].in_time);
}

TEST_F(ModerationDeskTest, TheQueueIsWalkedPageByPage) {
  SetPolicy(true, {});
  std::set<int64_t> expected;
  for (int i = 0; i < 9; ++i) {
    expected.insert(Post(absl::StrCat("第", i)));
    if (i % 3 == 0) clock_.Advance(absl::Minutes(1));
  }
  std::set<int64_t> found;
  CasePosition after;
  while (true) {
    const auto page = desk_.ListOpen(Scope(chair_), kHome, after, 2);
    ASSERT_TRUE(page.ok()) << page.status();
    for (const ModerationCase& moderation : page->cases) {
      EXPECT_TRUE(found.insert(moderation.message_id).second);
    }
    if (!page->next.has_value()) break;
    after = *page->next;
  }
  EXPECT_EQ(found, expected);
}

TEST_F(ModerationDeskTest, WeChatJudgesWhatOthersSeeAfterItIsStored) {
  const int64_t harmless = Post("路灯坏了");
  Post("只给代表看", Visibility::kPrivate);
  CheckTexts();
  EXPECT_EQ(checker_.asked, std::vector<std::string>{"主题\n路灯坏了"});
  EXPECT_EQ(Seers(harmless), everybody_);
  EXPECT_EQ(ReasonOf(desk_.Get(Scope(chair_), kHome, harmless)), "MODERATION_CASE_NOT_FOUND");
  CheckTexts();
  EXPECT_EQ(checker_.asked.size(), 1u) << "once";

  for (const ContentVerdict verdict : {ContentVerdict::kReview, ContentVerdict::kRisky}) {
    const int64_t held = Post("可疑的话");
    checker_.verdict = verdict;
    CheckTexts();
    EXPECT_EQ(Seers(held), insiders_);
    EXPECT_EQ(Case(held).state, State::kHeld);
    EXPECT_EQ(Case(held).origin, ModerationOrigin::kWechat);
    ASSERT_TRUE(Decide(liaison_, held, true).ok());
    EXPECT_EQ(Seers(held), everybody_);
  }
  EXPECT_EQ(Told(32), (std::vector<int64_t>{50, 50})) << "the author, each time";
  EXPECT_EQ(Ordered(33), (std::vector<Role>{Role::kLiaison, Role::kLiaison}));
  EXPECT_EQ(Count("moderation_checks"), 0);
}

TEST_F(ModerationDeskTest, WeChatJudgesThePhotosOnceTheTextHasPassed) {
  const int64_t harmless = PostWithPhotos({901, 902});
  const int64_t bad = PostWithPhotos({903});
  CheckPhotos();
  CheckPhotos();
  EXPECT_EQ(photo_checker_.ordered, (std::vector<int64_t>{901, 902, 903})) << "once";
  photo_checker_.verdicts = {{"order-901", ContentVerdict::kPass},
                             {"order-903", ContentVerdict::kRisky}};
  clock_.Advance(PhotoWatch::kLookAgain);
  CheckPhotos();
  EXPECT_EQ(Seers(harmless), everybody_);
  EXPECT_EQ(Seers(bad), insiders_);
  EXPECT_EQ(Case(bad).origin, ModerationOrigin::kWechat);
  EXPECT_EQ(Told(32), std::vector<int64_t>{50});

  // No word of the second one: people look, and it stays shown meanwhile.
  clock_.Advance(PhotoWatch::kLongestWait);
  CheckPhotos();
  EXPECT_EQ(Case(harmless).state, State::kReported);
  EXPECT_EQ(Seers(harmless), everybody_);
  EXPECT_EQ(Count("photo_checks"), 0);
}

TEST_F(ModerationDeskTest, AnOutageDelaysTheOrderOfAPhotoAndAPrivateOneHasNone) {
  photo_checker_.answer = absl::UnavailableError("away");
  const int64_t waiting = PostWithPhotos({901});
  for (int i = 0; i < 20; ++i) {
    CheckPhotos();
    clock_.Advance(absl::Minutes(1));
  }
  EXPECT_EQ(photo_checker_.ordered.size(), static_cast<size_t>(ModerationWatch::kMaxAttempts));
  EXPECT_EQ(Case(waiting).state, State::kReported);

  const int64_t hidden = PostWithPhotos({902});
  database_.Run(absl::StrCat("UPDATE messages SET visibility=1 WHERE id=", hidden));
  photo_checker_.ordered.clear();
  CheckPhotos();
  EXPECT_TRUE(photo_checker_.ordered.empty());
  EXPECT_EQ(Count("photo_checks"), 0);
}

TEST_F(ModerationDeskTest, WithoutAVerdictPeopleLookAndNothingIsDropped) {
  // WeChat does not know the author: no use in asking again.
  checker_.verdict = absl::FailedPreconditionError("no openid");
  const int64_t unknown = Post("路灯坏了");
  CheckTexts();
  EXPECT_EQ(Case(unknown).state, State::kReported);
  EXPECT_EQ(Seers(unknown), everybody_);

  // An outage: asked again, at last given to people.
  checker_.verdict = absl::UnavailableError("away");
  checker_.asked.clear();
  const int64_t waiting = Post("下水道堵了");
  for (int i = 0; i < 20; ++i) {
    CheckTexts();
    clock_.Advance(absl::Minutes(1));
  }
  EXPECT_EQ(checker_.asked.size(), static_cast<size_t>(ModerationWatch::kMaxAttempts));
  EXPECT_EQ(Case(waiting).state, State::kReported);
  EXPECT_EQ(Case(waiting).origin, ModerationOrigin::kWechat);
  EXPECT_EQ(Count("moderation_checks"), 0);

  // It came back meanwhile: nobody is bothered. What a moderator judged stays judged.
  const int64_t late = Post("路不平");
  const int64_t hidden = Post("骂人的话");
  CheckTexts();
  ASSERT_TRUE(Decide(chair_, hidden, false).ok());
  clock_.Advance(absl::Minutes(1));
  checker_.verdict = ContentVerdict::kPass;
  CheckTexts();
  EXPECT_EQ(ReasonOf(desk_.Get(Scope(chair_), kHome, late)), "MODERATION_CASE_NOT_FOUND");
  EXPECT_EQ(Case(hidden).state, State::kHidden);
}

TEST_F(ModerationDeskTest, AModeratorWhoTakesTooLongIsOverseenOneStepADay) {
  SetPolicy(true, {});
  const int64_t id = Post("路灯坏了");
  EXPECT_EQ(Ordered(33), std::vector<Role>{Role::kLiaison});
  EXPECT_EQ(Escalate(), 0);
  for (int day = 0; day < 4; ++day) {
    clock_.Set(*Case(id).next_time);
    EXPECT_EQ(Escalate(), 1);
    EXPECT_EQ(Escalate(), 0);
  }
  EXPECT_EQ(Ordered(34), (std::vector<Role>{Role::kChair, Role::kSponsor, Role::kCountyOffice,
                                            Role::kCountyOffice}));
  ASSERT_TRUE(Decide(chair_, id, true).ok());
  EXPECT_FALSE(Case(id).next_time.has_value());
  clock_.Advance(absl::Hours(24 * 30));
  EXPECT_EQ(Escalate(), 0);
}

TEST_F(ModerationDeskTest, WhatIsRemovedIsFoundByNoSearch) {
  const int64_t id = Post("张某的电话是13800000000");
  EXPECT_EQ(Count("message_grams"), 1);
  ASSERT_TRUE(Decide(liaison_, id, false).ok());
  ASSERT_TRUE(desk_.Remove(Scope(liaison_), NewKey("R", kHome, liaison_), id).ok());
  ASSERT_TRUE(desk_.Remove(Scope(chair_), NewKey("R", kHome, chair_), id).ok());
  EXPECT_EQ(Count("message_grams"), 0);
}

}  // namespace
}  // namespace deputies::board
