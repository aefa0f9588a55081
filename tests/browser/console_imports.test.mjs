// A county office brings its register in by a file, sees what is wrong with it, and takes it back.
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Browser, shot, violations } from "./browser.mjs";
import { deskSettled, openDesk, signInAtDesk } from "./desk.mjs";
import { api, homeId, logIn } from "./system.mjs";

const mark = randomUUID().slice(0, 6);
const HEAD = "编码,姓名,级别,届次,任期开始,代表之家编码";
const home = "home-150823100";
const file = (name, text, more = "") => ({ name, mimeType: "text/csv", buffer: Buffer.from(`\ufeff${HEAD}${more}\n${text}`) });
let browser;
let page;

beforeAll(async () => {
  browser = await Browser.open({ desktop: true });
  page = await browser.page();
  await signInAtDesk(page, "county_admin");
});
afterAll(() => browser.close());

const names = async () => {
  const found = [];
  let token = "";
  do {
    const one = await api("GET", `/v1/homes/${homeId}/deputies?pageSize=50&pageToken=${token}`, { token: await logIn("county_admin") });
    found.push(...one.deputies.map((deputy) => deputy.name));
    token = one.nextPageToken;
  } while (token);
  return found;
};

describe("a county office", () => {
  it("is told row by row what is wrong, and nothing is imported", async () => {
    await openDesk(page, "/imports");
    await page.getByLabel("名册文件").setInputFiles({ name: "名册.xls", mimeType: "application/vnd.ms-excel", buffer: Buffer.from("x") });
    await page.getByRole("alert").filter({ hasText: "另存为" }).waitFor();
    await page.getByLabel("名册文件").setInputFiles(file("有错.csv", `X${mark}1,王${mark},乡镇,18,2021-11-01,${home}\n,无编码,村,18,去年,nowhere\n`));
    await page.getByText(/有错 \d+ 处/).waitFor();
    await deskSettled(page);
    await shot(page, "console-import-problems");
    expect(await violations(page)).toEqual([]);
    expect(await page.getByRole("button", { name: "全部导入" }).count()).toBe(0);
    expect(await names()).not.toContain(`王${mark}`);
  });

  it("goes on after a broken line, imports everything, and undoes it", async () => {
    // Long enough for several pieces.
    const life = "在东街住了二十年，开着一家小饭馆，热心街坊的事。".repeat(20);
    const rows = Array.from({ length: 60 }, (_, index) => `X${mark}${index + 10},赵${mark}${index},乡镇,18,2021-11-01,${home},${life}\n`).join("");
    let cut = true;
    await page.route("**/parts", async (route) => {
      if (!cut || JSON.parse(route.request().postData()).number !== 2) return route.continue();
      cut = false;
      await route.fetch();
      await route.abort();
    });
    await page.getByLabel("名册文件").setInputFiles(file("代表.csv", rows, ",简介"));
    await page.getByRole("button", { name: "接着传" }).click();
    await page.getByText("新增 60").waitFor();
    await page.getByRole("button", { name: "全部导入" }).click();
    await page.getByText("已导入 60 行").waitFor();
    expect(await names()).toContain(`赵${mark}0`);
    await page.getByRole("button", { name: "撤销代表.csv" }).first().click();
    await page.getByRole("button", { name: "Confirm" }).or(page.getByRole("button", { name: "确定" })).last().click();
    await page.getByText("已撤销，恢复到导入以前").waitFor();
    expect(await names()).not.toContain(`赵${mark}0`);
    await deskSettled(page);
    await shot(page, "console-imports");
    expect(await violations(page)).toEqual([]);
  });
});
