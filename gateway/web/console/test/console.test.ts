import { afterEach, describe, expect, it, vi } from "vitest";
import { NoAnswer, Refused } from "@/api";
import { firstPage, menuFor } from "@/state/menu";
import { fieldName, useWriting } from "@/state/writing";
import { appraisalState, ballotState, byMonth, recount, resultWords } from "@/text/ballot";
import { changesOf, draftOf, effectiveDays, ended, periods, periodWords, type RuleBook } from "@/text/duty";
import { heat, inTurns, monthsOf, ranges, satisfaction, shareWords, spanWords, timeRows, weekFigures } from "@/text/figures";
import { emptyTable, fileProblem, PIECE_BYTES, pieceCount, pieceOf } from "@/text/imports";
import { clock } from "@/text/message";
import { hideable, removable, showable, timeLeft, wordsOf } from "@/text/moderation";
import { move } from "@/text/modules";
import { fitsCandidates, teamProblem } from "@/text/project";
import { readQuestions } from "@/text/study";

const person = (...roles: string[]) => ({ roles: roles.map((role) => ({ role })) }) as never;

afterEach(() => vi.restoreAllMocks());

describe("a form's write", () => {
  it("keeps its request id until it is acknowledged", async () => {
    const writing = useWriting();
    const ids: string[] = [];
    const write = (answer: () => Promise<string>) =>
      writing.run((requestId) => {
        ids.push(requestId);
        return answer();
      });
    expect(await write(() => Promise.reject(new NoAnswer("cut")))).toBeNull();
    expect(writing.problem).toContain("不会重复");
    expect(await write(() => Promise.reject(new Refused(503, "OVERLOADED", "忙", "", 1)))).toBeNull();
    expect(await write(() => Promise.resolve("done"))).toBe("done");
    await write(() => Promise.resolve("done"));
    expect(ids[1]).toBe(ids[0]);
    expect(ids[2]).toBe(ids[0]);
    expect(ids[3]).not.toBe(ids[0]);
  });

  it("is another write after a refusal, which names the field in Chinese", async () => {
    const writing = useWriting();
    const ids: string[] = [];
    const refusal = new Refused(400, "FIELD_INVALID", "", "", 0, [{ field: "draft.questions[1].title", description: "最少 2 个字" }]);
    for (let times = 0; times < 2; times++) {
      await writing.run((requestId) => {
        ids.push(requestId);
        return Promise.reject(refusal);
      });
    }
    expect(writing.problem).toBe("第2项标题：最少 2 个字");
    expect(writing.fields["draft.questions[1].title"]).toBe("最少 2 个字");
    expect(ids[1]).not.toBe(ids[0]);
  });

  it("goes out once when the button is clicked twice", async () => {
    const writing = useWriting();
    const write = vi.fn(() => new Promise((resolve) => setTimeout(() => resolve("done"), 5)));
    await Promise.all([writing.run(write), writing.run(write)]);
    expect(write).toHaveBeenCalledTimes(1);
  });
});

describe("the menu", () => {
  it("shows each role its desks, and nothing to somebody without a role", () => {
    expect(firstPage(person("ROLE_CHAIR"))).toBe("/today");
    expect(menuFor(person("ROLE_AUDITOR")).flatMap((one) => one.entries.map((entry) => entry.path))).toContain("/audit");
    expect(menuFor(person("ROLE_AUDITOR")).flatMap((one) => one.entries.map((entry) => entry.path))).not.toContain("/messages");
    expect(menuFor(person())).toEqual([]);
    expect(firstPage(null)).toBe("");
  });
});

describe("words", () => {
  const now = Date.parse("2026-03-10T02:00:00Z");
  it("tell a clock in words and colour", () => {
    const at = (dueTime: string, state = "DISPATCHED") => clock({ dueTime, state } as never, now);
    expect(at("2026-03-08T09:30:00Z")).toEqual({ words: "已超期2天", tone: "red" });
    expect(at("2026-03-10T09:30:00Z").tone).toBe("gold");
    expect(at("2026-03-20T09:30:00Z").tone).toBe("green");
    expect(at("2026-03-08T09:30:00Z", "AWAITING_AUTHOR").words).toBe("计时暂停");
    expect(at("").words).toBe("");
  });

  it("name fields and move entries", () => {
    expect(fieldName("contactPhone")).toBe("联系电话");
    expect(fieldName("somethingNew")).toBe("somethingNew");
    expect(move([1, 2, 3], 0, 2)).toEqual([2, 3, 1]);
    expect(move([1, 2, 3], 2, 1)).toEqual([1, 3, 2]);
  });
});

describe("moderation", () => {
  it("tells the time left in hours", () => {
    const now = Date.parse("2026-03-10T02:00:00Z");
    expect(timeLeft("2026-03-10T05:20:00Z", now)).toEqual({ words: "还有3小时20分", tone: "green" });
    expect(timeLeft("2026-03-10T02:40:00Z", now)).toEqual({ words: "还有40分钟", tone: "gold" });
    expect(timeLeft("2026-03-09T00:00:00Z", now)).toEqual({ words: "已超时1天2小时", tone: "red" });
    expect(timeLeft("", now).words).toBe("");
  });

  it("offers only what a state allows", () => {
    expect([hideable(""), showable(""), removable("")]).toEqual([true, false, false]);
    expect([hideable("MODERATION_HIDDEN"), showable("MODERATION_HIDDEN"), removable("MODERATION_HIDDEN")]).toEqual([false, true, true]);
    expect([hideable("MODERATION_REMOVED"), showable("MODERATION_REMOVED"), removable("MODERATION_REMOVED")]).toEqual([false, false, false]);
  });

  it("reads a typed list of words", () => {
    expect(wordsOf("办证， 代开发票\n办证\n\n")).toEqual(["办证", "代开发票"]);
  });
});

describe("periods and rule books", () => {
  const now = Date.parse("2026-06-30T16:30:00Z"); // July in Shanghai
  const item = (key: string, points: number) => ({
    key, number: 1, title: `项目${key}`, kind: "ACT", points, monthCap: 0, yearCap: 0, dayLimit: 0, partnerYearLimit: 0, forItem: "",
  });
  const book = {
    version: 3, effectiveDay: "2026-01-01", title: "办法", items: [item("a", 2), item("b", 3)], starBands: [{ stars: 5, minPoints: 100 }],
    minOpportunities: 5, publishTime: "",
  } as RuleBook;

  it("are those of Shanghai", () => {
    expect(periods(now).slice(0, 6)).toEqual(["2026", "2026Q3", "2026Q2", "2026Q1", "2025", "2025Q4"]);
    expect([ended("2026Q2", now), ended("2026Q3", now), ended("2026", now), ended("2025", now)]).toEqual([true, false, false, true]);
    expect(periodWords("2026Q3")).toBe("2026年第3季度");
  });

  it("begin on the first of a month to come, after the last one", () => {
    expect(effectiveDays("2026-01-01", now)[0]).toBe("2026-08-01");
    expect(effectiveDays("2026-12-01", now)[0]).toBe("2027-01-01");
    expect(effectiveDays("2026-01-01", now)).toHaveLength(12);
  });

  it("tell what a draft changes, and leave the book as it is", () => {
    const draft = draftOf(book);
    expect(changesOf(book, draft)).toEqual([]);
    draft.items[0].points = 4;
    draft.items[0].yearCap = 40;
    draft.items.splice(1, 1, { ...draft.items[1], key: "c", title: "走访", points: 1 });
    draft.starBands[0].minPoints = 120;
    expect(changesOf(book, draft)).toEqual([
      "“项目a”的分值：2 → 4", "“项目a”的每年上限：不限 → 40", "新增“走访”，1 分", "去掉“项目b”", "星级：5星 100分 → 5星 120分",
    ]);
    expect(book.items[0].points).toBe(2);
  });
});

describe("a register's file", () => {
  it("goes up in pieces that make the whole again", () => {
    const content = Uint8Array.from({ length: PIECE_BYTES * 2 + 7 }, (_, index) => index % 251);
    expect(pieceCount(content.length)).toBe(3);
    const whole = [1, 2, 3].flatMap((number) => [...atob(pieceOf(content, number))].map((letter) => letter.charCodeAt(0)));
    expect(whole).toEqual([...content]);
  });

  it("is refused with a reason before anything is sent", () => {
    expect(fileProblem("名册.xls", 10)).toContain("另存为");
    expect(fileProblem("名册.csv", 0)).toContain("空");
    expect(fileProblem("名册.xlsx", PIECE_BYTES * 400 + 1)).toContain("16 MB");
    expect([fileProblem("名册.CSV", 10), fileProblem("名册.xlsx", PIECE_BYTES * 400)]).toEqual(["", ""]);
  });

  it("begins with an empty table that spreadsheets read as UTF-8", () => {
    const bytes = Uint8Array.from(atob(emptyTable("VOTER_REGISTER")), (letter) => letter.charCodeAt(0));
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(new TextDecoder().decode(bytes)).toBe("手机号,村社区编码\r\n");
  });
});

describe("figures", () => {
  const now = Date.parse("2026-12-31T17:00:00Z"); // the first of January in Shanghai
  it("are of Shanghai's months", () => {
    expect(ranges(now).map((one) => [one.words, one.from.slice(0, 10), one.until.slice(0, 10)])).toEqual([
      ["本月", "2027-01-01", "2027-02-01"], ["上月", "2026-12-01", "2027-01-01"], ["本季度", "2027-01-01", "2027-04-01"],
      ["今年", "2027-01-01", "2028-01-01"], ["去年", "2026-01-01", "2027-01-01"],
    ]);
    expect(monthsOf(2027, now)).toHaveLength(1);
    expect(monthsOf(2026, now)[11]).toEqual({ words: "12月", from: "2026-12-01T00:00:00+08:00", until: "2027-01-01T00:00:00+08:00" });
  });

  it("say how long and how many, and when there are too few", () => {
    expect(spanWords(0)).toBe("不到1分钟");
    expect([spanWords(40), spanWords(60), spanWords(200), spanWords(1440), spanWords(3190)]).toEqual(["40分钟", "1小时", "3小时20分", "1天", "2天5小时"]);
    expect([shareWords(41, 50), shareWords(0, 0)]).toEqual(["82%（41/50）", "—"]);
    const figures = { satisfied: 3, notSatisfied: 1, silent: 9, answerTime: { count: 4, medianMinutes: 60, ninetiethMinutes: 90 } } as never;
    expect(timeRows(figures)[1]).toEqual({ words: "第一次答复", count: 4, median: 60, ninetieth: 90, few: true });
    expect(timeRows(figures)[0]).toMatchObject({ count: 0, few: true });
    expect(satisfaction(figures).map((one) => one.value)).toEqual([3, 1, 9]);
  });

  it("stand a week beside the one before it", () => {
    const of = (received: number, answered: number, solved: number) => ({ received, answered, solved, satisfied: 0, silent: 0 }) as never;
    expect(weekFigures(of(5, 2, 1), of(2, 3, 1)).map((one) => one.change).slice(0, 3)).toEqual(["比上周多 3", "比上周少 1", "和上周一样"]);
  });

  it("make a map of heat out of months", () => {
    const months = [{ categories: [{ category: "道路", received: 2 }] }, { categories: [{ category: "道路", received: 1 }, { category: "", received: 5 }] }];
    expect(heat(months)).toEqual({ topics: ["还没有分类", "道路"], cells: [[0, 0, 0], [0, 1, 2], [1, 0, 5], [1, 1, 1]] });
    expect(heat(months, 1).topics).toEqual(["还没有分类"]);
  });

  it("are read a few at a time, in order", async () => {
    let open = 0;
    let most = 0;
    const read = async (item: number) => {
      most = Math.max(most, ++open);
      await new Promise((resolve) => setTimeout(resolve, 5 - item));
      open--;
      return item * 2;
    };
    expect(await inTurns([0, 1, 2, 3, 4], 2, read)).toEqual([0, 2, 4, 6, 8]);
    expect(most).toBe(2);
  });
});

describe("ballots and appraisals", () => {
  const now = Date.parse("2026-06-01T00:00:00Z");
  it("count a box again, whatever stands in it", () => {
    const papers = [{ checkCode: "a", choices: [0, 2] }, { checkCode: "b", choices: [2, 9] }, { checkCode: "c", choices: [] }];
    expect(recount({ papers }, 3)).toEqual([1, 0, 2]);
  });

  it("say what a result is worth", () => {
    const ballot = (result: object, kind = "PROJECTS") => ({ result, kind, seats: 2, quorum: 5, voteCount: 3 }) as never;
    expect(resultWords(ballot({ quorumReached: false, winners: [] }))).toContain("无效");
    expect(resultWords(ballot({ quorumReached: true, winners: [1] }))).toContain("还有 1 项");
    expect(resultWords(ballot({ quorumReached: true, winners: [] }, "SATISFACTION"))).toBe("3 人投票，结果有效");
    expect(ballotState({ state: "VOTING", closeTime: "2026-05-01T00:00:00Z" }, now).words).toContain("等监票人开票");
  });

  it("lay a year's reports out by Shanghai's months, and what is held in the spring after it", () => {
    const at = (meetingTime: string) => ({ meetingTime, appraisalId: meetingTime }) as never;
    const months = byMonth(2026, [at("2026-02-28T17:00:00Z"), at("2026-12-31T17:00:00Z")]);
    expect(months).toHaveLength(13);
    expect(months[2].list).toHaveLength(1);
    expect(months[12]).toMatchObject({ words: "次年1月" });
    expect(months[12].list).toHaveLength(1);
    expect(appraisalState({ grade: "REVIEW_GRADE_UNSPECIFIED", reportTime: "", meetingTime: "2026-05-01T00:00:00Z" } as never, now).tone).toBe("red");
  });
});

describe("projects", () => {
  it("know their ballot by its options, in whatever order", () => {
    const candidates = [{ title: "修路" }, { title: "通水" }];
    expect(fitsCandidates({ kind: "PROJECTS", options: ["通水", "修路"] }, candidates)).toBe(true);
    expect(fitsCandidates({ kind: "PROJECTS", options: ["通水", "路灯"] }, candidates)).toBe(false);
    expect(fitsCandidates({ kind: "SATISFACTION", options: ["通水", "修路"] }, candidates)).toBe(false);
  });

  it("want two experts and somebody of the place", () => {
    expect(teamProblem(["1"], [], ["王小二"])).toContain("两名");
    expect(teamProblem(["1", "1"], [], ["王小二"])).toContain("两名");
    expect(teamProblem(["1", "2"], ["2"], ["王小二"])).toContain("组员");
    expect(teamProblem(["1", "2"], ["3"], [])).toContain("所在地");
    expect(teamProblem(["1", "2"], ["3"], ["王小二"])).toBe("");
  });
});

describe("questions as they are typed", () => {
  it("become questions with their right choices", () => {
    const { questions, problem } = readQuestions("代表怎样对待意见？\n*听取\n*反映\nC. 不理\n解释：代表法\n\n\n对不对呢？\r\n*对\r\n错", "代表法");
    expect(problem).toBe("");
    expect(questions[0]).toEqual({ topic: "代表法", text: "代表怎样对待意见？", options: ["听取", "反映", "不理"], rightChoices: [0, 1], explanation: "代表法" });
    expect(questions[1].rightChoices).toEqual([0]);
  });

  it("name the first that is wrong", () => {
    expect(readQuestions("", "代表法").problem).toBe("还没有写题目");
    expect(readQuestions("对不对呢？\n*对\n错\n\n对不对呢？\n对\n错", "代表法").problem).toContain("第 2 题");
    expect(readQuestions("对不对呢？\n*对\n*对", "代表法").problem).toContain("重复");
    expect(readQuestions("对不对呢？\n*对", "代表法").problem).toContain("两个选项");
  });
});
