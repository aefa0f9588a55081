// What another home's staff ask for under their own address: nothing of this home is read,
// counted or changed.
#include "services/common/base/error.h"
#include "services/reception/domain/queue_desk.h"
#include "services/reception/storage/reception_fixture.h"

namespace deputies::reception {
namespace {

using base::ErrorReason;

class ForeignHomeTest : public ReceptionFixture {
 protected:
  static constexpr int64_t kOtherHome = 8;

  ForeignHomeTest() {
    stranger_ = Voter(kStaffPerson + 10);
    stranger_.grants.push_back({base::Role::kLiaison, 2, {kOtherHome}, 0});
  }
  base::RequestKey StrangersKey(absl::string_view operation) {
    base::RequestKey key = Key(operation, stranger_);
    key.home_id = kOtherHome;
    return key;
  }

  base::Caller stranger_;
};

TEST_F(ForeignHomeTest, ADayIsNotChangedUnderAnotherHomesAddress) {
  const Day day = AddDay(3, OneSlot(3));
  DayChange change;
  change.version = day.version;
  change.room = "别处";
  change.change_note = "换房间";
  EXPECT_EQ(
      ErrorReason(days_.Update(Scope(stranger_), StrangersKey("UpdateReceptionDay"), day.id, change)
                      .status()),
      "RECEPTION_DAY_NOT_FOUND");
  EXPECT_EQ(
      ErrorReason(days_.Cancel(Scope(stranger_), StrangersKey("CancelReceptionDay"), day.id, "停电")
                      .status()),
      "RECEPTION_DAY_NOT_FOUND");
  const Day now = days_.Get(Scope(staff_), kHome, day.id).value();
  EXPECT_EQ(now.version, day.version);
  EXPECT_EQ(now.room, "");
  EXPECT_EQ(now.state, DayState::kPublished);
}

// Ids are unique within a home; another home may use the same ones.
TEST_F(ForeignHomeTest, PlacesAreTheOwnHomes) {
  const Day day = AddDay(3, OneSlot(3));
  database_.Query(absl::StrCat(
      "INSERT INTO slots (home_id, id, day_id, starts_at, ends_at, capacity, walk_in, "
      "booked, waiting, wait_seq, open) SELECT ",
      kOtherHome,
      ", id, day_id, starts_at, ends_at, 50, 0, 0, 0, 0, 1 FROM slots WHERE day_id=", day.id));
  EXPECT_EQ(days_.Get(Scope(staff_), kHome, day.id).value().free_places, 3);
  const std::vector<Day> listed = days_.List(Scope(staff_), kHome, day.date, day.date).value();
  ASSERT_EQ(listed.size(), 1u);
  EXPECT_EQ(listed[0].free_places, 3);
}

TEST_F(ForeignHomeTest, TheErrorOfEstimatesIsTheOwnHomes) {
  const int64_t host = AddHost("甲代表").id;
  const Day day = AddDay(1, OneSlot(50, 40), {host});
  clock_.Set(day.starts_at);
  QueueDesk queue(store_, ids_, codes_, clock_);
  for (int i = 0; i < 12; ++i) {
    Arrival arrival;
    arrival.visitor_name = absl::StrCat("群众", i);
    ASSERT_TRUE(queue.TakeTicket(Scope(staff_), Key("TakeTicket", staff_), day.id, arrival).ok());
    clock_.Advance(absl::Minutes(1));
    ASSERT_TRUE(queue.CallNext(Scope(staff_), Key("CallNext", staff_), day.id, host, "").ok());
  }
  const absl::Time since = day.starts_at - absl::Hours(1);
  EXPECT_TRUE(store_.FindEstimateError(absl::InfiniteFuture(), kHome, since).value().has_value());
  EXPECT_FALSE(
      store_.FindEstimateError(absl::InfiniteFuture(), kOtherHome, since).value().has_value());
}

}  // namespace
}  // namespace deputies::reception
