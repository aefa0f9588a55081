// Consultations on the real database: one voice per person, counts that are true, closed that means
// closed.
#include "services/board/domain/matter_desk.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/board/storage/desk_fixture.h"
#include "services/board/storage/sql_matter_store.h"

namespace deputies::board {
namespace {

using base::IdentityGrade;
using base::Role;

constexpr int64_t kHome = 1;

class MatterDeskTest : public DeskFixture {
 protected:
  MatterDeskTest() { lineage_.homes[kHome] = {{401, "东镇"}}; }

  Matter Draft(IdentityGrade grade = IdentityGrade::kPhone) {
    Matter draft;
    draft.title = "煤改电怎么改";
    draft.body = "请大家说说看法。";
    draft.min_grade = grade;
    draft.open_time = clock_.Now();
    draft.close_time = clock_.Now() + absl::Hours(24);
    draft.questions = {{QuestionKind::kChoice, "先改哪里", {"东街", "西街", "北街"}, 2, 0, true},
                       {QuestionKind::kScale, "满意吗", {}, 0, 5, false},
                       {QuestionKind::kFreeText, "还有什么话", {}, 0, 0, false}};
    return draft;
  }
  int64_t Published(IdentityGrade grade = IdentityGrade::kPhone) {
    const auto draft = desk_.Create(Scope(chair_), NewKey("Create", kHome, chair_), Draft(grade));
    EXPECT_TRUE(draft.ok()) << draft.status();
    EXPECT_TRUE(Publish(draft->id).ok());
    return draft->id;
  }
  absl::StatusOr<Matter> Publish(int64_t id) {
    return desk_.Publish(Scope(chair_), NewKey("Publish", kHome, chair_), id);
  }
  static base::Caller Voter(int64_t person, IdentityGrade grade = IdentityGrade::kPhone) {
    base::Caller caller = Person(person);
    caller.grade = grade;
    return caller;
  }
  absl::StatusOr<Voice> Say(const base::Caller& voter, int64_t id,
                            std::vector<VoiceAnswer> answers) {
    return desk_.GiveVoice(Scope(voter), NewKey("GiveVoice", kHome, voter), id, std::move(answers));
  }

  FakeLineage lineage_;
  SqlMatterStore store_{database_.database(), ids_, clock_};
  FakeDirectory directory_;
  MatterDesk desk_{store_, lineage_, directory_, ids_, clock_};
  base::Caller chair_ = WithRole(12, Role::kChair, kHome);
  base::Caller other_chair_ = WithRole(13, Role::kChair, 2);
};

TEST_F(MatterDeskTest, ADraftIsForStaffAndTellsNobody) {
  const auto draft = desk_.Create(Scope(chair_), NewKey("Create", kHome, chair_), Draft());
  ASSERT_TRUE(draft.ok()) << draft.status();
  EXPECT_EQ(ReasonOf(desk_.Get(Scope(Voter(21)), kHome, draft->id)), "MATTER_NOT_FOUND");
  EXPECT_EQ(ReasonOf(desk_.Tally(Scope(Voter(21)), kHome, draft->id)), "MATTER_NOT_FOUND");
  EXPECT_EQ(ReasonOf(Say(Voter(21), draft->id, {{1, 1, 0, ""}})), "MATTER_NOT_FOUND");
  EXPECT_TRUE(desk_.List(Scope(Voter(21)), kHome, std::nullopt, 0)->matters.empty());
  EXPECT_EQ(desk_.List(Scope(chair_), kHome, std::nullopt, 0)->matters.size(), 1u);
  EXPECT_TRUE(Events().empty());
  EXPECT_EQ(ReasonOf(desk_.Publish(Scope(other_chair_), NewKey("Publish", kHome, other_chair_),
                                   draft->id)),
            "MATTER_NOT_FOUND");

  Matter changed = Draft();
  changed.questions.pop_back();
  const auto update = [&](int32_t revision) {
    return desk_.Update(Scope(chair_), NewKey("Update", kHome, chair_), draft->id, changed,
                        revision);
  };
  EXPECT_EQ(update(1)->questions.size(), 2u);
  EXPECT_EQ(ReasonOf(update(1)), "CONCURRENT_CHANGE");
  ASSERT_TRUE(Publish(draft->id).ok());
  // What people answer stays as it was asked.
  EXPECT_EQ(ReasonOf(update(3)), "MATTER_STATE_CONFLICT");
  EXPECT_EQ(ReasonOf(Publish(draft->id)), "MATTER_STATE_CONFLICT");
}

TEST_F(MatterDeskTest, UnanswerableQuestionsAreRefused) {
  const auto refused = [&](auto change) {
    Matter draft = Draft();
    change(draft);
    const auto result = desk_.Create(Scope(chair_), NewKey("Create", kHome, chair_), draft);
    return result.ok() ? "" : base::ErrorFields(result.status()).at(0).field;
  };
  EXPECT_EQ(refused([](Matter& m) { m.questions[0].options.resize(1); }),
            "draft.questions[0].options");
  EXPECT_EQ(refused([](Matter& m) { m.questions[0].options[1] = "东街"; }),
            "draft.questions[0].options");
  EXPECT_EQ(refused([](Matter& m) { m.questions[0].max_choices = 4; }),
            "draft.questions[0].maxChoices");
  EXPECT_EQ(refused([](Matter& m) { m.questions[1].scale_max = 2; }),
            "draft.questions[1].scaleMax");
  EXPECT_EQ(refused([](Matter& m) {
              m.questions[2].options = {"a", "b"};
            }),
            "draft.questions[2].options");
  EXPECT_EQ(refused([](Matter& m) { m.close_time = m.open_time; }), "draft.closeTime");
  EXPECT_EQ(Count("matters"), 0);
}

TEST_F(MatterDeskTest, AVoiceFitsTheQuestionsOrIsNotTaken) {
  const int64_t id = Published();
  const std::pair<std::vector<VoiceAnswer>, std::string> wrong[] = {
      {{{2, 0, 5, ""}}, "answers"},  // the first is required
      {{{1, 0, 0, ""}}, "answers"},  // and an empty answer is none
      {{{4, 0, 0, "x"}}, "answers[0].question"},
      {{{1, 1, 0, ""}, {1, 2, 0, ""}}, "answers[1].question"},
      {{{1, 8, 0, ""}}, "answers[0].choices"},  // three options only
      {{{1, 7, 0, ""}}, "answers[0].choices"},  // two choices at most
      {{{1, 1, 0, ""}, {2, 0, 6, ""}}, "answers[1].scale"},
      {{{1, 1, 0, ""}, {2, 0, -1, ""}}, "answers[1].scale"},
      {{{1, 1, 0, "话"}}, "answers[0].text"},
      {{{1, 1, 0, ""}, {3, 1, 0, ""}}, "answers[1].choices"},
  };
  for (const auto& [answers, field] : wrong) {
    const auto result = Say(Voter(21), id, answers);
    ASSERT_EQ(ReasonOf(result), "FIELD_INVALID") << field;
    EXPECT_EQ(base::ErrorFields(result.status()).at(0).field, field);
  }
  EXPECT_EQ(Count("matter_voices") + Count("matter_answers") + Count("matter_counts"), 0);
  const auto voice = Say(Voter(21), id, {{3, 0, 0, "好"}, {1, 5, 0, ""}});
  ASSERT_TRUE(voice.ok()) << voice.status();
  EXPECT_EQ(voice->answers[0].choices, 5u);
  EXPECT_EQ(voice->answers[1].text, "好");
  EXPECT_EQ(ReasonOf(Say(Voter(21), id, {{1, 1, 0, ""}})), "VOICE_ALREADY_GIVEN");
}

TEST_F(MatterDeskTest, TheGradeAskedForIsNeeded) {
  const IdentityGrade grades[] = {IdentityGrade::kSignedIn, IdentityGrade::kPhone,
                                  IdentityGrade::kDeclared, IdentityGrade::kVerified};
  int64_t person = 100;
  for (const IdentityGrade needed : grades) {
    const int64_t id = Published(needed);
    for (const IdentityGrade grade : grades) {
      EXPECT_EQ(ReasonOf(Say(Voter(++person, grade), id, {{1, 1, 0, ""}})),
                grade >= needed ? "OK" : "GRADE_TOO_LOW");
    }
  }
}

// Also for a page that somebody opened before the end (consul#5247).
TEST_F(MatterDeskTest, ClosedMeansClosed) {
  const int64_t id = Published();
  ASSERT_TRUE(Say(Voter(21), id, {{1, 1, 0, ""}}).ok());
  clock_.Advance(absl::Hours(24));
  EXPECT_EQ(ReasonOf(Say(Voter(22), id, {{1, 1, 0, ""}})), "MATTER_CLOSED");
  EXPECT_EQ(ReasonOf(desk_.Close(Scope(chair_), NewKey("Close", kHome, chair_), id, "再结束")),
            "MATTER_STATE_CONFLICT");

  const int64_t early = Published();
  EXPECT_EQ(ReasonOf(desk_.PublishDigest(Scope(chair_), NewKey("Digest", kHome, chair_), early,
                                         "听到", "做了")),
            "MATTER_STATE_CONFLICT");
  ASSERT_TRUE(desk_.Close(Scope(chair_), NewKey("Close", kHome, chair_), early, "政策已变").ok());
  EXPECT_EQ(ReasonOf(Say(Voter(22), early, {{1, 1, 0, ""}})), "MATTER_CLOSED");

  Matter later = Draft();
  later.open_time = clock_.Now() + absl::Hours(1);
  later.close_time = clock_.Now() + absl::Hours(2);
  const auto announced = desk_.Create(Scope(chair_), NewKey("Create", kHome, chair_), later);
  ASSERT_TRUE(Publish(announced->id).ok());
  EXPECT_EQ(ReasonOf(Say(Voter(22), announced->id, {{1, 1, 0, ""}})), "MATTER_CLOSED");
}

TEST_F(MatterDeskTest, TheDigestReachesEverybodyWhoSpoke) {
  const int64_t id = Published();
  std::vector<int64_t> persons;
  for (int64_t person = 1000; person < 1150; ++person) {
    ASSERT_TRUE(Say(Voter(person), id, {{1, 1, 0, ""}}).ok());
    persons.push_back(person);
  }
  clock_.Advance(absl::Hours(25));
  const RequestKey key = NewKey("Digest", kHome, chair_);
  const auto digest = desk_.PublishDigest(Scope(chair_), key, id, "先改东街", "已列入计划");
  ASSERT_TRUE(digest.ok()) << digest.status();
  EXPECT_TRUE(desk_.PublishDigest(Scope(chair_), key, id, "先改东街", "已列入计划").ok());
  EXPECT_EQ(digest->digest->done, "已列入计划");
  EXPECT_EQ(Told(27), persons);
  // A second version of the result is no second consultation of the home.
  ASSERT_TRUE(desk_
                  .PublishDigest(Scope(chair_), NewKey("Digest", kHome, chair_), id, "先改东街",
                                 "东街已改好")
                  .ok());
  int consultations = 0;
  for (const events::v1::Event& event : Events()) {
    if (event.has_home_acted()) {
      ++consultations;
      EXPECT_EQ(event.home_acted().item(), "consultation");
      EXPECT_EQ(event.home_acted().source_id(), id);
    }
  }
  EXPECT_EQ(consultations, 1);
}

// Many people and many repeats at once: every voice once, and counts equal to a recount.
TEST_F(MatterDeskTest, OneVoicePerPersonUnderRacesAndCountsAreTrue) {
  const int64_t id = Published();
  constexpr int kPersons = 60;
  std::atomic<int> given = 0, refused = 0;
  std::vector<std::thread> racers;
  for (int racer = 0; racer < 4; ++racer) {
    racers.emplace_back([&, racer] {
      for (int person = 0; person < kPersons; ++person) {
        const base::Caller voter = Voter(500 + person);
        const auto voice = desk_.GiveVoice(
            Scope(voter), Key("GiveVoice", kHome, voter.person_id, racer, ""), id,
            {{1, 1u << (person % 3), 0, ""}, {2, 0, 1 + person % 5, ""}, {3, 0, 0, "话"}});
        if (voice.ok()) {
          ++given;
        } else if (ReasonOf(voice) == "VOICE_ALREADY_GIVEN") {
          ++refused;
        }
      }
    });
  }
  for (std::thread& racer : racers) racer.join();
  EXPECT_EQ(given, kPersons);
  EXPECT_EQ(refused, 3 * kPersons);

  const auto tally = desk_.Tally(Scope(Voter(1)), kHome, id);
  ASSERT_TRUE(tally.ok()) << tally.status();
  EXPECT_EQ(tally->matter.voice_count, kPersons);
  std::map<std::pair<int, int>, int> recount;
  const auto exported = desk_.Export(Scope(chair_), kHome, id);
  ASSERT_EQ(exported->voices.size(), static_cast<size_t>(kPersons));
  for (const Voice& voice : exported->voices) {
    EXPECT_EQ(voice.person_id, 0);
    for (const VoiceAnswer& answer : voice.answers) {
      ++recount[{answer.question, 0}];
      for (int option = 1; option <= 3; ++option) {
        if ((answer.choices >> (option - 1) & 1) != 0) ++recount[{answer.question, option}];
      }
      if (answer.scale != 0) ++recount[{answer.question, answer.scale}];
    }
  }
  std::map<std::pair<int, int>, int> counts;
  for (const MatterCount& count : tally->counts) {
    counts[{count.question, count.value}] = count.count;
  }
  EXPECT_EQ(counts, recount);

  size_t texts = 0;
  std::optional<int64_t> after;
  do {
    const auto page = desk_.ListTexts(Scope(chair_), kHome, id, 3, after, 25);
    ASSERT_TRUE(page.ok()) << page.status();
    texts += page->texts.size();
    after = page->next_after_voice;
  } while (after.has_value());
  EXPECT_EQ(texts, static_cast<size_t>(kPersons));
}

}  // namespace
}  // namespace deputies::board
