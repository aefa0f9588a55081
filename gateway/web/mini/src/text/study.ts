// What deputies study, in words.
import type { Schemas } from "@/api/client";
import { fullTime } from "./time";

export type StudyMaterial = Schemas["duty.v1.StudyMaterial"];

// "已学完", "学了 40%", "还没学".
export function readingWords(material: Pick<StudyMaterial, "ownReading">): string {
  const percent = material.ownReading?.percent ?? 0;
  if (percent === 100) return "已学完";
  return percent > 0 ? `学了 ${percent}%` : "还没学";
}

// "月月学习 2026-03" or "在线课程", and how long it wants.
export function kindWords(material: Pick<StudyMaterial, "kind" | "month" | "minMinutes">): string {
  const kind = material.kind === "MONTHLY_READING" ? `月月学习 ${material.month}` : "在线课程";
  return material.minMinutes > 0 ? `${kind} · 至少学 ${material.minMinutes} 分钟` : kind;
}

export type Exam = Schemas["duty.v1.Exam"];
export type ExamAttempt = Schemas["duty.v1.ExamAttempt"];
export type ExamQuestion = Schemas["duty.v1.Question"];

// What an exam asks for: "20 题，60 分钟，答对 80% 及格，最多考 3 次".
export function ruleWords(exam: Pick<Exam, "questionCount" | "timeLimitMinutes" | "passPercent" | "maxAttempts">): string {
  return `${exam.questionCount} 题，${exam.timeLimitMinutes} 分钟，答对 ${exam.passPercent}% 及格，最多考 ${exam.maxAttempts} 次`;
}

// How far the deputy has come with it.
export function reachedWords(exam: Pick<Exam, "ownPassed" | "ownAttempts" | "ownBestPercent">): string {
  if (exam.ownPassed) return `已及格，最好 ${exam.ownBestPercent}%`;
  return exam.ownAttempts > 0 ? `考过 ${exam.ownAttempts} 次，最好 ${exam.ownBestPercent}%` : "还没考";
}

// Whether it may be begun now, or why not.
export function openWords(exam: Pick<Exam, "openTime" | "closeTime">, now = Date.now()): string {
  if (now < Date.parse(exam.openTime)) return `${fullTime(exam.openTime)} 开始`;
  return now < Date.parse(exam.closeTime) ? `${fullTime(exam.closeTime)} 截止` : "已截止";
}

// "12 分 5 秒" until the deadline, by the phone's clock; the server's decides.
export function leftWords(deadline: string, now = Date.now()): string {
  const seconds = Math.max(Math.ceil((Date.parse(deadline) - now) / 1000), 0);
  return seconds >= 60 ? `${Math.floor(seconds / 60)} 分 ${seconds % 60} 秒` : `${seconds} 秒`;
}
