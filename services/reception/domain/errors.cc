#include "services/reception/domain/errors.h"

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"

namespace deputies::reception {

using absl::StatusCode;
using base::MakeError;

absl::Status DayNotFound() {
  return MakeError(StatusCode::kNotFound, "RECEPTION_DAY_NOT_FOUND", "没有找到这个接待日");
}

absl::Status SlotNotFound() {
  return MakeError(StatusCode::kNotFound, "SLOT_NOT_FOUND", "没有找到这个接待时段");
}

absl::Status HostNotFound() {
  return MakeError(StatusCode::kNotFound, "RECEPTION_HOST_NOT_FOUND", "没有找到这位接待人");
}

absl::Status OrganizationNotFound() {
  return MakeError(StatusCode::kNotFound, "ORGANIZATION_NOT_FOUND", "没有找到这个单位");
}

absl::Status BookingNotFound() {
  return MakeError(StatusCode::kNotFound, "BOOKING_NOT_FOUND", "没有找到这个预约");
}

absl::Status DayStateConflict(absl::string_view text) {
  return MakeError(StatusCode::kFailedPrecondition, "RECEPTION_DAY_STATE_CONFLICT", text);
}

absl::Status SlotClosed() {
  return MakeError(StatusCode::kFailedPrecondition, "SLOT_CLOSED",
                   "这个时段现在不能预约。您也可以在接待日当天直接来，现场取号");
}

absl::Status SlotFull(bool waitlist_full) {
  return MakeError(StatusCode::kResourceExhausted, "SLOT_FULL",
                   waitlist_full
                       ? "这个时段已约满，候补也满了。您可以选别的时段，或当天直接来现场取号"
                       : "这个时段已约满。您可以候补，或当天直接来现场取号");
}

absl::Status SlotBooked() {
  return MakeError(StatusCode::kFailedPrecondition, "SLOT_BOOKED",
                   "已有人预约，名额不能少于已预约人数加现场名额");
}

absl::Status BookingExists() {
  return MakeError(StatusCode::kAlreadyExists, "BOOKING_EXISTS",
                   "您这一天已经有预约了，可以改时段");
}

absl::Status BookingLimit(int limit) {
  return MakeError(StatusCode::kFailedPrecondition, "BOOKING_LIMIT",
                   absl::StrCat("每人同时最多有", limit, "个预约，请先取消一个"));
}

absl::Status BookingCutoff(int minutes) {
  return MakeError(StatusCode::kFailedPrecondition, "BOOKING_CUTOFF",
                   absl::StrCat("开始前", minutes, "分钟内不能再改，请打电话告诉代表之家"));
}

absl::Status BookingStateConflict(absl::string_view text) {
  return MakeError(StatusCode::kFailedPrecondition, "BOOKING_STATE_CONFLICT", text);
}

absl::Status TicketNotFound() {
  return MakeError(StatusCode::kNotFound, "TICKET_NOT_FOUND", "没有找到这个号");
}

absl::Status QueueEmpty() {
  return MakeError(StatusCode::kNotFound, "QUEUE_EMPTY", "现在没有人在等");
}

absl::Status TicketStateConflict(absl::string_view text) {
  return MakeError(StatusCode::kFailedPrecondition, "TICKET_STATE_CONFLICT", text);
}

absl::Status TicketExists() {
  return MakeError(StatusCode::kAlreadyExists, "TICKET_EXISTS", "您已经取过号了，请看屏幕叫号");
}

absl::Status CheckInClosed() {
  return MakeError(StatusCode::kFailedPrecondition, "CHECK_IN_CLOSED",
                   "现在不能签到取号，请在接待时间前两小时内来");
}

absl::Status DoorCodeWrong() {
  return MakeError(StatusCode::kPermissionDenied, "DOOR_CODE_WRONG",
                   "门口的签到码不对，请看接待室门口的六位数字");
}

absl::Status VisitNotFound() {
  return MakeError(StatusCode::kNotFound, "VISIT_NOT_FOUND", "没有找到这份记录");
}

absl::Status VisitExists() {
  return MakeError(StatusCode::kAlreadyExists, "VISIT_EXISTS", "这个号已经有接待记录了");
}

absl::Status VisitStateConflict() {
  return MakeError(StatusCode::kFailedPrecondition, "VISIT_STATE_CONFLICT",
                   "这份记录已经办完签字了");
}

absl::Status SignCodeWrong() {
  return MakeError(StatusCode::kPermissionDenied, "SIGN_CODE_WRONG", "签字码不对，请再核对一下");
}

absl::Status PlanNotFound() {
  return MakeError(StatusCode::kNotFound, "PLAN_NOT_FOUND", "没有找到这个计划");
}

absl::Status PlanExists(int year) {
  return MakeError(StatusCode::kAlreadyExists, "PLAN_EXISTS",
                   absl::StrCat(year, "年已经有计划了，可以在原计划上重排"));
}

absl::Status PlanInfeasible(absl::string_view text) {
  return MakeError(StatusCode::kFailedPrecondition, "PLAN_INFEASIBLE",
                   absl::StrCat("排不出来：", text));
}

absl::Status PlanStateConflict(absl::string_view text) {
  return MakeError(StatusCode::kFailedPrecondition, "PLAN_STATE_CONFLICT", text);
}

absl::Status PlanTooLate(int lead_days) {
  return MakeError(
      StatusCode::kFailedPrecondition, "PLAN_TOO_LATE",
      absl::StrCat("第一个接待日离今天不到", lead_days, "天。确实要公布的，请选“晚公布”，会注明"));
}

absl::Status CalendarFeedNotFound() {
  return MakeError(StatusCode::kNotFound, "CALENDAR_FEED_NOT_FOUND",
                   "这个日历地址已失效，请重新获取");
}

absl::Status ChangedMeanwhile() {
  return MakeError(StatusCode::kAborted, "CONCURRENT_CHANGE", "别人刚刚改过，请刷新后再改");
}

absl::Status NotForYou(absl::string_view text) {
  return MakeError(StatusCode::kPermissionDenied, "ACCESS_DENIED", text);
}

}  // namespace deputies::reception
