// Figures in words: periods, spans of time, shares.
import type { Schemas } from "@/api";
import { dateAhead } from "@phone/text/time";

export type MessageFigures = Schemas["board.v1.MessageFigures"];

export interface Range {
  words: string;
  // Instants of Shanghai's midnights; `until` is not in it.
  from: string;
  until: string;
}

const midnight = (year: number, month: number) =>
  `${year + Math.floor((month - 1) / 12)}-${String(((((month - 1) % 12) + 12) % 12) + 1).padStart(2, "0")}-01T00:00:00+08:00`;

// Periods that people ask for, the running month first.
export function ranges(now = Date.now()): Range[] {
  const [year, month] = dateAhead(0, now).split("-").map(Number);
  const quarter = Math.ceil(month / 3) * 3 - 2;
  return [
    { words: "本月", from: midnight(year, month), until: midnight(year, month + 1) },
    { words: "上月", from: midnight(year, month - 1), until: midnight(year, month) },
    { words: "本季度", from: midnight(year, quarter), until: midnight(year, quarter + 3) },
    { words: "今年", from: midnight(year, 1), until: midnight(year + 1, 1) },
    { words: "去年", from: midnight(year - 1, 1), until: midnight(year, 1) },
  ];
}

// The months of a year that have begun.
export function monthsOf(year: number, now = Date.now()): Range[] {
  return Array.from({ length: 12 }, (_, index) => ({
    words: `${index + 1}月`, from: midnight(year, index + 1), until: midnight(year, index + 2),
  })).filter((one) => Date.parse(one.from) <= now);
}

// "不到1分钟", "40分钟", "3小时20分", "2天5小时"
export function spanWords(minutes: number): string {
  if (minutes < 1) return "不到1分钟";
  if (minutes < 60) return `${minutes}分钟`;
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor((minutes % 1440) / 60);
  if (days > 0) return hours > 0 ? `${days}天${hours}小时` : `${days}天`;
  return minutes % 60 > 0 ? `${hours}小时${minutes % 60}分` : `${hours}小时`;
}

// "82%（41/50）"; of nothing there is no share.
export function shareWords(part: number, whole: number): string {
  return whole > 0 ? `${Math.round((part / whole) * 100)}%（${part}/${whole}）` : "—";
}

// How many have to be there before a figure says something.
export const FEW = 5;

const TIMES: { key: "acknowledgeTime" | "answerTime" | "solveTime"; words: string }[] = [
  { key: "acknowledgeTime", words: "告知开始办理" },
  { key: "answerTime", words: "第一次答复" },
  { key: "solveTime", words: "群众说解决了" },
];

// How long it took, from posting on, for those to which it happened.
export function timeRows(figures: MessageFigures) {
  return TIMES.map(({ key, words }) => {
    const time = figures[key];
    const count = time?.count ?? 0;
    return { words, count, median: time?.medianMinutes ?? 0, ninetieth: time?.ninetiethMinutes ?? 0, few: count < FEW };
  });
}

// Who was satisfied. Who stayed silent stands apart: silence is no praise.
export function satisfaction(figures: MessageFigures): { name: string; value: number; tone: "green" | "red" | "grey" }[] {
  return [
    { name: "满意", value: figures.satisfied, tone: "green" },
    { name: "不满意、部分满意", value: figures.notSatisfied, tone: "red" },
    { name: "没有评价", value: figures.silent, tone: "grey" },
  ];
}

// The first words of a classification's path, or what stands for none.
export const topicWords = (category: string) => category || "还没有分类";

// What lies in a month of a topic, for a map of heat: topics by their total, at most `most`.
export function heat(months: { categories: { category: string; received: number }[] }[], most = 10): { topics: string[]; cells: [number, number, number][] } {
  const totals = new Map<string, number>();
  for (const month of months) {
    for (const one of month.categories) totals.set(one.category, (totals.get(one.category) ?? 0) + one.received);
  }
  const topics = [...totals].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, most).map(([topic]) => topic);
  const cells: [number, number, number][] = [];
  months.forEach((month, x) => {
    topics.forEach((topic, y) => cells.push([x, y, month.categories.find((one) => one.category === topic)?.received ?? 0]));
  });
  return { topics: topics.map(topicWords), cells };
}

// Reads with at most `width` requests at once, in order.
export async function inTurns<T, R>(items: T[], width: number, read: (item: T) => Promise<R>): Promise<R[]> {
  const found: R[] = [];
  for (let start = 0; start < items.length; start += width) {
    found.push(...(await Promise.all(items.slice(start, start + width).map(read))));
  }
  return found;
}

// A week's counts beside those of the week before: "比上周多 3", "比上周少 1", "和上周一样".
export function weekFigures(week: MessageFigures, before: MessageFigures): { words: string; value: number; change: string }[] {
  const counts: [string, keyof MessageFigures][] = [["收到", "received"], ["答复", "answered"], ["解决", "solved"], ["满意", "satisfied"], ["没有评价", "silent"]];
  return counts.map(([words, key]) => {
    const value = week[key] as number;
    const more = value - (before[key] as number);
    return { words, value, change: more > 0 ? `比上周多 ${more}` : more < 0 ? `比上周少 ${-more}` : "和上周一样" };
  });
}
