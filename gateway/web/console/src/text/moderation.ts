// Moderation in words.
import type { Tone } from "./tone";

type Words = { words: string; tone: Tone };

const STATES: Record<string, Words> = {
  MODERATION_HELD: { words: "没有公开，等放行", tone: "gold" },
  MODERATION_REPORTED: { words: "有人举报，仍在公开", tone: "gold" },
  MODERATION_SHOWN: { words: "已公开", tone: "green" },
  MODERATION_HIDDEN: { words: "已隐藏", tone: "" },
  MODERATION_APPEALED: { words: "作者申诉，等复核", tone: "red" },
  MODERATION_UPHELD: { words: "复核后仍隐藏", tone: "" },
  MODERATION_REMOVAL_PROPOSED: { words: "有人提议删除，等第二人", tone: "red" },
  MODERATION_REMOVED: { words: "已删除", tone: "" },
};
export const moderationState = (state: string): Words => STATES[state] ?? { words: state, tone: "" };

export const REASONS = [
  { value: "REASON_PERSONAL_DATA", words: "泄露电话、证件号等个人信息" },
  { value: "REASON_ABUSE", words: "辱骂、诽谤" },
  { value: "REASON_ADVERTISING", words: "广告" },
  { value: "REASON_UNLAWFUL", words: "违反法律法规" },
  { value: "REASON_OFF_TOPIC", words: "与代表履职、公共事务无关" },
  { value: "REASON_MINOR", words: "涉及未成年人" },
] as const;
export type Reason = (typeof REASONS)[number]["value"];
export const reasonWords = (reason: string) => REASONS.find((one) => one.value === reason)?.words ?? "";

const ORIGINS: Record<string, string> = {
  ORIGIN_BEFORE_SHOWING: "本家先审后发", ORIGIN_WORD_LIST: "含有词表里的词", ORIGIN_REPORT: "群众举报", ORIGIN_WECHAT: "微信内容安全检查",
};
export const originWords = (origin: string) => ORIGINS[origin] ?? "";

const ACTIONS: Record<string, string> = {
  ACTION_RELEASED: "放行", ACTION_HIDDEN: "隐藏", ACTION_OVERTURNED: "申诉成立，恢复公开", ACTION_UPHELD: "申诉不成立", ACTION_REMOVED: "删除",
};
export const actionWords = (action: string) => ACTIONS[action] ?? action;

// What a moderator may do in a state; "" while nothing ever happened to the message.
export const hideable = (state: string) =>
  ["", "MODERATION_HELD", "MODERATION_REPORTED", "MODERATION_SHOWN", "MODERATION_APPEALED"].includes(state);
export const showable = (state: string) => !["", "MODERATION_SHOWN", "MODERATION_REMOVED"].includes(state);
export const removable = (state: string) => ["MODERATION_HIDDEN", "MODERATION_UPHELD", "MODERATION_REMOVAL_PROPOSED"].includes(state);

// Hours and minutes until a moderator should have decided: "还有3小时20分", "已超时2小时".
export function timeLeft(dueTime: string | undefined, now = Date.now()): Words {
  if (!dueTime) return { words: "", tone: "" };
  const minutes = Math.floor((Date.parse(dueTime) - now) / 60000);
  const span = Math.abs(minutes);
  const days = Math.floor(span / 1440);
  const hours = Math.floor((span % 1440) / 60);
  const words = days > 0 ? `${days}天${hours}小时` : hours > 0 ? `${hours}小时${span % 60}分` : `${span}分钟`;
  if (minutes < 0) return { words: `已超时${words}`, tone: "red" };
  return { words: `还有${words}`, tone: minutes < 120 ? "gold" : "green" };
}

// Words of the list as typed: one a line or parted by commas and spaces, each once.
export function wordsOf(text: string): string[] {
  return [...new Set(text.split(/[\s,，、;；]+/).map((one) => one.trim()).filter(Boolean))];
}
