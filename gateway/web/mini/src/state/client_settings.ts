// What this installation tells its clients (/client.json): nothing in most; the demo's log-ins in a demo.
import { platform } from "@/platform";

export interface DemoLogin {
  title: string;
  wechatCode: string;
}

export interface ClientSettings {
  demoLogins: DemoLogin[];
}

let known: Promise<ClientSettings> | null = null;

// Never fails: without an answer there is nothing special here.
export function clientSettings(): Promise<ClientSettings> {
  known ??= ask().catch(() => {
    known = null;
    return { demoLogins: [] };
  });
  return known;
}

async function ask(): Promise<ClientSettings> {
  const answer = await platform.request({ method: "GET", path: "/client.json", headers: {}, timeoutMs: 8000 });
  const told = answer.status === 200 ? JSON.parse(answer.text) : {};
  return { demoLogins: told.demoLogins ?? [] };
}
