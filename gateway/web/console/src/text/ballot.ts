// Ballots and appraisals in words, and the box counted again.
import type { Schemas } from "@/api";
import { dateAhead } from "@phone/text/time";
import type { Tone } from "./tone";

export type Ballot = Schemas["duty.v1.Ballot"];
export type BallotBox = Schemas["duty.v1.BallotBox"];
export type Appraisal = Schemas["duty.v1.Appraisal"];
export type Grade = Schemas["duty.v1.ReviewGrade"];

export const BALLOT_KINDS: Record<string, string> = { SATISFACTION: "满意度测评", PROJECTS: "民生实事票决" };
export const ELECTORATES: Record<string, string> = { DEPUTIES: "本家的人大代表", VOTERS: "登录过的选民" };
export const VERDICTS = ["满意", "基本满意", "不满意"];

export function ballotState(ballot: Pick<Ballot, "state" | "closeTime">, now = Date.now()): { words: string; tone: Tone } {
  if (ballot.state === "CLOSED") return { words: "已开票", tone: "green" };
  return Date.parse(ballot.closeTime) > now ? { words: "正在投票", tone: "blue" } : { words: "投票结束，等监票人开票", tone: "gold" };
}

// The papers of a published box counted again, in the order of the options.
export function recount(box: Pick<BallotBox, "papers">, options: number): number[] {
  const counts = new Array<number>(options).fill(0);
  for (const paper of box.papers) for (const choice of paper.choices) if (choice >= 0 && choice < options) counts[choice]++;
  return counts;
}

// What the result says of itself: "有效", or why it is none.
export function resultWords(ballot: Pick<Ballot, "result" | "kind" | "seats" | "quorum" | "voteCount">): string {
  const { result } = ballot;
  if (!result) return "";
  if (!result.quorumReached) return `只有 ${ballot.voteCount} 人投票，不到 ${ballot.quorum} 人，结果无效`;
  if (ballot.kind === "SATISFACTION") return `${ballot.voteCount} 人投票，结果有效`;
  const open = ballot.seats - result.winners.length;
  return open > 0 ? `选出 ${result.winners.length} 项，还有 ${open} 项票数相同，要再投一次` : `选出 ${result.winners.length} 项，结果有效`;
}

export const GRADES: { value: Grade; words: string }[] = [
  { value: "EXCELLENT", words: "优秀" }, { value: "COMPETENT", words: "称职" }, { value: "BASICALLY_COMPETENT", words: "基本称职" },
  { value: "NOT_COMPETENT", words: "不称职" },
];
export const gradeWords = (grade: string) => GRADES.find((one) => one.value === grade)?.words ?? "";

// How far an appraisal is.
export function appraisalState(one: Pick<Appraisal, "grade" | "reportTime" | "meetingTime">, now = Date.now()): { words: string; tone: Tone } {
  if (gradeWords(one.grade)) return { words: `已评议：${gradeWords(one.grade)}`, tone: "green" };
  if (!one.reportTime) return { words: Date.parse(one.meetingTime) < now ? "会期已过，没有交报告" : "等代表交报告", tone: Date.parse(one.meetingTime) < now ? "red" : "gold" };
  return Date.parse(one.meetingTime) < now ? { words: "会已开，等评议", tone: "gold" } : { words: "报告已公开，等开会", tone: "blue" };
}

// The year's meetings by month; those of the January to March after it stand behind the twelve.
export function byMonth(year: number, list: Appraisal[]): { words: string; list: Appraisal[] }[] {
  const months = Array.from({ length: 15 }, (_, index) => ({
    words: index < 12 ? `${index + 1}月` : `次年${index - 11}月`, list: [] as Appraisal[],
  }));
  for (const one of list) {
    const [of, month] = dateAhead(0, Date.parse(one.meetingTime)).split("-").map(Number);
    months[(of - year) * 12 + month - 1]?.list.push(one);
  }
  return months.filter((one, index) => index < 12 || one.list.length > 0);
}
