// Those who receive: what the successor takes over at the hand-over, and when they are reminded.
#include "services/common/base/error.h"
#include "services/reception/domain/host_reminders.h"
#include "services/reception/domain/host_succession.h"
#include "services/reception/storage/reception_fixture.h"

namespace deputies::reception {
namespace {

// A deputy with an account and the liaison.
class FakeRoleHolders final : public RoleHolders {
 public:
  absl::StatusOr<std::vector<RoleHolder>> AtHome(absl::Time, int64_t) override { return holders; }
  std::vector<RoleHolder> holders;
};

class SuccessionTest : public ReceptionFixture {
 protected:
  SuccessionTest() {
    role_holders_.holders = {{kStaffPerson, base::Role::kLiaison, 0},
                             {kDeputyPerson, base::Role::kDeputy, kDeputyId}};
  }
  absl::Status PassOn(int64_t new_deputy_id, const std::string& name) {
    return succession_.PassOn(absl::InfiniteFuture(), {kHome, kDeputyId, new_deputy_id, name});
  }
  std::vector<std::string> Receiving(const Day& day) {
    std::vector<std::string> names;
    const Day found = days_.Get(Scope(staff_), kHome, day.id).value();
    for (const DayHost& host : found.hosts) {
      if (!host.absent) names.push_back(host.name);
    }
    return names;
  }
  Host HostOf(int64_t deputy_id) {
    const std::vector<Host> hosts = store_.ListHosts(absl::InfiniteFuture(), kHome).value();
    for (const Host& host : hosts) {
      if (host.deputy_id == deputy_id) return host;
    }
    return {};
  }

  FakeRoleHolders role_holders_;
  HostSuccession succession_{store_, role_holders_, ids_, clock_};
  HostReminders reminders_{store_, role_holders_, clock_};
};

TEST_F(SuccessionTest, DaysToComePassToTheSuccessorAndWhoBookedIsTold) {
  const Host old = AddHost("卸任代表");
  const Host other = AddHost("别的代表", HostKind::kDeputy, 77);
  const Day begun = AddDay(1, OneSlot(3), {old.id});
  clock_.Set(begun.starts_at + absl::Minutes(1));
  const Day alone = AddDay(3, OneSlot(3), {old.id});
  const Day together = AddDay(4, OneSlot(3), {old.id, other.id});
  const Booking booking = Book(Voter(1), SlotOf(alone).id).value();

  ASSERT_TRUE(PassOn(56, "新任代表").ok());
  ASSERT_TRUE(PassOn(56, "新任代表").ok());
  EXPECT_EQ(Receiving(begun), std::vector<std::string>{"卸任代表"});
  EXPECT_EQ(Receiving(alone), std::vector<std::string>{"新任代表"});
  EXPECT_EQ(Receiving(together), (std::vector<std::string>{"别的代表", "新任代表"}));
  EXPECT_TRUE(HostOf(kDeputyId).retired);
  EXPECT_FALSE(HostOf(56).retired);
  EXPECT_EQ(HostOf(56).yearly_duty, old.yearly_duty);
  EXPECT_EQ(Read(booking.id).state, BookingState::kBooked);
  EXPECT_EQ(CountNotices(events::v1::RECEPTION_DAY_CHANGED), 1);
  const Day now = days_.Get(Scope(staff_), kHome, alone.id).value();
  EXPECT_EQ(now.version, alone.version + 1) << "once";
  EXPECT_TRUE(now.changed);
}

TEST_F(SuccessionTest, WhoReceivesThatDayAnywayDoesSoOnce) {
  const Host old = AddHost("卸任代表");
  const Host successor = AddHost("新任代表", HostKind::kDeputy, 56);
  const Day day = AddDay(3, OneSlot(3), {old.id, successor.id});
  ASSERT_TRUE(PassOn(56, "新任代表").ok());
  EXPECT_EQ(Receiving(day), std::vector<std::string>{"新任代表"});
}

TEST_F(SuccessionTest, WithoutASuccessorTheLiaisonIsTold) {
  const Host old = AddHost("卸任代表");
  const Host other = AddHost("别的代表", HostKind::kDeputy, 77);
  const Day alone = AddDay(3, OneSlot(3), {old.id});
  const Day together = AddDay(4, OneSlot(3), {old.id, other.id});
  ASSERT_TRUE(PassOn(0, "").ok());
  EXPECT_TRUE(Receiving(alone).empty());
  EXPECT_EQ(Receiving(together), std::vector<std::string>{"别的代表"});
  const std::vector<events::v1::Event> events = Events();
  ASSERT_FALSE(events.empty());
  const events::v1::NoticeRequested& notice = events.back().notice_requested();
  EXPECT_EQ(notice.person_ids(0), kStaffPerson);
  EXPECT_EQ(notice.target_id(), alone.id);
  EXPECT_EQ(notice.detail(), "1个接待日没有接待人，请安排");
}

TEST_F(SuccessionTest, HostsAreRemindedAtTwoLeads) {
  const Host deputy = AddHost("甲代表");
  const Host judge = AddHost("王院长", HostKind::kOrganHead);
  const Day day = AddDay(5, OneSlot(3), {deputy.id, judge.id});
  const auto send = [&] { return reminders_.Send(absl::InfiniteFuture()).value(); };
  const auto told = [&] { return CountNotices(events::v1::HOST_REMINDER); };
  EXPECT_EQ(send(), 0);
  clock_.Set(day.starts_at - absl::Hours(24));
  EXPECT_EQ(send(), 1);
  EXPECT_EQ(told(), 2) << "the deputy, and the liaison for the judge";
  EXPECT_EQ(send(), 0) << "once";
  clock_.Set(day.starts_at - absl::Hours(2));
  EXPECT_EQ(send(), 1);
  EXPECT_EQ(told(), 4);
  const events::v1::NoticeRequested notice = Events().back().notice_requested();
  EXPECT_EQ(notice.person_ids(0), kStaffPerson);
  EXPECT_EQ(notice.detail(), "请提醒接待人：王院长");
  clock_.Set(day.starts_at);
  EXPECT_EQ(send(), 0);
}

}  // namespace
}  // namespace deputies::reception
