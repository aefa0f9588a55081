// What a deputy does on a phone.
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Browser, h5, logInByDemo, settled, shot, violations } from "./browser.mjs";
import { api, demoDeputy, homeId, logIn, makeCode, postMessage } from "./system.mjs";

let browser;
let page;

beforeAll(async () => {
  browser = await Browser.open();
  page = await browser.page();
  const code = await makeCode();
  await page.goto(h5("enter", { code: code.shortCode }));
  await page.getByRole("button", { name: "我要留言" }).waitFor();
  await logInByDemo(page, "代表");
});
afterAll(() => browser.close());

describe("a deputy", () => {
  const mark = randomUUID().slice(0, 8);
  const voted = `路灯不亮 ${mark}`;
  let message;

  it("sees on the first page what waits for an answer", async () => {
    message = await postMessage(await logIn("voter"), { subject: voted, body: "村口三盏路灯不亮了。", deputyId: (await demoDeputy()).deputyId });
    await page.goto(h5("index", { tab: "duty" }));
    await page.getByText(voted).waitFor();
    await settled(page);
    await shot(page, "deputy-today");
  });

  it("answers, beginning with a ready sentence, and the message leaves the list", async () => {
    await page.getByText(voted).click();
    await page.getByRole("button", { name: "已联系部门" }).click();
    const field = page.getByLabel("答复内容");
    await field.fill(`${await field.inputValue()}本周五前修好。`);
    await page.getByRole("button", { name: "发出答复" }).click();
    await page.getByText("请选一种").waitFor();
    await page.getByRole("radio", { name: "列入计划" }).click();
    await page.getByRole("button", { name: "发出答复" }).click();
    await page.getByText("请选今天以后的一天").waitFor();
    await page.getByLabel("哪天前办好？").fill(`${new Date().getUTCFullYear() + 1}-03-08`);
    await page.getByText("3月8日前办好").waitFor();
    await shot(page, "deputy-answer");
    expect(await violations(page)).toEqual([]);
    await page.getByRole("button", { name: "发出答复" }).click();
    await page.getByText("本周五前修好").first().waitFor();
    const stored = await api("GET", `/v1/homes/${homeId}/messages/${message.messageId}`, { token: await logIn("voter") });
    expect(stored.answers).toHaveLength(1);
    expect(stored.answers[0]).toMatchObject({
      body: "您好，我已联系有关部门，本周五前修好。", answerClass: "PLANNED", promiseTime: `${new Date().getUTCFullYear() + 1}-03-08T15:59:59Z`,
    });
    await page.goto(h5("index", { tab: "duty" }));
    await page.getByText(voted).waitFor({ state: "detached" });
  });

  it("cannot be taken for the author of a verdict", async () => {
    await page.goto(h5("message", { homeId, messageId: message.messageId }));
    await page.getByText("本周五前修好").first().waitFor();
    expect(await page.getByRole("button", { name: "提交评价" }).count()).toBe(0);
  });
});
