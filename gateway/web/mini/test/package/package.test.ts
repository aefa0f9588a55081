// The built mini-program, run as WeChat would: log-in, scan, write, book. Wants dist/build (deploy/lib/clients.py).
import { describe, expect, it, vi } from "vitest";
import { isBuilt, MiniProgram, type View } from "./weixin";

interface Sent {
  url: string;
  method: string;
  data: any;
  header: Record<string, string>;
}

const PERSON = { personId: "7", displayName: "", voter: true, roles: [] };

const HOURS = { startTime: "2099-03-15T01:00:00Z", endTime: "2099-03-15T03:30:00Z" };
const DAY = {
  dayId: "78", homeId: "12", date: "2099-03-15", state: "DAY_PUBLISHED", mode: "ON_SITE", room: "接待室", topic: "", notice: "",
  hosts: [], freePlaces: 2, changed: false, ...HOURS,
};
const SLOT = { slotId: "90", dayId: "78", capacity: 3, walkInPlaces: 1, freePlaces: 2, waitingCount: 0, open: true, ...HOURS };

function phone(more: Record<string, unknown> = {}) {
  const sent: Sent[] = [];
  let online = true;
  const stored: any[] = [];
  const answerTo = (one: Sent): object => {
    if (one.url.endsWith("/v1/sessions:wechatLogin")) return { sessionToken: "token", person: PERSON };
    if (one.url.endsWith("/v1/codes:scan")) {
      return { kind: "DEPUTY_CODE", homeId: "12", homeName: "乌拉山镇人大代表之家", targetId: "34", deputyName: "海演示", redirected: false };
    }
    if (one.url.endsWith("/deputies/34")) return { deputyId: "34", name: "海演示", level: "COUNTY_DEPUTY", homeIds: ["12"] };
    if (one.url.endsWith("/v1/homes/12/messages")) {
      const known = stored.find((message) => message.requestId === one.data.requestId);
      if (!known) stored.push(one.data);
      return { messageId: "56", homeId: "12", state: "POSTED", answers: [], ...one.data };
    }
    if (one.url.endsWith("/v1/homes/12/photos")) return { photoId: "61", width: 8, height: 6 };
    if (one.url.endsWith("/receptionDays/78")) return DAY;
    if (one.url.endsWith("/receptionDays/78/slots")) return { slots: [SLOT] };
    if (one.url.includes("/v1/noticeTemplates")) return { templateIds: ["template-reception"] };
    if (one.url.endsWith("/slots/90/bookings")) return { bookingId: "91", homeId: "12", state: "BOOKED", mine: true, ...one.data };
    return {};
  };
  const app = new MiniProgram({
    login: (options: any) => options.success({ code: "one-time-code" }),
    request(options: any) {
      const one = { url: options.url, method: options.method, data: typeof options.data === "string" ? JSON.parse(options.data) : options.data, header: options.header };
      sent.push(one);
      const answer = JSON.stringify(answerTo(one));
      setTimeout(() => {
        if (online) options.success({ statusCode: 200, header: {}, data: answer });
        else options.fail({ errMsg: "request:fail" });
      }, 5);
      return {};
    },
    ...more,
  });
  return { app, sent, stored, setOnline: (on: boolean) => (online = on) };
}

const soon = (ms = 60) => new Promise((resolve) => setTimeout(resolve, ms));

async function writing(page: View): Promise<View> {
  await soon(10);
  const form = page.child("write-form");
  await soon(10);
  return form;
}

describe.skipIf(!isBuilt)("the mini-program's package", () => {
  it("goes from a scanned code to the deputy", async () => {
    const { app, sent } = phone();
    app.open("pages/enter/enter", { scene: encodeURIComponent("d34_x") });
    await vi.waitFor(() => expect(app.opened).toHaveLength(1), 5000);
    const scan = sent.find((one) => one.url.endsWith("/v1/codes:scan"))!;
    expect(scan).toMatchObject({ method: "POST", data: { code: "d34_x" } });
    expect(app.opened).toEqual(["/pages/deputy/deputy?homeId=12&deputyId=34"]);
  });

  it("goes there also from the web address on a poster", async () => {
    const { app, sent } = phone();
    app.open("pages/enter/enter", { q: encodeURIComponent("https://home.example.cn/c/h12ab") });
    await vi.waitFor(() => expect(app.opened).toHaveLength(1), 5000);
    expect(sent.find((one) => one.url.endsWith("/v1/codes:scan"))!.data).toEqual({ code: "h12ab" });
  });

  it("writes a message, logging in with WeChat's code on the way", async () => {
    const { app, sent, stored } = phone();
    const form = await writing(app.open("pages/write/write", { homeId: "12", deputyId: "34" }));
    form.type("body", "渠水浑了。请来看看");
    await soon();
    form.tap("发送");
    await vi.waitFor(() => expect(form.text).toContain("已经送到"), 5000);
    expect(sent.find((one) => one.url.endsWith("wechatLogin"))!.data).toEqual({ code: "one-time-code" });
    expect(stored).toHaveLength(1);
    expect(stored[0]).toMatchObject({ subject: "渠水浑了", body: "渠水浑了。请来看看", visibility: "PRIVATE", deputyId: "34" });
    expect(stored[0].requestId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(sent.at(-1)!.header.Authorization).toBe("Bearer token");
    form.tap("看我的留言");
    expect(app.opened.at(-1)).toBe("/pages/message/message?homeId=12&messageId=56");
  });

  it("sends a photo before its message, as the file itself", async () => {
    const bytes = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, ...new Array(20).fill(7)]).buffer;
    const { app, sent, stored } = phone({
      chooseMedia: (options: any) => options.success({ tempFiles: [{ tempFilePath: "tmp/1.jpg" }] }),
      getFileSystemManager: () => ({ saveFileSync: () => "kept/1.jpg", readFileSync: () => bytes, accessSync() {}, unlinkSync() {} }),
    });
    const form = await writing(app.open("pages/write/write", { homeId: "12" }));
    form.type("body", "井盖碎了");
    const field = form.child("photo-field");
    await soon();
    field.tap("加照片");
    await soon();
    form.tap("发送");
    await vi.waitFor(() => expect(form.text).toContain("已经送到"), 5000);
    const upload = sent.find((one) => one.url.endsWith("/v1/homes/12/photos"))!;
    expect(upload).toMatchObject({ method: "POST", data: bytes, header: { "Content-Type": "image/jpeg", Authorization: "Bearer token" } });
    expect(stored[0]).toMatchObject({ body: "井盖碎了", photoIds: ["61"] });
  });

  it("keeps a message whose acknowledgement was lost, and stores it once", async () => {
    const { app, stored, sent, setOnline } = phone();
    const form = await writing(app.open("pages/write/write", { homeId: "12" }));
    form.type("body", "路灯坏了三盏");
    await soon();
    form.tap("发送");
    // The log-in goes through; the answer to the message does not.
    while (!sent.some((one) => one.url.endsWith("/messages"))) await soon(0);
    setOnline(false);
    await vi.waitFor(() => expect(form.text).toContain("现在没有网络"), 5000);
    expect(stored).toHaveLength(1);
    setOnline(true);
    form.tap("再试一次");
    await vi.waitFor(() => expect(form.text).toContain("已经送到"), 5000);
    expect(stored).toHaveLength(1);
    expect(sent.filter((one) => one.url.endsWith("/messages"))).toHaveLength(2);
  });

  it("books a place at a reception, asking for WeChat's notices at the tap", async () => {
    const asked: string[][] = [];
    const { app, sent } = phone({
      requestSubscribeMessage(options: any) {
        asked.push(options.tmplIds);
        options.success({ errMsg: "requestSubscribeMessage:ok", "template-reception": "accept" });
      },
    });
    const day = app.open("pages/day/day", { homeId: "12", dayId: "78" });
    await soon();
    expect(day.text).toContain("3月15日");
    const form = day.child("book-form");
    await soon();
    form.tap("预约");
    await soon();
    expect(asked).toEqual([]);
    form.choose("slot", "90");
    form.type("topic", "村口的路");
    await soon();
    form.tap("预约");
    await vi.waitFor(() => expect(app.opened).toHaveLength(1), 5000);
    expect(app.opened).toEqual(["/pages/booking/booking?homeId=12&bookingId=91"]);
    expect(asked).toEqual([["template-reception"]]);
    expect(sent.find((one) => one.url.endsWith("/noticeConsents"))!.data.results).toEqual([{ templateId: "template-reception", answer: "ACCEPT" }]);
    const bookings = sent.filter((one) => one.url.endsWith("/slots/90/bookings"));
    expect(bookings).toHaveLength(1);
    expect(bookings[0].data).toMatchObject({ topic: "村口的路", joinWaitlist: false, acceptOffer: false, visitorName: "" });
  });
});
