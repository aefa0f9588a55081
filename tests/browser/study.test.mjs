// A deputy studies and sits an exam; a voter proposes a livelihood project and looks at the candidates.
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Browser, h5, logInByDemo, settled, shot } from "./browser.mjs";
import { api, homeId, logIn } from "./system.mjs";

const home = `/v1/homes/${homeId}`;
const mark = randomUUID().slice(0, 8);

async function write(who, path, fields) {
  return api("POST", `${home}/${path}`, { token: await logIn(who), body: { requestId: randomUUID(), ...fields } });
}

describe("a deputy", () => {
  let browser;
  let page;

  beforeAll(async () => {
    await write("township_admin", "studyMaterials", { kind: "COURSE", title: `接访的方法 ${mark}`, body: "先听完，再记下来，最后说清楚什么时候答复。" });
    const topic = `接访${mark}`;
    await write("township_admin", "examQuestions", {
      questions: [{ topic, text: "接待群众时先做什么？", options: ["先听完", "先打断"], rightChoices: [0], explanation: "先听完才知道事情。" }],
    });
    await write("township_admin", "exams", {
      title: `接访测试 ${mark}`, topic, questionCount: 1, passPercent: 100, timeLimitMinutes: 10, maxAttempts: 2,
      openTime: new Date(Date.now() - 60_000).toISOString(), closeTime: new Date(Date.now() + 3_600_000).toISOString(),
    });
    browser = await Browser.open();
    page = await browser.page();
    await page.goto(h5("index"));
    await logInByDemo(page, "代表");
  });
  afterAll(() => browser.close());

  it("reads a course through, once", async () => {
    await page.goto(h5("study", { homeId }));
    await page.getByText(`接访的方法 ${mark}`).click();
    await page.getByText("先听完，再记下来").first().waitFor();
    await page.getByRole("button", { name: "我学完了" }).click();
    await page.getByText("已学完，记入您的履职档案").waitFor();
    await shot(page, "deputy-course");
    const { materials } = await api("GET", `${home}/studyMaterials`, { token: await logIn("deputy") });
    expect(materials.find((one) => one.title.endsWith(mark)).ownReading.percent).toBe(100);
  });

  it("passes an exam and sees why", async () => {
    await page.goto(h5("exams", { homeId }));
    await page.getByText(`接访测试 ${mark}`).click();
    await page.getByRole("button", { name: "开始考试" }).click();
    await page.getByText("还剩").waitFor();
    await page.getByRole("button", { name: "交卷" }).click();
    await page.getByText("第 1 题还没有回答").waitFor();
    await page.getByText("先听完", { exact: true }).click();
    await settled(page);
    await shot(page, "deputy-exam");
    await page.getByRole("button", { name: "交卷" }).click();
    await page.getByText("及格了", { exact: true }).waitFor();
    await page.getByText("先听完才知道事情。").waitFor();
  });
});

describe("a voter", () => {
  let browser;

  beforeAll(async () => {
    browser = await Browser.open();
  });
  afterAll(() => browser.close());

  it("proposes a project and sees what became of it", async () => {
    const page = await browser.page();
    await page.goto(h5("index"));
    await logInByDemo(page, "选民");
    await page.goto(h5("projects", { homeId }));
    await page.getByText("更换老旧自来水管网").waitFor();
    await page.getByLabel("办什么事？").fill(`修村口的桥 ${mark}`);
    await page.getByRole("button", { name: "提交建议" }).click();
    await page.getByText("请用至少十个字写明为什么要办").waitFor();
    await page.getByLabel("为什么要办？").fill("桥面裂了一条大缝，拖拉机过不去。");
    await page.getByRole("button", { name: "提交建议" }).click();
    await page.getByText("您的建议已经收到").waitFor();
    await page.getByText(`修村口的桥 ${mark}`).waitFor();
    await page.getByText("已收到，正在研究").first().waitFor();
    await shot(page, "voter-projects");
    await page.getByText("更换老旧自来水管网").click();
    await page.getByText("解决冬季爆管停水").first().waitFor();
  });
});
