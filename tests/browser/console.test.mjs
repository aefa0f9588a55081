// What the staff of a home and of a county office do at a desk.
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Browser, shot, violations } from "./browser.mjs";
import { desk, deskSettled as settled, signInAtDesk as signIn } from "./desk.mjs";
import { api, demo, homeId, logIn } from "./system.mjs";

const mark = randomUUID().slice(0, 8);

let browser;
let page;

beforeAll(async () => {
  browser = await Browser.open({ desktop: true });
  page = await browser.page();
});
afterAll(() => browser.close());

describe("the chair of a township", () => {
  it("is told why a log-in is refused, and logs in", async () => {
    await page.goto(desk("/today"));
    await page.waitForURL(/#\/login/);
    await page.getByLabel("账号").fill(demo.logins.township_admin.username);
    await page.getByLabel("密码").fill("not-the-password");
    await page.getByRole("button", { name: "登录" }).click();
    await page.getByRole("alert").waitFor();
    await shot(page, "console-login");
    expect(await violations(page)).toEqual([]);
    await signIn(page, "township_admin");
  });

  it.each([
    ["today", "今日待办"], ["messages", "留言办理"], ["calls", "电话告知"], ["planner", "年度计划"], ["reception", "接待日"], ["suggestions", "建议议案"], ["matters", "征求民意"], ["bulletins", "信息公告"],
    ["home", "介绍与栏目"], ["deputies", "人大代表"], ["codes", "二维码与海报"], ["assessment", "年度成效评比"], ["voters", "选民核实"], ["audit", "操作记录"], ["account", ""],
  ])("finds no barrier on %s", async (path, entry) => {
    if (entry) await page.getByRole("navigation").getByRole("link", { name: entry, exact: true }).click();
    else await page.goto(desk(`/${path}`));
    await page.waitForURL(new RegExp(`#/${path}`));
    await settled(page);
    await shot(page, `console-${path}`);
    expect(await violations(page)).toEqual([]);
  });

  it("changes what visitors read, and takes it back", async () => {
    await page.goto(desk("/home"));
    await settled(page);
    const before = await api("GET", `/v1/homes/${homeId}`);
    const brand = page.getByLabel("一家一品（特色）");
    await brand.fill(`马扎议事 ${mark}`);
    await page.getByRole("button", { name: "保存介绍" }).click();
    await page.getByRole("button", { name: "撤销上一次保存" }).waitFor();
    expect((await api("GET", `/v1/homes/${homeId}`)).brand).toBe(`马扎议事 ${mark}`);
    await page.getByRole("button", { name: "撤销上一次保存" }).click();
    await expect.poll(async () => (await api("GET", `/v1/homes/${homeId}`)).brand).toBe(before.brand);
  });

  it("makes a code and sees its poster, ready to print", async () => {
    await page.goto(desk("/codes"));
    await settled(page);
    await page.getByRole("button", { name: "生成新码" }).click();
    await page.getByLabel("张贴地点").fill(`东街宣传栏 ${mark}`);
    await page.getByRole("button", { name: "生成并看海报" }).click();
    const poster = page.getByRole("img", { name: /海报/ });
    await poster.waitFor();
    expect(await poster.evaluate((image) => image.decode().then(() => image.naturalWidth))).toBeGreaterThan(100);
    await shot(page, "console-poster");
    expect(await violations(page)).toEqual([]);
    await page.getByRole("button", { name: "关闭", exact: true }).click();
    await page.getByText(`东街宣传栏 ${mark}`).waitFor();
  });

  it("sends a write once although the line breaks before the answer", async () => {
    const title = `停水通知 ${mark}`;
    await page.goto(desk("/bulletins"));
    await settled(page);
    await page.getByRole("button", { name: "写一篇" }).click();
    await page.getByLabel("标题").fill(title);
    await page.getByLabel("正文").fill("# 停水时间\n\n明天上午八点到十点停水。\n请大家提前存水。");
    let cut = true;
    await page.route("**/bulletins", async (route) => {
      if (route.request().method() !== "POST" || !cut) return route.continue();
      cut = false;
      await route.fetch();
      await route.abort();
    });
    await page.getByRole("button", { name: "只存草稿" }).click();
    await page.getByRole("alert").filter({ hasText: "不会重复" }).waitFor();
    await page.getByRole("button", { name: "只存草稿" }).click();
    await page.getByText("草稿已保存").waitFor();
    await page.unroute("**/bulletins");
    const token = await logIn("township_admin");
    const drafts = (await api("GET", `/v1/homes/${homeId}/bulletinDrafts?pageSize=50`, { token })).bulletins;
    expect(drafts.filter((one) => one.title === title)).toHaveLength(1);
  });

  it("cannot publish the own bulletin; the liaison can", async () => {
    const title = `停水通知 ${mark}`;
    await page.getByRole("button", { name: title }).click();
    await page.getByRole("button", { name: "保存并提交审核" }).click();
    await page.getByText("请另一位工作人员审核发布").waitFor();
    await page.getByRole("button", { name: title }).click();
    await page.getByRole("button", { name: "审核通过并发布" }).click();
    await page.getByRole("dialog").getByRole("alert").waitFor();
    await shot(page, "console-bulletin-review");
    await page.getByRole("button", { name: "退出登录" }).click({ force: true });
    await page.evaluate(() => sessionStorage.clear());
    await signIn(page, "liaison");
    await page.goto(desk("/bulletins"));
    await settled(page);
    await page.getByRole("button", { name: title }).click();
    await page.getByRole("button", { name: "审核通过并发布" }).click();
    await page.getByText("已发布").first().waitFor();
    await expect
      .poll(async () => (await api("GET", `/v1/homes/${homeId}/bulletins?pageSize=50`)).bulletins.map((one) => one.title))
      .toContain(title);
  });

  it("asks the people, and watches the counts", async () => {
    await page.goto(desk("/matters"));
    await settled(page);
    await page.getByRole("button", { name: "新的征求意见" }).click();
    await page.getByLabel("标题").fill(`村口修不修路灯 ${mark}`);
    await page.getByLabel("说明").fill("村口准备装六盏太阳能路灯，想听听大家的意见。");
    await page.getByLabel("问题1", { exact: true }).fill("您赞成装路灯吗？");
    await shot(page, "console-matter-new");
    await page.getByRole("button", { name: "存成草稿" }).click();
    await page.getByRole("button", { name: "公布", exact: true }).click();
    await page.getByText("导出 Excel").waitFor();
    await settled(page);
    await shot(page, "console-matter");
    expect(await violations(page)).toEqual([]);
  });
});

describe("a county office", () => {
  it("works for each of its homes", async () => {
    await page.evaluate(() => sessionStorage.clear());
    await signIn(page, "county_admin");
    await page.getByRole("combobox", { name: "选择代表之家" }).click();
    expect(await page.getByRole("option").count()).toBeGreaterThan(1);
    await page.getByRole("option").last().click();
    await settled(page);
    await shot(page, "console-county");
    expect(await violations(page)).toEqual([]);
  });
});
