// A visitor's way to a reception on a phone: calendar, booking, waitlist, and the queue on the day itself.
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Browser, h5, settled, shot, violations } from "./browser.mjs";
import { api, homeId, logIn } from "./system.mjs";

const home = `/v1/homes/${homeId}`;
const HOUR_MS = 3600 * 1000;
const dateAhead = (days) => new Date(Date.now() + (8 + 24 * days) * HOUR_MS).toISOString().slice(0, 10);

let liaison;
let host;
let booked;
let today;
let browser;
let page;

async function staff(path, fields) {
  return api("POST", `${home}/${path}`, { token: liaison, body: { requestId: randomUUID(), ...fields } });
}

async function makeDay(days, fields) {
  return staff("receptionDays", { date: dateAhead(days), hostIds: [host.hostId], room: `接待室${randomUUID().slice(0, 6)}`, publish: true, ...fields });
}

async function mine(who) {
  const { bookings } = await api("GET", `${home}/bookings:mine`, { token: await logIn(who) });
  return bookings.find((one) => one.dayId === booked.dayId);
}

async function enterAs(tab, who) {
  const token = await logIn(who);
  const person = await api("GET", "/v1/me", { token });
  await tab.goto(h5("index"));
  await tab.evaluate(([kept, name]) => {
    localStorage.setItem("deputies.session", JSON.stringify(kept));
    localStorage.setItem("deputies.places", JSON.stringify([name]));
  }, [{ token, person }, { homeId, name: "代表之家" }]);
  await tab.goto("about:blank");
}

// Both sizes of text.
async function clean(name) {
  for (const elder of [false, true]) {
    await page.evaluate((on) => localStorage.setItem("deputies.reading", JSON.stringify({ elder: on })), elder);
    await page.reload();
    await settled(page);
    await shot(page, `reception-${name}${elder ? "-elder" : ""}`);
    expect(await violations(page)).toEqual([]);
  }
  await page.evaluate(() => localStorage.removeItem("deputies.reading"));
  await page.reload();
  await settled(page);
}

const button = (name) => page.getByRole("button", { name, exact: false });

beforeAll(async () => {
  liaison = await logIn("liaison");
  [host] = (await api("GET", `${home}/receptionHosts`, { token: liaison })).hosts;
  booked = await makeDay(2, { start: "09:00", end: "10:00", slotCapacity: 1, topic: `春耕用水 ${randomUUID().slice(0, 6)}` });
  today = await makeDay(0, { start: "00:00", end: "24:00", slotCapacity: 9 });
  browser = await Browser.open();
  page = await browser.page();
});
afterAll(() => browser.close());

describe("a visitor", () => {
  it("finds the day in the calendar", async () => {
    await page.goto(h5("reception", { homeId }));
    await page.getByText(booked.topic).waitFor();
    await clean("calendar");
    await page.getByText(booked.topic).click();
    await page.getByRole("radio").first().waitFor();
  });

  it("books, logging in on the way", async () => {
    await button("预约").last().click();
    await page.getByText("请先选一个时段").waitFor();
    await page.getByRole("radio", { name: "09:00" }).click();
    await page.getByLabel("想说什么事").fill("渠水分配");
    await button("预约").last().click();
    await button("演示登录：选民").first().click();
    await page.getByText("已约好").waitFor();
    expect(await mine("voter")).toMatchObject({ state: "BOOKED", topic: "渠水分配" });
    await clean("booking");
  });

  it("sees the day full and waits for a place, which comes when the first one gives it back", async () => {
    const other = await Browser.open();
    const tab = await other.page();
    await enterAs(tab, "voter2");
    await tab.goto(h5("day", { homeId, dayId: booked.dayId }));
    await tab.getByRole("radio", { name: "已约满" }).click();
    await shot(tab, "reception-full");
    await tab.getByRole("button", { name: "排候补" }).click();
    await tab.getByText("您排在候补第 1 位").waitFor();

    await button("不来了").click();
    await button("取消预约").click();
    await page.getByText("您已取消").waitFor();
    await tab.reload();
    await tab.getByText("已约好").waitFor();
    expect(await mine("voter2")).toMatchObject({ state: "BOOKED" });
    expect(await mine("voter")).toMatchObject({ state: "CANCELLED" });
    await other.close();
  });

  it("takes a number at the door and is called without touching the phone", async () => {
    const { doorCode } = await api("GET", `${home}/receptionDays/${today.dayId}/queue`, { token: liaison });
    await page.goto(h5("day", { homeId, dayId: today.dayId }));
    await page.getByLabel("门口的六位数字").fill(doorCode === "000000" ? "000001" : "000000");
    await button("现场取号").click();
    await page.getByText("门口的签到码不对").waitFor();
    await page.getByLabel("门口的六位数字").fill(doorCode);
    await button("现场取号").click();
    await page.getByText("下一位就是您").waitFor();
    await clean("ticket");
    await staff(`receptionDays/${today.dayId}:callNext`, { hostId: host.hostId, desk: "2号桌" });
    await page.getByText("轮到您了，请到2号桌").waitFor();
    await shot(page, "reception-called");
    expect(await violations(page)).toEqual([]);
  });

  it("finds the booking among the own ones", async () => {
    await page.goto(h5("bookings", { homeId }));
    await page.getByText("您已取消").waitFor();
    await clean("bookings");
  });
});
