#ifndef SERVICES_RECEPTION_RPC_DAY_SERVICE_H_
#define SERVICES_RECEPTION_RPC_DAY_SERVICE_H_

#include "absl/status/status.h"
#include "deputies/reception/v1/day.pb.h"
#include "services/common/base/clock.h"
#include "services/common/rpc/service_table.h"
#include "services/reception/domain/day_book.h"
#include "services/reception/domain/host_roster.h"

namespace deputies::reception {

void ToProto(const Day& day, v1::ReceptionDay* proto);
void HostToProto(const Host& host, v1::Host* proto);

// Handlers of deputies.reception.v1.DayService: from proto, one domain call, to proto.
class DayService {
 public:
  // All must outlive the table.
  DayService(DayBook& days, HostRoster& hosts, const base::Clock& clock);
  DayService(const DayService&) = delete;
  DayService& operator=(const DayService&) = delete;

  const rpc::ServiceTable& table() const { return table_; }

 private:
  absl::Status ListReceptionDays(const rpc::Call& call, const v1::ListReceptionDaysRequest& request,
                                 v1::ListReceptionDaysResponse* response);
  absl::Status GetReceptionDay(const rpc::Call& call, const v1::GetReceptionDayRequest& request,
                               v1::ReceptionDay* response);
  absl::Status ListSlots(const rpc::Call& call, const v1::ListSlotsRequest& request,
                         v1::ListSlotsResponse* response);
  absl::Status CreateReceptionDay(const rpc::Call& call,
                                  const v1::CreateReceptionDayRequest& request,
                                  v1::ReceptionDay* response);
  absl::Status PublishReceptionDay(const rpc::Call& call,
                                   const v1::PublishReceptionDayRequest& request,
                                   v1::ReceptionDay* response);
  absl::Status UpdateReceptionDay(const rpc::Call& call,
                                  const v1::UpdateReceptionDayRequest& request,
                                  v1::ReceptionDay* response);
  absl::Status CancelReceptionDay(const rpc::Call& call,
                                  const v1::CancelReceptionDayRequest& request,
                                  v1::ReceptionDay* response);
  absl::Status SubstituteHost(const rpc::Call& call, const v1::SubstituteHostRequest& request,
                              v1::ReceptionDay* response);
  absl::Status UpdateSlot(const rpc::Call& call, const v1::UpdateSlotRequest& request,
                          v1::Slot* response);
  absl::Status ListHosts(const rpc::Call& call, const v1::ListHostsRequest& request,
                         v1::ListHostsResponse* response);
  absl::Status SetHost(const rpc::Call& call, const v1::SetHostRequest& request,
                       v1::Host* response);
  absl::Status AddHostAbsence(const rpc::Call& call, const v1::AddHostAbsenceRequest& request,
                              v1::AddHostAbsenceResponse* response);
  absl::Status GetReceptionPolicy(const rpc::Call& call,
                                  const v1::GetReceptionPolicyRequest& request,
                                  v1::ReceptionPolicy* response);
  absl::Status UpdateReceptionPolicy(const rpc::Call& call,
                                     const v1::UpdateReceptionPolicyRequest& request,
                                     v1::ReceptionPolicy* response);

  DayBook& days_;
  HostRoster& hosts_;
  const base::Clock& clock_;
  rpc::ServiceTable table_;
};

}  // namespace deputies::reception

#endif  // SERVICES_RECEPTION_RPC_DAY_SERVICE_H_
