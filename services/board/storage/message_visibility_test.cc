// Lists and single reads against an oracle that knows the rule in other words, on random messages;
// and pages while others write.
#include <algorithm>
#include <atomic>
#include <functional>
#include <map>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/board/domain/message_poster.h"
#include "services/board/domain/message_reader.h"
#include "services/board/storage/board_fixture.h"
#include "services/common/base/error.h"

namespace deputies::board {
namespace {

using base::Role;

constexpr int64_t kHomes[] = {1, 2, 3};

class MessageVisibilityTest : public BoardFixture {
 protected:
  // Stores as posted, without a key or a fact.
  void Store(const std::vector<Message>& messages) {
    const absl::Status stored = store().InTransaction(
        absl::Now() + absl::Seconds(60), [&](MessageTransaction& transaction) -> absl::Status {
          for (const Message& message : messages) {
            const absl::Status inserted = transaction.InsertMessage(message);
            if (!inserted.ok()) return inserted;
            for (const Answer& answer : message.answers) {
              const absl::Status answered = transaction.InsertAnswer(message, answer);
              if (!answered.ok()) return answered;
            }
          }
          return absl::OkStatus();
        });
    ASSERT_TRUE(stored.ok()) << stored;
  }

  // Every id of the list, read page by page.
  std::vector<int64_t> ListAll(const base::Caller& caller, int64_t home_id, int page_size) {
    std::vector<int64_t> ids;
    std::optional<int64_t> before;
    do {
      const absl::StatusOr<MessagePage> page =
          reader_.List(Scope(caller), home_id, before, page_size);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) return ids;
      for (const Message& message : page->messages) {
        ids.push_back(message.id);
        EXPECT_EQ(message.answers.size(), static_cast<size_t>(message.answer_count));
        for (const Answer& answer : message.answers) {
          EXPECT_EQ(answer.body, absl::StrCat("answer of ", message.home_id, "/", message.id));
        }
      }
      before = page->next_before_id;
    } while (before.has_value());
    return ids;
  }

  FakeDirectory directory_;
  MessageReader reader_{store(), directory_};
};

struct Someone {
  std::string name;
  base::Caller caller;
  // Independent of the code under test: written per role from the project's rules, not from
  // MayRead.
  std::function<bool(const Message&)> may_see;
};

bool Public(const Message& message) { return static_cast<int>(message.visibility) >= 2; }

bool Named(const Message& message, int64_t deputy_id) {
  return message.deputy_id == deputy_id || message.handler_deputy_id == deputy_id ||
         std::count(message.addressees.begin(), message.addressees.end(), deputy_id) > 0;
}

std::vector<Someone> Everyone() {
  std::vector<Someone> everyone;
  everyone.push_back({"anonymous", base::Caller(), Public});
  base::Caller service;
  service.kind = base::Caller::Kind::kService;
  everyone.push_back({"service", service, Public});
  for (int64_t person : {1, 2, 9999}) {
    everyone.push_back({absl::StrCat("voter ", person), Person(person),
                        [=](const Message& m) { return Public(m) || m.author_id == person; }});
  }
  for (int64_t home : kHomes) {
    for (Role role : {Role::kLiaison, Role::kChair, Role::kCountyOffice}) {
      everyone.push_back(
          {absl::StrCat("staff ", static_cast<int>(role), " of ", home), WithRole(3, role, home),
           [=](const Message& m) { return m.home_id == home || Public(m) || m.author_id == 3; }});
    }
    for (int64_t deputy : {11, 12}) {
      // Person 4 also writes messages as a voter.
      everyone.push_back({absl::StrCat("deputy ", deputy, " in ", home),
                          WithRole(4, Role::kDeputy, home, deputy), [=](const Message& m) {
                            if (Public(m) || m.author_id == 4) return true;
                            if (m.home_id != home) return false;
                            return m.deputy_id == 0 || Named(m, deputy);
                          }});
    }
  }
  base::Caller county = Person(5);
  county.grants.push_back({Role::kCountyOffice, 1, {1, 3}, 0});
  everyone.push_back({"county over 1 and 3", county, [](const Message& m) {
                        return m.home_id != 2 || Public(m) || m.author_id == 5;
                      }});
  base::Caller both = WithRole(6, Role::kDeputy, 1, 11);
  both.grants.push_back({Role::kDeputy, 1, {2}, 12});
  both.grants.push_back({Role::kLiaison, 1, {3}, 0});
  everyone.push_back({"deputy twice and liaison", both, [](const Message& m) {
                        if (Public(m) || m.author_id == 6 || m.home_id == 3) return true;
                        return m.deputy_id == 0 || Named(m, m.home_id == 1 ? 11 : 12);
                      }});
  for (Role role : {Role::kCommitteeMember, Role::kOrganHead, Role::kHandlingClerk, Role::kSponsor,
                    Role::kAuditor, Role::kSecurityAdmin, Role::kSystemAdmin}) {
    everyone.push_back({absl::StrCat("role ", static_cast<int>(role)), WithRole(7, role, 1),
                        [](const Message& m) { return Public(m) || m.author_id == 7; }});
  }
  return everyone;
}

TEST_F(MessageVisibilityTest, ListsAndSingleReadsMatchTheOracle) {
  std::mt19937_64 random(20260301);
  const auto pick = [&](int64_t count) { return static_cast<int64_t>(random() % count); };
  std::vector<Message> messages;
  // Ids repeat between homes, so that a query that forgets the home is seen.
  std::map<std::pair<int64_t, int64_t>, const Message*> by_id;
  messages.reserve(1000);
  while (messages.size() < 1000) {
    Message message;
    message.home_id = kHomes[pick(3)];
    message.id = 1 + pick(600);
    if (by_id.contains({message.home_id, message.id})) continue;
    message.author_id = pick(9);  // 0: imported
    message.deputy_id = pick(2) == 0 ? 0 : 10 + pick(4);
    if (pick(10) == 0) message.deputy_id = kToGovernment;
    for (int64_t further : {11, 12, 13}) {
      if (message.deputy_id > 0 && message.deputy_id != further && pick(5) == 0) {
        message.addressees.push_back(further);
      }
    }
    message.visibility = pick(3) == 0 ? Visibility::kPublic : Visibility::kPrivate;
    if (pick(9) == 0) message.visibility = Visibility::kAlias;
    message.subject = "主题";
    message.body = "内容";
    message.author_name = "选民";
    message.create_time = clock_.Now();
    for (int64_t i = pick(4); i > 1; --i) {
      message.answers.push_back({i, 0, 1, "name",
                                 absl::StrCat("answer of ", message.home_id, "/", message.id),
                                 clock_.Now()});
      ++message.answer_count;
    }
    messages.push_back(message);
    by_id[{message.home_id, message.id}] = &messages.back();
  }
  Store(messages);

  int compared = 0;
  for (const Someone& someone : Everyone()) {
    SCOPED_TRACE(someone.name);
    for (int64_t home : kHomes) {
      std::vector<int64_t> expected;
      for (const Message& message : messages) {
        if (message.home_id == home && someone.may_see(message)) expected.push_back(message.id);
      }
      std::sort(expected.rbegin(), expected.rend());
      EXPECT_EQ(ListAll(someone.caller, home, 50), expected);
      EXPECT_EQ(ListAll(someone.caller, home, 7), expected);
    }
    for (const auto& [place, unused] : by_id) {
      for (int64_t home : {place.first, place.first % 3 + 1}) {
        const auto there = by_id.find({home, place.second});
        const absl::StatusOr<Message> read = reader_.Get(Scope(someone.caller), home, place.second);
        ASSERT_EQ(read.ok(), there != by_id.end() && someone.may_see(*there->second))
            << home << "/" << place.second;
        if (read.ok()) {
          EXPECT_EQ(read->home_id, home);
          EXPECT_EQ(read->author_id, there->second->author_id);
          EXPECT_EQ(read->visibility, there->second->visibility);
          EXPECT_EQ(read->addressees, there->second->addressees);
          EXPECT_EQ(read->answers.size(), there->second->answers.size());
        } else {
          EXPECT_EQ(base::ErrorReason(read.status()), "MESSAGE_NOT_FOUND");
        }
        ++compared;
      }
    }
  }
  EXPECT_GT(compared, 50'000);
}

TEST_F(MessageVisibilityTest, PagesStandStillWhileOthersWrite) {
  base::TimeOrderedIdSource ids(base::Clock::System(), 1);
  const base::WorkCalendar calendar;
  MessagePoster writer{store(), directory_, calendar, ids, base::Clock::System()};
  const auto post = [&](int64_t person, int key) {
    const absl::StatusOr<Message> posted = writer.Post(
        Scope(Person(person)), Key("PostMessage", 1, person, key, ""),
        {1, 0, key % 2 == 0 ? Visibility::kPublic : Visibility::kPrivate, "主题", "内容"});
    ASSERT_TRUE(posted.ok()) << posted.status();
  };
  for (int key = 0; key < 300; ++key) post(1, key);
  const base::Caller viewers[] = {base::Caller(), Person(1), WithRole(8, Role::kDeputy, 1, 11),
                                  WithRole(9, Role::kChair, 1)};
  std::map<const base::Caller*, std::vector<int64_t>> before;
  for (const base::Caller& viewer : viewers) before[&viewer] = ListAll(viewer, 1, 50);
  EXPECT_EQ(before[&viewers[0]].size(), 150u);
  EXPECT_EQ(before[&viewers[3]].size(), 300u);

  std::atomic<bool> stop = false;
  std::vector<std::thread> writers;
  for (int64_t person : {1, 2, 3}) {
    writers.emplace_back([&, person] {
      for (int key = 1000; !stop; ++key) post(person, key);
    });
  }
  for (int round = 0; round < 5; ++round) {
    for (const base::Caller& viewer : viewers) {
      const std::vector<int64_t> ids_now = ListAll(viewer, 1, 20);
      EXPECT_TRUE(std::is_sorted(ids_now.rbegin(), ids_now.rend()));
      EXPECT_EQ(std::set<int64_t>(ids_now.begin(), ids_now.end()).size(), ids_now.size());
      // New ones stand above; what was there is all there.
      const std::vector<int64_t>& old = before[&viewer];
      ASSERT_GE(ids_now.size(), old.size());
      EXPECT_TRUE(std::equal(old.rbegin(), old.rend(), ids_now.rbegin()));
    }
  }
  stop = true;
  for (std::thread& thread : writers) thread.join();
}

TEST_F(MessageVisibilityTest, AnEmptyListAsksForTheHome) {
  EXPECT_TRUE(reader_.List(Scope(Person(1)), 1, std::nullopt, 0)->messages.empty());
  directory_.home = absl::NotFoundError("no home");
  EXPECT_EQ(reader_.List(Scope(Person(1)), 1, std::nullopt, 0).status(), directory_.home);
  // Behind the last page there is nothing to ask.
  EXPECT_TRUE(reader_.List(Scope(Person(1)), 1, 5, 0).ok());
}

// Rows that the server touches for one page, in a home of 20,000 messages nearly all private and of
// others.
TEST_F(MessageVisibilityTest, APageCostsAsMuchInALargeHome) {
  database_.Run(
      "INSERT INTO messages (home_id, id, author_id, deputy_id, visibility, state, version, "
      "answer_count, create_time, subject, author_name, body) SELECT 1, seq, 5 + seq % 3, "
      "IF(seq % 2, 77, 78), IF(seq <= 30, 2, 1), 1, 1, 0, '2026-01-01', '主题', '选民', '内容' "
      "FROM seq_1_to_20000");
  database_.Run("ANALYZE TABLE messages");
  const Viewer viewers[] = {{0, 0, false}, {1, 0, false}, {1, 11, false}, {1, 0, true}};
  for (const Viewer& viewer : viewers) {
    const int64_t before = RowsTouched();
    ListQuery query;
    query.home_id = 1;
    query.limit = 21;
    const absl::StatusOr<std::vector<Message>> page =
        store().ListMessages(absl::Now() + absl::Seconds(10), viewer, query);
    ASSERT_TRUE(page.ok()) << page.status();
    EXPECT_EQ(page->size(), 21u);
    EXPECT_LT(RowsTouched() - before, 500) << viewer.deputy_id << " " << viewer.staff;
  }
}

}  // namespace
}  // namespace deputies::board
