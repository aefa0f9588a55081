// Suggestions, bulletins and consultations in words.
import type { Tone } from "./tone";

type Words = { words: string; tone: Tone };

const SUGGESTIONS: Record<string, Words> = {
  SUGGESTION_SUBMITTED: { words: "待审（质量关）", tone: "gold" },
  SUGGESTION_RETURNED: { words: "已退回代表", tone: "" },
  SUGGESTION_PASSED: { words: "待交办", tone: "gold" },
  SUGGESTION_HANDED_OVER: { words: "已交办，待接办", tone: "blue" },
  SUGGESTION_HANDLING: { words: "办理中", tone: "blue" },
  SUGGESTION_REPLY_IN_REVIEW: { words: "答复待审", tone: "gold" },
  SUGGESTION_REPLIED: { words: "待代表评价", tone: "blue" },
  SUGGESTION_CLOSED: { words: "已办结", tone: "green" },
  SUGGESTION_WITHDRAWN: { words: "已撤回", tone: "" },
  SUGGESTION_SPLIT: { words: "已拆分", tone: "" },
};
export const suggestionState = (state: string): Words => SUGGESTIONS[state] ?? { words: state, tone: "" };

// The three gates (三关), and which of them is open in a state.
export const GATES = ["质量关", "交办关", "答复关"];
export function gateOf(state: string): number {
  if (state === "SUGGESTION_SUBMITTED") return 0;
  if (state === "SUGGESTION_PASSED") return 1;
  if (state === "SUGGESTION_REPLY_IN_REVIEW") return 2;
  return -1;
}

export function gatesPassed(state: string): number {
  if (["SUGGESTION_SUBMITTED", "SUGGESTION_RETURNED", "SUGGESTION_WITHDRAWN"].includes(state)) return 0;
  if (["SUGGESTION_PASSED", "SUGGESTION_SPLIT"].includes(state)) return 1;
  if (["SUGGESTION_REPLIED", "SUGGESTION_CLOSED"].includes(state)) return 3;
  return 2;
}

export const TASKS: Record<string, string> = { TASK_ASSIGNED: "待接办", TASK_ACCEPTED: "办理中", TASK_RETURNED: "已退回", TASK_DONE: "已答复" };
export const REPLIES: Record<string, string> = {
  REPLY_SOLVED: "A 类 · 已经解决", REPLY_PLANNED: "B 类 · 列入计划", REPLY_NOT_YET: "C 类 · 暂时不能解决", REPLY_NOTED: "D 类 · 留作参考",
};
export const SATISFACTION: Record<string, string> = { SATISFIED: "满意", BASICALLY_SATISFIED: "基本满意", DISSATISFIED: "不满意" };

export const CATEGORIES: Record<string, string> = {
  NEWS: "人大要闻", NOTICE: "通知公告", LAW: "法律法规", WORKING_RULE: "工作制度", DEPUTY_SHOWCASE: "代表风采", THEME_ACTIVITY: "主题活动",
  DEPUTY_ACTIVITY: "代表活动", TRAINING: "代表培训",
};

const BULLETINS: Record<string, Words> = {
  BULLETIN_DRAFT: { words: "草稿", tone: "" },
  BULLETIN_IN_REVIEW: { words: "等待审核", tone: "gold" },
  BULLETIN_RETURNED: { words: "被退回", tone: "red" },
  BULLETIN_PUBLISHED: { words: "已发布", tone: "green" },
  BULLETIN_WITHDRAWN: { words: "已撤下", tone: "" },
  BULLETIN_REPLACED: { words: "旧版本", tone: "" },
};
export const bulletinState = (state: string): Words => BULLETINS[state] ?? { words: state, tone: "" };

const PHASES: Record<string, Words> = {
  MATTER_DRAFT: { words: "草稿", tone: "" },
  MATTER_ANNOUNCED: { words: "已公布，未开始", tone: "blue" },
  MATTER_OPEN: { words: "正在征求", tone: "green" },
  MATTER_CLOSED: { words: "已截止", tone: "gold" },
};
export const phaseWords = (phase: string): Words => PHASES[phase] ?? { words: phase, tone: "" };

// Text typed into a plain field, as the rich text that bulletins hold: empty lines part paragraphs, "# " begins a heading.
export function richText(plain: string): string {
  const safe = (text: string) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  return plain
    .replace(/\r/g, "")
    .split(/\n{2,}/)
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => (part.startsWith("# ") ? `<h2>${safe(part.slice(2))}</h2>` : `<p>${safe(part).replace(/\n/g, "<br>")}</p>`))
    .join("");
}

// The other way round, for a text that was typed here. Formatting that a plain field cannot hold becomes plain.
export function plainText(rich: string): string {
  const text = rich
    .replace(/<br\s*\/?>/g, "\n")
    .replace(/<h[2-4]>/g, "# ")
    .replace(/<\/(p|h[2-4]|li|tr|blockquote)>/g, "\n\n")
    .replace(/<[^>]*>/g, "");
  return text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"').replace(/&#39;/g, "'").replace(/&amp;/g, "&").trim();
}
