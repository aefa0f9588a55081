// Times as people in China read them. The server speaks UTC; everything here is Asia/Shanghai, whatever the phone says.
const SHANGHAI_MS = 8 * 3600 * 1000;
const DAY_MS = 24 * 3600 * 1000;

interface Parts {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  weekday: number;
}

function partsOf(time: number): Parts {
  const shifted = new Date(time + SHANGHAI_MS);
  return {
    year: shifted.getUTCFullYear(),
    month: shifted.getUTCMonth() + 1,
    day: shifted.getUTCDate(),
    hour: shifted.getUTCHours(),
    minute: shifted.getUTCMinutes(),
    weekday: shifted.getUTCDay(),
  };
}

function two(number: number): string {
  return String(number).padStart(2, "0");
}

const dayNumber = (time: number) => Math.floor((time + SHANGHAI_MS) / DAY_MS);

// "今天 09:05", "昨天 18:30", "3月8日", "2025年3月8日".
export function whenWords(iso: string | undefined, now = Date.now()): string {
  if (!iso) return "";
  const time = Date.parse(iso);
  const parts = partsOf(time);
  const days = dayNumber(now) - dayNumber(time);
  const clock = `${two(parts.hour)}:${two(parts.minute)}`;
  if (days === 0) return `今天 ${clock}`;
  if (days === 1) return `昨天 ${clock}`;
  return dateWords(iso, now);
}

// "2026年3月8日 09:05"
export function fullTime(iso: string | undefined): string {
  if (!iso) return "";
  const parts = partsOf(Date.parse(iso));
  return `${parts.year}年${parts.month}月${parts.day}日 ${two(parts.hour)}:${two(parts.minute)}`;
}

export function clockTime(iso: string | undefined): string {
  if (!iso) return "";
  const parts = partsOf(Date.parse(iso));
  return `${two(parts.hour)}:${two(parts.minute)}`;
}

// "3月8日", with the year when it is another one.
export function dateWords(iso: string, now = Date.now()): string {
  const parts = partsOf(Date.parse(iso));
  const date = `${parts.month}月${parts.day}日`;
  return parts.year === partsOf(now).year ? date : `${parts.year}年${date}`;
}

// "3月8日 星期日"
export function dayWords(iso: string | undefined): string {
  if (!iso) return "";
  const parts = partsOf(Date.parse(iso));
  return `${parts.month}月${parts.day}日 星期${"日一二三四五六"[parts.weekday]}`;
}

// "2026-03-08": the day in Shanghai so many days from now.
export function dateAhead(days: number, now = Date.now()): string {
  const parts = partsOf(now + days * DAY_MS);
  return `${parts.year}-${two(parts.month)}-${two(parts.day)}`;
}

// The last second of a day in Shanghai, "2026-03-08".
export function endOfDay(day: string): string {
  return new Date(Date.parse(`${day}T23:59:59+08:00`)).toISOString();
}

// How a deadline stands: "今天到期", "还有3天", "已超期2天".
export function dueWords(iso: string | undefined, now = Date.now()): { words: string; late: boolean; near: boolean } {
  if (!iso) return { words: "", late: false, near: false };
  const time = Date.parse(iso);
  const days = dayNumber(time) - dayNumber(now);
  if (time < now) return { words: days < 0 ? `已超期${-days}天` : "已超期", late: true, near: false };
  if (days === 0) return { words: "今天到期", late: false, near: true };
  return { words: `还有${days}天`, late: false, near: days <= 2 };
}
