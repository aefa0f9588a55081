// One suite for what both platforms promise, run against each, and what only one has.
import { beforeEach, describe, expect, it, vi } from "vitest";
import { createH5Platform } from "@/platform/h5";
import { createWeixinPlatform } from "@/platform/weixin";
import { typeOf } from "@/platform/photos";
import { NoAnswer, type Platform } from "@/platform/platform";

interface World {
  platform: Platform;
  // The next request is answered so; null: no network.
  answer(status: number, text: string, headers?: Record<string, string>): void;
  breakNetwork(): void;
  seen: { url: string; method: string; headers: Record<string, string>; body?: string }[];
  fillStorage(): void;
  comeBack(): void;
}

function h5World(extra: Record<string, unknown> = {}): World {
  const stored = new Map<string, string>();
  const listeners: Record<string, () => void> = {};
  let full = false;
  let reply: () => Promise<Response> = async () => new Response("{}");
  const seen: World["seen"] = [];
  const platform = createH5Platform({
    fetch: (async (url: string, options: any) => {
      seen.push({ url, method: options.method, headers: options.headers, body: options.body });
      return reply();
    }) as any,
    localStorage: {
      getItem: (key) => stored.get(key) ?? null,
      setItem: (key, value) => {
        if (full) throw new Error("QuotaExceededError");
        stored.set(key, value);
      },
      removeItem: (key) => void stored.delete(key),
    },
    navigator: { onLine: true },
    crypto: globalThis.crypto,
    document: { visibilityState: "visible", addEventListener: (name, callback) => (listeners[name] = callback) },
    addEventListener: (name, callback) => (listeners[name] = callback),
    location: { href: "" },
    ...extra,
  });
  return {
    platform,
    seen,
    answer: (status, text, headers) => (reply = async () => new Response(text, { status, headers })),
    breakNetwork: () => (reply = async () => Promise.reject(new TypeError("Failed to fetch"))),
    fillStorage: () => (full = true),
    comeBack: () => listeners.online(),
  };
}

function weixinWorld(speech: any = null, extra: Record<string, unknown> = {}, hosting: any = null): World {
  const stored = new Map<string, string>();
  let full = false;
  let reply: (options: any) => void = (options) => options.success({ statusCode: 200, header: {}, data: "{}" });
  let network: (status: { isConnected: boolean }) => void = () => {};
  const seen: World["seen"] = [];
  const platform = createWeixinPlatform(
    {
      request(options: any) {
        seen.push({ url: options.url, method: options.method, headers: options.header, body: options.data });
        reply(options);
      },
      login: (options: any) => options.success({ code: "one-time" }),
      scanCode: (options: any) => options.success({ result: "https://home.example.cn/c/abc" }),
      getStorageSync: (key) => stored.get(key) ?? "",
      setStorageSync: (key, value) => {
        if (full) throw new Error("exceed storage max size");
        stored.set(key, value);
      },
      removeStorageSync: (key) => void stored.delete(key),
      onNetworkStatusChange: (callback) => (network = callback),
      onAppShow() {},
      makePhoneCall() {},
      ...extra,
    } as any,
    "https://home.example.cn",
    speech,
    hosting,
  );
  return {
    platform,
    seen,
    answer: (statusCode, data, header) => (reply = (options) => options.success({ statusCode, header, data })),
    breakNetwork: () => (reply = (options) => options.fail({ errMsg: "request:fail" })),
    fillStorage: () => (full = true),
    comeBack: () => {
      network({ isConnected: false });
      network({ isConnected: true });
    },
  };
}

describe.each([
  ["h5", h5World],
  ["weixin", weixinWorld],
] as const)("%s", (name, make) => {
  let world: World;
  beforeEach(() => (world = (make as () => World)()));
  const ask = (body?: string) =>
    world.platform.request({ method: "POST", path: "/v1/x", headers: { A: "b" }, body, timeoutMs: 1000 });

  it("says which it is", () => expect(world.platform.name).toBe(name));

  it("sends method, headers and body as they are", async () => {
    await ask('{"homeId":"2236665461167099904"}');
    const [sent] = world.seen;
    expect(sent.url.endsWith("/v1/x")).toBe(true);
    expect(sent).toMatchObject({ method: "POST", headers: { A: "b" }, body: '{"homeId":"2236665461167099904"}' });
  });

  it("answers whatever the status, with the text untouched and header names in lower case", async () => {
    world.answer(429, '{"id":"9223372036854775807"}', { "Retry-After": "7" });
    const answer = await ask();
    expect(answer.status).toBe(429);
    expect(answer.text).toBe('{"id":"9223372036854775807"}');
    expect(answer.headers["retry-after"]).toBe("7");
  });

  it("tells a missing answer from a refusal", async () => {
    world.breakNetwork();
    await expect(ask()).rejects.toBeInstanceOf(NoAnswer);
  });

  it("keeps, gives back and removes values", () => {
    expect(world.platform.read("k")).toBeNull();
    expect(world.platform.write("k", "值")).toBe(true);
    expect(world.platform.read("k")).toBe("值");
    world.platform.remove("k");
    expect(world.platform.read("k")).toBeNull();
  });

  it("says when the device has no room", () => {
    world.fillStorage();
    expect(world.platform.write("k", "v")).toBe(false);
  });

  it("tells of the network's return", () => {
    const back = vi.fn();
    world.platform.onReturn(back);
    world.comeBack();
    expect(back).toHaveBeenCalledTimes(1);
  });

  it("gives as many random bytes as asked, never twice the same", () => {
    const [one, two] = [world.platform.randomBytes(16), world.platform.randomBytes(16)];
    expect(one).toHaveLength(16);
    expect(Array.from(one)).not.toEqual(Array.from(two));
  });

  it("offers no speech where there is none, and settles all the same", async () => {
    expect(world.platform.canSpeak()).toBe(false);
    expect(world.platform.canListen()).toBe(false);
    await world.platform.speak("好");
    await world.platform.listen(() => {});
  });
});

describe("h5 alone", () => {
  it("has no code to log in with, does not scan, and cannot ask for consent", async () => {
    const { platform } = h5World();
    expect(await platform.loginCode()).toBeNull();
    expect(platform.canScan()).toBe(false);
    expect(await platform.subscribe(["t"])).toEqual({ t: "unavailable" });
  });

  it("writes down speech with everything said so far", async () => {
    let recognizer: any;
    class Recognition {
      constructor() {
        recognizer = this;
      }
      start() {}
      stop() {
        recognizer.onend();
      }
    }
    const { platform } = h5World({ webkitSpeechRecognition: Recognition });
    const heard: string[] = [];
    const listening = platform.listen((text) => heard.push(text));
    recognizer.onresult({ results: [[{ transcript: "路灯" }]] });
    recognizer.onresult({ results: [[{ transcript: "路灯" }], [{ transcript: "坏了" }]] });
    platform.stopListening();
    await listening;
    expect(heard).toEqual(["路灯", "路灯坏了"]);
    expect(recognizer.lang).toBe("zh-CN");
  });
});

describe("what index.html asked early", () => {
  it("answers the same request once, and no other", async () => {
    const body = '{"code":"h12"}';
    const { platform, seen } = h5World({ askedEarly: { path: "/v1/codes:scan", body, answer: Promise.resolve(new Response("early")) } });
    const scan = (text: string) => platform.request({ method: "POST", path: "/v1/codes:scan", headers: {}, body: text, timeoutMs: 1000 });
    expect((await scan('{"code":"other"}')).text).toBe("{}");
    expect((await scan(body)).text).toBe("early");
    expect((await scan(body)).text).toBe("{}");
    expect(seen).toHaveLength(2);
  });
});

describe("weixin alone", () => {
  it("sends requests through WeChat's cloud hosting where the gateway runs in it", async () => {
    const calls: any[] = [];
    const init = vi.fn();
    const callContainer = (options: any) => {
      calls.push(options);
      options.success({ statusCode: 200, header: { "X-A": "b" }, data: "{}" });
    };
    const world = weixinWorld(null, { cloud: { init, callContainer } }, { env: "prod-1", service: "gateway" });
    const answer = await world.platform.request({ method: "POST", path: "/v1/x", headers: { A: "b" }, body: "{}", timeoutMs: 1000 });
    expect(answer).toEqual({ status: 200, headers: { "x-a": "b" }, text: "{}" });
    expect(init).toHaveBeenCalledOnce();
    expect(world.seen).toEqual([]);
    expect(calls[0]).toMatchObject({
      path: "/v1/x", method: "POST", data: "{}", config: { env: "prod-1" },
      header: { A: "b", "X-WX-SERVICE": "gateway" },
    });
  });

  it("logs in with WeChat's code and scans", async () => {
    const { platform } = weixinWorld();
    expect(await platform.loginCode()).toBe("one-time");
    expect(await platform.scan()).toBe("https://home.example.cn/c/abc");
  });

  it("answers null to a scan that was given up", async () => {
    const { platform } = weixinWorld(null, { scanCode: (options: any) => options.fail({ errMsg: "scanCode:fail cancel" }) });
    expect(await platform.scan()).toBeNull();
  });

  it("asks consent for three templates at the most and maps every answer", async () => {
    const asked: string[][] = [];
    const { platform } = weixinWorld(null, {
      requestSubscribeMessage(options: any) {
        asked.push(options.tmplIds);
        options.success({ a: "accept", b: "reject", c: "ban" });
      },
    });
    expect(await platform.subscribe(["a", "b", "c", "d"])).toEqual({ a: "accept", b: "reject", c: "unavailable" });
    expect(asked).toEqual([["a", "b", "c"]]);
  });

  it("takes the font scale from whichever field WeChat gives", () => {
    expect(weixinWorld(null, { getAppBaseInfo: () => ({ fontSizeScaleFactor: 1.25 }) }).platform.fontScale()).toBe(1.25);
    expect(weixinWorld(null, { getAppBaseInfo: () => ({ fontSizeSetting: 17 }) }).platform.fontScale()).toBe(1);
    expect(weixinWorld().platform.fontScale()).toBe(1);
  });

  it("dictates through the plug-in", async () => {
    const recorder: any = { start: vi.fn(), stop: () => recorder.onStop({ result: "说完了" }) };
    const { platform } = weixinWorld({ getRecordRecognitionManager: () => recorder, textToSpeech() {} });
    const heard: string[] = [];
    const listening = platform.listen((text) => heard.push(text));
    recorder.onRecognize({ result: "说" });
    platform.stopListening();
    await listening;
    expect(heard).toEqual(["说", "说完了"]);
  });
});

describe("photos", () => {
  const jpeg = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  const request = { method: "POST" as const, path: "/v1/homes/1/photos", headers: { "Content-Type": "image/jpeg" }, timeoutMs: 1000 };

  it("are told by their first bytes", () => {
    const bytes = (...values: number[]) => new Uint8Array(values);
    expect(typeOf(jpeg)).toBe("image/jpeg");
    expect(typeOf(bytes(0x89, 0x50, 0x4e, 0x47))).toBe("image/png");
    expect(typeOf(new TextEncoder().encode("RIFF....WEBPVP8 "))).toBe("image/webp");
    expect(typeOf(new TextEncoder().encode("RIFF....WAVE"))).toBe("");
    expect(typeOf(bytes())).toBe("");
  });

  it("in a browser without a store last until the page is closed, and are sent with their progress", async () => {
    let input: any;
    const sent: any[] = [];
    class Call {
      upload: any = {};
      headers: any = {};
      open(method: string, url: string) {
        Object.assign(this, { method, url });
      }
      setRequestHeader(name: string, value: string) {
        this.headers[name] = value;
      }
      getAllResponseHeaders = () => "X-Request-Id: 7\r\n";
      status = 200;
      responseText = '{"photoId":"5"}';
      send(blob: Blob) {
        sent.push({ ...this, blob });
        this.upload.onprogress({ loaded: 1, total: 4 });
        (this as any).onload();
      }
    }
    const { platform } = h5World({
      XMLHttpRequest: Call,
      URL: { createObjectURL: (blob: Blob) => `blob:${blob.size}`, revokeObjectURL() {} },
      document: {
        visibilityState: "visible", addEventListener() {},
        createElement: () => (input = { addEventListener: (name: string, act: () => void) => (input[name] = act), click: () => input.change(), files: [new Blob([jpeg])] }),
      },
    });
    const [photo] = await platform.choosePhotos(9);
    expect(photo).toMatchObject({ type: "image/jpeg", bytes: 16 });
    expect(input).toMatchObject({ type: "file", multiple: true });
    expect(await platform.photoAddress(photo.name)).toBe("blob:16");
    const parts: number[] = [];
    const answer = await platform.sendPhoto(photo.name, request, (part) => parts.push(part));
    expect(answer).toEqual({ status: 200, headers: { "x-request-id": "7" }, text: '{"photoId":"5"}' });
    expect(sent[0]).toMatchObject({ method: "POST", url: "/v1/homes/1/photos", headers: { "Content-Type": "image/jpeg" } });
    expect(parts).toEqual([0.25]);
    platform.dropPhoto(photo.name);
    expect(await platform.photoAddress(photo.name)).toBeNull();
    expect(await platform.sendPhoto(photo.name, request, () => {})).toBeNull();
  });

  it("in WeChat are saved, sent as the file itself, and fetched with the session", async () => {
    const files = new Map<string, ArrayBuffer>([["tmp/1.jpg", jpeg.buffer]]);
    const read = (path: string) => files.get(path) ?? (() => { throw new Error("no such file"); })();
    const fetched: any[] = [];
    const { platform, seen, answer } = weixinWorld(null, {
      chooseMedia: (options: any) => options.success({ tempFiles: [{ tempFilePath: "tmp/1.jpg", size: 16 }] }),
      downloadFile: (options: any) => (fetched.push(options), options.success({ statusCode: fetched.length > 1 ? 404 : 200, tempFilePath: "tmp/p" })),
      getFileSystemManager: () => ({
        saveFileSync: (path: string) => (files.set("kept/1.jpg", read(path)), "kept/1.jpg"),
        readFileSync: read, accessSync: read, unlinkSync: (path: string) => void files.delete(path),
      }),
    });
    const [photo] = await platform.choosePhotos(3);
    expect(photo).toEqual({ name: "kept/1.jpg", type: "image/jpeg", bytes: 16 });
    answer(200, '{"photoId":"5"}', {});
    expect(await platform.sendPhoto(photo.name, request, () => {})).toMatchObject({ status: 200, text: '{"photoId":"5"}' });
    expect(seen[0]).toMatchObject({ url: "https://home.example.cn/v1/homes/1/photos", body: jpeg.buffer });
    expect(await platform.picture("/v1/p", { Authorization: "Bearer t" })).toBe("tmp/p");
    expect(fetched[0]).toMatchObject({ url: "https://home.example.cn/v1/p", header: { Authorization: "Bearer t" } });
    expect(await platform.picture("/v1/p", {})).toBeNull();
    platform.dropPhoto(photo.name);
    expect(await platform.photoAddress(photo.name)).toBeNull();
    expect(await platform.sendPhoto(photo.name, request, () => {})).toBeNull();
  });
});
