// EventSource sends no session, so the stream is read from fetch().
import { eventParser, type Stream, type StreamEvent } from "./events";

// The gateway sends a sign of life every 15 seconds: a line that is silent for longer is dead.
const SILENCE_MS = 40000;

export function openStream(
  fetching: typeof fetch,
  path: string,
  headers: Record<string, string>,
  heard: (event: StreamEvent) => void,
): Stream {
  const abort = new AbortController();
  let timer: ReturnType<typeof setTimeout>;
  const alive = () => {
    clearTimeout(timer);
    timer = setTimeout(() => abort.abort(), SILENCE_MS);
  };

  async function run(): Promise<"opened" | "refused"> {
    let opened = false;
    alive();
    try {
      const answer = await fetching(path, {
        headers: { ...headers, Accept: "text/event-stream" }, signal: abort.signal, credentials: "omit", cache: "no-store",
      });
      if (!answer.ok || !answer.body) return "refused";
      opened = true;
      const reader = answer.body.getReader();
      const decoder = new TextDecoder();
      const feed = eventParser(heard);
      for (;;) {
        alive();
        const { done, value } = await reader.read();
        if (done) break;
        feed(decoder.decode(value, { stream: true }));
      }
    } catch {
      // Cut off, or closed by us.
    } finally {
      clearTimeout(timer);
    }
    return opened ? "opened" : "refused";
  }
  return { ended: run(), close: () => abort.abort() };
}
