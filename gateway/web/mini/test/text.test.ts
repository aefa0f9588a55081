import { describe, expect, it } from "vitest";
import { codeOf } from "@/text/code";
import { plainText } from "@/text/bulletin";
import { answersOf, choose } from "@/text/matter";
import { subjectOf } from "@/text/message";
import { dayWords, dueWords, fullTime, whenWords } from "@/text/time";

describe("codes", () => {
  it.each([
    ["h12", "h12"],
    ["1234 5678", "12345678"],
    ["https://home.example.cn/c/aB_-9", "aB_-9"],
    ["https%3A%2F%2Fhome.example.cn%2Fc%2Fabc", "abc"],
    ["pages/enter/enter?scene=d345", "d345"],
    ["%68%31", "h1"],
    ["100%", "100%"],
    ["", ""],
  ])("%s", (raw, code) => expect(codeOf(raw)).toBe(code));
});

describe("a subject of its own", () => {
  it.each([
    ["路灯坏了。晚上看不见。", "路灯坏了"],
    ["好。真好", "好。真好"],
    ["一二三四五六七八九十一二三四五六七八九十一二", "一二三四五六七八九十一二三四五六七八九…"],
    ["  第一行\n第二行", "第一行 第二行"],
  ])("%s", (body, subject) => expect(subjectOf(body)).toBe(subject));
});

describe("times are those of Shanghai, whatever the phone's", () => {
  const now = Date.parse("2026-03-08T02:00:00Z");
  it("tells today, yesterday and dates", () => {
    expect(whenWords("2026-03-08T01:05:00Z", now)).toBe("今天 09:05");
    expect(whenWords("2026-03-07T15:59:00Z", now)).toBe("昨天 23:59");
    expect(whenWords("2026-03-07T16:00:00Z", now)).toBe("今天 00:00");
    expect(whenWords("2026-01-02T04:00:00Z", now)).toBe("1月2日");
    expect(whenWords("2025-12-31T15:00:00Z", now)).toBe("2025年12月31日");
  });
  it("crosses the year where Shanghai does", () => {
    expect(fullTime("2025-12-31T16:00:00Z")).toBe("2026年1月1日 00:00");
    expect(dayWords("2026-03-07T16:30:00Z")).toBe("3月8日 星期日");
  });
  it("tells how a deadline stands", () => {
    expect(dueWords("2026-03-08T10:00:00Z", now)).toEqual({ words: "今天到期", late: false, near: true });
    expect(dueWords("2026-03-11T10:00:00Z", now)).toMatchObject({ words: "还有3天", near: false });
    expect(dueWords("2026-03-06T10:00:00Z", now)).toMatchObject({ words: "已超期2天", late: true });
    expect(dueWords(undefined, now).words).toBe("");
  });
});

describe("a consultation", () => {
  const question = (kind: string, required = false) => ({ kind, title: "问", options: ["甲", "乙"], maxChoices: 1, scaleMax: 5, required }) as never;
  const nothing = { choices: [], scale: 0, text: " " };
  it("keeps to the number of choices", () => {
    expect(choose([], 2, 0)).toEqual([2]);
    expect(choose([2], 1, 1)).toEqual([1]);
    expect(choose([2], 2, 1)).toEqual([]);
    expect(choose([1, 2], 3, 2)).toEqual([1, 2]);
    expect(choose([3], 1, 2)).toEqual([1, 3]);
  });
  it("sends what was said and names what is missing", () => {
    const questions = [question("CHOICE", true), question("SCALE"), question("FREE_TEXT", true)];
    expect(answersOf(questions, [nothing, nothing, nothing]).missing).toBe(1);
    const said = [{ ...nothing, choices: [2] }, nothing, { ...nothing, text: " 修路 " }];
    expect(answersOf(questions, said)).toEqual({ missing: 0, answers: [{ question: 1, choices: [2] }, { question: 3, text: "修路" }] });
  });
});

describe("a bulletin read aloud", () => {
  it("has words alone", () => expect(plainText("<h2>通知</h2><p>明天&nbsp;停水 &lt;一天&gt;</p>")).toBe("通知。明天 停水 <一天>。"));
});
