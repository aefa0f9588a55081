// How a home's staff decide which messages may be public.
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Browser, shot, violations } from "./browser.mjs";
import { changePerson, deskSettled, openDesk, signInAtDesk } from "./desk.mjs";
import { api, homeId, logIn, postMessage } from "./system.mjs";

const mark = randomUUID().slice(0, 8);
const home = `/v1/homes/${homeId}`;
let browser;
let page;
let voter;
let message;

beforeAll(async () => {
  voter = await logIn("voter");
  message = await postMessage(voter, { subject: `找他要钱 ${mark}`, body: "张某的电话是13800000000，大家都去找他。", visibility: "PUBLIC" });
  const path = `${home}/messages/${message.messageId}:report`;
  await api("POST", path, { token: await logIn("voter2"), body: { requestId: randomUUID(), reason: "REASON_PERSONAL_DATA" } });
  browser = await Browser.open({ desktop: true });
  page = await browser.page();
  await signInAtDesk(page, "township_admin");
});
afterAll(() => browser.close());

const stored = async () => api("GET", `${home}/messages/${message.messageId}/moderation`, { token: voter });

describe("the chair", () => {
  it("hides what was reported, with a reason that its author reads", async () => {
    await openDesk(page, "/moderation");
    await page.getByRole("button", { name: new RegExp(mark) }).click();
    await page.getByText("1 人举报").first().waitFor();
    await deskSettled(page);
    await shot(page, "console-moderation");
    expect(await violations(page)).toEqual([]);
    await page.getByRole("button", { name: "隐藏", exact: true }).click();
    await page.getByRole("alert").filter({ hasText: "选一个原因" }).waitFor();
    await page.getByText("泄露电话、证件号等个人信息").click();
    await page.getByLabel("给作者的说明").fill("去掉电话后可以再发");
    await page.getByRole("button", { name: "隐藏", exact: true }).click();
    await page.getByText("隐藏的原因", { exact: true }).waitFor();
    expect(await stored()).toMatchObject({ state: "MODERATION_HIDDEN", reason: "REASON_PERSONAL_DATA", note: "去掉电话后可以再发" });
  });

  it("cannot decide the appeal against the own decision", async () => {
    const path = `${home}/messages/${message.messageId}/moderation:appeal`;
    await api("POST", path, { token: voter, body: { requestId: randomUUID(), text: "这是公开的办公电话。" } });
    await openDesk(page, `/today`);
    await openDesk(page, `/moderation?id=${message.messageId}`);
    await page.getByText("这是公开的办公电话。").waitFor();
    await page.getByRole("button", { name: "申诉成立，公开" }).click();
    await page.getByRole("alert").filter({ hasText: "另一位" }).waitFor();
    expect((await stored()).state).toBe("MODERATION_APPEALED");
  });

  it("sets the rules and the list of words", async () => {
    const before = await api("GET", `${home}/moderationPolicy`, { token: await logIn("township_admin") });
    await page.getByText("审核规则", { exact: true }).click();
    await page.getByLabel("留言公约").fill("请文明留言，不写他人的电话和证件号。");
    await page.getByLabel("词表").fill(`办证${mark}，${before.words.join("，")}`);
    await page.getByRole("button", { name: "保存规则" }).click();
    await page.getByText("规则已保存").waitFor();
    const after = await api("GET", `${home}/moderationPolicy`, { token: await logIn("township_admin") });
    expect(after.words).toContain(`办证${mark}`);
    await deskSettled(page);
    expect(await violations(page)).toEqual([]);
  });
});

describe("another person", () => {
  it("decides the appeal, and the log tells everybody", async () => {
    await changePerson(page, "liaison");
    await openDesk(page, `/moderation?id=${message.messageId}`);
    await page.getByRole("button", { name: "申诉成立，公开" }).click();
    await page.getByText("已公开", { exact: true }).first().waitFor();
    expect((await stored()).state).toBe("MODERATION_SHOWN");
    await page.getByText("公开记录", { exact: true }).click();
    await page.getByText("申诉成立，恢复公开").first().waitFor();
    await deskSettled(page);
    await shot(page, "console-moderation-log");
    expect(await violations(page)).toEqual([]);
  });
});
