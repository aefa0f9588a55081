// Deputies' yearly reports (述职评议) and the secret ballots about them, in words.
import type { Schemas } from "@/api/client";
import type { Tone } from "./message";

export type Appraisal = Schemas["duty.v1.Appraisal"];
export type Ballot = Schemas["duty.v1.Ballot"];
export type BallotBox = Schemas["duty.v1.BallotBox"];

const GRADES: Partial<Record<Appraisal["grade"], { words: string; tone: Tone }>> = {
  EXCELLENT: { words: "优秀", tone: "green" },
  COMPETENT: { words: "称职", tone: "green" },
  BASICALLY_COMPETENT: { words: "基本称职", tone: "gold" },
  NOT_COMPETENT: { words: "不称职", tone: "red" },
};

// How far a report has come.
export function appraisalTag(one: Pick<Appraisal, "grade" | "reportTime" | "meetingTime">, now = Date.now()): { words: string; tone: Tone } {
  const grade = GRADES[one.grade];
  if (grade) return { words: `评为${grade.words}`, tone: grade.tone };
  if (one.reportTime) return { words: "报告已公开", tone: "blue" };
  return Date.parse(one.meetingTime ?? "") < now ? { words: "等待评议", tone: "gold" } : { words: "还没有报告", tone: "" };
}

// A voter may ask from the report until the review, five times at most.
export function mayAsk(one: Appraisal): boolean {
  return !!one.reportTime && !GRADES[one.grade] && one.questions.filter((question) => question.own).length < 5;
}

// The deputy may write or replace the report until the meeting.
export function mayReport(one: Appraisal, deputyId: string | undefined, now = Date.now()): boolean {
  return one.deputyId === deputyId && Date.parse(one.meetingTime ?? "") > now && !GRADES[one.grade];
}

const LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

// A check code from random bytes: ten letters and digits that are not mistaken for each other.
export function checkCodeOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => LETTERS[byte % LETTERS.length]).join("").slice(0, 10);
}

// As it is noted down: "AB3DE 7KMNP".
export function checkCodeWords(code: string): string {
  return code.replace(/(.{5})(?=.)/g, "$1 ");
}

// What lies beside a check code in the published box: the chosen options, null when the code is not there.
export function findPaper(box: BallotBox, typed: string): string[] | null {
  const code = typed.replace(/\s+/g, "").toUpperCase();
  const paper = box.papers.find((one) => one.checkCode.toUpperCase() === code);
  return paper ? paper.choices.map((choice) => box.ballot.options[choice] ?? "无效的一项") : null;
}

// "满意 12 票", by option, for a closed ballot.
export function countsOf(ballot: Pick<Ballot, "options">, result: Appraisal["ballotResult"]): { option: string; count: number }[] {
  return ballot.options.map((option, at) => ({ option, count: result?.counts[at] ?? 0 }));
}
