// A deputy's points and activities in words.
import type { Schemas } from "@/api/client";
import { clockTime, dayWords } from "./time";

export type DutyScore = Schemas["duty.v1.DutyScore"];
export type RankingRow = Schemas["duty.v1.RankingRow"];
export type DutyItem = Schemas["duty.v1.DutyItem"];
export type DutyEntry = Schemas["duty.v1.DutyEntry"];
type RuleBook = Schemas["duty.v1.RuleBook"];
export type Activity = Schemas["duty.v1.Activity"];

// "★★★☆☆"; a deputy with too few cases is not rated, which is no bad mark.
export function starWords(stars: number): string {
  return stars > 0 ? "★".repeat(stars) + "☆".repeat(Math.max(5 - stars, 0)) : "暂不评星";
}

// How an item's points came about: "做了 12 次，计 10 次", and for what depends on how much comes in "收到 8 件，办了 7 件".
export function countWords(item: DutyScore["items"][number]): string {
  const parts = [`做了 ${item.acts} 次，计 ${item.counted} 次`];
  if (item.opportunities > 0) parts.push(`收到 ${item.opportunities} 件，办了 ${item.handled} 件`);
  return parts.join("；");
}

export function placeOf(row: Pick<RankingRow, "rank">): string {
  return row.rank > 0 ? `第 ${row.rank} 名` : "暂不排名";
}

export const ACTIVITY_KINDS: Record<string, string> = {
  THEME: "主题活动",
  INSPECTION: "视察检查",
  RESEARCH: "专题调研",
  MATTER_DISCUSSED: "要事代表商",
  MATTER_SUPERVISED: "代表督事",
  LECTURE: "政策法规大讲堂",
  TRAINING: "学习培训",
};

export function activityWhen(activity: Pick<Activity, "startTime" | "endTime">): string {
  return `${dayWords(activity.startTime)} ${clockTime(activity.startTime)}—${clockTime(activity.endTime)}`;
}

// Where the sign-up stands.
export function signUpWords(activity: Pick<Activity, "signUpEndTime" | "startTime" | "capacity" | "signedUpCount">, now = Date.now()): string {
  const { capacity, signedUpCount, signUpEndTime } = activity;
  const count = capacity > 0 ? `${signedUpCount}/${capacity} 人报名` : `${signedUpCount} 人报名`;
  const open = !!signUpEndTime && now < Date.parse(signUpEndTime) && (capacity === 0 || signedUpCount < capacity);
  return open ? `正在报名，${count}` : count;
}

// The rule book that holds on a day ("2026-03-08"); undefined before the first.
export function ruleInForce<T extends Pick<RuleBook, "effectiveDay" | "version">>(books: T[], day: string): T | undefined {
  const begun = books.filter((one) => one.effectiveDay <= day);
  return begun.sort((a, b) => a.effectiveDay.localeCompare(b.effectiveDay) || a.version - b.version)[begun.length - 1];
}

// How an item counts: "每次 5 分，每天最多算 2 次，全年最多 60 分".
export function ruleWords(rule: DutyItem): string {
  const points = rule.points ?? 0;
  if (points === 0) return "本身不计分，用来算办理的比例";
  const parts = [points > 0 ? `每次 ${points} 分` : `每次扣 ${-points} 分`];
  if (rule.dayLimit) parts.push(`每天最多算 ${rule.dayLimit} 次`);
  if (rule.partnerYearLimit) parts.push(`同一位选民一年最多算 ${rule.partnerYearLimit} 次`);
  if (rule.monthCap) parts.push(`每月最多 ${rule.monthCap} 分`);
  if (rule.yearCap) parts.push(`全年最多 ${rule.yearCap} 分`);
  return parts.join("，");
}

// How one entry counts.
export function entryWords(entry: Pick<DutyEntry, "withdraws" | "fromTemplate">, rule?: DutyItem): string {
  if (entry.withdraws) return "撤销了先前的一笔，那一笔不再计分";
  if (entry.fromTemplate) return "照搬模板的答复，不计分";
  return rule ? `算法：${ruleWords(rule)}` : "现在的规则里没有这一项";
}

// "2026年", "2026年第1季度".
export function periodWords(period: string): string {
  const [year, quarter] = period.split("Q");
  return quarter ? `${year}年第${quarter}季度` : `${year}年`;
}

// The periods whose results a deputy may be asked about on a day: the last year and the last quarter.
export function periodsToObject(day: string): string[] {
  const [year, month] = day.split("-").map(Number);
  const quarter = Math.ceil(month / 3);
  return [String(year - 1), quarter > 1 ? `${year}Q${quarter - 1}` : `${year - 1}Q4`];
}
