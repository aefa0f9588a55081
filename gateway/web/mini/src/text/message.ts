// What a message's state means to people.
import type { Schemas } from "@/api/client";

export type Message = Schemas["board.v1.Message"];
export type Visibility = Message["visibility"];

export type Tone = "red" | "green" | "blue" | "gold" | "";

export function stateTag(message: Pick<Message, "state">): { words: string; tone: Tone } {
  switch (message.state) {
    case "POSTED":
      return { words: "等待答复", tone: "gold" };
    case "ANSWERED":
      return { words: "已答复", tone: "green" };
    case "RATED":
      return { words: "已评价", tone: "blue" };
    default:
      return { words: "办理中", tone: "gold" };
  }
}

export function visibilityWords(visibility: Visibility): string {
  return visibility === "PRIVATE" ? "不公开" : "公开";
}

// The first words of a text as its subject, for people who write none. 2-20 characters, without the end of a sentence.
export function subjectOf(body: string): string {
  const text = body.replace(/\s+/g, " ").trim();
  const sentence = text.split(/[。！？!?；;\n]/)[0].trim();
  const chosen = [...(sentence.length >= 2 ? sentence : text)];
  return chosen.length > 20 ? `${chosen.slice(0, 19).join("")}…` : chosen.join("");
}

export const SCORE_WORDS = ["", "很不满意", "不满意", "一般", "满意", "很满意"];
