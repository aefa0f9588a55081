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

describe("a deputy's own desk", () => {
  const button = (name) => page.getByRole("button", { name });

  it("asks for a substitute, and the day is another's", async () => {
    const deputy = await demoDeputy();
    const staff = await logIn("liaison");
    const home = `/v1/homes/${homeId}`;
    const { hosts } = await api("GET", `${home}/receptionHosts`, { token: staff });
    const own = hosts.find((one) => one.deputyId === deputy.deputyId);
    const other = hosts.find((one) => one.hostId !== own.hostId && !one.retired);
    const date = new Date(Date.now() + (8 + 40 * 24) * 3600 * 1000).toISOString().slice(0, 10);
    const day = await api("POST", `${home}/receptionDays`, {
      token: staff,
      body: { requestId: randomUUID(), date, hostIds: [own.hostId], room: "小会议室", start: "09:00", end: "11:00", slotCapacity: 2, publish: true },
    });
    await page.goto(h5("index", { tab: "duty" }));
    await page.getByText("小会议室").waitFor();
    await page.goto(h5("excuse", { homeId, dayId: day.dayId }));
    await page.getByRole("radio", { name: other.name }).click();
    await page.getByLabel("为什么来不了？").fill("外出开会");
    await button("告诉代表之家").click();
    await page.getByRole("heading", { name: "已经记下" }).waitFor();
    const changed = await api("GET", `${home}/receptionDays/${day.dayId}`);
    expect(changed.hosts.map((one) => [one.hostId, one.absent]).sort()).toEqual([[own.hostId, true], [other.hostId, false]].sort());
  });

  it("keeps a diary that nobody else reads, and a public note that everybody does", async () => {
    const deputy = await demoDeputy();
    const mark = randomUUID().slice(0, 8);
    const note = async (notebook, title) => {
      await page.goto("about:blank");
      await page.goto(h5("notes", { homeId: deputy.homeId, deputyId: deputy.deputyId }));
      await page.getByRole("radio", { name: notebook }).click();
      await button("记一条").click();
      await page.getByLabel("标题").fill(title);
      await page.getByLabel("内容").fill("听了三户人家的话，记在这里。");
      if (notebook !== "民情日记") await page.getByRole("radio", { name: /^公开/ }).click();
      await button("保存").click();
      await page.getByRole("heading", { name: title }).waitFor();
    };
    await note("民情日记", `心里话 ${mark}`);
    await note("走访记事", `东街三户 ${mark}`);
    await shot(page, "deputy-notes");
    const seen = await api("GET", `/v1/homes/${deputy.homeId}/deputies/${deputy.deputyId}/notes`);
    expect(seen.notes.filter((one) => one.title.endsWith(mark)).map((one) => one.notebook)).toEqual(["VISIT_NOTES"]);
    await page.goto(h5("deputy", { homeId: deputy.homeId, deputyId: deputy.deputyId }));
    await page.getByText(`东街三户 ${mark}`).waitFor();
  });

  it("has a code of its own with a poster, and reads how each entry counts", async () => {
    await page.goto(h5("poster"));
    await button("生成我的二维码").or(page.getByText("保存海报")).first().waitFor();
    if (await button("生成我的二维码").count()) await button("生成我的二维码").click();
    const poster = page.getByRole("img", { name: /海报/ });
    await poster.waitFor();
    expect(await poster.evaluate((image) => image.decode().then(() => image.naturalWidth))).toBeGreaterThan(100);
    await shot(page, "deputy-poster");
    await page.goto(h5("points"));
    await settled(page);
    await page.getByText(/每次 \d+ 分/).first().waitFor();
    await shot(page, "deputy-points");
  });
});
