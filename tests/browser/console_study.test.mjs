// What deputies study, as a home's staff prepare it.
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Browser, shot, violations } from "./browser.mjs";
import { deskSettled, openDesk, signInAtDesk } from "./desk.mjs";
import { api, demoDeputy, homeId, logIn } from "./system.mjs";

const mark = randomUUID().slice(0, 8);
const home = `/v1/homes/${homeId}`;
let browser;
let page;
let deputy;

beforeAll(async () => {
  const { deputyId } = await demoDeputy();
  deputy = await api("GET", `${home}/deputies/${deputyId}`);
  browser = await Browser.open({ desktop: true });
  page = await browser.page();
  await signInAtDesk(page, "township_admin");
});
afterAll(() => browser.close());

const show = async (name) => {
  await page.getByRole("radiogroup", { name: "看什么" }).getByText(name, { exact: true }).click();
  await deskSettled(page);
};

describe("the chair", () => {
  it("publishes a course, and sees who has studied it", async () => {
    await openDesk(page, "/study");
    await page.getByRole("button", { name: "发布一篇" }).click();
    await page.getByText("在线课程", { exact: true }).last().click();
    await page.getByLabel("标题").fill(`怎样走访选民 ${mark}`);
    await page.getByLabel("内容").fill("走访前想好问什么，走访时多听少说，走访后三天内回话。");
    await page.getByRole("spinbutton", { name: "最少学习分钟" }).fill("0");
    await page.getByRole("button", { name: "发布", exact: true }).click();
    await page.getByRole("button", { name: `怎样走访选民 ${mark}` }).waitFor();
    const { materials } = await api("GET", `${home}/studyMaterials?pageSize=50`, { token: await logIn("deputy") });
    const made = materials.find((one) => one.title === `怎样走访选民 ${mark}`);
    await api("POST", `${home}/studyMaterials/${made.materialId}:read`, { token: await logIn("deputy"), body: { requestId: randomUUID(), percent: 40 } });
    await page.getByRole("button", { name: `怎样走访选民 ${mark}` }).click();
    const progress = page.getByRole("progressbar", { name: `${deputy.name}的进度` });
    await progress.waitFor();
    expect(await progress.getAttribute("aria-valuenow")).toBe("40");
    await deskSettled(page);
    await shot(page, "console-study");
    expect(await violations(page)).toEqual([]);
    await page.getByRole("button", { name: "关闭此对话框" }).first().click();
  });

  it("types questions into the bank and is told which one is wrong", async () => {
    await show("题库");
    await page.getByRole("button", { name: "加题" }).click();
    await page.getByLabel("主题", { exact: true }).fill("走访");
    await page.getByLabel("题目", { exact: true }).fill(`走访以后几天内回话？${mark}\n*三天\n一个月\n\n走访要不要记录？${mark}\n要\n不要`);
    await page.getByText("第 2 题：在正确的选项前面加一个星号 *").waitFor();
    await page.getByLabel("题目", { exact: true }).fill(`走访以后几天内回话？${mark}\n*三天\n一个月\n\n走访要不要记录？${mark}\n*要\n不要`);
    await page.getByText("认出 2 题").waitFor();
    await page.getByRole("button", { name: "加进题库" }).click();
    await page.getByText(`走访要不要记录？${mark}`).waitFor();
    const { questions } = await api("GET", `${home}/examQuestions?pageSize=50`, { token: await logIn("township_admin") });
    expect(questions.find((one) => one.text === `走访以后几天内回话？${mark}`).rightChoices).toEqual([0]);
    await deskSettled(page);
    await shot(page, "console-questions");
    expect(await violations(page)).toEqual([]);
  });

  it("announces an exam, and sees what deputies reached", async () => {
    await show("考试");
    await page.getByRole("button", { name: "发布一场考试" }).click();
    await page.getByLabel("考试名称").fill(`走访知识 ${mark}`);
    await page.getByLabel("主题（不写就从全部题目里抽）").or(page.getByLabel("主题", { exact: true })).first().fill("走访");
    await page.getByRole("spinbutton", { name: "抽几题" }).fill("2");
    await page.getByRole("spinbutton", { name: "答对百分之几及格" }).fill("50");
    await page.getByRole("button", { name: "发布", exact: true }).click();
    await page.getByRole("button", { name: `走访知识 ${mark}` }).waitFor();
    const token = await logIn("deputy");
    const { exams } = await api("GET", `${home}/exams`, { token });
    const { examId } = exams.find((one) => one.title === `走访知识 ${mark}`);
    const attempt = await api("POST", `${home}/exams/${examId}:start`, { token, body: { requestId: randomUUID() } });
    const answers = attempt.questions.map((one) => ({ questionId: one.questionId, choices: [0] }));
    await api("POST", `${home}/exams/${examId}:submit`, { token, body: { requestId: randomUUID(), answers } });
    await page.getByRole("button", { name: `走访知识 ${mark}` }).click();
    await page.getByText("1 位参加，").waitFor();
    await page.getByRole("progressbar", { name: `${deputy.name}的最好成绩` }).waitFor();
    await deskSettled(page);
    await shot(page, "console-exam");
    expect(await violations(page)).toEqual([]);
  });
});
