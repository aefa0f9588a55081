// Real messages through the board: their whole lives with their own times, and duplicates found
// among them. Skipped where the corpus (CORPUS_FILE, or ../shared/corpus beside the sources) is
// absent. DEPUTIES_FULL_DRILLS=1 takes all messages; DEPUTIES_RESULTS_DIR gets the figures.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "services/board/domain/case_watch.h"
#include "services/board/domain/handling_desk.h"
#include "services/board/domain/message_importer.h"
#include "services/board/domain/message_poster.h"
#include "services/board/domain/message_responder.h"
#include "services/board/domain/message_search.h"
#include "services/board/domain/message_statistics.h"
#include "services/board/storage/board_fixture.h"
#include "services/board/storage/sql_case_queue.h"
#include "services/board/storage/sql_message_search.h"
#include "services/board/storage/sql_statistics_store.h"
#include "services/board/storage/sql_template_store.h"
#include "services/common/base/work_calendar.h"
#include "services/common/sheet/csv_reader.h"

namespace deputies::board {
namespace {

constexpr int64_t kHome = 7;
constexpr int kDeputies = 8;

bool Full() {
  const char* drills = std::getenv("DEPUTIES_FULL_DRILLS");
  return drills != nullptr && std::string(drills) == "1";
}

std::string CorpusFile() {
  const char* named = std::getenv("CORPUS_FILE");
  return named != nullptr ? named
                          : DEPUTIES_SOURCE_DIR "/../shared/corpus/messages_with_replies.csv";
}

struct CorpusMessage {
  std::string voter, subject, body, reply;
  absl::Time posted, replied;
};

// By time of posting.
std::vector<CorpusMessage> ReadCorpus() {
  std::ifstream in(CorpusFile(), std::ios::binary);
  std::vector<CorpusMessage> messages;
  if (!in) return messages;
  sheet::CsvReader reader(in);
  sheet::CsvRecord record;
  EXPECT_TRUE(reader.Next(&record));
  const auto columns = sheet::CsvColumns::Match(
      record, {"message_id", "voter", "subject", "posted_at", "body", "reply", "replied_at"}, {});
  EXPECT_TRUE(columns.ok()) << columns.status();
  if (!columns.ok()) return messages;
  while (reader.Next(&record)) {
    EXPECT_EQ(record.problem, "");
    CorpusMessage message{columns->Field(record, "voter"),
                          columns->Field(record, "subject"),
                          columns->Field(record, "body"),
                          columns->Field(record, "reply"),
                          absl::InfinitePast(),
                          absl::InfinitePast()};
    std::string error;
    for (const auto& [column, time] :
         {std::pair{"posted_at", &message.posted}, std::pair{"replied_at", &message.replied}}) {
      EXPECT_TRUE(absl::ParseTime("%Y-%m-%d %H:%M:%S", columns->Field(record, column),
                                  base::Shanghai(), time, &error))
          << error;
    }
    messages.push_back(std::move(message));
  }
  std::stable_sort(
      messages.begin(), messages.end(),
      [](const CorpusMessage& a, const CorpusMessage& b) { return a.posted < b.posted; });
  return messages;
}

class CorpusTest : public BoardFixture {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(CorpusFile())) GTEST_SKIP() << "no corpus at " << CorpusFile();
    corpus_ = ReadCorpus();
    ASSERT_EQ(corpus_.size(), 2816u);
  }
  RequestKey NextKey(const base::Caller& caller) {
    return Key("corpus", kHome, caller.person_id, ++key_, "");
  }
  int64_t Sql(const std::string& query) { return database_.QueryInt(query); }

  std::vector<CorpusMessage> corpus_;
  FakeDirectory directory_;

 private:
  int key_ = 0;
};

class ReplayTest : public CorpusTest {
 protected:
  // Posts, dispatches, accepts and answers at the messages' own times; every third author judges a
  // day later. The clock job runs once a week of those years.
  void Replay(const std::vector<CorpusMessage>& messages) {
    enum Act { kPost, kDispatch, kAccept, kAnswer, kRate };
    std::vector<std::tuple<absl::Time, size_t, Act>> acts;
    for (size_t i = 0; i < messages.size(); ++i) {
      const CorpusMessage& message = messages[i];
      const absl::Duration wait = message.replied - message.posted;
      acts.emplace_back(message.posted, i, kPost);
      acts.emplace_back(message.posted + wait / 4, i, kDispatch);
      acts.emplace_back(message.posted + wait / 2, i, kAccept);
      acts.emplace_back(message.replied, i, kAnswer);
      if (i % 3 == 0) acts.emplace_back(message.replied + absl::Hours(24), i, kRate);
    }
    std::sort(acts.begin(), acts.end());
    std::vector<int64_t> ids(messages.size());
    std::mt19937_64 random(2816);
    absl::Time look = std::get<0>(acts.front());
    for (const auto& [time, i, act] : acts) {
      for (; look < time; look += absl::Hours(7 * 24)) {
        clock_.Set(look);
        RunClock();
      }
      clock_.Set(time);
      const base::Caller voter = Person(1000 + static_cast<int64_t>(i));
      const int64_t deputy_id = 50 + static_cast<int64_t>(i % kDeputies);
      const base::Caller deputy = WithRole(200 + deputy_id, base::Role::kDeputy, kHome, deputy_id);
      absl::StatusOr<Message> done = absl::UnknownError("not run");
      switch (act) {
        case kPost:
          done =
              poster_.Post(Scope(voter), NextKey(voter),
                           {kHome, 0, Visibility::kPublic, messages[i].subject, messages[i].body});
          if (done.ok()) ids[i] = done->id;
          break;
        case kDispatch:
          done = handling_.Dispatch(Scope(chair_), NextKey(chair_), ids[i], deputy_id, "",
                                    std::nullopt);
          break;
        case kAccept:
          done = handling_.Accept(Scope(deputy), NextKey(deputy), ids[i]);
          break;
        case kAnswer:
          done = responder_.Answer(Scope(deputy), NextKey(deputy), ids[i],
                                   {.body = messages[i].reply});
          break;
        case kRate: {
          Rating rating{.score = 1 + static_cast<int>(random() % 5)};
          rating.solved = random() % 2 == 0 ? Judgement::kYes : Judgement::kNotYet;
          done = responder_.Rate(Scope(voter), NextKey(voter), ids[i], rating);
          break;
        }
      }
      ASSERT_TRUE(done.ok()) << done.status() << " message " << i << " act " << act;
    }
    clock_.Advance(absl::Hours(24 * 60));
    RunClock();
  }
  void RunClock() {
    absl::StatusOr<int> moved = CaseWatch::kBatch;
    while (moved.ok() && *moved == CaseWatch::kBatch) {
      moved = watch_.RunOnce(
          [](int64_t, int64_t, const absl::Status& status) { ADD_FAILURE() << status; });
    }
    ASSERT_TRUE(moved.ok()) << moved.status();
  }

  // Messages whose timeline has one of the events (numbers of MessageEvent).
  int64_t WithEvent(const std::string& events) {
    return Sql(
        absl::StrCat("SELECT COUNT(DISTINCT message_id) FROM message_transitions WHERE event IN (",
                     events, ")"));
  }
  // Messages whose last line leaves them in one of the states.
  int64_t EndingIn(const std::string& states) {
    return Sql(absl::StrCat(
        "SELECT COUNT(*) FROM (SELECT to_state, ROW_NUMBER() OVER (PARTITION BY message_id "
        "ORDER BY id DESC) AS place FROM message_transitions) steps WHERE place=1 AND "
        "to_state IN (",
        states, ")"));
  }
  // Nearest rank of the minutes from the first line to the first one with one of the events.
  int64_t Percentile(const std::string& events, int percent) {
    return Sql(absl::StrCat(
        "SELECT minutes FROM (SELECT minutes, ROW_NUMBER() OVER (ORDER BY minutes) AS place, "
        "COUNT(*) OVER () AS n FROM (SELECT TIMESTAMPDIFF(MINUTE, MIN(IF(event=1, create_time, "
        "NULL)), MIN(IF(event IN (",
        events,
        "), create_time, NULL))) AS minutes FROM message_transitions GROUP BY message_id) lives "
        "WHERE minutes IS NOT NULL) ranked WHERE place=CEIL(n*",
        percent, "/100)"));
  }

  const base::Caller chair_ = WithRole(301, base::Role::kChair, kHome);
  const base::WorkCalendar calendar_;
  MessageChanger changer_{store(), calendar_, ids_, clock_};
  MessagePoster poster_{store(), directory_, calendar_, ids_, clock_};
  SqlTemplateStore templates_{database_.database(), ids_, clock_};
  MessageResponder responder_{changer_, templates_, ids_, clock_};
  HandlingDesk handling_{changer_, directory_};
  SqlCaseQueue queue_{database_.database(), ids_, clock_};
  CaseWatch watch_{queue_, store(), changer_.lifecycle(), ids_, clock_};
  SqlStatisticsStore statistics_store_{database_.database()};
  Statistician statistician_{statistics_store_, clock_};
};

TEST_F(ReplayTest, LivesOfRealMessagesGiveTheFiguresThatTheirTimelinesTell) {
  // The quick form takes the newest, which lie closest together.
  std::vector<CorpusMessage> messages = corpus_;
  if (!Full()) messages.erase(messages.begin(), messages.end() - 300);
  Replay(messages);
  const auto count = static_cast<int64_t>(messages.size());

  // In periods that statistics allow; times are summed up year by year.
  MessageFigures total;
  int64_t by_deputy = 0;
  absl::StatusOr<MessageStatistics> whole = absl::UnknownError("not run");
  const absl::Duration period = absl::Hours(24 * 399);
  for (absl::Time from = messages.front().posted; from < clock_.Now(); from += period) {
    whole = statistician_.Compute(absl::Now() + absl::Seconds(60), kHome, from, from + period);
    ASSERT_TRUE(whole.ok()) << whole.status();
    const MessageFigures& figures = whole->total;
    total.received += figures.received;
    total.acknowledged += figures.acknowledged;
    total.answered += figures.answered;
    total.solved += figures.solved;
    total.satisfied += figures.satisfied;
    total.not_satisfied += figures.not_satisfied;
    total.closed += figures.closed;
    total.silent += figures.silent;
    total.overdue_now += figures.overdue_now;
    for (const auto& [deputy_id, one] : whole->deputies) by_deputy += one.received;
  }
  EXPECT_EQ(total.received, count);
  EXPECT_EQ(total.received, WithEvent("1"));
  EXPECT_EQ(total.acknowledged, WithEvent("8, 9, 11"));
  EXPECT_EQ(total.answered, WithEvent("11"));
  EXPECT_EQ(total.closed, EndingIn("3, 11"));
  EXPECT_EQ(total.silent, EndingIn("11"));
  EXPECT_EQ(total.satisfied, Sql("SELECT COUNT(*) FROM messages WHERE rating_score>=4"));
  EXPECT_EQ(total.not_satisfied, Sql("SELECT COUNT(*) FROM messages WHERE rating_score<4"));
  EXPECT_EQ(total.solved, Sql("SELECT COUNT(*) FROM messages WHERE rating_solved=1"));
  EXPECT_EQ(total.overdue_now, 0);
  EXPECT_EQ(by_deputy, count);
  // Everybody answered or closed: nothing is lost or without an owner.
  EXPECT_EQ(EndingIn("3, 11"), count);
  EXPECT_EQ(Sql("SELECT COUNT(*) FROM messages WHERE owner<>0"), 0);

  // Medians, of all messages at once.
  std::vector<CaseFacts> facts;
  for (int64_t after = 0;;) {
    const auto batch = statistics_store_.ListFacts(absl::Now() + absl::Seconds(60), kHome, after, 0,
                                                   INT64_MAX, 2000);
    ASSERT_TRUE(batch.ok()) << batch.status();
    facts.insert(facts.end(), batch->begin(), batch->end());
    if (batch->size() < 2000) break;
    after = batch->back().id;
  }
  const MessageStatistics once = Summarize(facts, clock_.Now());
  EXPECT_EQ(once.total.answer_time.count, count);
  EXPECT_EQ(once.total.answer_time.median_minutes, Percentile("11", 50));
  EXPECT_EQ(once.total.answer_time.ninetieth_minutes, Percentile("11", 90));
  EXPECT_EQ(once.total.acknowledge_time.median_minutes, Percentile("8, 9, 11", 50));
  std::printf(
      "replayed %lld messages, %lld lines of timelines, answers after %.1f days (median), "
      "%.1f (nine of ten)\n",
      static_cast<long long>(count), static_cast<long long>(Count("message_transitions")),
      once.total.answer_time.median_minutes / 1440.0,
      once.total.answer_time.ninetieth_minutes / 1440.0);
}

// Somebody else's words for the same matter: some clauses left out, the others in another order,
// common words exchanged, an own beginning and end.
class Paraphraser {
 public:
  explicit Paraphraser(uint64_t seed) : random_(seed) {}

  std::string Reword(const std::string& text) {
    static constexpr std::pair<const char*, const char*> kWords[] = {
        {"小区", "院里"}, {"严重", "很"},   {"希望", "盼望"}, {"解决", "处理"}, {"我们", "大家"},
        {"请问", "想问"}, {"居民", "住户"}, {"问题", "情况"}, {"导致", "弄得"}, {"领导", "负责人"},
        {"存在", "有"},   {"长期", "一直"}, {"附近", "旁边"}, {"已经", "都"},   {"要求", "请求"}};
    std::vector<std::string> clauses = absl::StrSplit(text, "。", absl::SkipWhitespace());
    if (clauses.size() < 3) clauses = absl::StrSplit(text, "，", absl::SkipWhitespace());
    std::vector<std::string> kept;
    for (const std::string& clause : clauses) {
      if (Pick(10) < 6) kept.push_back(clause);
    }
    if (kept.empty()) kept = clauses;
    std::shuffle(kept.begin(), kept.end(), random_);
    std::string words = Pick(2) == 0 ? "您好，反映一件事。" : "代表您好！";
    for (const std::string& clause : kept) absl::StrAppend(&words, clause, "，");
    for (const auto& [from, to] : kWords) {
      if (Pick(10) < 7) words = Replace(words, from, to);
    }
    return absl::StrCat(words, Pick(2) == 0 ? "麻烦给看看。" : "谢谢。");
  }

 private:
  int Pick(int count) { return static_cast<int>(random_() % static_cast<uint64_t>(count)); }
  static std::string Replace(const std::string& text, absl::string_view from,
                             absl::string_view to) {
    std::string result;
    size_t at = 0;
    for (size_t found; (found = text.find(from.data(), at, from.size())) != std::string::npos;
         at = found + from.size()) {
      absl::StrAppend(&result, absl::string_view(text).substr(at, found - at), to);
    }
    return absl::StrCat(result, absl::string_view(text).substr(at));
  }

  std::mt19937_64 random_;
};

class DuplicatesTest : public CorpusTest {
 protected:
  SqlMessageSearch search_{database_.database(), store()};
  MessageSearcher searcher_{search_, clock_};
};

TEST_F(DuplicatesTest, RewordedMessagesAreFoundAmongTheFirstThree) {
  MessageImporter importer(store(), directory_, clock_);
  // Every tenth message stays outside: for it nothing should be suggested.
  std::vector<SourceMessage> batch;
  std::vector<size_t> inside, outside;
  for (size_t i = 0; i < corpus_.size(); ++i) {
    if (i % 10 == 9) {
      outside.push_back(i);
      continue;
    }
    inside.push_back(i);
    batch.push_back({absl::StrCat(i), corpus_[i].voter, corpus_[i].subject, corpus_[i].body,
                     corpus_[i].posted, std::nullopt});
    if (batch.size() == 200 || i + 1 == corpus_.size()) {
      ASSERT_TRUE(importer.Import(Scope(Person(1)), kHome, batch).ok());
      batch.clear();
    }
  }
  if (!batch.empty()) {
    ASSERT_TRUE(importer.Import(Scope(Person(1)), kHome, batch).ok());
  }

  std::mt19937_64 random(500);
  std::shuffle(inside.begin(), inside.end(), random);
  inside.resize(Full() ? 500 : 120);
  Paraphraser paraphraser(500);
  // The same text posted twice is a duplicate as good as the original.
  const auto same = [&](size_t i, const Message& message) {
    return message.body == corpus_[i].body || message.subject == corpus_[i].subject;
  };
  int first = 0, among_three = 0, shown = 0, right = 0;
  for (const size_t i : inside) {
    const auto similar =
        searcher_.FindSimilar(Scope(Person(1)), kHome, paraphraser.Reword(corpus_[i].subject),
                              paraphraser.Reword(corpus_[i].body), 3);
    ASSERT_TRUE(similar.ok()) << similar.status();
    bool found = false;
    for (size_t place = 0; place < similar->size(); ++place) {
      ++shown;
      if (!same(i, (*similar)[place].message)) continue;
      ++right;
      if (place == 0) ++first;
      found = true;
    }
    among_three += found;
  }
  int disturbed = 0;
  for (const size_t i : outside) {
    const auto similar =
        searcher_.FindSimilar(Scope(Person(1)), kHome, corpus_[i].subject, corpus_[i].body, 3);
    ASSERT_TRUE(similar.ok()) << similar.status();
    disturbed += !similar->empty() && !same(i, similar->front().message);
  }
  const double asked = static_cast<double>(inside.size());
  const std::string figures = absl::StrFormat(
      "{\n \"messages\": %d,\n \"reworded\": %d,\n \"recall_first\": %.4f,\n "
      "\"recall_top3\": %.4f,\n \"precision_shown\": %.4f,\n \"shown_per_message\": %.2f,\n "
      "\"others_asked\": %d,\n \"others_shown_something\": %.4f\n}\n",
      corpus_.size() - outside.size(), inside.size(), first / asked, among_three / asked,
      shown > 0 ? static_cast<double>(right) / shown : 0, shown / asked, outside.size(),
      static_cast<double>(disturbed) / static_cast<double>(outside.size()));
  std::printf("%s", figures.c_str());
  if (const char* folder = std::getenv("DEPUTIES_RESULTS_DIR")) {
    std::ofstream(absl::StrCat(folder, "/duplicates.json")) << figures;
  }
  EXPECT_GE(among_three / asked, 0.9);
}

}  // namespace
}  // namespace deputies::board
