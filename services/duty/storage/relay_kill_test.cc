// A relay that is killed again and again between outbox and ledger, with facts that were told
// twice: each act is entered once, and the ledger is what the facts make it.
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <random>
#include <set>
#include <tuple>
#include <utility>

#include "deputies/events/v1/event.pb.h"
#include "google/protobuf/util/time_util.h"
#include "services/common/base/clock.h"
#include "services/common/outbox/outbox.h"
#include "services/common/outbox/relay.h"
#include "services/common/redis/redis.h"
#include "services/duty/storage/duty_events.h"
#include "services/duty/storage/ledger_fixture.h"

namespace deputies::duty {
namespace {

using google::protobuf::util::TimeUtil;

DutyFact FactOf(const events::v1::Event& event) {
  const events::v1::DutyPerformed& performed = event.duty_performed();
  DutyFact fact;
  fact.home_id = event.home_id();
  fact.deputy_id = performed.deputy_id();
  fact.item = performed.item();
  fact.source_type = performed.source_type();
  fact.source_id = performed.source_id();
  fact.quantity = performed.quantity();
  fact.withdraws = performed.withdrawn();
  fact.perform_time =
      absl::FromUnixMillis(TimeUtil::TimestampToMilliseconds(performed.perform_time()));
  return fact;
}

// Enters what the relay brings.
class LedgerConsumer final : public outbox::Consumer {
 public:
  explicit LedgerConsumer(LedgerKeeper& keeper) : keeper_(keeper) {}

  const std::string& name() const override { return name_; }
  absl::Status Deliver(const std::vector<outbox::QueuedEvent>& events,
                       absl::Time deadline) override {
    std::vector<DutyFact> facts;
    for (const outbox::QueuedEvent& queued : events) {
      events::v1::Event event;
      if (!event.ParseFromString(queued.bytes)) return absl::InternalError("no event");
      facts.push_back(FactOf(event));
    }
    return keeper_.Record({caller_, deadline, "drill", ""}, facts);
  }

 private:
  LedgerKeeper& keeper_;
  const base::Caller caller_;
  const std::string name_ = "ledger";
};

class RelayKillTest : public LedgerTest {
 protected:
  // Relays until it is killed, over connections of its own.
  [[noreturn]] void RelayForEver() {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    const std::unique_ptr<db::Database> database = db::OpenDatabase(database_.config(), 2).value();
    const std::unique_ptr<redis::Redis> redis = redis::OpenRedis(redis_.config()).value();
    const base::Clock& clock = base::Clock::System();
    SqlLedgerStore store(*database, clock);
    SqlRuleBookStore rule_book_store(*database, clock);
    RedisRankingBoard board(*redis);
    RuleBooks books(rule_book_store, directory_, store, clock);
    LedgerKeeper keeper(store, books, directory_, pseudonyms_, board, clock);
    std::vector<std::unique_ptr<outbox::Consumer>> consumers;
    consumers.push_back(std::make_unique<LedgerConsumer>(keeper));
    outbox::Relay relay(*database, clock, std::move(consumers));
    while (true) {
      const absl::StatusOr<int> claimed = relay.RunOnce();
      if (!claimed.ok() || *claimed == 0) absl::SleepFor(absl::Milliseconds(2));
    }
  }

  int64_t Waiting() {
    return database_.QueryInt("SELECT COUNT(*) FROM outbox WHERE sent_at IS NULL");
  }
};

TEST_F(RelayKillTest, EachEffectOnceThroughKillsAndDoubleTellings) {
  const int count = FullDrills() ? 100'000 : 3'000;
  const int kills = FullDrills() ? 1'000 : 30;
  std::mt19937 random(11);
  const char* const items[] = {"message_received", "message_answered", "visit", "study"};
  std::set<std::tuple<int64_t, int64_t, std::string, int64_t, bool>> identities;
  std::vector<DutyFact> facts;
  for (int i = 0; i < count; ++i) {
    DutyFact fact = Fact(1 + i % 9, 1 + (i / 9) % 60, items[random() % 4], 1 + i,
                         Day(static_cast<int>(random() % 300)));
    fact.withdraws = random() % 20 == 0;
    facts.push_back(fact);
    identities.insert({fact.home_id, fact.deputy_id, fact.item, fact.source_id, fact.withdraws});
  }
  // Every tenth is told twice, as two events.
  for (int i = 0; i < count; i += 10) facts.push_back(facts[static_cast<size_t>(i)]);
  std::shuffle(facts.begin(), facts.end(), random);
  for (size_t begin = 0; begin < facts.size(); begin += 500) {
    const size_t end = std::min(facts.size(), begin + 500);
    ASSERT_TRUE(database_.database()
                    .InTransaction(absl::Now() + absl::Seconds(30),
                                   [&](db::Transaction& transaction) {
                                     absl::Status told;
                                     for (size_t i = begin; i < end && told.ok(); ++i) {
                                       told = TellAct(transaction, ids_, facts[i], absl::Now());
                                     }
                                     return told;
                                   })
                    .ok());
  }

  int killed = 0;
  const absl::Time give_up = absl::Now() + (FullDrills() ? absl::Hours(1) : absl::Minutes(2));
  // The last relay lives until all is delivered.
  while (Waiting() > 0) {
    ASSERT_LT(absl::Now(), give_up)
        << Waiting() << " events still wait after " << killed << " kills";
    const pid_t relay = fork();
    ASSERT_GE(relay, 0);
    if (relay == 0) RelayForEver();
    if (killed < kills) {
      absl::SleepFor(absl::Milliseconds(20 + random() % 80));
    } else {
      while (Waiting() > 0 && absl::Now() < give_up) absl::SleepFor(absl::Milliseconds(20));
    }
    kill(relay, SIGKILL);
    waitpid(relay, nullptr, 0);
    ++killed;
  }
  EXPECT_GT(killed, kills / 2) << "too quick to be killed: not a drill";

  EXPECT_EQ(database_.QueryInt("SELECT COUNT(*) FROM ledger_entries"),
            static_cast<int64_t>(identities.size()));
  for (int64_t home_id = 1; home_id <= 9; ++home_id) {
    EXPECT_EQ(keeper_.Recompute(Scope(), home_id).value(), 0) << "home " << home_id;
  }
  EXPECT_TRUE(reader_.SignHeads(absl::Now() + absl::Seconds(20)).ok());
  EXPECT_EQ(VerifyByOthers(2), 0);
}

}  // namespace
}  // namespace deputies::duty
