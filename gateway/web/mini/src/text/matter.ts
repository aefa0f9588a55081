import type { Schemas } from "@/api/client";
import type { Tone } from "./message";

export type Matter = Schemas["board.v1.Matter"];
export type Question = Required<Matter["questions"][number]>;

export const PHASES: Record<string, { words: string; tone: Tone }> = {
  MATTER_ANNOUNCED: { words: "还没开始", tone: "blue" },
  MATTER_OPEN: { words: "正在征求", tone: "green" },
  MATTER_CLOSED: { words: "已结束", tone: "" },
};

// What a person has said so far, by question.
export interface Said {
  choices: number[];
  scale: number;
  text: string;
}

// Taps an option: chooses it, or takes it back; with one choice allowed it takes the other's place.
export function choose(chosen: number[], option: number, maxChoices: number): number[] {
  if (chosen.includes(option)) return chosen.filter((one) => one !== option);
  if (Math.max(maxChoices, 1) === 1) return [option];
  return chosen.length < maxChoices ? [...chosen, option].sort((a, b) => a - b) : chosen;
}

// The answers to send: those that say something. `missing` is the first question, counted from 1, that has to be answered
// and is not; 0 for none.
export function answersOf(questions: Question[], said: Said[]) {
  let missing = 0;
  const answers: { question: number; choices?: number[]; scale?: number; text?: string }[] = [];
  questions.forEach((question, at) => {
    const { choices, scale, text } = said[at];
    const number = at + 1;
    if (question.kind === "CHOICE" && choices.length) answers.push({ question: number, choices });
    else if (question.kind === "SCALE" && scale) answers.push({ question: number, scale });
    else if (question.kind === "FREE_TEXT" && text.trim()) answers.push({ question: number, text: text.trim() });
    else if (question.required && !missing) missing = number;
  });
  return { answers, missing };
}
