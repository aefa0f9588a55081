// A year of receptions at the desk: planned and published in at most ten clicks, then called on the screen.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Browser, shot, violations } from "./browser.mjs";
import { desk, deskSettled, openDesk, signInAtDesk } from "./desk.mjs";
import { api, homeId } from "./system.mjs";

const CLICKS = 10;
// The demo has planned this year and the next one.
const YEARS_AHEAD = 2;
// Marks that FullCalendar sets itself and that its options cannot change.
const THIRD_PARTY = [/^role-img-alt .*fc-/, /^label-content-name-mismatch .*fc-/];
let browser;
let page;
let clicks = 0;

const click = async (target) => {
  clicks += 1;
  await target.click();
};
const own = async () => (await violations(page)).filter((one) => !THIRD_PARTY.some((pattern) => pattern.test(one)));

beforeAll(async () => {
  browser = await Browser.open({ desktop: true });
  page = await browser.page();
  await signInAtDesk(page, "township_admin");
});
afterAll(() => browser.close());

describe("an admin", () => {
  it("plans and publishes a year for one home in at most ten clicks", async () => {
    await openDesk(page, "/planner");
    for (let step = 0; step < YEARS_AHEAD; ++step) await click(page.getByRole("button", { name: "下一年" }));
    await deskSettled(page);
    await click(page.getByRole("button", { name: "排出全年计划" }));
    await page.getByRole("button", { name: "公布全年计划" }).waitFor();
    await deskSettled(page);
    await shot(page, "console-planner-draft");
    expect(await own()).toEqual([]);
    await click(page.getByRole("button", { name: "公布全年计划" }));
    await page.getByRole("button", { name: "确定公布" }).waitFor();
    await shot(page, "console-planner-diff");
    await click(page.getByRole("button", { name: "确定公布" }));
    await page.getByText("已公布，群众现在可以看到并预约").waitFor();
    expect(clicks).toBeLessThanOrEqual(CLICKS);
    const year = new Date().getFullYear() + YEARS_AHEAD;
    const { days } = await api("GET", `/v1/homes/${homeId}/receptionDays?from=${year}-01-01&to=${year}-12-31`);
    expect(days.length).toBeGreaterThanOrEqual(12);
    expect(days.every((one) => one.state === "DAY_PUBLISHED")).toBe(true);
    await deskSettled(page);
    await shot(page, "console-planner");
  });

  it("opens the desk of a day, and its call screen without a log-in", async () => {
    const year = new Date().getFullYear() + YEARS_AHEAD;
    const { days } = await api("GET", `/v1/homes/${homeId}/receptionDays?from=${year}-01-01&to=${year}-12-31`);
    await openDesk(page, `/reception/${days[0].dayId}`);
    await shot(page, "console-reception-desk");
    expect(await own()).toEqual([]);
    await page.evaluate(() => sessionStorage.clear());
    await page.goto(desk(`/screen/${days[0].dayId}?home=${homeId}`));
    await page.getByText("没有人等候").waitFor();
    await shot(page, "console-screen");
    expect(await own()).toEqual([]);
  });
});
