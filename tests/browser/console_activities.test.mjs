// What deputies do together, as a home's staff announce it and write it down.
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Browser, shot, violations } from "./browser.mjs";
import { deskSettled, openDesk, pick, signInAtDesk } from "./desk.mjs";
import { api, homeId, logIn } from "./system.mjs";

const mark = randomUUID().slice(0, 8);
const path = `/v1/homes/${homeId}/activities`;
let browser;
let page;

beforeAll(async () => {
  browser = await Browser.open({ desktop: true });
  page = await browser.page();
  await signInAtDesk(page, "township_admin");
});
afterAll(() => browser.close());

const made = async (title) => (await api("GET", `${path}?pageSize=50`)).activities.find((one) => one.title === title);

describe("the chair", () => {
  it("announces an activity, and sees who comes and by which code", async () => {
    const title = `看水渠修得怎样 ${mark}`;
    await openDesk(page, "/activities");
    await page.getByRole("button", { name: "发布一次活动" }).click();
    await pick(page, "种类", "代表督事");
    await page.getByLabel("活动名称").fill(title);
    await page.getByLabel("地点", { exact: true }).fill("东风村一社");
    await deskSettled(page);
    expect(await violations(page)).toEqual([]);
    await page.getByRole("button", { name: "发布", exact: true }).click();
    await page.getByRole("button", { name: title }).waitFor();
    const { activityId, kind } = await made(title);
    expect(kind).toBe("MATTER_SUPERVISED");
    await api("POST", `${path}/${activityId}:signUp`, { token: await logIn("deputy"), body: { requestId: randomUUID() } });
    await page.getByText("代表督事", { exact: true }).first().click();
    await page.getByRole("button", { name: title }).click();
    await page.getByText("已报名", { exact: true }).waitFor();
    const { code } = await api("GET", `${path}/${activityId}/attendance`, { token: await logIn("township_admin") });
    await page.getByText(code, { exact: true }).waitFor();
    await deskSettled(page);
    await shot(page, "console-activities");
    expect(await violations(page)).toEqual([]);
  });

  it("publishes the minutes once it has begun", async () => {
    const title = `普法讲堂 ${mark}`;
    const at = (seconds) => new Date(Date.now() + seconds * 1000).toISOString();
    const body = { requestId: randomUUID(), kind: "LECTURE", title, place: "村委会", startTime: at(2), endTime: at(3600), signUpEndTime: at(1) };
    const { activityId } = await api("POST", path, { token: await logIn("township_admin"), body });
    await page.waitForTimeout(2500);
    await openDesk(page, "/today");
    await openDesk(page, "/activities");
    await page.getByRole("button", { name: title }).click();
    await page.getByLabel("活动纪要").fill("讲了土地承包和邻里纠纷，二十多位群众提了问题。");
    await page.getByRole("button", { name: "公布纪要" }).click();
    await page.getByRole("button", { name: "重新公布纪要" }).waitFor();
    expect((await made(title)).activityId).toBe(activityId);
    expect((await made(title)).minutes).toContain("土地承包");
  });
});
