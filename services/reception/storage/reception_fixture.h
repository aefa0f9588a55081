// What the storage tests of reception share.
#ifndef SERVICES_RECEPTION_STORAGE_RECEPTION_FIXTURE_H_
#define SERVICES_RECEPTION_STORAGE_RECEPTION_FIXTURE_H_

#include <atomic>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "deputies/events/v1/event.pb.h"
#include "gtest/gtest.h"
#include "services/common/base/id_source.h"
#include "services/common/base/work_calendar.h"
#include "services/common/testing/fakes.h"
#include "services/common/testing/test_database.h"
#include "services/reception/domain/booking_desk.h"
#include "services/reception/domain/day_book.h"
#include "services/reception/domain/host_roster.h"
#include "services/reception/storage/migrations.h"
#include "services/reception/storage/sql_reception_store.h"

namespace deputies::reception {

// Knows every home and deputy.
class OpenDirectory final : public base::Directory {
 public:
  absl::Status CheckHome(const base::CallScope&, int64_t) override { return absl::OkStatus(); }
  absl::Status CheckOpenHome(const base::CallScope& scope, int64_t home_id) override {
    return CheckHome(scope, home_id);
  }
  absl::Status CheckDeputy(const base::CallScope&, int64_t, int64_t) override {
    return absl::OkStatus();
  }
};

inline base::Caller Voter(int64_t person_id) {
  base::Caller caller;
  caller.kind = base::Caller::Kind::kPerson;
  caller.person_id = person_id;
  caller.voter = true;
  return caller;
}

// A schema of its own for each test, and one home with its staff.
class ReceptionFixture : public ::testing::Test {
 protected:
  static constexpr int64_t kHome = 7;
  static constexpr int64_t kStaffPerson = 900;
  static constexpr int64_t kDeputyPerson = 901;
  static constexpr int64_t kDeputyId = 55;

  ReceptionFixture() {
    staff_ = Voter(kStaffPerson);
    staff_.voter = false;
    staff_.grants.push_back({base::Role::kLiaison, 1, {kHome}, 0});
    deputy_ = Voter(kDeputyPerson);
    deputy_.grants.push_back({base::Role::kDeputy, 1, {kHome}, kDeputyId});
  }

  static base::CallScope Scope(const base::Caller& caller) {
    return {caller, absl::Now() + absl::Seconds(60), "test", ""};
  }
  // A key that was never used; the content is its number.
  base::RequestKey Key(absl::string_view operation, const base::Caller& caller) {
    return KeyNumber(operation, caller, ++last_key_);
  }
  static base::RequestKey KeyNumber(absl::string_view operation, const base::Caller& caller,
                                    int number) {
    base::RequestKey key;
    key.home_id = kHome;
    key.person_id = caller.person_id;
    key.operation = operation;
    key.request_id = absl::StrFormat("00000000-0000-4000-8000-%012d", number);
    return key;
  }

  Host AddHost(const std::string& name, HostKind kind = HostKind::kDeputy,
               int64_t deputy_id = kDeputyId) {
    Host host;
    host.kind = kind;
    host.deputy_id = kind == HostKind::kDeputy ? deputy_id : 0;
    host.name = name;
    return hosts_.Set(Scope(staff_), Key("SetHost", staff_), host).value();
  }

  // A published day from 9 to `end_minute`, so many days from today.
  Day AddDay(int days_ahead, const SlotPattern& pattern, std::vector<int64_t> host_ids = {}) {
    Day draft;
    draft.date = base::ShanghaiDay(clock_.Now()) + days_ahead;
    for (const int64_t id : host_ids) draft.hosts.emplace_back().host_id = id;
    return days_.Create(Scope(staff_), Key("CreateReceptionDay", staff_), draft, pattern, true)
        .value();
  }
  // One slot for `places` bookings.
  static SlotPattern OneSlot(int places, int walk_in = 0) {
    SlotPattern pattern;
    pattern.slot_minutes = 0;
    pattern.capacity = places + walk_in;
    pattern.walk_in = walk_in;
    return pattern;
  }
  Slot SlotOf(const Day& day, size_t index = 0) {
    return store_.ListSlots(absl::InfiniteFuture(), kHome, day.id).value().at(index);
  }
  absl::StatusOr<Booking> Book(const base::Caller& caller, int64_t slot_id, bool waitlist = false,
                               bool accept_offer = false, bool hold_only = false) {
    BookingWish wish;
    wish.slot_id = slot_id;
    wish.join_waitlist = waitlist;
    wish.accept_offer = accept_offer;
    wish.hold_only = hold_only;
    return desk_.Book(Scope(caller), Key("CreateBooking", caller), wish);
  }
  absl::StatusOr<Booking> CancelBooking(const base::Caller& caller, int64_t booking_id,
                                        const std::string& reason = "") {
    return desk_.Cancel(Scope(caller), Key("CancelBooking", caller), booking_id, reason);
  }
  Booking Read(int64_t booking_id) { return desk_.Get(Scope(staff_), kHome, booking_id).value(); }
  void SetPolicy(const Policy& policy) {
    ASSERT_TRUE(hosts_.SetPolicy(Scope(staff_), Key("UpdateReceptionPolicy", staff_), policy).ok());
  }

  std::vector<events::v1::Event> Events() {
    std::vector<events::v1::Event> events;
    for (const db::Row& row : database_.Query("SELECT payload FROM outbox ORDER BY id")) {
      EXPECT_TRUE(events.emplace_back().ParseFromString(row.String(0)));
    }
    return events;
  }
  int CountNotices(events::v1::NoticeKind kind) {
    int count = 0;
    for (const events::v1::Event& event : Events()) {
      if (event.notice_requested().kind() == kind)
        count += event.notice_requested().person_ids_size();
    }
    return count;
  }
  // What holds in every slot at every time: counters are rows, nothing is oversold, nobody waits
  // beside a free place, nobody was promoted before somebody who waits since earlier.
  void ExpectInvariants() { ExpectInvariants(database_); }
  static void ExpectInvariants(testing::TestDatabase& database) {
    EXPECT_EQ(
        database.QueryInt(
            "SELECT COUNT(*) FROM slots s WHERE booked <> (SELECT COUNT(*) FROM bookings b WHERE "
            "b.home_id=s.home_id AND b.slot_id=s.id AND b.place=1) OR waiting <> (SELECT COUNT(*) "
            "FROM bookings b WHERE b.home_id=s.home_id AND b.slot_id=s.id AND b.state=3)"),
        0)
        << "counters differ from rows";
    EXPECT_EQ(database.QueryInt("SELECT COUNT(*) FROM slots WHERE booked + walk_in > capacity OR "
                                "(open=1 AND waiting>0 AND booked + walk_in < capacity)"),
              0)
        << "oversold, or a free place beside people who wait";
    EXPECT_EQ(
        database.QueryInt("SELECT COUNT(*) FROM (SELECT 1 FROM bookings WHERE live=1 GROUP BY "
                          "home_id, day_id, holder HAVING COUNT(*) > 1) twice"),
        0)
        << "somebody has two live bookings on a day";
    EXPECT_EQ(
        database.QueryInt("SELECT COUNT(*) FROM bookings p JOIN bookings w ON w.slot_id=p.slot_id "
                          "AND w.state=3 WHERE p.place=1 AND p.wait_no>w.wait_no"),
        0)
        << "promoted out of order";
  }

  testing::TestDatabase database_{Migrations()};
  testing::FakeClock clock_;
  base::TimeOrderedIdSource ids_{clock_, 1};
  SqlReceptionStore store_{database_.database(), ids_, clock_};
  OpenDirectory directory_;
  CheckInCodes codes_;
  DayBook days_{store_, directory_, ids_, clock_};
  HostRoster hosts_{store_, directory_, ids_};
  BookingDesk desk_{store_, directory_, ids_, codes_, clock_};
  base::Caller staff_;
  base::Caller deputy_;

 private:
  std::atomic<int> last_key_{0};
};

}  // namespace deputies::reception

#endif  // SERVICES_RECEPTION_STORAGE_RECEPTION_FIXTURE_H_
