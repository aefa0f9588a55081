import { describe, expect, it } from "vitest";
import { appraisalTag, checkCodeOf, checkCodeWords, countsOf, findPaper, mayAsk, mayReport, type Appraisal } from "@/text/appraisal";
import { codeOf, shortCodeWords, svgAddress } from "@/text/code";
import {
  countWords, entryWords, periodsToObject, periodWords, placeOf, ruleInForce, ruleWords, signUpWords, starWords, type DutyItem,
} from "@/text/duty";
import { plainText } from "@/text/bulletin";
import { answersOf, choose } from "@/text/matter";
import { ACTS, answerBody, answerClassWords, answerProblems, clockWords, eventWords, stateTag, subjectOf } from "@/text/message";
import {
  bookingStanding, byMonth, checkInIsNear, dayTag, deskActs, hostWords, hoursWords, isLive, slotWords, substitutesFor, ticketAloud, ticketStanding, waitWords,
  wantsRecord,
} from "@/text/reception";
import { noteBody, noteProblems } from "@/text/notes";
import { doneWords, proposalWords } from "@/text/project";
import { kindWords, leftWords, openWords, reachedWords, readingWords } from "@/text/study";
import { dateAhead, dayWords, dueWords, fullTime, whenWords } from "@/text/time";

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

describe("a reception", () => {
  const morning = { startTime: "2026-03-15T01:00:00Z", endTime: "2026-03-15T03:30:00Z" };
  it("has its hours in Shanghai, and may last to midnight", () => {
    expect(hoursWords(morning)).toBe("09:00—11:30");
    expect(hoursWords({ startTime: "2026-03-14T16:00:00Z", endTime: "2026-03-15T16:00:00Z" })).toBe("00:00—24:00");
  });
  it("stands under its month", () => {
    const days = ["2026-11-30", "2026-12-01", "2026-12-31", "2027-01-04"].map((date) => ({ date }));
    expect(byMonth(days).map((part) => [part.month, part.days.length])).toEqual([["2026年11月", 1], ["2026年12月", 2], ["2027年1月", 1]]);
  });
  it("tells who comes, not who is away", () => {
    const host = { absent: false, kind: "DEPUTY_HOST", title: "" };
    const hosts = [{ ...host, name: "甲" }, { ...host, name: "乙", absent: true }, { ...host, name: "丙", kind: "ORGAN_HEAD_HOST", title: "旗法院院长" }] as never;
    expect(hostWords(hosts)).toBe("甲（人大代表）、丙（旗法院院长）");
    expect(hostWords([])).toBe("接待人员待定");
  });
  it("tells what can be had", () => {
    expect(dayTag({ state: "DAY_PUBLISHED", freePlaces: 3 }).words).toBe("还能约 3 人");
    expect(dayTag({ state: "DAY_PUBLISHED", freePlaces: 0 }).words).toBe("已约满");
    expect(dayTag({ state: "DAY_CANCELLED", freePlaces: 3 }).words).toBe("已取消");
    expect(slotWords({ freePlaces: 0, waitingCount: 2 })).toBe("已约满，2 人在候补");
  });
  it("lets people check in from two hours before until it ends", () => {
    const at = (time: string) => checkInIsNear(morning, Date.parse(time));
    expect([at("2026-03-14T22:59:00Z"), at("2026-03-14T23:00:00Z"), at("2026-03-15T03:29:00Z"), at("2026-03-15T03:30:00Z")]).toEqual([false, true, true, false]);
  });
  it("knows the day in Shanghai", () => {
    expect(dateAhead(0, Date.parse("2026-02-28T15:59:00Z"))).toBe("2026-02-28");
    expect(dateAhead(1, Date.parse("2026-02-28T16:00:00Z"))).toBe("2026-03-02");
  });
});

describe("a booking and its ticket", () => {
  const booking = (fields: object) => ({ expireTime: "2026-03-15T02:00:00Z", waitlistPosition: 0, reason: "", ...fields }) as never;
  it("say what to do until when", () => {
    expect(bookingStanding(booking({ state: "OFFERED" })).next).toContain("2026年3月15日 10:00");
    expect(bookingStanding(booking({ state: "WAITING", waitlistPosition: 4 })).next).toContain("第 4 位");
    expect(bookingStanding(booking({ state: "CANCELLED_BY_HOME", reason: "大雪封路" })).next).toBe("原因：大雪封路");
  });
  it("can be changed while they live", () => {
    const states = ["HELD", "BOOKED", "WAITING", "OFFERED", "CANCELLED", "CHECKED_IN", "EXPIRED", "NO_SHOW"] as const;
    expect(states.filter((state) => isLive({ state }))).toEqual(["HELD", "BOOKED", "WAITING", "OFFERED"]);
  });
  it("tell the wait with its error", () => {
    expect(waitWords({ waitMinutes: 15, estimateErrorMinutes: 6 })).toBe("大约等 15 分钟，前后可能差 6 分钟");
    expect(waitWords({ waitMinutes: 15, estimateErrorMinutes: -1 })).toBe("大约等 15 分钟");
    expect(waitWords({ waitMinutes: -1, estimateErrorMinutes: 6 })).toBe("");
  });
  it("say where to go when called, and spell the number", () => {
    const ticket = { state: "TICKET_CALLED", desk: "2号桌", number: "A013", waitMinutes: -1 } as never;
    expect(ticketStanding(ticket).words).toBe("轮到您了，请到2号桌");
    expect(ticketAloud(ticket)).toBe("A 0 1 3 号，轮到您了，请到2号桌，请现在过去。");
    expect(ticketStanding({ state: "TICKET_WAITING", aheadCount: 0, waitMinutes: 0 } as never).words).toBe("下一位就是您");
  });
});

describe("the desk of a reception", () => {
  it("offers what the ticket's state allows, the usual thing first", () => {
    const acts = (state: string) => deskActs(state as never).map((one) => one.action);
    expect(acts("TICKET_CALLED")).toEqual(["START", "RECALL", "PARK", "LEAVE"]);
    expect(acts("TICKET_SERVING")).toEqual(["FINISH"]);
    expect(acts("TICKET_PARKED")).toEqual(["RESUME", "LEAVE"]);
    expect(acts("TICKET_WAITING")).toEqual([]);
  });
  it("wants one record of each visit", () => {
    expect(wantsRecord({ state: "TICKET_DONE", visitId: "0" })).toBe(true);
    expect(wantsRecord({ state: "TICKET_DONE", visitId: "5" })).toBe(false);
    expect(wantsRecord({ state: "TICKET_SERVING", visitId: "0" })).toBe(false);
  });
});

describe("a message's way", () => {
  it("tells who has it now and by when", () => {
    const message = (owner: string, mine = true, dueTime?: string) => ({ owner, mine, dueTime }) as never;
    expect(clockWords(message("HANDLER", true, "2020-12-03T15:59:59Z"))).toBe("现在由代表办理，最迟 2020年12月3日前。");
    expect(clockWords(message("AUTHOR"))).toBe("现在等您。");
    expect(clockWords(message("AUTHOR", false))).toBe("现在等留言人。");
    expect(clockWords(message("MESSAGE_OWNER_UNSPECIFIED"))).toBe("");
  });
  it("has words for every step, also for one that is not known yet", () => {
    expect(eventWords({ event: "accept", actorName: "海演示" })).toBe("海演示：代表接下");
    expect(eventWords({ event: "something_new", actorName: "" })).toBe("有了新进展");
    expect(stateTag({ state: "REOPENED" }).words).toBe("再次办理");
  });
  it("asks for a reason where the server wants one", () => {
    expect(Object.keys(ACTS).filter((name) => ACTS[name].field?.required)).toEqual(["reopen", "followUp", "ask", "return"]);
  });
});

describe("a deputy's points", () => {
  it("tell how they were counted", () => {
    const item = { acts: 12, counted: 10, points: 20, opportunities: 8, handled: 7 } as never;
    expect(countWords(item)).toBe("做了 12 次，计 10 次；收到 8 件，办了 7 件");
    expect([starWords(3), starWords(0), placeOf({ rank: 2 }), placeOf({ rank: 0 })]).toEqual(["★★★☆☆", "暂不评星", "第 2 名", "暂不排名"]);
  });
  it("tell whether an activity still takes people", () => {
    const activity = { signUpEndTime: "2026-03-08T02:00:00Z", startTime: "2026-03-09T02:00:00Z", capacity: 3, signedUpCount: 2 };
    const before = Date.parse("2026-03-08T01:00:00Z");
    expect(signUpWords(activity, before)).toBe("正在报名，2/3 人报名");
    expect(signUpWords({ ...activity, signedUpCount: 3 }, before)).toBe("3/3 人报名");
    expect(signUpWords(activity, Date.parse("2026-03-08T02:00:00Z"))).toBe("2/3 人报名");
  });
});

describe("study", () => {
  const exam = { openTime: "2026-03-08T02:00:00Z", closeTime: "2026-03-09T02:00:00Z" };
  it("tells how far a deputy is", () => {
    expect(readingWords({ ownReading: undefined as never })).toBe("还没学");
    expect(readingWords({ ownReading: { percent: 40 } as never })).toBe("学了 40%");
    expect(readingWords({ ownReading: { percent: 100 } as never })).toBe("已学完");
    expect(kindWords({ kind: "MONTHLY_READING", month: "2026-03", minMinutes: 0 })).toBe("月月学习 2026-03");
    expect(kindWords({ kind: "COURSE", month: "", minMinutes: 10 })).toBe("在线课程 · 至少学 10 分钟");
    expect(reachedWords({ ownPassed: false, ownAttempts: 2, ownBestPercent: 60 })).toBe("考过 2 次，最好 60%");
  });
  it("tells when an exam may be sat, and how long is left", () => {
    expect(openWords(exam, Date.parse("2026-03-08T01:59:59Z"))).toBe("2026年3月8日 10:00 开始");
    expect(openWords(exam, Date.parse("2026-03-08T02:00:00Z"))).toBe("2026年3月9日 10:00 截止");
    expect(openWords(exam, Date.parse("2026-03-09T02:00:00Z"))).toBe("已截止");
    expect(leftWords(exam.closeTime, Date.parse("2026-03-09T01:58:55Z"))).toBe("1 分 5 秒");
    expect(leftWords(exam.closeTime, Date.parse("2026-03-09T03:00:00Z"))).toBe("0 秒");
  });
});

describe("a livelihood project", () => {
  it("tells what became of a proposal, and how far the chosen are", () => {
    expect(proposalWords({ state: "PROPOSAL_DECLINED", declineReason: "已经立项" })).toBe("没有列入：已经立项");
    expect(doneWords({ state: "CHOSEN", percentDone: 40 })).toBe("已完成 40%");
    expect(doneWords({ state: "CANDIDATE", percentDone: 0 })).toBe("");
  });
});

describe("an answer's class", () => {
  const now = Date.parse("2026-03-01T02:00:00Z");
  const fields = { body: " 已报乡里 ", answerClass: "" as const, promiseDay: "", reason: "" };

  it("is read as one sentence", () => {
    expect(answerClassWords({ answerClass: "SOLVED" }, now)).toBe("已经解决");
    expect(answerClassWords({ answerClass: "PLANNED", promiseTime: "2026-05-01T15:59:59Z" }, now)).toBe("列入计划，5月1日前办好");
    expect(answerClassWords({ answerClass: "CANNOT_YET", reason: "资金还没有下来" }, now)).toBe("暂时不能解决：资金还没有下来");
    expect(answerClassWords({ answerClass: "NOTED" }, now)).toContain("参考");
    expect(answerClassWords({ answerClass: "ANSWER_CLASS_UNSPECIFIED" }, now)).toBe("");
  });

  it("must be chosen, with what belongs to it", () => {
    const problems = (more: object) => Object.keys(answerProblems({ ...fields, ...more }, "2026-03-01"));
    expect(problems({})).toEqual(["answerClass"]);
    expect(problems({ body: " 好 ", answerClass: "SOLVED" })).toEqual(["body"]);
    expect(problems({ answerClass: "PLANNED" })).toEqual(["promiseDay"]);
    expect(problems({ answerClass: "PLANNED", promiseDay: "2026-03-01" })).toEqual(["promiseDay"]);
    expect(problems({ answerClass: "PLANNED", promiseDay: "2026-03-02" })).toEqual([]);
    expect(problems({ answerClass: "CANNOT_YET", reason: " " })).toEqual(["reason"]);
    expect(problems({ answerClass: "NOTED" })).toEqual([]);
  });

  it("is sent with nothing of another class, and a promise holds to the end of its day", () => {
    const all = { ...fields, promiseDay: "2026-05-01", reason: "没有钱" };
    expect(answerBody({ ...all, answerClass: "SOLVED" })).toEqual({ body: "已报乡里", answerClass: "SOLVED" });
    expect(answerBody({ ...all, answerClass: "PLANNED" })).toEqual({ body: "已报乡里", answerClass: "PLANNED", promiseTime: "2026-05-01T15:59:59.000Z" });
    expect(answerBody({ ...all, answerClass: "CANNOT_YET" })).toEqual({ body: "已报乡里", answerClass: "CANNOT_YET", reason: "没有钱" });
  });
});

describe("how points count", () => {
  const rule = { key: "visit", title: "走访", kind: "ACT", points: 5, number: 1 } as unknown as DutyItem;

  it("is told beside every item and entry", () => {
    expect(ruleWords(rule)).toBe("每次 5 分");
    expect(ruleWords({ ...rule, dayLimit: 2, partnerYearLimit: 3, monthCap: 20, yearCap: 60 })).toBe(
      "每次 5 分，每天最多算 2 次，同一位选民一年最多算 3 次，每月最多 20 分，全年最多 60 分",
    );
    expect(ruleWords({ ...rule, points: -3 })).toBe("每次扣 3 分");
    expect(ruleWords({ ...rule, points: 0 })).toContain("不计分");
    expect(entryWords({ withdraws: false, fromTemplate: false }, rule)).toBe("算法：每次 5 分");
    expect(entryWords({ withdraws: false, fromTemplate: true }, rule)).toContain("模板");
    expect(entryWords({ withdraws: true, fromTemplate: false }, rule)).toContain("撤销");
    expect(entryWords({ withdraws: false, fromTemplate: false })).toContain("没有这一项");
  });

  it("follows the rule book of the day", () => {
    const books = [{ effectiveDay: "2027-01-01", version: 3 }, { effectiveDay: "2026-01-01", version: 1 }, { effectiveDay: "2026-06-01", version: 2 }];
    expect(ruleInForce(books, "2026-05-31")?.version).toBe(1);
    expect(ruleInForce(books, "2026-12-31")?.version).toBe(2);
    expect(ruleInForce(books, "2025-12-31")).toBeUndefined();
  });

  it("may be objected to for the last year and the last quarter", () => {
    expect(periodsToObject("2027-01-08")).toEqual(["2026", "2026Q4"]);
    expect(periodsToObject("2026-11-30")).toEqual(["2025", "2026Q3"]);
    expect([periodWords("2026"), periodWords("2026Q4")]).toEqual(["2026年", "2026年第4季度"]);
  });
});

describe("a deputy's notebooks", () => {
  const fields = { title: " 走访 ", text: "三户人家", place: "", day: "2026-03-08", readers: "PUBLIC" as const };
  const now = Date.parse("2026-03-08T02:00:00Z");

  it("want a title, a text, a day that has come, and their readers", () => {
    expect(Object.keys(noteProblems("VISIT_NOTES", { ...fields, title: " ", text: "", day: "2026-03-09", readers: "" }, "2026-03-08"))).toEqual(["title", "text", "day", "readers"]);
    expect(noteProblems("DIARY", { ...fields, readers: "" }, "2026-03-08")).toEqual({});
  });

  it("never make a diary public, nor a day later than now", () => {
    expect(noteBody("DIARY", fields, now)).toMatchObject({ title: "走访", public: false, occurTime: "2026-03-08T02:00:00.000Z" });
    expect(noteBody("VISIT_NOTES", { ...fields, day: "2026-03-07" }, now)).toMatchObject({ public: true, occurTime: "2026-03-07T04:00:00.000Z" });
  });
});

it("who stands in at a reception is none of those planned, deputies first", () => {
  const host = (hostId: string, kind: string, more = {}) => ({ hostId, kind, name: `人${hostId}`, title: "", retired: false, ...more }) as any;
  const hosts = [host("1", "DEPUTY_HOST"), host("2", "ORGAN_HEAD_HOST", { title: "院长" }), host("3", "DEPUTY_HOST"), host("4", "DEPUTY_HOST", { retired: true })];
  expect(substitutesFor(hosts, { hosts: [{ hostId: "1" }] } as any).map((one) => one.value)).toEqual(["3", "2", "0"]);
});

it("a poster is an image of its own and a code is told in two parts", () => {
  expect(svgAddress("<svg>中#</svg>")).toBe("data:image/svg+xml;charset=utf-8,%3Csvg%3E%E4%B8%AD%23%3C%2Fsvg%3E");
  expect(shortCodeWords("12345678")).toBe("1234 5678");
});

describe("a deputy's yearly report", () => {
  const now = Date.parse("2026-12-01T00:00:00Z");
  const one = {
    deputyId: "5", grade: "REVIEW_GRADE_UNSPECIFIED", meetingTime: "2026-12-20T01:00:00Z", questions: [], reportTime: undefined,
  } as unknown as Appraisal;
  const told = { ...one, reportTime: "2026-11-20T01:00:00Z" } as Appraisal;

  it("says how far it has come", () => {
    expect(appraisalTag(one, now).words).toBe("还没有报告");
    expect(appraisalTag(told, now).words).toBe("报告已公开");
    expect(appraisalTag({ ...one, meetingTime: "2026-11-01T01:00:00Z" }, now).words).toBe("等待评议");
    expect(appraisalTag({ ...told, grade: "COMPETENT" }, now)).toEqual({ words: "评为称职", tone: "green" });
  });

  it("is asked about from the report to the review, five times, and written by its deputy until the meeting", () => {
    const own = (count: number) => Array.from({ length: count }, () => ({ own: true })) as Appraisal["questions"];
    expect([mayAsk(one), mayAsk(told), mayAsk({ ...told, grade: "EXCELLENT" })]).toEqual([false, true, false]);
    expect([mayAsk({ ...told, questions: own(4) }), mayAsk({ ...told, questions: own(5) })]).toEqual([true, false]);
    expect([mayReport(one, "5", now), mayReport(one, "6", now), mayReport(one, undefined, now)]).toEqual([true, false, false]);
    expect(mayReport(one, "5", Date.parse("2026-12-21T00:00:00Z"))).toBe(false);
  });

  it("has a box in which a vote is found by its code alone", () => {
    const box = { ballot: { options: ["满意", "不满意"] }, papers: [{ checkCode: "AB3DE7KMNP", choices: [1] }, { checkCode: "ZZZZZZZZZZ", choices: [] }] } as any;
    expect(findPaper(box, " ab3de 7kmnp ")).toEqual(["不满意"]);
    expect(findPaper(box, "ZZZZZZZZZZ")).toEqual([]);
    expect(findPaper(box, "AB3DE7KMNQ")).toBeNull();
    expect(countsOf(box.ballot, { counts: [3] } as any)).toEqual([{ option: "满意", count: 3 }, { option: "不满意", count: 0 }]);
  });

  it("makes codes that are read out without a mistake", () => {
    expect(checkCodeOf(new Uint8Array(16).fill(0))).toBe("2222222222");
    expect(checkCodeOf(Uint8Array.from({ length: 16 }, (_, at) => at * 17))).toMatch(/^[2-9A-HJKMNP-Z]{10}$/);
    expect(checkCodeWords("AB3DE7KMNP")).toBe("AB3DE 7KMNP");
  });
});
