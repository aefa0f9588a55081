// Points, rankings and rule books in words.
import type { Schemas } from "@/api";
import { dateAhead } from "@phone/text/time";
import type { Tone } from "./tone";

export { placeOf, starWords } from "@phone/text/duty";

type Words = { words: string; tone: Tone };
export type RuleBook = Schemas["duty.v1.RuleBook"];
export type DutyItem = Schemas["duty.v1.DutyItem"];
export type Draft = Pick<RuleBook, "title" | "items" | "starBands" | "minOpportunities">;

export const LEVELS = [
  { value: "TOWNSHIP_DEPUTY", words: "乡镇代表" },
  { value: "COUNTY_DEPUTY", words: "旗县区代表" },
  { value: "CITY_DEPUTY", words: "市代表" },
  { value: "REGION_DEPUTY", words: "自治区代表" },
] as const;

// "2026年", "2026年第3季度"
export function periodWords(period: string): string {
  const [year, quarter] = period.split("Q");
  return quarter ? `${year}年第${quarter}季度` : `${year}年`;
}

// Years and quarters to choose from, the running year first, then back over the last two years.
export function periods(now = Date.now()): string[] {
  const [year, month] = dateAhead(0, now).split("-").map(Number);
  const found = [String(year)];
  for (let quarter = Math.ceil(month / 3); quarter > 0; quarter--) found.push(`${year}Q${quarter}`);
  for (const earlier of [year - 1, year - 2]) found.push(String(earlier), ...[4, 3, 2, 1].map((quarter) => `${earlier}Q${quarter}`));
  return found;
}

// Whether it is over in Shanghai: only then may deputies object to it.
export function ended(period: string, now = Date.now()): boolean {
  const [year, month] = dateAhead(0, now).split("-").map(Number);
  const [of, quarter] = period.split("Q").map(Number);
  return quarter ? year > of || (year === of && month > quarter * 3) : year > of;
}

const STATES: Record<string, Words> = {
  OPEN: { words: "还没有公示", tone: "" },
  OBJECTIONS: { words: "正在公示，代表可以提异议", tone: "gold" },
  PUBLISHED: { words: "已公布", tone: "green" },
};
export const rankingState = (state: string): Words => STATES[state] ?? { words: "还没有公示", tone: "" };

export function alertWords(alert: Schemas["duty.v1.DutyAlert"], title: string): string {
  if (alert.kind === "BURST") return `${alert.day} 一天登记了 ${alert.count} 次“${title}”`;
  if (alert.kind === "PAIR") return `${alert.total} 件里有 ${alert.count} 件是和同一位选民`;
  return `${alert.total} 件答复里有 ${alert.count} 件是模板原文，一字未改`;
}
export const ALERTS: Record<string, string> = { BURST: "扎堆登记", PAIR: "总是同一个人", TEMPLATES: "套用模板" };

const REPORTS: Record<string, Words> = {
  SUBMITTED: { words: "等核实", tone: "gold" },
  CHECKED: { words: "已核实，等审定公布", tone: "blue" },
  PUBLISHED_REPORT: { words: "已公布，计入台账", tone: "green" },
  REFUSED: { words: "没有通过", tone: "red" },
};
export const reportState = (state: string): Words => REPORTS[state] ?? { words: state, tone: "" };

export const ITEM_KINDS: Record<string, string> = { ACT: "做了加分", OPPORTUNITY: "收到要办", PENALTY: "扣分" };

// The limits of an item: "每天最多 2 次，每月最多 10 分".
export function limitWords(item: DutyItem): string {
  const parts: string[] = [];
  if (item.dayLimit) parts.push(`每天最多计 ${item.dayLimit} 次`);
  if (item.partnerYearLimit) parts.push(`同一位选民每年最多计 ${item.partnerYearLimit} 次`);
  if (item.monthCap) parts.push(`每月最多 ${item.monthCap} 分`);
  if (item.yearCap) parts.push(`每年最多 ${item.yearCap} 分`);
  return parts.join("，") || "不限";
}

// A draft that begins with what a book says.
export function draftOf(book: RuleBook): Draft {
  return JSON.parse(
    JSON.stringify({ title: book.title, items: book.items, starBands: book.starBands, minOpportunities: book.minOpportunities }),
  ) as Draft;
}

const FIELDS: [keyof DutyItem, string][] = [
  ["title", "名称"], ["points", "分值"], ["dayLimit", "每天最多次数"], ["partnerYearLimit", "同一选民每年最多次数"], ["monthCap", "每月上限"], ["yearCap", "每年上限"],
];

// What a draft changes against a book, a line for each difference.
export function changesOf(book: RuleBook, draft: Draft): string[] {
  const lines: string[] = [];
  const before = new Map(book.items.map((one) => [one.key, one]));
  for (const item of draft.items) {
    const old = before.get(item.key);
    if (!old) {
      lines.push(`新增“${item.title}”，${item.points} 分`);
      continue;
    }
    for (const [field, words] of FIELDS) {
      if (old[field] !== item[field]) lines.push(`“${old.title}”的${words}：${old[field] || "不限"} → ${item[field] || "不限"}`);
    }
  }
  const kept = new Set(draft.items.map((one) => one.key));
  for (const item of book.items) if (!kept.has(item.key)) lines.push(`去掉“${item.title}”`);
  const bands = (list: RuleBook["starBands"]) => list.map((one) => `${one.stars}星 ${one.minPoints}分`).join("、") || "不评星";
  if (bands(book.starBands) !== bands(draft.starBands)) lines.push(`星级：${bands(book.starBands)} → ${bands(draft.starBands)}`);
  if (book.minOpportunities !== draft.minOpportunities) lines.push(`参加排名最少 ${book.minOpportunities} 件 → ${draft.minOpportunities} 件`);
  return lines;
}

// The first days of the twelve months to come that lie after `last`, "2026-01-01".
export function effectiveDays(last: string, now = Date.now()): string[] {
  const [year, month] = dateAhead(0, now).split("-").map(Number);
  const days: string[] = [];
  for (let ahead = 0; ahead < 12; ahead++) {
    const next = month + ahead;
    days.push(`${year + Math.floor(next / 12)}-${String((next % 12) + 1).padStart(2, "0")}-01`);
  }
  return days.filter((day) => day > last);
}
