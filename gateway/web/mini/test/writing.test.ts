// From the tap on "send" to the acknowledgement, over a network that fails in every way.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { NoAnswer } from "@/platform/platform";
import { FakeBoard, FakePlatform, json, refusal } from "./fake_platform";

let device: FakePlatform;
let board: FakeBoard;

vi.mock("@/platform", async () => ({
  get platform() {
    return device;
  },
  NoAnswer: (await import("@/platform/platform")).NoAnswer,
}));

// A start of the app: every store is made anew from what the device kept.
async function start() {
  vi.resetModules();
  device.returns = [];
  const writing = await import("@/state/writing");
  const outgoing = await import("@/state/outgoing");
  const session = await import("@/state/session");
  return { ...writing, ...outgoing, ...session };
}

const PERSON = { personId: "7", displayName: "", voter: true, roles: [] };

beforeEach(() => {
  vi.useFakeTimers();
  device = new FakePlatform();
  board = new FakeBoard();
  device.handler = (request) => board.post(request);
  device.stored.set("session", JSON.stringify({ token: "t", person: PERSON }));
  vi.stubGlobal("uni", { navigateTo: vi.fn(), showToast: vi.fn() });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function write(app: Awaited<ReturnType<typeof start>>, body = "村口的路灯坏了。晚上看不见路") {
  const writing = app.useWriting("1", "0");
  writing.fields.body = body;
  writing.keep();
  return writing;
}

describe("a message", () => {
  it("arrives once, with a subject made of its first sentence, and leaves no draft", async () => {
    const writing = write(await start());
    await writing.submit();
    expect(writing.state).toBe("sent");
    expect(board.messages).toHaveLength(1);
    expect(board.messages[0]).toMatchObject({ subject: "村口的路灯坏了", deputyId: "0", visibility: "PRIVATE" });
    expect(device.requests[0].headers.Authorization).toBe("Bearer t");
    expect((await start()).useWriting("1", "0").fields.body).toBe("");
  });

  it("whose acknowledgement was lost is sent again under the same id, and is stored once", async () => {
    device.handler = (request) => {
      board.post(request);
      throw new NoAnswer("cut off");
    };
    const writing = write(await start());
    await writing.submit();
    expect(writing.state).toBe("waiting");
    device.handler = (request) => board.post(request);
    device.returns.forEach((back) => back());
    await vi.advanceTimersByTimeAsync(0);
    expect(writing.state).toBe("sent");
    expect(board.messages).toHaveLength(1);
  });

  it("survives the end of the app and leaves at its next start", async () => {
    device.handler = () => {
      throw new NoAnswer("off");
    };
    await write(await start()).submit();
    const again = await start();
    expect(again.useWriting("1", "0").state).toBe("waiting");
    device.handler = (request) => board.post(request);
    await again.flush();
    expect(board.messages).toHaveLength(1);
    expect(again.waiting()).toEqual([]);
    expect(again.useWriting("1", "0").fields.body).toBe("");
  });

  it("is tried again by itself, with growing pauses, also after 503 and 429", async () => {
    const answers = [refusal(503, "OVERLOADED"), { ...refusal(429, "RATE_LIMITED"), headers: { "retry-after": "30" } }];
    device.handler = (request) => answers.shift() ?? board.post(request);
    const writing = write(await start());
    await writing.submit();
    await vi.advanceTimersByTimeAsync(3000);
    expect(device.requests).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(20000);
    expect(device.requests).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(25000);
    expect(writing.state).toBe("sent");
    expect(new Set(device.requests.map((one) => JSON.parse(one.body!).requestId)).size).toBe(1);
  });

  it("that was refused goes back to its writer with the server's words, and its correction has an id of its own", async () => {
    device.handler = () => refusal(400, "FIELD_INVALID", "内容里有不能用的字符");
    const app = await start();
    const writing = write(app);
    await writing.submit();
    expect(writing.state).toBe("editing");
    expect(writing.problem).toBe("内容里有不能用的字符");
    expect(app.waiting()).toEqual([]);
    device.handler = (request) => board.post(request);
    await writing.submit();
    expect(writing.state).toBe("sent");
    const ids = device.requests.map((one) => JSON.parse(one.body!).requestId);
    expect(new Set(ids).size).toBe(2);
  });

  it("refused for what it asks for, like a full slot, is not asked again by itself", async () => {
    device.handler = () => refusal(429, "SLOT_FULL", "这个时段已约满");
    const app = await start();
    const delivery = await app.deliver({ requestId: "r1", verb: "post", address: "/v1/homes/1/slots/2/bookings", body: {}, title: "预约" });
    expect(delivery).toMatchObject({ state: "refused", error: { reason: "SLOT_FULL" } });
    await vi.advanceTimersByTimeAsync(120000);
    expect(device.requests).toHaveLength(1);
    expect(app.outgoing).toEqual([]);
  });

  it("tapped twice is one", async () => {
    const writing = write(await start());
    await Promise.all([writing.submit(), writing.submit()]);
    expect(board.messages).toHaveLength(1);
  });

  it("waits for its writer: nobody else's session sends it", async () => {
    device.handler = () => {
      throw new NoAnswer("off");
    };
    await write(await start()).submit();
    device.stored.set("session", JSON.stringify({ token: "u", person: { ...PERSON, personId: "8" } }));
    device.handler = (request) => board.post(request);
    const other = await start();
    await other.flush();
    expect(board.messages).toEqual([]);
    expect(other.waiting()).toEqual([]);
  });

  it("whose session ended waits for the log-in, and then leaves", async () => {
    device.handler = () => refusal(401, "SESSION_INVALID");
    const app = await start();
    const writing = write(app);
    await writing.submit();
    expect(writing.state).toBe("waiting");
    device.handler = (request) =>
      request.path.includes("wechatLogin") ? json(200, { sessionToken: "new", person: PERSON }) : board.post(request);
    await app.signInWithCode("c");
    await app.flush();
    expect(board.messages).toHaveLength(1);
    expect(writing.state).toBe("sent");
  });

  it("older than the server remembers ids is not sent blindly", async () => {
    device.handler = () => {
      throw new NoAnswer("off");
    };
    const app = await start();
    await write(app).submit();
    device.handler = (request) => board.post(request);
    vi.setSystemTime(Date.now() + 7 * 24 * 3600 * 1000);
    await app.flush();
    expect(board.messages).toEqual([]);
    expect(app.outgoing[0].refusal).toContain("重新");
  });

  it.each([["", "至少两个字"], ["字".repeat(4001), "4001"]])("is checked before it is sent (%#)", async (body, words) => {
    const writing = write(await start(), body);
    await writing.submit();
    expect(writing.problem).toContain(words);
    expect(device.requests).toEqual([]);
  });
});

describe("a draft", () => {
  it("is there again after the app ended, under the same id", async () => {
    write(await start(), "写到一半");
    const first = JSON.parse(device.stored.get("draft.message.1.0")!).requestId;
    const writing = (await start()).useWriting("1", "0");
    expect(writing.fields.body).toBe("写到一半");
    await writing.submit();
    expect(board.messages[0].requestId).toBe(first);
  });

  it("goes with its writer's log-out", async () => {
    const app = await start();
    write(app, "私事");
    device.handler = () => json(200, {});
    await app.signOut();
    expect([...device.stored.values()].join("")).not.toContain("私事");
  });

  it("leads to the log-in page in a browser, and goes on from there", async () => {
    device.stored.delete("session");
    const app = await start();
    const writing = write(app);
    await writing.submit();
    expect(writing.state).toBe("signing-in");
    expect((globalThis as any).uni.navigateTo).toHaveBeenCalled();
    device.handler = (request) =>
      request.path.includes("wechatLogin") ? json(200, { sessionToken: "new", person: PERSON }) : board.post(request);
    await app.signInWithCode("c");
    await writing.sendNow();
    expect(board.messages).toHaveLength(1);
  });
});

describe("photos with a message", () => {
  const JPEG = { type: "image/jpeg", bytes: 1000 };
  let app: Awaited<ReturnType<typeof start>>;
  let photos: typeof import("@/state/photos");

  async function begin(...names: string[]) {
    device.chosen = names.map((name) => ({ name, ...JPEG }));
    app = await start();
    photos = await import("@/state/photos");
    const writing = write(app);
    writing.fields.photos = (await photos.choose(photos.PHOTOS_MAX)).photos;
    writing.keep();
    return writing;
  }
  const sentTo = (end: string) => device.requests.filter((one) => one.path.endsWith(end));

  it("go before it, in their order, and leave the device with it", async () => {
    const writing = await begin("a", "b");
    await writing.submit();
    expect(writing.state).toBe("sent");
    expect(board.messages[0].photoIds).toEqual(["photo-a-1", "photo-b-2"]);
    expect(device.requests.map((one) => one.path)).toEqual(["/v1/homes/1/photos", "/v1/homes/1/photos", "/v1/homes/1/messages"]);
    expect(device.requests[0].headers).toMatchObject({ Authorization: "Bearer t", "Content-Type": "image/jpeg" });
    expect(device.photos.size).toBe(0);
    expect(photos.progress).toEqual({ a: 1, b: 1 });
  });

  it("wait with it for the network, over a new start, and none is sent twice", async () => {
    const writing = await begin("a", "b");
    device.handler = (request) => {
      if (request.body === "b") throw new NoAnswer("off");
      return board.post(request);
    };
    await writing.submit();
    expect(writing.state).toBe("waiting");
    const again = await start();
    device.handler = (request) => board.post(request);
    await again.flush();
    expect(board.messages).toMatchObject([{ photoIds: ["photo-a-1", "photo-b-2"] }]);
    expect(sentTo("/photos").map((one) => one.body)).toEqual(["a", "b", "b"]);
    expect(device.photos.size).toBe(0);
  });

  it("that the server threw away meanwhile are sent anew under ids of their own", async () => {
    const writing = await begin("a");
    device.handler = (request) => {
      if (request.path.endsWith("/messages")) throw new NoAnswer("off");
      return board.post(request);
    };
    await writing.submit();
    board.uploads.set(sentTo("/photos")[0].headers["Idempotency-Key"], "gone");
    device.handler = (request) => board.post(request);
    await app.flush();
    expect(board.messages).toMatchObject([{ photoIds: ["photo-a-2"] }]);
    expect(new Set(sentTo("/photos").map((one) => one.headers["Idempotency-Key"])).size).toBe(2);
  });

  it("that the device lost stop it, and it goes on without them", async () => {
    const writing = await begin("a", "b");
    device.photos.delete("b");
    await writing.submit();
    expect(writing.state).toBe("editing");
    expect(writing.problem).toContain("找不到了");
    writing.fields.photos = writing.fields.photos.slice(0, 1);
    await writing.submit();
    expect(board.messages).toMatchObject([{ photoIds: ["photo-a-1"] }]);
  });

  it("are there again with the draft, and gone for the next person", async () => {
    await begin("a");
    const again = await start();
    expect(again.useWriting("1", "0").fields.photos.map((one) => one.name)).toEqual(["a"]);
    device.handler = () => json(200, {});
    await again.signOut();
    expect(device.photos.size).toBe(0);
  });

  it("of a message that still waits stay when its writer leaves", async () => {
    const writing = await begin("a");
    device.handler = () => {
      throw new NoAnswer("off");
    };
    await writing.submit();
    await app.signOut();
    expect([...device.photos.keys()]).toEqual(["a"]);
  });

  it("must be photos and not too large", async () => {
    await begin();
    device.chosen = [{ name: "x", type: "", bytes: 5 }, { name: "y", ...JPEG }];
    expect(await photos.choose(9)).toMatchObject({ photos: [{ name: "y" }], words: expect.stringContaining("不是照片") });
    device.chosen = [{ name: "z", type: "image/png", bytes: 5 * 1024 * 1024 + 1 }];
    expect(await photos.choose(9)).toMatchObject({ photos: [], words: expect.stringContaining("5 MB") });
    expect([...device.photos.keys()]).toEqual(["y"]);
  });
});
