// How a home's staff handle a voter's message at the desk.
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Browser, shot, violations } from "./browser.mjs";
import { deskSettled, openDesk, signInAtDesk } from "./desk.mjs";
import { png } from "./picture.mjs";
import { address, api, homeId, logIn, postMessage } from "./system.mjs";

const mark = randomUUID().slice(0, 8);
let browser;
let page;
let message;

beforeAll(async () => {
  const voter = await logIn("voter");
  const photo = await fetch(`${address}/v1/homes/${homeId}/photos`, {
    method: "POST", body: png(90, 60), headers: { Authorization: `Bearer ${voter}`, "Content-Type": "image/png", "Idempotency-Key": randomUUID() },
  });
  const { photoId } = await photo.json();
  message = await postMessage(voter, { subject: `井盖坏了 ${mark}`, body: "东街十字路口的井盖坏了，晚上很危险。", photoIds: [photoId] });
  browser = await Browser.open({ desktop: true });
  page = await browser.page();
  await signInAtDesk(page, "township_admin");
});
afterAll(() => browser.close());

const stored = async () => api("GET", `/v1/homes/${homeId}/messages/${message.messageId}`, { token: await logIn("liaison") });

describe("the chair", () => {
  it("sees the message on the page of the day and hands it to a deputy", async () => {
    await page.getByRole("link", { name: `井盖坏了 ${mark}` }).click();
    await page.getByRole("button", { name: "派给代表" }).click();
    await page.getByRole("combobox", { name: "派给哪位代表" }).click();
    await page.getByRole("option").first().click();
    await page.getByRole("button", { name: "确定派给代表" }).click();
    await page.getByText("待接单").first().waitFor();
    expect((await stored()).state).toBe("DISPATCHED");
    await deskSettled(page);
    await shot(page, "console-message");
    expect(await violations(page)).toEqual([]);
  });

  it("looks at the photo that came with it", async () => {
    await page.getByRole("button", { name: "放大第 1 张照片" }).click();
    const whole = page.getByRole("img", { name: "放大的照片" });
    await whole.waitFor();
    expect(await whole.evaluate((image) => image.decode().then(() => image.naturalWidth))).toBe(90);
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await whole.waitFor({ state: "hidden" });
  });

  it("answers with a date, which the clock keeps", async () => {
    await page.getByRole("button", { name: "答复", exact: true }).click();
    await page.getByText("B 列入计划").click();
    await page.getByLabel("答复内容").fill("已列入本周维修计划。");
    await page.getByRole("button", { name: "发出答复" }).click();
    await page.getByRole("alert").filter({ hasText: "哪天办结" }).waitFor();
    await page.getByRole("combobox", { name: "哪天办结" }).fill("2027-03-01");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "发出答复" }).click();
    await page.getByText("B 类 · 列入计划").waitFor();
    const answer = (await stored()).answers[0];
    expect(answer.answerClass).toBe("PLANNED");
    expect(answer.promiseTime).toMatch(/^2027-03-01/);
    await shot(page, "console-message-answered");
    expect(await violations(page)).toEqual([]);
  });

  it("writes down what somebody says, and gives the receipt", async () => {
    await openDesk(page, "/messages");
    await page.getByRole("button", { name: "替群众代录" }).click();
    await page.getByLabel("标题").fill(`低保怎么办 ${mark}`);
    await page.getByLabel("他说的话").fill("想问问低保要哪些材料。");
    await page.getByText("已经念给本人听").click();
    await page.getByRole("button", { name: "记下并出回执" }).click();
    await page.getByText("已经记下").waitFor();
    expect((await page.locator(".code").innerText()).trim()).toMatch(/^[A-Z0-9]{10}$/i);
  });
});
