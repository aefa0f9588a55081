// Who is logged in. Kept for the tab alone: at an office computer the next person begins with the log-in.
import { computed, reactive } from "vue";
import { call, send, useSession, type Person, type Schemas } from "@/api";

const KEY = "deputies.console.session";

interface Kept {
  token: string;
  person: Person | null;
}

function load(): Kept {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? "") as Kept;
  } catch {
    return { token: "", person: null };
  }
}

export const session = reactive<Kept>(load());
export const signedIn = computed(() => session.token !== "");

// Whether the person has the role, anywhere. Decides what is offered; the server decides what is done.
export const holds = (role: string): boolean => (session.person?.roles ?? []).some((one) => one.role === role);

const endings: (() => void)[] = [];

// What belongs to the person and must not stay for the next one.
export function onSignOut(callback: () => void): void {
  endings.push(callback);
}

function keep(): void {
  sessionStorage.setItem(KEY, JSON.stringify({ token: session.token, person: session.person }));
}

function clear(): void {
  session.token = "";
  session.person = null;
  sessionStorage.removeItem(KEY);
  for (const callback of endings) callback();
}

export function accept(answer: Schemas["accounts.v1.Session"]): void {
  session.token = answer.sessionToken;
  session.person = answer.person;
  keep();
}

export async function refreshPerson(): Promise<void> {
  session.person = await call("get", "/v1/me", {});
  keep();
}

// Ends the session here at once; the server learns of it when it can be reached.
export async function signOut(): Promise<void> {
  const ending = send("delete", "/v1/sessions/current").catch(() => undefined);
  clear();
  await ending;
}

useSession(
  () => session.token,
  async () => {
    clear();
    return false;
  },
);
