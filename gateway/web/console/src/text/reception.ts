// Reception days, tickets and visits in words; dates are Shanghai's.
import type { Schemas } from "@/api";
import type { Tone } from "./tone";

export type ReceptionDay = Schemas["reception.v1.ReceptionDay"];
export type Ticket = Schemas["reception.v1.Ticket"];
export type Host = Schemas["reception.v1.Host"];
export type PlanRule = Schemas["reception.v1.PlanRule"];

export function dayState(day: Pick<ReceptionDay, "state" | "changed">): { words: string; tone: Tone } {
  switch (day.state) {
    case "DAY_DRAFT":
      return { words: "草稿，未公布", tone: "gold" };
    case "DAY_PUBLISHED":
      return day.changed ? { words: "已公布，有变更", tone: "blue" } : { words: "已公布", tone: "green" };
    case "DAY_CANCELLED":
      return { words: "已取消", tone: "" };
    default:
      return { words: "已结束", tone: "" };
  }
}

export const MODES: Record<string, string> = { ON_SITE: "现场", ONLINE: "线上", ON_SITE_AND_ONLINE: "现场和线上" };

const TICKETS: Record<string, { words: string; tone: Tone }> = {
  TICKET_WAITING: { words: "等候", tone: "gold" },
  TICKET_CALLED: { words: "已叫号", tone: "red" },
  TICKET_SERVING: { words: "接待中", tone: "blue" },
  TICKET_DONE: { words: "已接待", tone: "green" },
  TICKET_PARKED: { words: "过号", tone: "" },
  TICKET_LEFT: { words: "已离开", tone: "" },
};

export const ticketWords = (state: string) => TICKETS[state] ?? { words: state, tone: "" as Tone };

export const PRIORITIES: Record<string, string> = { ELDER: "老年人", DISABLED: "残疾人", FAR_VILLAGE: "远道来的" };

export const hostNames = (day: Pick<ReceptionDay, "hosts">) =>
  day.hosts.filter((one) => !one.absent).map((one) => one.name).join("、") || "还没有接待人";

// Ready rules, most used first.
export const RULES: { title: string; rrule: string }[] = [
  { title: "每月 15 日", rrule: "FREQ=MONTHLY;BYMONTHDAY=15" },
  { title: "每月第二个星期二", rrule: "FREQ=MONTHLY;BYDAY=2TU" },
  { title: "每月最后一个星期五", rrule: "FREQ=MONTHLY;BYDAY=-1FR" },
  { title: "每月 1 日和 15 日", rrule: "FREQ=MONTHLY;BYMONTHDAY=1,15" },
  { title: "每周三", rrule: "FREQ=WEEKLY;BYDAY=WE" },
];

export const HOLIDAYS: Record<string, string> = {
  SHIFT_LATER: "顺延到下一个工作日", SHIFT_EARLIER: "提前到上一个工作日", SKIP: "当次不安排", KEEP: "照常接待",
};

export interface PlanDiff {
  title: string;
  tone: Tone;
  days: ReceptionDay[];
}

// What publishing a plan will show people that they cannot see now, and what stays as it is.
export function publishDiff(days: ReceptionDay[]): PlanDiff[] {
  const of = (state: ReceptionDay["state"]) => days.filter((one) => one.state === state);
  const draft = of("DAY_DRAFT");
  return [
    { title: "将要公布", tone: "green" as Tone, days: draft.filter((one) => one.hosts.some((host) => !host.absent)) },
    { title: "将要公布，但还没有接待人", tone: "red" as Tone, days: draft.filter((one) => !one.hosts.some((host) => !host.absent)) },
    { title: "已经公布，不变", tone: "" as Tone, days: of("DAY_PUBLISHED") },
  ].filter((one) => one.days.length > 0);
}

// What on a day wants a look before it is published: two days on one date in one room, a host twice on one date, nobody.
export function conflicts(days: ReceptionDay[]): { dayId: string; words: string }[] {
  const found: { dayId: string; words: string }[] = [];
  const live = days.filter((one) => one.state === "DAY_DRAFT" || one.state === "DAY_PUBLISHED");
  for (const day of live) {
    if (!day.hosts.some((one) => !one.absent)) found.push({ dayId: day.dayId, words: `${day.date} 没有接待人` });
    for (const other of live) {
      if (other.dayId <= day.dayId || other.date !== day.date) continue;
      const overlap = (day.startTime ?? "") < (other.endTime ?? "") && (other.startTime ?? "") < (day.endTime ?? "");
      if (!overlap) continue;
      if (day.room && day.room === other.room) found.push({ dayId: other.dayId, words: `${day.date} ${day.room} 同时安排了两场` });
      for (const host of other.hosts) {
        if (day.hosts.some((one) => one.hostId === host.hostId && !one.absent && !host.absent)) {
          found.push({ dayId: other.dayId, words: `${day.date} ${host.name}同时安排了两场` });
        }
      }
    }
  }
  return found;
}
