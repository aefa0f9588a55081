// What a message's state means to people.
import type { Schemas } from "@/api/client";
import { dateWords, endOfDay } from "./time";

export type Message = Schemas["board.v1.Message"];
export type Visibility = Message["visibility"];

export type Tone = "red" | "green" | "blue" | "gold" | "";

const STATES: Partial<Record<Message["state"], { words: string; tone: Tone }>> = {
  POSTED: { words: "等待答复", tone: "gold" },
  CHECKED: { words: "等待派办", tone: "gold" },
  DISPATCHED: { words: "已交给代表", tone: "gold" },
  RETURNED: { words: "重新安排", tone: "gold" },
  ACCEPTED: { words: "代表已接", tone: "gold" },
  ACKNOWLEDGED: { words: "正在办", tone: "gold" },
  AWAITING_AUTHOR: { words: "等留言人补充", tone: "red" },
  POOLED: { words: "等代表认领", tone: "gold" },
  ANSWERED: { words: "已答复", tone: "green" },
  RATED: { words: "已评价", tone: "blue" },
  CLOSED: { words: "已办结", tone: "blue" },
  REOPENED: { words: "再次办理", tone: "gold" },
  PROMISE_DUE: { words: "承诺到期", tone: "red" },
  MERGED: { words: "已并入同类", tone: "blue" },
};

export function stateTag(message: Pick<Message, "state">): { words: string; tone: Tone } {
  return STATES[message.state] ?? { words: "办理中", tone: "gold" };
}

const OWNERS: Partial<Record<Message["owner"], string>> = {
  HANDLER: "代表",
  LIAISON: "代表之家联络员",
  CHAIR: "人大主席",
  SPONSOR: "包联领导",
  COUNTY_OFFICE: "旗县人大",
};

// Who has it now and by when: "现在由代表办理，最迟 12月3日前。" Empty when nobody has to act.
export function clockWords(message: Pick<Message, "owner" | "dueTime" | "mine">): string {
  const until = message.dueTime ? `，最迟 ${dateWords(message.dueTime)}前` : "";
  if (message.owner === "AUTHOR") return `现在等${message.mine ? "您" : "留言人"}${until}。`;
  const owner = OWNERS[message.owner];
  return owner ? `现在由${owner}办理${until}。` : "";
}

export type TimelineEntry = Schemas["board.v1.TimelineEntry"];

const EVENTS: Record<string, string> = {
  post: "写下留言",
  check: "代表之家看过了",
  dispatch: "交给代表办",
  pool: "请代表认领",
  claim: "代表认领",
  accept: "代表接下",
  return: "退回，另作安排",
  acknowledge: "已经开始办",
  ask: "请留言人补充",
  reply: "留言人作了补充",
  follow_up: "留言人作了补充",
  answer: "作了答复",
  rate: "留言人作了评价",
  fall_silent: "留言人没有评价，办结",
  reopen: "再次反映",
  promise_due: "承诺的日期到了",
  merge: "并入同类留言",
  split: "从同类留言中分出",
  claim_timeout: "认领后没有动静，重新认领",
  question_lapse: "补充的期限过了，继续办",
  escalate: "超过期限，交上一级督办",
  chase: "留言人催办",
  classify: "分了类",
  reassign: "换人办理",
  visibility: "改了谁可以看",
};

export function eventWords(entry: Pick<TimelineEntry, "event" | "actorName">): string {
  const words = EVENTS[entry.event] ?? "有了新进展";
  return entry.actorName ? `${entry.actorName}：${words}` : words;
}

// What a person can do to a message beside answering and rating it. `field` takes the words that go with it.
export interface MessageAct {
  title: string;
  // The button that sends it.
  send: string;
  field?: { name: string; label: string; max: number; required: boolean };
}

export const ACTS: Record<string, MessageAct> = {
  chase: { title: "催办", send: "催办" },
  reopen: { title: "再次反映", send: "再次反映", field: { name: "reason", label: "哪里还没有解决？", max: 500, required: true } },
  followUp: { title: "补充说明", send: "发出补充", field: { name: "body", label: "补充什么？", max: 2000, required: true } },
  accept: { title: "接下这件事", send: "接下" },
  claim: { title: "认领这件事", send: "认领" },
  acknowledge: { title: "告诉留言人已经在办", send: "告诉留言人", field: { name: "note", label: "办到哪一步（可不写）", max: 500, required: false } },
  ask: { title: "请留言人补充", send: "发出问题", field: { name: "question", label: "想问什么？", max: 1000, required: true } },
  return: { title: "不归我办，退回", send: "退回", field: { name: "reason", label: "为什么退回？留言人看得到。", max: 500, required: true } },
  cosign: { title: "我也有这件事（附议）", send: "附议" },
  follow: { title: "有答复时告诉我", send: "关注" },
};

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

// The five ways to answer a question about the outcome.
export const JUDGEMENTS = [
  { value: "YES", title: "是" },
  { value: "PARTLY", title: "部分" },
  { value: "NOT_YET", title: "还没有" },
  { value: "NO", title: "没有" },
  { value: "CANNOT_SAY", title: "说不清" },
];

export function judgementWords(judgement: string): string {
  return JUDGEMENTS.find((one) => one.value === judgement)?.title ?? "";
}

export type AnswerClass = Schemas["board.v1.AnswerClass"];

// What an answer says (答复分类 A-D).
export const ANSWER_CLASSES = [
  { value: "SOLVED", title: "已经解决", note: "事情办好了" },
  { value: "PLANNED", title: "列入计划", note: "写明哪天前办好，到期会提醒您" },
  { value: "CANNOT_YET", title: "暂时不能解决", note: "要写明为什么" },
  { value: "NOTED", title: "留作参考", note: "意见记下了，以后参考" },
];

interface AnswerSaid {
  answerClass: AnswerClass | "";
  promiseTime?: string;
  reason?: string;
}

// The sentence above an answer that says where the matter stands; empty for an answer without a class.
export function answerClassWords(answer: AnswerSaid, now = Date.now()): string {
  switch (answer.answerClass) {
    case "SOLVED":
      return "已经解决";
    case "PLANNED":
      return answer.promiseTime ? `列入计划，${dateWords(answer.promiseTime, now)}前办好` : "列入计划";
    case "CANNOT_YET":
      return answer.reason ? `暂时不能解决：${answer.reason}` : "暂时不能解决";
    case "NOTED":
      return "意见已记下，留作参考";
    default:
      return "";
  }
}

export const ANSWER_TONES: Partial<Record<AnswerClass, Tone>> = { SOLVED: "green", PLANNED: "blue", CANNOT_YET: "red", NOTED: "gold" };

export interface AnswerFields {
  body: string;
  answerClass: AnswerClass | "";
  // "2026-03-08"
  promiseDay: string;
  reason: string;
}

// What is missing in an answer, by field; empty when it can be sent.
export function answerProblems(fields: AnswerFields, today: string): Partial<Record<keyof AnswerFields, string>> {
  const problems: Partial<Record<keyof AnswerFields, string>> = {};
  if ([...fields.body.trim()].length < 2) problems.body = "请写答复，至少两个字";
  if (!fields.answerClass) problems.answerClass = "请选一种";
  if (fields.answerClass === "PLANNED" && !(fields.promiseDay > today)) problems.promiseDay = "请选今天以后的一天";
  if (fields.answerClass === "CANNOT_YET" && [...fields.reason.trim()].length < 2) problems.reason = "请写明为什么，留言人看得到";
  return problems;
}

// Class, promise and reason as the server wants them. A promise holds until the end of its day.
export function answerBody(fields: AnswerFields): Record<string, unknown> {
  const { answerClass, promiseDay, reason } = fields;
  return {
    body: fields.body.trim(),
    answerClass,
    ...(answerClass === "PLANNED" ? { promiseTime: endOfDay(promiseDay) } : {}),
    ...(answerClass === "CANNOT_YET" ? { reason: reason.trim() } : {}),
  };
}
