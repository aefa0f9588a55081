// Reception days, bookings and tickets in words for visitors.
import type { Schemas } from "@/api/client";
import type { Tone } from "./message";
import { clockTime, dayWords, fullTime } from "./time";

export type ReceptionDay = Schemas["reception.v1.ReceptionDay"];
export type Slot = Schemas["reception.v1.Slot"];
export type Booking = Schemas["reception.v1.Booking"];
export type Ticket = Schemas["reception.v1.Ticket"];
type Times = { startTime?: string; endTime?: string };

const MODES: Record<string, string> = { ON_SITE: "现场接待", ONLINE: "线上接待", ON_SITE_AND_ONLINE: "现场和线上接待" };

// "09:00—11:30"; a reception that lasts to midnight ends at 24:00.
export function hoursWords({ startTime, endTime }: Times): string {
  const end = clockTime(endTime);
  return `${clockTime(startTime)}—${end === "00:00" ? "24:00" : end}`;
}

export function placeWords(day: Pick<ReceptionDay, "mode" | "room">): string {
  return [MODES[day.mode], day.room].filter(Boolean).join("，");
}

// Who receives, with office: "海演示（人大代表，南街选区）、李院长（旗法院院长）".
export function hostWords(hosts: ReceptionDay["hosts"]): string {
  const coming = hosts.filter((one) => !one.absent);
  if (!coming.length) return "接待人员待定";
  const office = (one: (typeof hosts)[number]) => [one.kind === "DEPUTY_HOST" ? "人大代表" : "", one.title].filter(Boolean).join("，");
  return coming.map((one) => (office(one) ? `${one.name}（${office(one)}）` : one.name)).join("、");
}

export function dayTag(day: Pick<ReceptionDay, "state" | "freePlaces">): { words: string; tone: Tone } {
  if (day.state === "DAY_CANCELLED") return { words: "已取消", tone: "red" };
  if (day.state === "DAY_CLOSED") return { words: "已结束", tone: "" };
  if (day.freePlaces > 0) return { words: `还能约 ${day.freePlaces} 人`, tone: "green" };
  return { words: "已约满", tone: "gold" };
}

// Days under their months, in their order: "2026年3月".
export function byMonth<T extends { date: string }>(days: T[]): { month: string; days: T[] }[] {
  const months: { month: string; days: T[] }[] = [];
  for (const day of days) {
    const [year, number] = day.date.split("-");
    const month = `${year}年${Number(number)}月`;
    if (months[months.length - 1]?.month !== month) months.push({ month, days: [] });
    months[months.length - 1].days.push(day);
  }
  return months;
}

export function slotWords(slot: Pick<Slot, "freePlaces" | "waitingCount">): string {
  if (slot.freePlaces > 0) return `还有 ${slot.freePlaces} 个名额`;
  return slot.waitingCount > 0 ? `已约满，${slot.waitingCount} 人在候补` : "已约满，可以候补";
}

export interface Standing {
  words: string;
  tone: Tone;
  // What it means and what to do now.
  next: string;
}

export function bookingStanding(booking: Booking): Standing {
  const until = fullTime(booking.expireTime);
  switch (booking.state) {
    case "HELD":
      return { words: "等您确认", tone: "gold", next: `名额为您留到 ${until}，请在这之前点“确认要来”。` };
    case "BOOKED":
      return { words: "已约好", tone: "green", next: "请按时来。到了以后，用门口的六位数字签到。" };
    case "WAITING":
      return { words: "候补中", tone: "blue", next: `您排在候补第 ${booking.waitlistPosition} 位，有名额会通知您。` };
    case "OFFERED":
      return { words: "有名额了", tone: "gold", next: `名额为您留到 ${until}，请在这之前点“确认要来”，过时就给下一位。` };
    case "CANCELLED":
      return { words: "您已取消", tone: "", next: "要来可以重新预约。" };
    case "CANCELLED_BY_HOME":
      return { words: "被取消", tone: "red", next: booking.reason ? `原因：${booking.reason}` : "请看接待日的最新安排。" };
    case "EXPIRED":
      return { words: "已过期", tone: "", next: "没有在期限内确认，或者候补没有轮到。可以重新预约。" };
    case "CHECKED_IN":
      return { words: "已签到", tone: "green", next: "请看您的排队号，叫到就过去。" };
    case "SERVED":
      return { words: "已接待", tone: "green", next: "" };
    case "NO_SHOW":
      return { words: "没有来", tone: "", next: "如果记错了，请告诉代表之家。" };
    default:
      return { words: "已结束", tone: "", next: "" };
  }
}

// The holder may still change it.
export function isLive(booking: Pick<Booking, "state">): boolean {
  return ["HELD", "BOOKED", "WAITING", "OFFERED"].includes(booking.state);
}

export function wantsConfirmation(booking: Pick<Booking, "state">): boolean {
  return booking.state === "HELD" || booking.state === "OFFERED";
}

// The server says "too early" itself; this only spares people a form days before.
const CHECK_IN_AHEAD_MS = 2 * 3600 * 1000;

export function checkInIsNear({ startTime, endTime }: Times, now = Date.now()): boolean {
  if (!startTime || !endTime) return false;
  return now >= Date.parse(startTime) - CHECK_IN_AHEAD_MS && now < Date.parse(endTime);
}

export function bookingWhen(booking: Pick<Booking, "slotStartTime" | "slotEndTime">): string {
  return `${dayWords(booking.slotStartTime)} ${hoursWords({ startTime: booking.slotStartTime, endTime: booking.slotEndTime })}`;
}

// "大约等 15 分钟，前后可能差 6 分钟".
export function waitWords(ticket: Pick<Ticket, "waitMinutes" | "estimateErrorMinutes">): string {
  if (ticket.waitMinutes < 0) return "";
  if (ticket.waitMinutes === 0) return "马上就到您";
  const error = ticket.estimateErrorMinutes > 0 ? `，前后可能差 ${ticket.estimateErrorMinutes} 分钟` : "";
  return `大约等 ${ticket.waitMinutes} 分钟${error}`;
}

export function ticketStanding(ticket: Ticket): Standing {
  switch (ticket.state) {
    case "TICKET_WAITING":
      return {
        words: ticket.aheadCount > 0 ? `前面还有 ${ticket.aheadCount} 位` : "下一位就是您",
        tone: "gold",
        next: waitWords(ticket),
      };
    case "TICKET_CALLED":
      return { words: `轮到您了，请到${ticket.desk || "接待室"}`, tone: "red", next: "请现在过去。" };
    case "TICKET_SERVING":
      return { words: "正在接待", tone: "green", next: ticket.desk };
    case "TICKET_PARKED":
      return { words: "叫过您，您不在", tone: "gold", next: "请告诉工作人员您来了，会回到原来的位置。" };
    case "TICKET_LEFT":
      return { words: "已离开", tone: "", next: "" };
    default:
      return { words: "接待完了", tone: "green", next: "谢谢您来反映情况。" };
  }
}

export type TicketAction = "RECALL" | "START" | "FINISH" | "PARK" | "RESUME" | "LEAVE";

// What those who receive can do with a ticket, the usual thing first.
export function deskActs(state: Ticket["state"]): { action: TicketAction; title: string }[] {
  switch (state) {
    case "TICKET_CALLED":
      return [
        { action: "START", title: "来了，开始谈" },
        { action: "RECALL", title: "再叫一次" },
        { action: "PARK", title: "不在，先放一边" },
        { action: "LEAVE", title: "人走了" },
      ];
    case "TICKET_SERVING":
      return [{ action: "FINISH", title: "谈完了" }];
    case "TICKET_PARKED":
      return [
        { action: "RESUME", title: "回来了，接着排" },
        { action: "LEAVE", title: "人走了" },
      ];
    default:
      return [];
  }
}

const DESK_STATES: Partial<Record<Ticket["state"], { words: string; tone: Tone }>> = {
  TICKET_WAITING: { words: "在等", tone: "gold" },
  TICKET_CALLED: { words: "已叫号", tone: "red" },
  TICKET_SERVING: { words: "正在谈", tone: "green" },
  TICKET_DONE: { words: "谈完了", tone: "blue" },
  TICKET_PARKED: { words: "放在一边", tone: "gold" },
};

export function deskTag(state: Ticket["state"]): { words: string; tone: Tone } {
  return DESK_STATES[state] ?? { words: "已离开", tone: "" };
}

// The visit was received and its record is still to be written.
export function wantsRecord(ticket: Pick<Ticket, "state" | "visitId">): boolean {
  return ticket.state === "TICKET_DONE" && ticket.visitId === "0";
}

// What is read aloud for a ticket: the number digit by digit, so that it is heard as it stands on the screen.
export function ticketAloud(ticket: Ticket): string {
  const { words, next } = ticketStanding(ticket);
  return [`${[...ticket.number].join(" ")} 号`, words, next].filter(Boolean).join("，");
}

// "还没找到人": the home looks for a substitute.
export const NOBODY = "0";

// Who may stand in on a day, for a choice: hosts of the home who are not planned for it, deputies first.
export function substitutesFor(
  hosts: Pick<Schemas["reception.v1.Host"], "hostId" | "kind" | "name" | "title" | "retired">[],
  day: Pick<ReceptionDay, "hosts">,
): { value: string; title: string; note?: string }[] {
  const free = hosts.filter((one) => !one.retired && !day.hosts.some((planned) => planned.hostId === one.hostId));
  const deputies = free.filter((one) => one.kind === "DEPUTY_HOST");
  const others = free.filter((one) => one.kind !== "DEPUTY_HOST");
  return [
    ...[...deputies, ...others].map((one) => ({ value: one.hostId, title: one.name, note: one.title || undefined })),
    { value: NOBODY, title: "还没找到人", note: "请代表之家另作安排" },
  ];
}
