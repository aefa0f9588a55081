// A deputy's yearly report on the phone: read it, ask about it, vote in secret, and find the own vote in the box.
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Browser, h5, logInByDemo, settled, shot, violations } from "./browser.mjs";
import { api, demoDeputy, homeId, logIn, makeCode } from "./system.mjs";

const home = `/v1/homes/${homeId}`;
const WORDS = "监票人自己保管的一句话，不告诉别人";
const question = `自来水什么时候通到西头？${randomUUID().slice(0, 6)}`;
const button = (name) => page.getByRole("button", { name });

let browser;
let page;
let staff;
let appraisalId;
let ballotId;
let closes;
let code;

async function write(path, fields) {
  return api("POST", `${home}/${path}`, { token: staff, body: { requestId: randomUUID(), ...fields } });
}

async function openAs(login) {
  await logInByDemo(page, login);
  await page.goto("about:blank");
  await page.goto(h5("appraisal", { homeId, appraisalId }));
  await settled(page);
}

beforeAll(async () => {
  staff = await logIn("liaison");
  const { deputyId } = await demoDeputy();
  const { appraisals } = await api("GET", `${home}/appraisals`);
  ({ appraisalId } = appraisals.find((one) => one.deputyId === deputyId));
  closes = Date.now() + 20000;
  ({ ballotId } = await write("ballots", {
    kind: "SATISFACTION", title: "述职满意度测评", subjectDeputyId: deputyId, options: ["满意", "基本满意", "不满意"],
    maxChoices: 1, seats: 1, electorate: "VOTERS", quorum: 1, closeTime: new Date(closes).toISOString(), passphrase: WORDS,
  }));
  await write(`appraisals/${appraisalId}:linkBallot`, { ballotId });
  browser = await Browser.open();
  page = await browser.page();
  await page.goto(h5("enter", { code: (await makeCode()).scene }));
  await page.getByRole("button", { name: "我要留言" }).waitFor();
}, 60000);
afterAll(() => browser.close());

describe("a deputy's report", () => {
  it("is found in the calendar, asked about, and voted on in secret", async () => {
    await logInByDemo(page, "选民");
    await page.goto(h5("appraisals", { homeId }));
    await page.getByText("报告已公开").first().click();
    await settled(page);
    await page.getByRole("radio", { name: "基本满意" }).click();
    await button("投票").click();
    await page.getByText("您的票已经投进票箱").waitFor();
    code = (await page.locator(".code-digits").innerText()).replace(/\s/g, "");
    expect(code).toMatch(/^[2-9A-HJKMNP-Z]{10}$/);
    await page.getByLabel("想问什么？").fill(question);
    await button("提问").click();
    await page.getByText("等代表回答").waitFor();
    await shot(page, "appraisal-voter");
    expect(await violations(page)).toEqual([]);
  });

  it("is the deputy's to answer for", async () => {
    await openAs("代表");
    const asked = page.locator(".card", { hasText: question });
    await asked.getByLabel("我的回答").fill("水利局答应春灌以前通到西头。");
    await asked.getByRole("button", { name: "回答" }).click();
    await page.getByText("春灌以前通到西头").waitFor();
    expect((await api("GET", `${home}/appraisals/${appraisalId}`)).questions.find((one) => one.text === question).answer).toContain("春灌");
  });

  it("has a box in which a voter finds the own vote by the check code, and no other", async () => {
    await new Promise((resolve) => setTimeout(resolve, Math.max(closes - Date.now(), 0) + 500));
    await write(`ballots/${ballotId}:close`, { passphrase: WORDS });
    await openAs("选民");
    const typed = page.getByLabel("核对自己的票", { exact: false });
    await typed.fill("AAAAAAAAAA");
    await button("核对").click();
    await page.getByText("没有这个核对码").waitFor();
    await typed.fill(`${code.slice(0, 5)} ${code.slice(5).toLowerCase()}`);
    await button("核对").click();
    await page.getByText("票箱里有这张票，投的是：基本满意").waitFor();
    await shot(page, "appraisal-checked");
    expect(await violations(page)).toEqual([]);
  });
});
