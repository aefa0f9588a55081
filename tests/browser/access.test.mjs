// Every page, in both sizes: no violation of WCAG 2.2 AA that axe can see; in elder mode no text below 18 pt and no
// target below 60 × 60.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Browser, h5, logInByDemo, settled, shot, violations } from "./browser.mjs";
import { api, demoDeputy, homeId, logIn, makeCode, postMessage } from "./system.mjs";

let browser;
let page;
let ids;

const PAGES = [
  ["homes", () => ["homes"]],
  ["about", () => ["about", { homeId }]],
  ["login", () => ["login"]],
  ["write", () => ["write", { homeId }]],
  ["deputies", () => ["deputies", { homeId }]],
  ["deputy", () => ["deputy", { homeId: ids.homeId, deputyId: ids.deputyId }]],
  ["village", () => ["village"]],
  ["message", () => ["message", { homeId, messageId: ids.messageId }]],
  ["home", () => ["index"]],
  ["board", () => ["index", { tab: "board" }]],
  ["mine", () => ["index", { tab: "mine" }]],
  ["duty", () => ["index", { tab: "duty" }]],
  ["notices", () => ["notices"]],
  ["bulletins", () => ["bulletins", { homeId, category: "NOTICE" }]],
  ["matters", () => ["matters", { homeId }]],
  ["reception", () => ["reception", { homeId }]],
  ["reception-day", () => ["day", { homeId, dayId: ids.dayId }]],
  ["bookings", () => ["bookings", { homeId }]],
  ["wrong-code", () => ["enter", { code: "nothing-there" }]],
];

beforeAll(async () => {
  const deputy = await demoDeputy();
  const token = await logIn("voter");
  const message = await postMessage(token, { subject: "自来水发黄", body: "水发黄，能不能化验一下？" });
  await api("POST", `/v1/homes/${homeId}/messages/${message.messageId}:answer`, {
    token: await logIn("deputy"),
    body: { requestId: crypto.randomUUID(), body: "已经送检。" },
  });
  const { days } = await api("GET", `/v1/homes/${homeId}/receptionDays?to=${new Date().getUTCFullYear() + 1}-12-31&from=${new Date().getUTCFullYear() + 1}-01-01`);
  ids = { ...deputy, messageId: message.messageId, dayId: days[0].dayId };
  browser = await Browser.open();
  page = await browser.page();
});
afterAll(() => browser.close());

describe.each(["usual", "elder"])("%s size", (size) => {
  beforeAll(async () => {
    await page.goto(h5("index"));
    await page.evaluate((elder) => {
      localStorage.clear();
      localStorage.setItem("deputies.reading", JSON.stringify({ elder }));
    }, size === "elder");
    await page.reload();
    await settled(page);
    await shot(page, `${size}-welcome`);
    expect(await violations(page)).toEqual([]);
    await page.goto(h5("enter", { code: (await makeCode()).scene }));
    await page.getByRole("button", { name: "我要留言" }).waitFor();
    await logInByDemo(page, "代表");
  });

  it.each(PAGES)("%s", async (name, where) => {
    const [path, query] = where();
    await page.goto("about:blank");
    await page.goto(h5(path, query));
    await settled(page);
    await page.waitForTimeout(300);
    await shot(page, `${size}-${name}`);
    expect(await violations(page)).toEqual([]);
    if (size !== "elder") return;
    const small = await page.evaluate(() => {
      const found = [];
      for (const element of document.querySelectorAll(".page button, .page a, .page input, .page textarea")) {
        const box = element.getBoundingClientRect();
        if (box.width && (box.width < 60 || box.height < 60)) {
          found.push(`${Math.round(box.width)}×${Math.round(box.height)} ${element.outerHTML.slice(0, 90)}`);
        }
      }
      const walker = document.createTreeWalker(document.querySelector(".page"), NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const parent = walker.currentNode.parentElement;
        const visible = walker.currentNode.data.trim() && parent.getClientRects().length && !parent.closest(".unseen");
        const pixels = parseFloat(getComputedStyle(parent).fontSize);
        if (visible && pixels < 24) found.push(`${pixels}px ${walker.currentNode.data.trim().slice(0, 30)}`);
      }
      return found;
    });
    expect(small).toEqual([]);
  });
});
