// The yearly assessment as the staff of a home and the county's office see it.
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Browser, shot, violations } from "./browser.mjs";
import { changePerson, deskSettled, openDesk, signInAtDesk, workFor } from "./desk.mjs";
import { api, homeId } from "./system.mjs";

const mark = randomUUID().slice(0, 8);
const today = new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 10);
const lastYear = Number(today.slice(0, 4)) - 1;
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
  it("sees the own home's indices, and the work behind one", async () => {
    await openDesk(page, "/assessment");
    await page.getByRole("button", { name: /群众联系面/ }).click();
    await deskSettled(page);
    await page.getByText("记录编号").waitFor();
    await shot(page, "console-assessment");
    expect(await violations(page)).toEqual([]);
  });

  it("enters what no record shows, and reads the scheme", async () => {
    await show("工作登记");
    await page.getByRole("button", { name: "登记一项" }).click();
    await page.getByPlaceholder("选日期").fill(today);
    await page.getByPlaceholder("选日期").press("Enter");
    await page.getByLabel("做了什么", { exact: true }).fill(`印发年度工作计划 ${mark}`);
    await page.getByLabel("证明材料", { exact: true }).fill("镇人大发〔2026〕3号");
    await deskSettled(page);
    expect(await violations(page)).toEqual([]);
    await page.getByRole("button", { name: "登记", exact: true }).click();
    await page.getByText(`印发年度工作计划 ${mark}`).waitFor();
    expect(await page.getByRole("button", { name: "核实无误" }).count()).toBe(0);
    await deskSettled(page);
    expect(await violations(page)).toEqual([]);
    await show("评比办法");
    await page.getByText("得分＝实际÷6×100，满100分为止。").first().waitFor();
    expect(await page.getByRole("button", { name: "公布新办法" }).count()).toBe(0);
    expect(await violations(page)).toEqual([]);
  });
});

describe("the county's office", () => {
  it("accepts the entry of another", async () => {
    await changePerson(page, "county_admin");
    await openDesk(page, "/assessment");
    await workFor(page, homeId);
    await show("工作登记");
    const entry = page.getByRole("article").filter({ hasText: `印发年度工作计划 ${mark}` });
    await entry.getByRole("button", { name: "退回" }).click();
    await page.getByRole("alert").getByText("退回要写明原因").waitFor();
    await entry.getByRole("button", { name: "核实无误" }).click();
    await entry.getByText("已核实").waitFor();
  });

  it("compares its homes and opens one", async () => {
    await show("现在的得分");
    const rows = page.getByRole("region", { name: "各家得分表" }).getByRole("row");
    expect(await rows.count()).toBeGreaterThan(2);
    await rows.nth(1).getByRole("button").click();
    await deskSettled(page);
    await page.getByRole("button", { name: /工作活跃度/ }).waitFor();
    await shot(page, "console-assessment-county");
    expect(await violations(page)).toEqual([]);
  });

  it("publishes a year that is over, and records a decision on it", async () => {
    await page.getByRole("spinbutton", { name: "年份" }).fill(String(lastYear));
    await page.getByRole("spinbutton", { name: "年份" }).press("Enter");
    await show("公布与奖惩");
    await page.getByRole("heading", { name: `${lastYear} 年公布的结果` }).waitFor();
    await page.getByRole("button", { name: /^(公布这一年的结果|更正公布)$/ }).waitFor();
    const again = page.getByLabel("更正了什么");
    if (await again.count()) await again.fill("补登材料后更正");
    await page.getByRole("button", { name: /^(公布这一年的结果|更正公布)$/ }).click();
    await page.getByText(/第 \d+ 版/).first().waitFor();
    const seen = await api("GET", `/v1/homes/${homeId}/publishedAssessment?year=${lastYear}`);
    expect(seen.homes.map((one) => one.homeId)).toContain(homeId);
    await page.getByRole("button", { name: "登记一项决定" }).click();
    await page.getByRole("radiogroup", { name: "决定" }).getByText("优秀建议", { exact: true }).click();
    await page.getByLabel("给谁").fill(`关于修路灯的建议 ${mark}`);
    await page.getByPlaceholder("选日期").fill(today);
    await page.getByPlaceholder("选日期").press("Enter");
    await page.getByLabel("谁决定的").fill("县人大常委会主任会议");
    await page.getByLabel("理由").fill("办得实，群众满意");
    await page.getByRole("button", { name: "登记", exact: true }).click();
    await page.getByText(`优秀建议：关于修路灯的建议 ${mark}`).waitFor();
    await deskSettled(page);
    await shot(page, "console-assessment-result");
    expect(await violations(page)).toEqual([]);
  });
});
