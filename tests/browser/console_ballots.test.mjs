// Deputies' reports in the year's calendar, and the secret ballot about one of them.
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Browser, shot, violations } from "./browser.mjs";
import { deskSettled, openDesk, signInAtDesk } from "./desk.mjs";
import { api, demoDeputy, homeId, logIn } from "./system.mjs";

const mark = randomUUID().slice(0, 8);
const home = `/v1/homes/${homeId}`;
const WORDS = "监票人自己保管的一句话，不告诉别人";
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

// A ballot that is over in a moment, with one vote of a deputy.
async function shortBallot() {
  const made = await api("POST", `${home}/ballots`, {
    token: await logIn("township_admin"),
    body: {
      requestId: randomUUID(), kind: "SATISFACTION", title: `快要结束的测评 ${mark}`, subjectDeputyId: deputy.deputyId, options: ["满意", "基本满意", "不满意"],
      maxChoices: 1, seats: 1, electorate: "DEPUTIES", quorum: 1, closeTime: new Date(Date.now() + 3000).toISOString(), passphrase: WORDS,
    },
  });
  await api("POST", `${home}/ballots/${made.ballotId}:cast`, {
    token: await logIn("deputy"), body: { requestId: randomUUID(), choices: [0], checkCode: `code${mark}` },
  });
  return made;
}

describe("the chair", () => {
  it("sees the year's reports, and one with its questions", async () => {
    await openDesk(page, "/appraisals");
    await page.getByRole("button", { name: new RegExp(`^${deputy.name}.*月`) }).click();
    await page.getByText("大庆街什么时候能修完？").waitFor();
    await deskSettled(page);
    await shot(page, "console-appraisals");
    expect(await violations(page)).toEqual([]);
  });

  it("opens a ballot about the report; the scrutineer's words are asked for twice", async () => {
    await page.getByRole("button", { name: /发起.*测评/ }).click();
    await page.getByLabel("投票标题").fill(`述职测评 ${mark}`);
    await page.getByLabel("监票口令", { exact: true }).fill(WORDS);
    await page.getByLabel("再写一遍监票口令").fill("写错了的一句话，写错了");
    await page.getByRole("button", { name: "开始投票" }).click();
    await page.getByRole("alert").filter({ hasText: "不一样" }).waitFor();
    await shot(page, "console-ballot-new");
    expect(await violations(page)).toEqual([]);
    await page.getByLabel("再写一遍监票口令").fill(WORDS);
    await page.getByRole("button", { name: "开始投票" }).click();
    await page.getByRole("link", { name: `述职测评 ${mark}` }).waitFor();
    const { appraisals } = await api("GET", `${home}/appraisals`);
    const { ballots } = await api("GET", `${home}/ballots`);
    const made = ballots.find((one) => one.title === `述职测评 ${mark}`);
    expect(appraisals.find((one) => one.deputyId === deputy.deputyId).ballotId).toBe(made.ballotId);
  });

  it("plans another report", async () => {
    const planned = (await api("GET", `${home}/appraisals`)).appraisals.map((one) => one.deputyId);
    const other = (await api("GET", `${home}/deputies?pageSize=50`)).deputies.find((one) => !planned.includes(one.deputyId));
    await page.getByRole("button", { name: `安排${other.name}述职` }).first().click();
    await page.getByLabel("地点").fill(`东街社区会议室 ${mark}`);
    await page.getByRole("button", { name: "排进日历" }).click();
    await page.getByText(`东街社区会议室 ${mark}`).waitFor();
    expect((await api("GET", `${home}/appraisals`)).appraisals.map((one) => one.place)).toContain(`东街社区会议室 ${mark}`);
  });

  it("opens the box after the close, and the page counts it again", async () => {
    const ballot = await shortBallot();
    await openDesk(page, `/ballots?id=${ballot.ballotId}`);
    await expect.poll(() => Date.now(), { timeout: 8000 }).toBeGreaterThan(Date.parse(ballot.closeTime) + 300);
    await openDesk(page, "/today");
    await openDesk(page, `/ballots?id=${ballot.ballotId}`);
    await page.getByRole("textbox", { name: "监票口令" }).fill("不是这一句话不是这一句话");
    await page.getByRole("button", { name: "开票", exact: true }).click();
    await page.getByRole("alert").filter({ hasText: "口令" }).waitFor();
    await page.getByRole("textbox", { name: "监票口令" }).fill(WORDS);
    await page.getByRole("button", { name: "开票", exact: true }).click();
    await page.getByText("本页把票箱重新数了一遍，和公布的一致").waitFor();
    await page.getByText("投了票的代表（1）").waitFor();
    await page.getByText(/^票箱（1 张/).click();
    await page.getByText(`code${mark}`).waitFor();
    await deskSettled(page);
    await shot(page, "console-ballot-result");
    expect(await violations(page)).toEqual([]);
  });
});
