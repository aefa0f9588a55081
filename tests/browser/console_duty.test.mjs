// What deputies did, as an office weighs it: reports, ranking, objections, rules.
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Browser, shot, violations } from "./browser.mjs";
import { changePerson, deskSettled, openDesk, pick, signInAtDesk, workFor } from "./desk.mjs";
import { api, homeId, logIn } from "./system.mjs";

const mark = randomUUID().slice(0, 8);
const home = `/v1/homes/${homeId}`;
let browser;
let page;
let report;

beforeAll(async () => {
  report = await api("POST", `${home}/dutyReports`, {
    token: await logIn("deputy"),
    body: {
      requestId: randomUUID(), item: "volunteer_service", performTime: new Date(Date.now() - 86400000).toISOString(), place: `东街社区 ${mark}`,
      text: "帮三位老人代办了医保缴费。",
    },
  });
  browser = await Browser.open({ desktop: true });
  page = await browser.page();
  await signInAtDesk(page, "township_admin");
});
afterAll(() => browser.close());

const stored = async () => {
  const { reports } = await api("GET", `${home}/dutyReports?pageSize=50`, { token: await logIn("liaison") });
  return reports.find((one) => one.reportId === report.reportId);
};

describe("the chair", () => {
  it("checks a deputy's report, and cannot publish it alone", async () => {
    await page.getByRole("link", { name: new RegExp(`^\\S+ 东街社区 ${mark}$`) }).click();
    await page.getByRole("region", { name: "这一份申报" }).getByText(`东街社区 ${mark}`).waitFor();
    await deskSettled(page);
    await shot(page, "console-reports");
    expect(await violations(page)).toEqual([]);
    await page.getByRole("button", { name: "属实，核实通过" }).click();
    await page.getByText("请另一个人审定公布").waitFor();
    await page.getByText("等公布", { exact: true }).click();
    await page.getByRole("button", { name: "审定公布，计入台账" }).click();
    await page.getByRole("alert").first().waitFor();
    expect((await stored()).state).toBe("CHECKED");
  });
});

describe("the county office", () => {
  it("publishes it", async () => {
    await changePerson(page, "county_admin");
    await workFor(page, homeId);
    await openDesk(page, `/reports?id=${report.reportId}`);
    await page.getByText("等公布", { exact: true }).click();
    await page.getByRole("button", { name: "审定公布，计入台账" }).click();
    await page.getByText("已公布，计入台账").first().waitFor();
    expect((await stored()).state).toBe("PUBLISHED_REPORT");
  });

  it("sees the ranking and how somebody's points came about", async () => {
    await openDesk(page, "/ranking");
    const [first] = (await api("GET", `${home}/ranking?level=TOWNSHIP_DEPUTY`, { token: await logIn("county_admin") })).rows;
    await shot(page, "console-ranking");
    expect(await violations(page)).toEqual([]);
    await page.getByRole("button", { name: `${first.deputyName}的积分怎么算的` }).click();
    await page.getByRole("dialog").getByText(`积分 ${first.points} 分`).waitFor();
    await deskSettled(page);
    await shot(page, "console-score");
    expect(await violations(page)).toEqual([]);
    await page.getByRole("button", { name: "关闭此对话框" }).first().click();
    await page.getByText("异常提醒", { exact: true }).click();
    await deskSettled(page);
    expect(await violations(page)).toEqual([]);
  });

  it("opens a period to objections and answers one", async () => {
    // A quarter that is over; the first run of the stories opens it, a second one finds it open.
    const now = new Date();
    const quarter = Math.ceil((now.getMonth() + 1) / 3);
    const period = quarter > 1 ? `${now.getFullYear()}Q${quarter - 1}` : `${now.getFullYear() - 1}Q4`;
    const words = `${period.slice(0, 4)}年第${period.slice(5)}季度`;
    await openDesk(page, "/today");
    await openDesk(page, "/ranking");
    await pick(page, "哪一段时间", words);
    await deskSettled(page);
    if (await page.getByRole("button", { name: "公示，接受异议" }).count()) {
      await page.getByRole("button", { name: "公示，接受异议" }).click();
      await page.getByRole("button", { name: "开始公示" }).click();
    }
    await page.getByText("正在公示，代表可以提异议").waitFor();
    await api("POST", `${home}/objections`, {
      token: await logIn("deputy"), body: { requestId: randomUUID(), period, text: `少记了一次走访 ${mark}` },
    });
    await page.getByText("异议", { exact: true }).click();
    const one = page.getByRole("listitem").filter({ hasText: mark });
    await one.getByRole("textbox").fill("已补查走访记录，情况属实。");
    await one.getByRole("button", { name: "答复", exact: true }).click();
    await one.getByText("已答复").waitFor();
    const { objections } = await api("GET", `${home}/objections?period=${period}`, { token: await logIn("deputy") });
    expect(objections.find((each) => each.text.includes(mark)).answer).toBe("已补查走访记录，情况属实。");
    await deskSettled(page);
    expect(await violations(page)).toEqual([]);
  });

  it("drafts rules and tries them on the running year", async () => {
    const before = await api("GET", `${home}/ruleBooks`);
    await openDesk(page, "/rules");
    await shot(page, "console-rules");
    expect(await violations(page)).toEqual([]);
    await page.getByRole("button", { name: "起草新规则" }).click();
    const { title, points } = before.ruleBooks[0].items.find((one) => one.key === "message_answered");
    await page.getByRole("button", { name: `修改${title}` }).click();
    await page.getByRole("spinbutton", { name: "一次几分" }).fill(String(points + 3));
    await page.getByRole("button", { name: "好", exact: true }).click();
    await page.getByText(`“${title}”的分值：${points} → ${points + 3}`).waitFor();
    await pick(page, "用哪一年试算", `${new Date().getFullYear()}年`);
    await page.getByRole("button", { name: "试算一遍" }).click();
    await page.getByText(/位代表里，/).waitFor();
    await deskSettled(page);
    await shot(page, "console-rules-simulated");
    expect(await violations(page)).toEqual([]);
    expect((await api("GET", `${home}/ruleBooks`)).ruleBooks).toEqual(before.ruleBooks);
  });
});
