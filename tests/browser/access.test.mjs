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
  ["booking", () => ["booking", { homeId, bookingId: ids.bookingId }]],
  ["ticket", () => ["ticket", { homeId, ticketId: ids.ticketId }]],
  ["queue-desk", () => ["desk", { homeId, dayId: ids.todayId }]],
  ["record", () => ["record", { homeId, ticketId: ids.ticketId }]],
  ["ranking", () => ["ranking", { homeId }]],
  ["activities", () => ["activities", { homeId }]],
  ["projects", () => ["projects", { homeId }]],
  ["project", () => ["project", { homeId, projectId: ids.projectId }]],
  ["study", () => ["study", { homeId }]],
  ["material", () => ["material", { homeId, materialId: ids.materialId }]],
  ["exams", () => ["exams", { homeId }]],
  ["excuse", () => ["excuse", { homeId, dayId: ids.todayId }]],
  ["notes", () => ["notes", { homeId, deputyId: ids.deputyId }]],
  ["points", () => ["points", { homeId, deputyId: ids.deputyId }]],
  ["poster", () => ["poster", { homeId, deputyId: ids.deputyId }]],
  ["group", () => ["group", { organizationId: ids.organizationId, name: "河东代表小组" }]],
  ["appraisals", () => ["appraisals", { homeId }]],
  ["appraisal", () => ["appraisal", { homeId, appraisalId: ids.appraisalId }]],
  ["bulletin", () => ["bulletin", { homeId, bulletinId: ids.bulletinId }]],
  ["matter", () => ["matter", { homeId, matterId: ids.matterId }]],
  ["wrong-code", () => ["enter", { code: "nothing-there" }]],
];

// A day of the deputy's own with somebody in its queue, and a booking of the deputy's for another one.
async function receptionOf(deputy) {
  const home = `/v1/homes/${homeId}`;
  const staff = await logIn("liaison");
  const write = (token, path, fields) => api("POST", `${home}/${path}`, { token, body: { requestId: crypto.randomUUID(), ...fields } });
  const { hosts } = await api("GET", `${home}/receptionHosts`, { token: staff });
  const host = hosts.find((one) => one.deputyId === deputy.deputyId);
  const makeDay = (date) => write(staff, "receptionDays", {
    date: new Date(date).toISOString().slice(0, 10), hostIds: [host.hostId], room: `接待室 ${crypto.randomUUID().slice(0, 6)}`,
    start: "00:00", end: "24:00", slotCapacity: 9, publish: true,
  });
  const shanghai = Date.now() + 8 * 3600 * 1000;
  const today = await makeDay(shanghai);
  const later = await makeDay(shanghai + 3 * 24 * 3600 * 1000);
  const { ticketId } = await write(await logIn("deputy"), `receptionDays/${today.dayId}/tickets`, { visitorName: "张大爷" });
  const { slots } = await api("GET", `${home}/receptionDays/${later.dayId}/slots`);
  const { bookingId } = await write(await logIn("deputy"), `slots/${slots[0].slotId}/bookings`, { topic: "渠水分配" });
  return { todayId: today.dayId, ticketId, bookingId };
}

beforeAll(async () => {
  const deputy = await demoDeputy();
  const token = await logIn("voter");
  const message = await postMessage(token, { subject: "自来水发黄", body: "水发黄，能不能化验一下？" });
  await api("POST", `/v1/homes/${homeId}/messages/${message.messageId}:answer`, {
    token: await logIn("deputy"),
    body: { requestId: crypto.randomUUID(), body: "已经送检。" },
  });
  const { days } = await api("GET", `/v1/homes/${homeId}/receptionDays?to=${new Date().getUTCFullYear() + 1}-12-31&from=${new Date().getUTCFullYear() + 1}-01-01`);
  ids = { ...deputy, messageId: message.messageId, dayId: days[0].dayId, ...(await receptionOf(deputy)) };
  ids.bulletinId = (await api("GET", `/v1/homes/${homeId}/bulletins`)).bulletins[0].bulletinId;
  ids.matterId = (await api("GET", `/v1/homes/${homeId}/matters`)).matters[0].matterId;
  ids.projectId = (await api("GET", `/v1/homes/${homeId}/projects?year=${new Date().getUTCFullYear()}`)).projects[0].projectId;
  ids.materialId = (await api("GET", `/v1/homes/${homeId}/studyMaterials`, { token: await logIn("deputy") })).materials[0].materialId;
  ids.appraisalId = (await api("GET", `/v1/homes/${homeId}/appraisals`)).appraisals[0].appraisalId;
  ids.organizationId = (await api("GET", "/v1/organizations")).organizations[0].organizationId;
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
