// Following a stream, and reading again and again where there is none.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { eventParser, type StreamEvent } from "@/platform/events";
import { openStream } from "@/platform/h5_stream";
import { Live } from "@/state/live";

vi.mock("@dcloudio/uni-app", () => ({ onShow() {}, onHide() {}, onUnload() {} }));

interface Opened {
  path: string;
  headers: Record<string, string>;
  heard: (event: StreamEvent) => void;
  end: (how: "opened" | "refused") => void;
  closed: boolean;
}
let streams: Opened[] = [];
let canStream = true;

vi.mock("@/platform", async () => ({
  platform: {
    watch(path: string, headers: Record<string, string>, heard: Opened["heard"]) {
      if (!canStream) return null;
      const one = { path, headers, heard, closed: false } as Opened;
      streams.push(one);
      return { ended: new Promise((end) => (one.end = end as Opened["end"])), close: () => (one.closed = true) };
    },
  },
  NoAnswer: (await import("@/platform/platform")).NoAnswer,
}));

let reads = 0;
let live: Live;
const source = {
  path: () => "/v1/me/messages:watch",
  concerns: (change: any) => change.messageId === "5",
  read: async () => void (reads += 1),
  everyMs: 5000,
};
const soon = () => vi.advanceTimersByTimeAsync(0);
const change = (id: string, messageId: string) => ({ id, data: JSON.stringify({ messageId }) });

beforeEach(() => {
  vi.useFakeTimers();
  streams = [];
  reads = 0;
  canStream = true;
  live = new Live(source);
});
afterEach(() => {
  live.stop();
  vi.useRealTimers();
});

describe("a page that is kept up to date", () => {
  it("reads once, then at the first event and when a change concerns it, and never by the clock", async () => {
    live.start();
    await soon();
    expect([reads, streams.length]).toEqual([1, 1]);
    streams[0].heard(change("c1", "0"));
    await soon();
    expect(reads).toBe(2);
    streams[0].heard(change("c2", "9"));
    streams[0].heard({ id: "c3", data: "no json" });
    await vi.advanceTimersByTimeAsync(60000);
    expect(reads).toBe(2);
    streams[0].heard(change("c4", "5"));
    await soon();
    expect(reads).toBe(3);
  });

  it("comes back where it was when the stream ends", async () => {
    live.start();
    await soon();
    streams[0].heard(change("c7", "5"));
    streams[0].end("opened");
    await vi.advanceTimersByTimeAsync(1000);
    expect(streams).toHaveLength(2);
    expect(streams[1].headers["Last-Event-ID"]).toBe("c7");
  });

  it("reads by the clock while the stream is refused, and asks for it less and less", async () => {
    live.start();
    await soon();
    streams[0].end("refused");
    await vi.advanceTimersByTimeAsync(5000);
    expect([reads, streams.length]).toEqual([2, 2]);
    streams[1].end("refused");
    await vi.advanceTimersByTimeAsync(10000);
    expect([reads, streams.length]).toEqual([4, 3]);
  });

  it("reads by the clock where there are no streams", async () => {
    canStream = false;
    live.start();
    await vi.advanceTimersByTimeAsync(20000);
    expect(reads).toBe(5);
  });

  it("ends with the page", async () => {
    live.start();
    await soon();
    live.stop();
    expect(streams[0].closed).toBe(true);
    streams[0].heard(change("c1", "5"));
    streams[0].end("opened");
    await vi.advanceTimersByTimeAsync(60000);
    expect([reads, streams.length]).toEqual([1, 1]);
  });
});

describe("a stream's text", () => {
  it("gives each event once, however it is cut", () => {
    const text = ":\n\nid: a\ndata: {\"x\":1}\n\nid: b\r\ndata: 2\r\ndata: 3\r\n\r\n: sign of life\n\nid: c\ndata: 4";
    for (const size of [1, 3, 7, 1000]) {
      const heard: StreamEvent[] = [];
      const feed = eventParser((event) => heard.push(event));
      for (let at = 0; at < text.length; at += size) feed(text.slice(at, at + size));
      expect(heard).toEqual([{ id: "a", data: '{"x":1}' }, { id: "b", data: "2\n3" }]);
    }
  });

  it("is given up when it is silent for too long, and when it is refused", async () => {
    const hanging = (_path: any, { signal }: any) =>
      new Promise<Response>((_resolve, reject) => signal.addEventListener("abort", () => reject(new Error("aborted"))));
    const dead = openStream(hanging as any, "/v1/x", {}, () => {});
    await vi.advanceTimersByTimeAsync(40000);
    expect(await dead.ended).toBe("refused");
    expect(await openStream((async () => new Response("no", { status: 401 })) as any, "/v1/x", {}, () => {}).ended).toBe("refused");
  });

  it("is heard as it comes", async () => {
    const heard: StreamEvent[] = [];
    let asked: any;
    const stream = openStream((async (_path: any, options: any) => ((asked = options), new Response("id: a\ndata: 1\n\n"))) as any, "/v1/x", { A: "b" }, (event) => heard.push(event));
    expect(await stream.ended).toBe("opened");
    expect(heard).toEqual([{ id: "a", data: "1" }]);
    expect(asked.headers).toEqual({ A: "b", Accept: "text/event-stream" });
  });
});
