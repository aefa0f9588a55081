// Who is logged in.
import { computed, reactive } from "vue";
import { call, send, useSession, type Schemas } from "@/api/client";
import { platform } from "@/platform";
import { forget, load, save } from "./stored";

export type Person = Schemas["accounts.v1.Person"];
type Session = Schemas["accounts.v1.Session"];

const KEY = "session";
// What belongs to the person and must not stay for the next one.
const endings: (() => void)[] = [];

export const session = reactive({
  token: "",
  person: null as Person | null,
});

const kept = load<{ token: string; person: Person }>(KEY);
if (kept) Object.assign(session, kept);

export const signedIn = computed(() => session.token !== "");
export const deputyRole = computed(() => session.person?.roles.find((one) => one.role === "ROLE_DEPUTY") ?? null);
export const isStaff = computed(
  () => session.person?.roles.some((one) => !["ROLE_DEPUTY", "ROLE_VOTER", "ROLE_UNSPECIFIED"].includes(one.role)) ?? false,
);

export function onSignOut(callback: () => void): void {
  endings.push(callback);
}

export function accept(answer: Session): void {
  const other = session.person && session.person.personId !== answer.person.personId;
  if (other) endings.forEach((callback) => callback());
  session.token = answer.sessionToken;
  session.person = answer.person;
  save(KEY, { token: session.token, person: session.person });
}

export async function signInWithCode(code: string): Promise<void> {
  accept(await call("post", "/v1/sessions:wechatLogin", {}, { body: { code } }));
}

export async function signInWithSms(phone: string, smsCode: string): Promise<void> {
  accept(await call("post", "/v1/sessions:smsLogin", {}, { body: { phone, smsCode } }));
}

function clear(): void {
  session.token = "";
  session.person = null;
  forget(KEY);
}

// Ends the session here at once; the server learns of it when it can be reached.
export async function signOut(): Promise<void> {
  const ending = send("delete", "/v1/sessions/current").catch(() => undefined);
  clear();
  endings.forEach((callback) => callback());
  await ending;
}

let running: Promise<boolean> | null = null;

// In WeChat log-in asks nothing of the person. In a browser the log-in page is opened and false is answered: it leads
// back by itself.
export function ensureSignedIn(): Promise<boolean> {
  if (session.token) return Promise.resolve(true);
  running ??= signInQuietly().finally(() => (running = null));
  return running;
}

async function signInQuietly(): Promise<boolean> {
  const code = await platform.loginCode();
  if (code === null) {
    uni.navigateTo({ url: "/pages/login/login" });
    return false;
  }
  await signInWithCode(code);
  return true;
}

useSession(
  () => session.token,
  async () => {
    clear();
    const code = await platform.loginCode().catch(() => null);
    if (code === null) return false;
    await signInWithCode(code);
    return true;
  },
);
