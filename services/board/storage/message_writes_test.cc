// Posting, answering, rating and importing against a real MariaDB: exactly once, also in races.
#include <algorithm>
#include <barrier>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/board/domain/message_importer.h"
#include "services/board/domain/message_poster.h"
#include "services/board/domain/message_reader.h"
#include "services/board/domain/message_responder.h"
#include "services/board/domain/stable_hash.h"
#include "services/board/storage/board_fixture.h"
#include "services/board/storage/sql_template_store.h"
#include "services/common/base/error.h"
#include "services/common/base/id_source.h"

namespace deputies::board {
namespace {

using base::ErrorReason;
using base::Role;

constexpr int kThreads = 8;
constexpr int64_t kHome = 7;
constexpr int64_t kVoter = 100;
constexpr int64_t kDeputy = 50;

class MessageWritesTest : public BoardFixture {
 protected:
  // Runs `work(thread number)` in kThreads threads.
  template <typename F>
  static void Race(F work) {
    std::vector<std::thread> threads;
    for (int i = 0; i < kThreads; ++i) threads.emplace_back([&work, i] { work(i); });
    for (std::thread& thread : threads) thread.join();
  }

  static MessageDraft Draft(const std::string& body, int64_t deputy_id = 0,
                            Visibility visibility = Visibility::kPrivate) {
    return {.home_id = kHome,
            .deputy_id = deputy_id,
            .visibility = visibility,
            .subject = "路灯坏了",
            .body = body};
  }

  absl::StatusOr<Message> Post(const base::Caller& caller, int key, MessageDraft draft) {
    return poster_.Post(Scope(caller), Key("PostMessage", kHome, caller.person_id, key, draft.body),
                        draft);
  }
  absl::StatusOr<Message> Answer(const base::Caller& caller, int key, int64_t message_id,
                                 const std::string& body) {
    return responder_.Answer(Scope(caller),
                             Key("AnswerMessage", kHome, caller.person_id, key, body), message_id,
                             {.body = body});
  }
  absl::StatusOr<Message> Rate(const base::Caller& caller, int key, int64_t message_id, int score) {
    return responder_.Rate(Scope(caller),
                           Key("RateMessage", kHome, caller.person_id, key, absl::StrCat(score)),
                           message_id, {.score = score, .comment = "谢谢"});
  }

  const base::Caller voter_ = Person(kVoter);
  const base::Caller deputy_ = WithRole(200, Role::kDeputy, kHome, kDeputy);
  const base::Caller other_deputy_ = WithRole(201, Role::kDeputy, kHome, 51);
  const base::Caller liaison_ = WithRole(202, Role::kLiaison, kHome);
  FakeDirectory directory_;
  const base::WorkCalendar calendar_;
  MessagePoster poster_{store(), directory_, calendar_, ids_, clock_};
  MessageReader reader_{store(), directory_};
  MessageChanger changer_{store(), calendar_, ids_, clock_};
  SqlTemplateStore templates_{database_.database(), ids_, clock_};
  MessageResponder responder_{changer_, templates_, ids_, clock_};
  MessageImporter importer_{store(), directory_, clock_};
};

TEST_F(MessageWritesTest, RacingTwinsMakeOneMessage) {
  constexpr int kKeys = 300;
  std::vector<std::vector<int64_t>> ids(kThreads, std::vector<int64_t>(kKeys));
  std::barrier together(kThreads);
  Race([&](int thread) {
    for (int key = 0; key < kKeys; ++key) {
      together.arrive_and_wait();
      const absl::StatusOr<Message> message =
          Post(voter_, key, Draft(absl::StrCat("第", key, "条")));
      ASSERT_TRUE(message.ok()) << message.status();
      ids[thread][key] = message->id;
    }
  });
  for (int thread = 1; thread < kThreads; ++thread) EXPECT_EQ(ids[thread], ids[0]);
  EXPECT_EQ(std::set<int64_t>(ids[0].begin(), ids[0].end()).size(), size_t{kKeys});
  EXPECT_EQ(Count("messages"), kKeys);
  EXPECT_EQ(Count("outbox"), kKeys);
  EXPECT_EQ(Count("request_keys"), kKeys);

  for (int key = 0; key < kKeys; key += 50) {
    const absl::Status other = Post(voter_, key, Draft("别的内容")).status();
    EXPECT_EQ(other.code(), absl::StatusCode::kAlreadyExists);
    EXPECT_EQ(ErrorReason(other), "REQUEST_ID_REUSED");
  }
  // The key belongs to one person.
  EXPECT_TRUE(Post(Person(kVoter + 1), 0, Draft("别的内容")).ok());
  EXPECT_EQ(Count("messages"), kKeys + 1);
}

TEST_F(MessageWritesTest, PostKeepsWhatWasSaid) {
  std::string long_body;
  for (int i = 0; i < 4000; ++i) long_body += "😀";
  MessageDraft draft = Draft(long_body, kDeputy, Visibility::kPublic);
  draft.subject = "'; DROP TABLE messages; --\\ % _ \"";
  const absl::StatusOr<Message> posted = Post(voter_, 1, draft);
  ASSERT_TRUE(posted.ok()) << posted.status();
  const absl::StatusOr<Message> read = reader_.Get(Scope(voter_), kHome, posted->id);
  ASSERT_TRUE(read.ok()) << read.status();
  for (const Message& message : {*posted, *read}) {
    EXPECT_EQ(message.home_id, kHome);
    EXPECT_EQ(message.author_id, kVoter);
    EXPECT_EQ(message.deputy_id, kDeputy);
    EXPECT_EQ(message.visibility, Visibility::kPublic);
    EXPECT_EQ(message.state, MessageState::kPosted);
    EXPECT_EQ(message.version, 1);
    EXPECT_EQ(message.subject, draft.subject);
    EXPECT_EQ(message.body, long_body);
    EXPECT_EQ(message.create_time, clock_.Now());
    EXPECT_THAT(message.author_name, ::testing::StartsWith("选民"));
    EXPECT_FALSE(message.rating.has_value());
    EXPECT_TRUE(message.answers.empty());
  }
  const std::vector<events::v1::Event> events = Events();
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].home_id(), kHome);
  EXPECT_EQ(events[0].message_posted().message_id(), posted->id);
  EXPECT_EQ(events[0].message_posted().author_person_id(), kVoter);
  EXPECT_EQ(events[0].message_posted().deputy_id(), kDeputy);
}

TEST_F(MessageWritesTest, UnknownAddresseeStoresNothing) {
  directory_.home = absl::NotFoundError("no home");
  EXPECT_EQ(Post(voter_, 1, Draft("内容")).status(), directory_.home);
  directory_.home = absl::OkStatus();
  directory_.deputy = absl::NotFoundError("no deputy");
  EXPECT_EQ(Post(voter_, 1, Draft("内容", kDeputy)).status(), directory_.deputy);
  EXPECT_EQ(Count("messages") + Count("outbox") + Count("request_keys"), 0);
  // A failure leaves the key free.
  directory_.deputy = absl::OkStatus();
  EXPECT_TRUE(Post(voter_, 1, Draft("内容", kDeputy)).ok());
}

TEST_F(MessageWritesTest, RepeatIsAnsweredWithoutAccounts) {
  const absl::StatusOr<Message> first = Post(voter_, 1, Draft("内容"));
  ASSERT_TRUE(first.ok());
  ASSERT_TRUE(Answer(liaison_, 1, first->id, "已经转给电力局").ok());
  directory_.home = absl::UnavailableError("accounts is away");
  const absl::StatusOr<Message> repeat = Post(voter_, 1, Draft("内容"));
  ASSERT_TRUE(repeat.ok()) << repeat.status();
  EXPECT_EQ(repeat->id, first->id);
  EXPECT_EQ(repeat->state, MessageState::kAnswered);
  EXPECT_EQ(repeat->answers.size(), 1u);
  EXPECT_EQ(ErrorReason(Post(voter_, 1, Draft("别的内容")).status()), "REQUEST_ID_REUSED");
  EXPECT_EQ(Post(voter_, 2, Draft("内容")).status(), directory_.home);
}

TEST_F(MessageWritesTest, AnswersAppendAndTheVerdictStands) {
  const int64_t id = Post(voter_, 1, Draft("内容"))->id;
  EXPECT_EQ(ErrorReason(Rate(voter_, 1, id, 5).status()), "MESSAGE_STATE_CONFLICT");

  absl::StatusOr<Message> message = Answer(deputy_, 1, id, "我去看看");
  ASSERT_TRUE(message.ok()) << message.status();
  EXPECT_EQ(message->state, MessageState::kAnswered);
  EXPECT_EQ(message->version, 2);
  message = Answer(liaison_, 1, id, "已转办");
  ASSERT_TRUE(message.ok()) << message.status();
  message = Rate(voter_, 1, id, 4);
  ASSERT_TRUE(message.ok()) << message.status();
  EXPECT_EQ(message->state, MessageState::kRated);
  EXPECT_EQ(message->rating->score, 4);
  EXPECT_EQ(message->rating->comment, "谢谢");
  EXPECT_EQ(message->rating->create_time, clock_.Now());
  message = Answer(deputy_, 2, id, "灯已经亮了");
  ASSERT_TRUE(message.ok()) << message.status();
  EXPECT_EQ(message->state, MessageState::kRated);
  EXPECT_EQ(message->rating->score, 4);
  EXPECT_EQ(message->version, 5);
  ASSERT_EQ(message->answers.size(), 3u);
  EXPECT_EQ(message->answers[0].body, "我去看看");
  EXPECT_EQ(message->answers[0].deputy_id, kDeputy);
  EXPECT_EQ(message->answers[0].responder_name, "person 200");
  EXPECT_EQ(message->answers[1].deputy_id, 0);
  EXPECT_EQ(message->answers[2].body, "灯已经亮了");
  EXPECT_EQ(ErrorReason(Rate(voter_, 2, id, 1).status()), "MESSAGE_STATE_CONFLICT");

  const std::vector<events::v1::Event> events = Facts();
  ASSERT_EQ(events.size(), 6u);
  EXPECT_EQ(events[1].message_answered().author_person_id(), kVoter);
  EXPECT_EQ(events[1].message_answered().responder_person_id(), 200);
  EXPECT_EQ(events[1].message_answered().deputy_id(), kDeputy);
  EXPECT_EQ(events[1].message_answered().answer_id(), message->answers[0].id);
  EXPECT_EQ(events[3].message_rated().score(), 4);
  EXPECT_EQ(events[4].home_acted().item(), "message_solved");
  EXPECT_TRUE(events[4].home_acted().withdrawn()) << "the author said nothing of that";
}

TEST_F(MessageWritesTest, WhoMayAnswerAndRate) {
  const int64_t hidden = Post(voter_, 1, Draft("内容", kDeputy))->id;
  const int64_t open = Post(voter_, 2, Draft("内容", kDeputy, Visibility::kPublic))->id;
  const base::Caller stranger = WithRole(300, Role::kDeputy, kHome + 1, kDeputy);

  EXPECT_EQ(ErrorReason(Answer(other_deputy_, 1, hidden, "x").status()), "MESSAGE_NOT_FOUND");
  EXPECT_EQ(ErrorReason(Answer(other_deputy_, 1, open, "x").status()), "ACCESS_DENIED");
  EXPECT_EQ(ErrorReason(Answer(stranger, 1, hidden, "x").status()), "MESSAGE_NOT_FOUND");
  EXPECT_EQ(ErrorReason(Answer(stranger, 1, open, "x").status()), "ACCESS_DENIED");
  EXPECT_EQ(ErrorReason(Answer(voter_, 1, hidden, "x").status()), "ACCESS_DENIED");
  EXPECT_EQ(ErrorReason(Answer(deputy_, 1, 12345, "x").status()), "MESSAGE_NOT_FOUND");
  // An unreadable message and one that is not there answer alike.
  EXPECT_EQ(reader_.Get(Scope(other_deputy_), kHome, hidden).status(),
            reader_.Get(Scope(other_deputy_), kHome, 12345).status());
  EXPECT_TRUE(Answer(deputy_, 1, hidden, "好").ok());

  EXPECT_EQ(ErrorReason(Rate(Person(1), 1, hidden, 5).status()), "MESSAGE_NOT_FOUND");
  EXPECT_EQ(ErrorReason(Rate(deputy_, 1, hidden, 5).status()), "ACCESS_DENIED");
  EXPECT_EQ(ErrorReason(Rate(Person(1), 1, open, 5).status()), "ACCESS_DENIED");
  EXPECT_TRUE(Rate(voter_, 1, hidden, 5).ok());
  EXPECT_EQ(Count("message_answers"), 1);
}

TEST_F(MessageWritesTest, RacingAnswersAllStay) {
  constexpr int kRounds = 20;
  const int64_t id = Post(voter_, 1, Draft("内容"))->id;
  std::barrier together(kThreads);
  Race([&](int thread) {
    for (int round = 0; round < kRounds; ++round) {
      together.arrive_and_wait();
      // Threads 0 and 1 are twins.
      const int key = round * kThreads + std::max(thread, 1);
      const absl::StatusOr<Message> message = Answer(liaison_, key, id, absl::StrCat("答复", key));
      ASSERT_TRUE(message.ok()) << message.status();
    }
  });
  const absl::StatusOr<Message> message = reader_.Get(Scope(voter_), kHome, id);
  const int expected = kRounds * (kThreads - 1);
  EXPECT_EQ(message->answers.size(), static_cast<size_t>(expected));
  EXPECT_EQ(message->version, 1 + expected);
  EXPECT_EQ(Facts().size(), 1u + static_cast<size_t>(expected));
  // One notice to the author for each.
  EXPECT_EQ(Events().size(), 1u + 2 * static_cast<size_t>(expected));
}

TEST_F(MessageWritesTest, RacingVerdictsCountOnce) {
  for (int round = 0; round < 20; ++round) {
    const int64_t id = Post(voter_, round, Draft("内容"))->id;
    ASSERT_TRUE(Answer(liaison_, round, id, "好").ok());
    std::atomic<int> stored = 0, refused = 0;
    Race([&](int thread) {
      const absl::StatusOr<Message> rated =
          Rate(voter_, round * kThreads + thread, id, 1 + thread % 5);
      if (rated.ok()) {
        ++stored;
      } else {
        EXPECT_EQ(ErrorReason(rated.status()), "MESSAGE_STATE_CONFLICT") << rated.status();
        ++refused;
      }
    });
    EXPECT_EQ(stored, 1);
    EXPECT_EQ(refused, kThreads - 1);
  }
  EXPECT_EQ(Facts().size(), 80u);
}

class ImportTest : public MessageWritesTest {
 protected:
  static SourceMessage Source(const std::string& id, absl::Time time) {
    return {id, "A00045581", absl::StrCat("主题", id), absl::StrCat("内容", id), time, {}};
  }
  const base::Caller importer_caller_ = [] {
    base::Caller caller;
    caller.kind = base::Caller::Kind::kService;
    return caller;
  }();
  const absl::Time start_ =
      absl::FromCivil(absl::CivilSecond(2019, 4, 25, 9, 32, 9), absl::FixedTimeZone(8 * 3600));
};

TEST_F(ImportTest, StoresOnceWithItsOwnTimes) {
  std::vector<SourceMessage> batch;
  for (int i = 0; i < 200; ++i) {
    batch.push_back(Source(absl::StrCat(i), start_ + absl::Hours(i % 50)));
    if (i % 2 == 0) {
      std::string reply;
      for (int j = 0; j < 20000; ++j) reply += "答";
      batch.back().reply = SourceMessage::Reply{reply, start_ + absl::Hours(i + 1)};
    }
  }
  batch.push_back(Source("7", start_));  // twice in one batch
  absl::StatusOr<ImportCounts> counts = importer_.Import(Scope(importer_caller_), kHome, batch);
  ASSERT_TRUE(counts.ok()) << counts.status();
  EXPECT_EQ(counts->imported, 200);
  EXPECT_EQ(counts->skipped, 1);
  counts = importer_.Import(Scope(importer_caller_), kHome, batch);
  EXPECT_EQ(counts->imported, 0);
  EXPECT_EQ(counts->skipped, 201);
  // The source id is of the home.
  counts = importer_.Import(Scope(importer_caller_), kHome + 1, {batch[0], batch[1]});
  EXPECT_EQ(counts->imported, 2);
  EXPECT_EQ(Count("messages"), 202);
  EXPECT_EQ(Count("outbox"), 0);

  const base::Caller anonymous;
  std::optional<int64_t> before;
  std::set<std::string> subjects;
  absl::Time last = absl::InfiniteFuture();
  do {
    const absl::StatusOr<MessagePage> page = reader_.List(Scope(anonymous), kHome, before, 50);
    ASSERT_TRUE(page.ok()) << page.status();
    for (const Message& message : page->messages) {
      EXPECT_LE(message.create_time, last);
      last = message.create_time;
      EXPECT_TRUE(subjects.insert(message.subject).second);
      EXPECT_EQ(message.author_name, "A00045581");
      EXPECT_EQ(message.visibility, Visibility::kPublic);
      if (message.state == MessageState::kAnswered) {
        ASSERT_EQ(message.answers.size(), 1u);
        EXPECT_EQ(message.answers[0].body.size(), 60000u);
        EXPECT_GT(message.answers[0].create_time, message.create_time);
      } else {
        EXPECT_TRUE(message.answers.empty());
      }
    }
    before = page->next_before_id;
  } while (before.has_value());
  EXPECT_EQ(subjects.size(), 200u);
}

TEST_F(ImportTest, CollidingIdsAreMovedOn) {
  // Two source ids whose hashes give the same number within one instant.
  std::vector<std::pair<uint32_t, std::string>> hashes;
  for (int i = 0; i < 20000; ++i) {
    const std::string id = absl::StrCat("s", i);
    hashes.emplace_back(StableHash(id) % (1u << 22), id);
  }
  std::sort(hashes.begin(), hashes.end());
  const auto twin = std::adjacent_find(hashes.begin(), hashes.end(),
                                       [](auto& a, auto& b) { return a.first == b.first; });
  ASSERT_NE(twin, hashes.end());
  const std::vector<SourceMessage> batch = {Source(twin->second, start_),
                                            Source(std::next(twin)->second, start_)};
  EXPECT_EQ(importer_.Import(Scope(importer_caller_), kHome, batch)->imported, 2);
  EXPECT_EQ(importer_.Import(Scope(importer_caller_), kHome, batch)->skipped, 2);
  EXPECT_EQ(importer_.Import(Scope(importer_caller_), kHome, {batch[1], batch[0]})->skipped, 2);
}

TEST_F(ImportTest, WholeOrNothing) {
  std::vector<SourceMessage> batch = {Source("1", start_), Source("2", start_)};
  batch[1].body = std::string(9000, 'x');  // longer than the column
  EXPECT_FALSE(importer_.Import(Scope(importer_caller_), kHome, batch).ok());
  EXPECT_EQ(Count("messages"), 0);

  batch[1] = Source("2", clock_.Now() + absl::Seconds(1));
  absl::Status status = importer_.Import(Scope(importer_caller_), kHome, batch).status();
  EXPECT_EQ(base::ErrorFields(status).at(0).field, "messages[1].postTime");
  batch[1] = Source("2", start_);
  batch[1].reply = SourceMessage::Reply{"答复", start_ - absl::Seconds(1)};
  status = importer_.Import(Scope(importer_caller_), kHome, batch).status();
  EXPECT_EQ(base::ErrorFields(status).at(0).field, "messages[1].replyTime");
  directory_.home = absl::NotFoundError("no home");
  EXPECT_EQ(importer_.Import(Scope(importer_caller_), kHome, {Source("1", start_)}).status(),
            directory_.home);
  EXPECT_EQ(Count("messages"), 0);
}

TEST_F(ImportTest, RacingImportersStoreOnce) {
  std::vector<SourceMessage> batch;
  for (int i = 0; i < 50; ++i) batch.push_back(Source(absl::StrCat(i), start_ + absl::Minutes(i)));
  std::atomic<int> imported = 0;
  Race([&](int) {
    for (int attempt = 0; attempt < 20; ++attempt) {
      const absl::StatusOr<ImportCounts> counts =
          importer_.Import(Scope(importer_caller_), kHome, batch);
      if (counts.ok()) {
        imported += counts->imported;
        return;
      }
      ASSERT_EQ(ErrorReason(counts.status()), "CONCURRENT_CHANGE") << counts.status();
    }
    ADD_FAILURE() << "no attempt went through";
  });
  EXPECT_EQ(imported, 50);
  EXPECT_EQ(Count("messages"), 50);
}

}  // namespace
}  // namespace deputies::board
