// What a page shows, kept up to date: by server-sent events where the device can, else (and whenever the stream fails)
// by reading again and again.
import { onBeforeUnmount } from "vue";
import { onHide, onShow, onUnload } from "@dcloudio/uni-app";
import { sessionHeaders } from "@/api/client";
import { platform } from "@/platform";
import type { Stream } from "@/platform/events";

export interface LiveSource {
  // Address of the stream; empty while there is nothing to follow.
  path(): string;
  // Whether an event's data concerns the page.
  concerns(data: any): boolean;
  read(): Promise<void>;
  // Between two reads while there is no stream.
  everyMs: number;
}

// A stream that never opens is asked for again after so many reads.
const LONGEST_WAIT_READS = 16;
const REOPEN_MS = 1000;

export class Live {
  // Counts starts and stops: an older run does not go on.
  private turn = 0;
  private stream: Stream | null = null;
  private lastId = "";
  private refusals = 0;
  private reading: Promise<void> | null = null;
  private again = false;
  private wake: () => void = () => {};

  constructor(private readonly source: LiveSource) {}

  start(): void {
    this.stop();
    void this.run(this.turn);
  }

  stop(): void {
    this.turn += 1;
    this.stream?.close();
    this.stream = null;
    this.wake();
  }

  // Reads one after another; what changes during a read is read after it.
  private read(): Promise<void> {
    if (this.reading) {
      this.again = true;
      return this.reading;
    }
    this.reading = this.source.read().catch(() => undefined).then(() => {
      this.reading = null;
      if (!this.again) return;
      this.again = false;
      return this.read();
    });
    return this.reading;
  }

  private async run(mine: number): Promise<void> {
    await this.read();
    while (mine === this.turn) {
      const opened = (await this.follow(mine)) === "opened";
      if (mine !== this.turn) return;
      this.refusals = opened ? 0 : this.refusals + 1;
      if (opened) {
        await this.pause(REOPEN_MS);
        if (mine === this.turn) await this.read();
        continue;
      }
      const reads = Math.min(2 ** (this.refusals - 1), LONGEST_WAIT_READS);
      for (let read = 0; read < reads && mine === this.turn; ++read) {
        await this.pause(this.source.everyMs);
        if (mine === this.turn) await this.read();
      }
    }
  }

  private follow(mine: number): Promise<"opened" | "refused"> {
    const path = this.source.path();
    if (!path) return Promise.resolve("refused");
    // What changed before the first event of a first stream was read, or may have been missed.
    let first = !this.lastId;
    const headers = { ...sessionHeaders(), ...(this.lastId ? { "Last-Event-ID": this.lastId } : {}) };
    this.stream = platform.watch(path, headers, (event) => {
      if (mine !== this.turn) return;
      if (event.id) this.lastId = event.id;
      if (first || concerns(this.source, event.data)) void this.read();
      first = false;
    });
    return this.stream?.ended ?? Promise.resolve("refused");
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

function concerns(source: LiveSource, data: string): boolean {
  try {
    return source.concerns(JSON.parse(data));
  } catch {
    return false;
  }
}

export const OWN_MESSAGES = "/v1/me/messages:watch";

// For use in a page's setup: runs while the page is in front.
export function useLive(source: LiveSource): Live {
  const live = new Live(source);
  onShow(() => live.start());
  onHide(() => live.stop());
  onUnload(() => live.stop());
  onBeforeUnmount(() => live.stop());
  return live;
}
