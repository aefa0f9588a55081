// Search and similarity against a real MariaDB, with an oracle for who sees what.
#include "services/board/domain/message_search.h"

#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/board/storage/board_fixture.h"
#include "services/board/storage/sql_message_search.h"
#include "services/common/base/error.h"

namespace deputies::board {
namespace {

using base::Role;

constexpr int64_t kHome = 7;
constexpr absl::string_view kTexts[] = {"村口的路灯坏了三盏，晚上看不见", "学校门口的红绿灯坏了",
                                        "自来水浑浊有异味", "小区冬季供暖温度不够",
                                        "路灯太暗，老人摔倒"};

class MessageSearchTest : public BoardFixture {
 protected:
  void SetUp() override {
    const absl::Status stored = store().InTransaction(
        absl::Now() + absl::Seconds(60), [&](MessageTransaction& transaction) -> absl::Status {
          for (int i = 0; i < 200; ++i) {
            Message message;
            message.home_id = i % 4 == 3 ? kHome + 1 : kHome;
            message.id = 1000 + i;
            message.author_id = 1 + i % 7;
            message.deputy_id = i % 3 == 0 ? 50 : 0;
            message.visibility = i % 2 == 0 ? Visibility::kPublic : Visibility::kPrivate;
            message.state = i % 5 == 0 ? MessageState::kAnswered : MessageState::kPosted;
            message.category = i % 2 == 0 ? "城乡建设/安全生产" : "教育";
            message.subject = absl::StrCat("主题", i);
            message.body = std::string(kTexts[i % 5]);
            message.author_name = "选民";
            message.create_time = clock_.Now();
            messages_.push_back(message);
            const absl::Status inserted = transaction.InsertMessage(message);
            if (!inserted.ok()) return inserted;
          }
          return absl::OkStatus();
        });
    ASSERT_TRUE(stored.ok()) << stored;
  }

  std::vector<int64_t> SearchAll(const base::Caller& caller, const SearchFilters& filters,
                                 int page_size = 7) {
    std::vector<int64_t> ids;
    std::optional<int64_t> before;
    do {
      const absl::StatusOr<SearchPage> page =
          searcher_.Search(Scope(caller), kHome, filters, before, page_size);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) return ids;
      EXPECT_LE(page->messages.size(), static_cast<size_t>(page_size));
      for (const Message& message : page->messages) ids.push_back(message.id);
      before = page->next_before_id;
    } while (before.has_value());
    return ids;
  }

  template <typename F>
  std::vector<int64_t> Expected(F keep) {
    std::vector<int64_t> ids;
    for (const Message& message : messages_) {
      if (message.home_id == kHome && keep(message)) ids.push_back(message.id);
    }
    std::sort(ids.rbegin(), ids.rend());
    return ids;
  }

  std::vector<Message> messages_;
  SqlMessageSearch search_store_{database_.database(), store()};
  MessageSearcher searcher_{search_store_, clock_};
};

TEST_F(MessageSearchTest, WordsAndFiltersFindWhatTheCallerMayRead) {
  const auto is_public = [](const Message& m) { return m.visibility == Visibility::kPublic; };
  struct Someone {
    base::Caller caller;
    std::function<bool(const Message&)> sees;
  };
  const Someone everyone[] = {
      {base::Caller(), is_public},
      {Person(3), [&](const Message& m) { return is_public(m) || m.author_id == 3; }},
      {WithRole(90, Role::kDeputy, kHome, 51),
       [&](const Message& m) { return is_public(m) || m.deputy_id == 0; }},
      {WithRole(91, Role::kLiaison, kHome), [](const Message&) { return true; }},
      {WithRole(92, Role::kLiaison, kHome + 1), is_public}};
  for (const Someone& someone : everyone) {
    SCOPED_TRACE(someone.caller.person_id);
    const auto check = [&](const SearchFilters& filters, auto keep) {
      EXPECT_EQ(SearchAll(someone.caller, filters),
                Expected([&](const Message& m) { return someone.sees(m) && keep(m); }));
    };
    const auto has = [](const Message& m, absl::string_view word) {
      return absl::StrContains(m.body, word);
    };
    check({.words = "路灯"}, [&](const Message& m) { return has(m, "路灯"); });
    check({.words = "坏了 门口"}, [&](const Message& m) { return has(m, "学校门口"); });
    check({.words = "无此词语"}, [](const Message&) { return false; });
    check({.words = "路灯", .state = MessageState::kAnswered},
          [&](const Message& m) { return has(m, "路灯") && m.state == MessageState::kAnswered; });
    check({.category = "城乡建设"},
          [](const Message& m) { return absl::StartsWith(m.category, "城乡建设"); });
    check({.category = "城乡"}, [](const Message&) { return false; });
    check({.deputy_id = 50}, [](const Message& m) { return m.deputy_id == 50; });
    check({.state = MessageState::kPosted},
          [](const Message& m) { return m.state == MessageState::kPosted; });
    const int64_t me = someone.caller.person_id;
    check({.mine = true}, [me](const Message& m) { return me != 0 && m.author_id == me; });
    check({.followed = true}, [](const Message&) { return false; });
    check({.overdue = true}, [](const Message&) { return false; });
  }
}

TEST_F(MessageSearchTest, OneCharacterIsNoWord) {
  const absl::Status status =
      searcher_.Search(Scope(Person(1)), kHome, {.words = "灯"}, std::nullopt, 0).status();
  EXPECT_EQ(base::ErrorFields(status).at(0).field, "query");
}

TEST_F(MessageSearchTest, SimilarMessagesArePublicOnes) {
  const auto similar = searcher_.FindSimilar(Scope(Person(1)), kHome, "路灯坏了",
                                             "村口路灯坏了三盏，晚上什么都看不见", 5);
  ASSERT_TRUE(similar.ok()) << similar.status();
  ASSERT_FALSE(similar->empty());
  for (const SimilarMessage& entry : *similar) {
    EXPECT_EQ(entry.message.visibility, Visibility::kPublic);
    EXPECT_EQ(entry.message.home_id, kHome);
    EXPECT_GT(entry.similarity, 0.18);
  }
  EXPECT_EQ((*similar)[0].message.body, kTexts[0]);
  EXPECT_TRUE(
      searcher_.FindSimilar(Scope(Person(1)), kHome, "完全无关", "天气预报说明天有雨", 5)->empty());
}

}  // namespace
}  // namespace deputies::board
