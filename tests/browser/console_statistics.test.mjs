// A home in figures, as its chair and its county's office look at them.
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Browser, shot, violations } from "./browser.mjs";
import { changePerson, deskSettled, openDesk, signInAtDesk } from "./desk.mjs";
import { api, homeId, logIn } from "./system.mjs";

let browser;
let page;

beforeAll(async () => {
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
  it("sees the year's messages as the service counts them", async () => {
    await openDesk(page, "/statistics");
    const year = new Date().getFullYear();
    const { total } = await api("GET", `/v1/homes/${homeId}/messageStatistics?fromTime=${year}-01-01T00:00:00%2B08:00&untilTime=${year + 1}-01-01T00:00:00%2B08:00`, {
      token: await logIn("township_admin"),
    });
    expect(total.received).toBeGreaterThan(0);
    expect(await page.locator(".tile strong").allInnerTexts()).toEqual(
      [total.received, total.answered, total.solved, total.satisfied, total.overdueNow].map(String),
    );
    expect(await page.getByRole("table", { name: "群众怎么看（条）" }).getByRole("cell").allInnerTexts()).toEqual(
      [total.satisfied, total.notSatisfied, total.silent].map((one) => `${one}条`),
    );
    await page.getByText(`n=${total.answerTime?.count ?? 0}`, { exact: true }).first().waitFor();
    await page.getByText("大家最关心什么").waitFor();
    await deskSettled(page);
    await shot(page, "console-statistics");
    expect(await violations(page)).toEqual([]);
  });

  it("takes the figures to a spreadsheet", async () => {
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "导出统计表（Excel）" }).click()]);
    expect(readFileSync(await download.path()).subarray(0, 2).toString()).toBe("PK");
  });

  it("is told of an empty month, and of a reading that failed", async () => {
    await page.route("**/messageStatistics?*", (route) => route.abort());
    await page.getByText("去年", { exact: true }).click();
    await page.getByRole("alert").filter({ hasText: "没有读到内容" }).waitFor();
    await page.unroute("**/messageStatistics?*");
    await page.getByRole("button", { name: "再试一次" }).first().click();
    await deskSettled(page);
    expect(await page.getByRole("alert").count()).toBe(0);
  });

  it("sees what a week brought", async () => {
    await show("每周简报");
    await page.getByRole("button", { name: "下一周" }).click();
    await deskSettled(page);
    const week = await api("GET", `/v1/homes/${homeId}/weeklyDigest?weekTime=${new Date().toISOString()}`, { token: await logIn("township_admin") });
    await page.locator(".tile", { hasText: "收到" }).getByText(String(week.figures.received), { exact: true }).waitFor();
    await shot(page, "console-statistics-week");
    expect(await violations(page)).toEqual([]);
  });

  it("sees receptions and the overdue register", async () => {
    await show("接待");
    await page.getByText("每月有接待").waitFor();
    await shot(page, "console-statistics-reception");
    expect(await violations(page)).toEqual([]);
    await show("超期登记");
    await shot(page, "console-statistics-overdue");
    expect(await violations(page)).toEqual([]);
  });
});

describe("the county office", () => {
  it("sees every home", async () => {
    await changePerson(page, "county_admin");
    await openDesk(page, "/statistics");
    await show("接待");
    await page.getByText("全旗县", { exact: true }).click();
    await page.getByText("各家每月有没有接待").waitFor();
    await deskSettled(page);
    await shot(page, "console-statistics-county");
    expect(await violations(page)).toEqual([]);
  });
});
