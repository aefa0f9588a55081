// Server-sent events, as their text comes in.

export interface StreamEvent {
  id: string;
  data: string;
}

export interface Stream {
  // "opened": it ran and ended; "refused": it never began.
  ended: Promise<"opened" | "refused">;
  close(): void;
}

// Feed it the text piece by piece; each whole event is heard once. Comments (heartbeats) are passed over.
export function eventParser(heard: (event: StreamEvent) => void): (text: string) => void {
  let rest = "";
  let event: StreamEvent = { id: "", data: "" };
  return (text) => {
    const lines = (rest + text).split(/\r?\n/);
    rest = lines.pop()!;
    for (const line of lines) {
      if (line === "") {
        if (event.data) heard(event);
        event = { id: "", data: "" };
        continue;
      }
      const [, name, value] = line.match(/^([^:]*):? ?(.*)$/)!;
      if (name === "id") event.id = value;
      if (name === "data") event.data += (event.data ? "\n" : "") + value;
    }
  };
}
