// What a voter does on a phone: from the poster to the verdict, also on a network that fails.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Browser, h5, settled, shot, violations } from "./browser.mjs";
import { png } from "./picture.mjs";
import { address, api, demoDeputy, homeId, logIn, makeCode } from "./system.mjs";
import { randomUUID } from "node:crypto";

let browser;
let page;
let code;

beforeAll(async () => {
  code = await makeCode();
  browser = await Browser.open();
  page = await browser.page();
});
afterAll(() => browser.close());

const button = (name) => page.getByRole("button", { name, exact: false });

async function mine() {
  const answer = await api("GET", `/v1/homes/${homeId}/messages?pageSize=50`, { token: await logIn("voter") });
  return answer.messages.filter((one) => one.mine);
}

describe("a voter", () => {
  const text = `渠边的护栏断了。孩子上学走那里，很危险 ${randomUUID().slice(0, 8)}`;
  let messageId;

  it("comes from the poster into the home", async () => {
    await page.goto(`${address}/c/${code.scene}`);
    await button("我要留言").waitFor();
    await settled(page);
    await shot(page, "voter-home");
    expect(await page.getByRole("heading", { level: 1 }).innerText()).toContain("代表之家");
  });

  it("writes in two taps more, and logs in on the way without losing a word", async () => {
    await button("我要留言").click();
    await page.getByLabel("您要反映什么事？").fill(text);
    await page.getByRole("radio", { name: "公开，", exact: false }).or(page.getByRole("radio").nth(1)).first().click();
    await shot(page, "voter-write");
    await button("发送").click();
    await button("演示登录：选民").first().click();
    await page.getByRole("heading", { name: "已经送到" }).waitFor();
    await shot(page, "voter-sent");
    const [message] = (await mine()).filter((one) => one.body === text);
    expect(message).toMatchObject({ subject: "渠边的护栏断了", visibility: "PUBLIC", deputyId: "0" });
    messageId = message.messageId;
  });

  it("finds it among the own messages, waiting for an answer", async () => {
    await page.goto(h5("index", { tab: "mine" }));
    await settled(page);
    await page.getByText("渠边的护栏断了").first().waitFor();
    await shot(page, "voter-mine");
  });

  it("sees the deputy's answer as it comes, and gives a verdict", async () => {
    const watched = page.waitForResponse((answer) => answer.url().endsWith("/v1/me/messages:watch"));
    await page.goto(h5("message", { homeId, messageId }));
    expect((await watched).status()).toBe(200);
    await api("POST", `/v1/homes/${homeId}/messages/${messageId}:answer`, {
      token: await logIn("deputy"),
      body: { requestId: randomUUID(), body: "护栏周三前装好，已经拉了警示带。" },
    });
    await page.getByText("护栏周三前装好").waitFor({ timeout: 10000 });
    await page.getByRole("radio", { name: "很满意", exact: true }).click();
    await shot(page, "voter-verdict");
    await button("提交评价").click();
    await page.getByText("我的评价：很满意").waitFor();
    const [message] = (await mine()).filter((one) => one.messageId === messageId);
    expect(message).toMatchObject({ state: "RATED", rating: { score: 5 } });
  });

  it("writes to one deputy from that deputy's page", async () => {
    const deputy = await demoDeputy();
    await page.goto(h5("deputy", { homeId: deputy.homeId, deputyId: deputy.deputyId }));
    await settled(page);
    await shot(page, "voter-deputy");
    await button("给代表留言").click();
    await page.getByLabel("您要反映什么事？").fill(`想请您来看看井水 ${text.slice(-8)}`);
    await button("发送").click();
    await page.getByRole("heading", { name: "已经送到" }).waitFor();
    expect((await mine()).filter((one) => one.deputyId === deputy.deputyId && one.body.endsWith(text.slice(-8)))).toHaveLength(1);
  });
});

describe("photos", () => {
  const text = `井盖碎了，照片里看得清 ${randomUUID().slice(0, 8)}`;

  it("are chosen, taken away, kept with the draft, and seen with the message by those who may read it", async () => {
    const files = ["一", "二"].map((name, at) => ({ name: `${name}.png`, mimeType: "image/png", buffer: png(90 + at, 60) }));
    const choose = async (chosen) => {
      const [chooser] = await Promise.all([page.waitForEvent("filechooser"), button(/加照片/).click()]);
      await chooser.setFiles(chosen);
    };
    await page.goto(h5("write", { homeId }));
    await page.getByLabel("您要反映什么事？").fill(text);
    await choose(files);
    await page.getByRole("img", { name: "第 2 张照片" }).waitFor();
    await button("去掉第 1 张照片").click();
    await choose([{ name: "假.png", mimeType: "image/png", buffer: Buffer.from("no picture") }]);
    await page.getByText("不是照片").waitFor();
    await page.goto("about:blank");
    await page.goto(h5("write", { homeId }));
    await page.getByRole("img", { name: "第 1 张照片" }).waitFor();
    await shot(page, "voter-photos");
    expect(await violations(page)).toEqual([]);
    await button("发送").click();
    await page.getByRole("heading", { name: "已经送到" }).waitFor();
    await button("看我的留言").click();
    const thumbnail = button("看第 1 张照片");
    await thumbnail.waitFor();
    await page.waitForFunction(() => document.querySelector(".photo img")?.naturalWidth > 0);
    await thumbnail.click();
    await page.getByRole("img", { name: "放大的照片" }).waitFor();
    await shot(page, "voter-photo-seen");
    expect(await violations(page)).toEqual([]);
    const message = (await mine()).find((one) => one.body === text);
    const read = async (token) => (await fetch(`${address}/v1/homes/${homeId}/messages/${message.messageId}`, { headers: token ? { Authorization: `Bearer ${token}` } : {} })).json();
    expect((await read(await logIn("voter"))).photos).toMatchObject([{ width: 91, height: 60 }]);
    expect((await read("")).photos).toBeUndefined();
  });
});

describe("on a bad network", () => {
  const mark = randomUUID().slice(0, 8);
  const text = `沙尘天路上看不见，希望装反光桩 ${mark}`;

  it("a half-written message is there again", async () => {
    await page.goto(h5("write", { homeId }));
    await page.getByLabel("您要反映什么事？").fill(text);
    await page.getByText("已自动保存").waitFor();
    await page.goto("about:blank");
    await page.goto(h5("write", { homeId }));
    expect(await page.getByLabel("您要反映什么事？").inputValue()).toBe(text);
  });

  it("a message whose acknowledgement is lost is stored once and leaves by itself when the network is back", async () => {
    let cut = 0;
    await page.route(`**/v1/homes/${homeId}/messages`, async (route) => {
      if (route.request().method() !== "POST") return route.continue();
      cut += 1;
      await route.fetch();
      return route.abort("connectionreset");
    });
    await button("发送").click();
    await page.getByRole("heading", { name: "现在没有网络" }).waitFor();
    await shot(page, "voter-waiting");
    expect(cut).toBeGreaterThan(0);
    await page.unrouteAll({ behavior: "wait" });
    await page.evaluate(() => window.dispatchEvent(new Event("online")));
    await page.getByRole("heading", { name: "已经送到" }).waitFor();
    expect((await mine()).filter((one) => one.body === text)).toHaveLength(1);
  });

  it("what was read before can be read again, and says that it is old", async () => {
    await page.goto(h5("index"));
    await settled(page);
    await page.route("**/v1/**", (route) => route.abort("internetdisconnected"));
    await page.reload();
    await page.getByText("下面是上次看到的内容").first().waitFor();
    await shot(page, "voter-offline");
    await page.goto(h5("message", { homeId, messageId: "1" }));
    await button("再试一次").waitFor();
    await page.unroute("**/v1/**");
  });
});

it("a home's name in the Mongolian script stands upright, and its font is fetched for such homes alone", async () => {
  const token = await logIn("liaison");
  const { address, openingHours, contactPhone, introduction, brand, mapPoint } = await api("GET", `/v1/homes/${homeId}`);
  const kept = { address, openingHours, contactPhone, introduction, brand, ...(mapPoint ? { mapPoint } : {}) };
  const rename = (mongolianName) => api("PUT", `/v1/homes/${homeId}`, { token, body: { ...kept, mongolianName, requestId: randomUUID() } });
  const fonts = [];
  page.on("response", (answer) => answer.url().endsWith(".woff2") && fonts.push(answer.status()));
  const open = async () => {
    await page.goto("about:blank");
    await page.goto(h5("index"));
    await settled(page);
  };
  await open();
  expect(await page.locator(".mongolian").count()).toBe(0);
  expect(fonts).toEqual([]);
  await rename("ᠮᠣᠩᠭᠣᠯ ᠬᠡᠯᠡ");
  try {
    await open();
    const name = page.locator(".mongolian");
    await name.waitFor();
    await page.evaluate(() => document.fonts.ready);
    expect(await page.evaluate(() => document.fonts.check("20px 'Noto Sans Mongolian'", "ᠮᠣᠩᠭᠣᠯ"))).toBe(true);
    expect(fonts).toEqual([200]);
    const box = await name.boundingBox();
    expect(box.height).toBeGreaterThan(box.width * 1.5);
    await shot(page, "voter-home-mongolian");
    expect(await violations(page)).toEqual([]);
  } finally {
    await rename("");
  }
});

describe("from the poster to a sent message", () => {
  it.each([
    ["by keyboard", false],
    ["by voice", true],
  ])("takes less than a minute %s", async (_how, voice) => {
    const fresh = await Browser.open();
    const tab = await fresh.page();
    if (voice) {
      // Stands in for the browser's speech recognition.
      await tab.addInitScript(() => {
        window.SpeechRecognition = window.webkitSpeechRecognition = class {
          start() {
            setTimeout(() => this.onresult({ results: [[{ transcript: "水渠堵了，庄稼浇不上水" }]] }), 200);
          }
          stop() {
            this.onend();
          }
        };
      });
    }
    const start = Date.now();
    await tab.goto(`${address}/c/${code.scene}`);
    const key = async (name) => {
      // Only keys: walks to the button or field and works it.
      const target = tab.locator(name);
      await target.first().waitFor();
      for (let step = 0; step < 60; ++step) {
        if (await target.first().evaluate((element) => element === document.activeElement)) return;
        await tab.keyboard.press("Tab");
      }
      throw new Error(`no way by keyboard to ${name}`);
    };
    await key("button:has-text('我要留言')");
    await tab.keyboard.press("Enter");
    if (voice) {
      await key("button:has-text('点这里说话')");
      await tab.keyboard.press("Enter");
      await tab.waitForFunction(() => document.querySelector("#body").value.includes("水渠堵了"));
      await key("button:has-text('说完点这里')");
      await tab.keyboard.press("Enter");
    } else {
      await key("#body");
      await tab.keyboard.type("水渠堵了，庄稼浇不上水");
    }
    await key("button:has-text('发送')");
    await tab.keyboard.press("Enter");
    await key("button:has-text('演示登录：选民')");
    await tab.keyboard.press("Enter");
    await tab.getByRole("heading", { name: "已经送到" }).waitFor();
    const seconds = (Date.now() - start) / 1000;
    console.log(`poster to sent ${voice ? "by voice" : "by keyboard"}: ${seconds.toFixed(1)} s`);
    expect(seconds).toBeLessThan(60);
    await fresh.close();
  });
});

