// A livelihood project from its proposal over the ballot to the team's report, in a home of its own.
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Browser, shot, violations } from "./browser.mjs";
import { deskSettled, openDesk, signInAtDesk, workFor } from "./desk.mjs";
import { api, logIn } from "./system.mjs";

const mark = randomUUID().slice(0, 8);
const year = new Date().getFullYear();
const code = `story-${mark}`;
const name = `故事之家${mark}`;
const TEXT = "雨天走不了人，学生上学要绕两公里，请列入民生实事。";
const WORDS = "民生实事监票员保管的一句话";
const tokens = {};
const imports = [];
let browser;
let page;
let home;

const write = (who, path, body) => api("POST", path, { token: tokens[who], body: { requestId: randomUUID(), ...body } });

async function bringIn(kind, rows) {
  const { importId } = await write("county_admin", "/v1/imports", { kind, fileName: "故事.csv" });
  const content = Buffer.from(rows.map((row) => row.join(",")).join("\n")).toString("base64");
  await write("county_admin", `/v1/imports/${importId}/parts`, { number: 1, content });
  await write("county_admin", `/v1/imports/${importId}:apply`, {});
  imports.unshift(importId);
}

async function until(what, read) {
  for (let times = 0; times < 40; times++) {
    const found = await read().catch(() => null);
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(`${what} did not come`);
}

// The demo's two deputies serve in the new home, too, until the story is over.
beforeAll(async () => {
  for (const who of ["county_admin", "voter", "deputy", "deputy2"]) tokens[who] = await logIn(who);
  await bringIn("HOME_REGISTER", [["编码", "名称", "所属单位编码"], [code, name, "150823100"]]);
  await bringIn("DEPUTY_REGISTER", [
    ["编码", "姓名", "级别", "届次", "任期开始", "选区", "选区编码", "职业", "简介", "代表之家编码"],
    ["demo-001", "云示范", "township", "12", "2021-11-01", "乌拉山镇第1选区", "150823100-s1", "种植户", "演示用的虚构人物。乌拉山镇种植户，联系选民的事随叫随到。", `home-150823100;${code}`],
    ["demo-002", "海演示", "county", "19", "2021-12-01", "乌拉特前旗第2选区", "150823100", "养殖户", "演示用的虚构人物。乌拉山镇养殖户，联系选民的事随叫随到。", `home-150823100;${code}`],
  ]);
  let pageToken = "";
  let made;
  do {
    const found = await api("GET", `/v1/homes?pageSize=50&pageToken=${pageToken}`);
    made = found.homes.find((one) => one.name === name);
    pageToken = found.nextPageToken;
  } while (!made && pageToken);
  home = `/v1/homes/${made.homeId}`;
  // The rights in it reach every service in a moment.
  await until("the deputies", async () => {
    for (const who of ["deputy", "deputy2", "county_admin"]) tokens[who] = await logIn(who);
    await api("GET", `${home}/dutyReports`, { token: tokens.deputy });
    await api("GET", `${home}/dutyReports`, { token: tokens.deputy2 });
    return api("GET", `${home}/projectProposals`, { token: tokens.county_admin });
  });
  await write("voter", `${home}/projectProposals`, { year, title: `村东修路 ${mark}`, description: TEXT, place: "村东头" });
  await write("voter", `${home}/projectProposals`, { year, title: `修一座戏台 ${mark}`, description: TEXT });
  browser = await Browser.open({ desktop: true });
  page = await browser.page();
  await signInAtDesk(page, "county_admin");
  await workFor(page, made.homeId);
});
afterAll(async () => {
  await browser?.close();
  for (const importId of imports) await write("county_admin", `/v1/imports/${importId}:undo`, {});
});

const projects = async () => (await api("GET", `${home}/projects?year=${year}`)).projects;

describe("the office", () => {
  it("takes a proposal up as a candidate and declines another", async () => {
    await openDesk(page, "/projects");
    await page.getByRole("button", { name: "加一个候选项目" }).click();
    await page.getByRole("combobox", { name: "采纳哪些群众建议" }).click({ force: true });
    await page.getByRole("option", { name: `村东修路 ${mark}` }).click();
    await page.keyboard.press("Escape");
    expect(await page.getByLabel("项目名称").inputValue()).toBe(`村东修路 ${mark}`);
    await page.getByRole("button", { name: "列入候选" }).click();
    await page.getByRole("button", { name: new RegExp(`村东修路 ${mark}`) }).waitFor();
    await page.getByText("群众建议", { exact: true }).click();
    await page.getByText("已列入候选项目").waitFor();
    await page.getByRole("button", { name: `不列入修一座戏台 ${mark}` }).click();
    await page.getByLabel("不列入的原因").fill("今年没有地方，明年再议");
    await page.getByRole("button", { name: "答复", exact: true }).click();
    await page.getByText("没有列入：今年没有地方，明年再议").waitFor();
    await deskSettled(page);
    await shot(page, "console-proposals");
    expect(await violations(page)).toEqual([]);
  });

  it("takes over what the deputies chose", async () => {
    await write("county_admin", `${home}/projects`, { year, title: "更换自来水管", description: TEXT });
    const ballot = await write("county_admin", `${home}/ballots`, {
      kind: "PROJECTS", title: `民生实事票决 ${mark}`, options: (await projects()).map((one) => one.title), maxChoices: 1, seats: 1, electorate: "DEPUTIES",
      quorum: 2, closeTime: new Date(Date.now() + 3000).toISOString(), passphrase: WORDS,
    });
    for (const [index, who] of ["deputy", "deputy2"].entries()) {
      await write(who, `${home}/ballots/${ballot.ballotId}:cast`, { choices: [0], checkCode: `code${index}${mark}` });
    }
    await until("the close", async () => Date.now() > Date.parse(ballot.closeTime) + 100);
    await write("county_admin", `${home}/ballots/${ballot.ballotId}:close`, { passphrase: WORDS });
    await openDesk(page, "/today");
    await openDesk(page, "/projects");
    await page.getByRole("button", { name: "采用票决结果" }).click();
    await page.getByRole("button", { name: new RegExp(`村东修路 ${mark}.*正在办`) }).waitFor();
    expect((await projects()).map((one) => one.state)).toEqual(["CHOSEN", "NOT_CHOSEN"]);
  });

  it("names the team, tells the progress, confirms a visit, publishes the report", async () => {
    await page.getByRole("button", { name: new RegExp(`村东修路 ${mark}`) }).click();
    await page.getByRole("button", { name: "组建小组" }).click();
    await page.getByRole("button", { name: "公布小组" }).click();
    await page.getByRole("alert").filter({ hasText: "两名专业代表" }).waitFor();
    await page.getByRole("combobox", { name: "专业代表" }).click({ force: true });
    for (const deputy of ["云示范", "海演示"]) await page.getByRole("option", { name: deputy }).first().click();
    await page.keyboard.press("Escape");
    await page.getByLabel("当地监督员").fill("村民王小二");
    await page.getByRole("button", { name: "公布小组" }).click();
    await page.getByText("村民王小二").waitFor();
    await page.getByRole("spinbutton", { name: "完成百分之几" }).fill("40");
    await page.getByLabel("进展", { exact: true }).fill("路基已经做好，下周铺水泥。");
    await page.getByRole("button", { name: "公开这次进展" }).click();
    await page.getByText("路基已经做好，下周铺水泥。").waitFor();
    const [{ projectId }] = await projects();
    await write("deputy", `${home}/projects/${projectId}/visits`, { visitTime: new Date(Date.now() - 3600000).toISOString(), findings: "到现场看了，路基宽度够，排水沟还没有挖。" });
    await openDesk(page, "/today");
    await openDesk(page, `/projects?id=${projectId}`);
    await page.getByRole("button", { name: "确认", exact: true }).click();
    await page.getByText("已确认", { exact: true }).waitFor();
    await deskSettled(page);
    await shot(page, "console-project");
    expect(await violations(page)).toEqual([]);
    await page.getByText("写监督报告").click();
    await page.getByRole("textbox", { name: "监督报告" }).fill("小组到现场看过一次，路基合格，排水沟要在雨季以前挖好，建议尽快安排施工队。");
    await page.getByRole("textbox", { name: "给政府的意见" }).fill("请在雨季以前挖好排水沟。");
    await page.getByRole("button", { name: "公布报告" }).click();
    await page.getByText("给政府的意见：请在雨季以前挖好排水沟。").waitFor();
    expect((await projects())[0]).toMatchObject({ state: "REPORTED", percentDone: 40 });
  });
});
