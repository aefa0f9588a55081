// A message's state, clock and steps in words for those who handle it.
import { dayWords, dueWords } from "@phone/text/time";
import type { Schemas } from "@/api";
import type { Tone } from "./tone";

export type Message = Schemas["board.v1.Message"];

const STATES: Record<string, { words: string; tone: Tone }> = {
  POSTED: { words: "新留言", tone: "gold" },
  CHECKED: { words: "待派单", tone: "gold" },
  POOLED: { words: "待认领", tone: "gold" },
  DISPATCHED: { words: "待接单", tone: "gold" },
  RETURNED: { words: "被退回", tone: "red" },
  ACCEPTED: { words: "已接单", tone: "blue" },
  ACKNOWLEDGED: { words: "办理中", tone: "blue" },
  AWAITING_AUTHOR: { words: "等群众补充", tone: "" },
  ANSWERED: { words: "已答复，待评价", tone: "green" },
  PROMISE_DUE: { words: "承诺到期", tone: "red" },
  REOPENED: { words: "重新办理", tone: "gold" },
  RATED: { words: "已评价", tone: "green" },
  CLOSED: { words: "已办结", tone: "green" },
  MERGED: { words: "已并案", tone: "" },
};

export function stateWords(state: string): { words: string; tone: Tone } {
  return STATES[state] ?? { words: "办理中", tone: "blue" };
}

const OWNERS: Record<string, string> = {
  AUTHOR: "留言人", HANDLER: "承办代表", LIAISON: "联络员", CHAIR: "人大主席", SPONSOR: "包联领导", COUNTY_OFFICE: "旗县工委",
};

export const ownerWords = (owner: string) => OWNERS[owner] ?? "";

const KINDS: Record<string, string> = {
  MESSAGE: "留言", FEEDBACK: "反馈信箱", WISH: "微心愿", ERRAND: "点单", VISIT: "接待来访",
};

export const kindWords = (kind: string) => KINDS[kind] ?? "留言";

export const LIMITS: Record<string, string> = { NORMAL: "一般", URGENT: "紧急", CONSULTATION: "咨询", COMPLEX: "复杂" };

export const CLASSES = [
  { value: "SOLVED", letter: "A", title: "已解决", hint: "事情办成了" },
  { value: "PLANNED", letter: "B", title: "列入计划", hint: "写明哪天办结，到期系统会提醒" },
  { value: "CANNOT_YET", letter: "C", title: "暂时不能解决", hint: "写明原因，群众看得到" },
  { value: "NOTED", letter: "D", title: "留作参考", hint: "感谢并记录" },
] as const;

export type AnswerClass = (typeof CLASSES)[number]["value"];

export function classWords(value: string): string {
  const found = CLASSES.find((one) => one.value === value);
  return found ? `${found.letter} 类 · ${found.title}` : "";
}

const JUDGEMENTS: Record<string, string> = { YES: "是", PARTLY: "部分", NOT_YET: "还没有", NO: "否", CANNOT_SAY: "说不清" };

export const judgementWords = (value: string) => JUDGEMENTS[value] ?? "";

// The clock: colour and words both say how it stands.
export function clock(message: Pick<Message, "dueTime" | "state">, now = Date.now()): { words: string; tone: Tone } {
  if (message.state === "AWAITING_AUTHOR") return { words: "计时暂停", tone: "" };
  const due = dueWords(message.dueTime, now);
  if (!due.words) return { words: "", tone: "" };
  return { words: due.words, tone: due.late ? "red" : due.near ? "gold" : "green" };
}

export const dueDay = (iso: string | undefined) => (iso ? dayWords(iso) : "");

const EVENTS: Record<string, string> = {
  post: "群众留言", check: "联络员查看", dispatch: "派单", pool: "放入待认领", claim: "代表认领", accept: "代表接单",
  return: "退回", acknowledge: "告知已开始办理", ask: "请群众补充", reply: "群众补充", follow_up: "群众追加", answer: "答复",
  rate: "群众评价", fall_silent: "到期未评价，办结", reopen: "重新办理", promise_due: "承诺到期", merge: "并案", split: "拆出",
  claim_timeout: "认领超时，退回待认领", question_lapse: "补充到期，恢复计时", escalate: "超期升级", chase: "群众催办",
  classify: "确认分类", reassign: "改派", visibility: "改变公开范围",
};

export const eventWords = (event: string) => EVENTS[event] ?? event;
