// Records of visits: one visit, one record, one case, one duty event.
#include "services/common/base/error.h"
#include "services/reception/domain/queue_desk.h"
#include "services/reception/domain/visit_recorder.h"
#include "services/reception/storage/reception_fixture.h"

namespace deputies::reception {
namespace {

using base::ErrorReason;

class ScriptedHolders final : public RoleHolders {
 public:
  absl::StatusOr<std::vector<RoleHolder>> AtHome(absl::Time, int64_t) override { return holders; }
  std::vector<RoleHolder> holders;
};

class VisitTest : public ReceptionFixture {
 protected:
  void SetUp() override {
    holders_.holders = {{kDeputyPerson, base::Role::kDeputy, kDeputyId},
                        {kStaffPerson, base::Role::kLiaison, 0},
                        {903, base::Role::kChair, 0},
                        {904, base::Role::kSponsor, 0}};
    host_ = AddHost("甲代表").id;
    day_ = AddDay(1, OneSlot(5), {host_});
    clock_.Set(day_.starts_at - absl::Minutes(10));
  }
  // A booked visitor who was received.
  Ticket Received(int64_t person_id) {
    const Booking booking = Book(Voter(person_id), SlotOf(day_).id).value();
    QueueDesk queue(store_, ids_, codes_, clock_);
    const Ticket ticket =
        queue.CheckIn(Scope(staff_), Key("CheckIn", staff_), booking.id, {}).value().ticket;
    EXPECT_TRUE(queue.CallNext(Scope(staff_), Key("CallNext", staff_), day_.id, host_, "").ok());
    EXPECT_TRUE(
        queue
            .Handle(Scope(staff_), Key("HandleTicket", staff_), ticket.id, TicketAction::kFinish, 0)
            .ok());
    return ticket;
  }
  absl::StatusOr<Visit> Record(int64_t ticket_id) {
    Visit visit;
    visit.ticket_id = ticket_id;
    visit.subject = "村口的路";
    visit.body = "下雨就过不去，请修一修。";
    visit.opens_case = true;
    return recorder_.Record(Scope(deputy_), Key("RecordVisit", deputy_), visit);
  }
  int Cases() { return CountFacts(&events::v1::Event::has_visit_recorded); }
  int Duties() { return CountFacts(&events::v1::Event::has_duty_performed); }
  int CountFacts(bool (events::v1::Event::*has)() const) {
    int count = 0;
    for (const events::v1::Event& event : Events()) count += (event.*has)() ? 1 : 0;
    return count;
  }

  ScriptedHolders holders_;
  base::WorkCalendar calendar_;
  VisitRecorder recorder_{store_, holders_, calendar_, ids_, codes_, clock_};
  int64_t host_ = 0;
  Day day_;
};

TEST_F(VisitTest, OneVisitIsOneRecordOneCaseOneDuty) {
  const Ticket ticket = Received(1);
  const Visit visit = Record(ticket.id).value();
  EXPECT_EQ(ErrorReason(Record(ticket.id).status()), "VISIT_EXISTS");
  EXPECT_EQ(Cases(), 0);
  // The receiver cannot sign with the code that the receiver sees.
  const auto sign = [&](const base::Caller& caller, const std::string& code) {
    return recorder_.Sign(Scope(caller), Key("SignVisit", caller), visit.id, code);
  };
  EXPECT_EQ(ErrorReason(sign(deputy_, visit.sign_code).status()), "SIGN_CODE_WRONG");
  EXPECT_EQ(ErrorReason(sign(Voter(2), visit.sign_code).status()), "VISIT_NOT_FOUND");
  EXPECT_EQ(sign(Voter(1), visit.sign_code).value().state, VisitState::kSigned);
  EXPECT_EQ(ErrorReason(sign(deputy_, ticket.spoken_code).status()), "VISIT_STATE_CONFLICT");
  EXPECT_EQ(Cases(), 1);
  EXPECT_EQ(Duties(), 1);
}

TEST_F(VisitTest, TheVisitorsDigitsSignAndAStrangerSeesNothing) {
  const Ticket ticket = Received(1);
  const Visit visit = Record(ticket.id).value();
  const Visit done =
      recorder_.Sign(Scope(deputy_), Key("SignVisit", deputy_), visit.id, ticket.spoken_code)
          .value();
  EXPECT_EQ(done.sign_method, SignMethod::kSpoken);
  EXPECT_TRUE(recorder_.Get(Scope(Voter(1)), kHome, visit.id).ok());
  EXPECT_EQ(ErrorReason(recorder_.Get(Scope(Voter(2)), kHome, visit.id).status()),
            "VISIT_NOT_FOUND");
  EXPECT_EQ(recorder_.List(Scope(deputy_), kHome, std::nullopt, 0).value().visits.size(), 1u);
}

TEST_F(VisitTest, WithoutASignatureThereIsACaseButNoDuty) {
  const Visit visit = Record(Received(1).id).value();
  ASSERT_TRUE(
      recorder_
          .CloseUnsigned(Scope(deputy_), Key("CloseVisitUnsigned", deputy_), visit.id, "老人已离开")
          .ok());
  EXPECT_EQ(Cases(), 1);
  EXPECT_EQ(Duties(), 0);
}

TEST_F(VisitTest, AMissingRecordIsRemindedOfThreeTimes) {
  const Ticket ticket = Received(1);  // a Tuesday
  const auto reminded_after = [&](int days) {
    clock_.Set(base::StartOfShanghaiDay(day_.date + days) + absl::Hours(9));
    EXPECT_TRUE(recorder_.RemindOfMissing(absl::InfiniteFuture()).ok());
    return CountNotices(events::v1::RECORD_MISSING);
  };
  EXPECT_EQ(reminded_after(1), 0);
  EXPECT_EQ(reminded_after(2), 2);  // deputy and liaison
  EXPECT_EQ(reminded_after(3), 2);
  EXPECT_EQ(reminded_after(6), 4);   // over the weekend
  EXPECT_EQ(reminded_after(10), 8);  // chair and sponsor, too
  EXPECT_EQ(reminded_after(20), 8);
  ASSERT_TRUE(Record(ticket.id).ok());
}

TEST_F(VisitTest, AVisitToAHomeCountsByItself) {
  Visit visit;
  visit.kind = VisitKind::kHomeVisit;
  visit.hosts.push_back({host_, 0});
  visit.visitor_name = "王大娘";
  visit.subject = "走访";
  visit.body = "了解取暖情况。";
  visit.visited_at = clock_.Now();
  const Visit stored = recorder_.Record(Scope(deputy_), Key("RecordVisit", deputy_), visit).value();
  ASSERT_TRUE(
      recorder_.Sign(Scope(Voter(8)), Key("SignVisit", Voter(8)), stored.id, stored.sign_code)
          .ok());
  EXPECT_EQ(Cases(), 1);
  EXPECT_EQ(Duties(), 1);
  visit.hosts[0].host_id = AddHost("乙代表", HostKind::kDeputy, 56).id;
  EXPECT_EQ(
      ErrorReason(recorder_.Record(Scope(deputy_), Key("RecordVisit", deputy_), visit).status()),
      "ACCESS_DENIED");
}

}  // namespace
}  // namespace deputies::reception
