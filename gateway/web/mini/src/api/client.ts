// Typed calls of the gateway. Paths, fields and answers come from its OpenAPI document (`npm run types`).
import { NoAnswer, platform } from "@/platform";
import type { HttpAnswer } from "@/platform/platform";
import type { components, paths } from "./schema";

export type Schemas = components["schemas"];

type Verb = "get" | "post" | "put" | "delete";
type Operation<P extends keyof paths, V extends Verb> = V extends keyof paths[P] ? paths[P][V] : never;
type PathFields<O> = O extends { parameters: { path: infer F } } ? F : unknown;
type QueryFields<O> = O extends { parameters: { query?: infer F } } ? Partial<F> : unknown;
type Part<T> = T extends (infer I)[] ? Part<I>[] : T extends object ? { [K in keyof T]?: Part<T[K]> } : T;
type Body<O> = O extends { requestBody: { content: { "application/json": infer B } } } ? Part<B> : never;
export type Answer<O> = O extends { responses: { 200: { content: { "application/json": infer A } } } } ? A : never;

// The server refused, and said why in words that people understand.
export class Refused extends Error {
  constructor(
    readonly status: number,
    // Stable name of the reason (errors.proto); empty when something between answered instead of the gateway.
    readonly reason: string,
    message: string,
    readonly requestId: string,
    // For 429 and 503, else 0.
    readonly retryAfterSeconds: number,
    // What is wrong with which field of the request.
    readonly details: { field: string; description: string }[] = [],
  ) {
    super(message);
    this.name = "Refused";
  }

  // Nothing was done and the same may be accepted later. A full slot also answers 429, yet asking again by itself would
  // book it behind the person's back.
  get passing(): boolean {
    return this.status >= 500 || (this.status === 429 && ["", "RATE_LIMITED", "OVERLOADED"].includes(this.reason));
  }
}

export { NoAnswer };

export const TIMEOUT_MS = 20000;

interface Options {
  query?: Record<string, unknown>;
  body?: unknown;
  token?: string;
}

let tokenSource: () => string = () => "";
let onSessionEnd: () => Promise<boolean> = async () => false;

// `token` gives the session token, empty for none. `ended` is told when the server no longer knows it, and answers
// whether a new one was had.
export function useSession(token: () => string, ended: () => Promise<boolean>): void {
  tokenSource = token;
  onSessionEnd = ended;
}

export function addressOf(path: string, fields: Record<string, unknown>, query: Record<string, unknown> = {}): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(fields[name] ?? "")));
  const pairs: string[] = [];
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === "" || value === null) continue;
    for (const one of Array.isArray(value) ? value : [value]) {
      pairs.push(`${encodeURIComponent(name)}=${encodeURIComponent(String(one))}`);
    }
  }
  return pairs.length ? `${filled}?${pairs.join("&")}` : filled;
}

// Calls by address, without types; for writes that were kept and are sent later.
export function send(verb: Verb, address: string, body?: unknown): Promise<unknown> {
  return withSession(() => sendOnce(verb, address, body));
}

// Calls, and once more when the session had ended and a new one was had.
export async function withSession<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const ended = error instanceof Refused && error.status === 401 && tokenSource() !== "";
    if (!ended || !(await onSessionEnd())) throw error;
    return call();
  }
}

export function sessionHeaders(accept = "application/json"): Record<string, string> {
  const token = tokenSource();
  return { Accept: accept, ...(token ? { Authorization: `Bearer ${token}` } : {}) };
}

async function sendOnce(verb: Verb, address: string, body?: unknown): Promise<unknown> {
  const headers = sessionHeaders();
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const answer = await platform.request({
    method: verb.toUpperCase() as "GET",
    path: address,
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
    timeoutMs: TIMEOUT_MS,
  });
  return jsonOf(answer);
}

// What an answer says; throws Refused for a refusal.
export function jsonOf(answer: HttpAnswer): unknown {
  let json: any;
  try {
    json = answer.text === "" ? {} : JSON.parse(answer.text);
  } catch {
    // A captive portal or a broken proxy: as good as no answer.
    if (answer.status < 400) throw new NoAnswer("the answer is no JSON");
    json = {};
  }
  if (answer.status >= 200 && answer.status < 300) return json;
  const error = json.error ?? {};
  throw new Refused(
    answer.status,
    error.reason ?? "",
    error.message || "系统忙，请稍后再试",
    error.requestId ?? answer.headers["x-request-id"] ?? "",
    Number(answer.headers["retry-after"] ?? 0) || 0,
    error.details ?? [],
  );
}

export function call<P extends keyof paths & string, V extends Verb>(
  verb: V,
  path: P,
  fields: PathFields<Operation<P, V>>,
  options: { query?: QueryFields<Operation<P, V>>; body?: Body<Operation<P, V>> } = {},
): Promise<Answer<Operation<P, V>>> {
  const { query, body } = options as Options;
  return send(verb, addressOf(path, fields as Record<string, unknown>, query), body) as Promise<
    Answer<Operation<P, V>>
  >;
}

// What to tell a person about a failed call.
export function wordsFor(error: unknown): string {
  if (error instanceof Refused) return error.message;
  if (error instanceof NoAnswer) return platform.online() ? "网络不好，请稍后再试" : "没有网络，请检查手机网络";
  return "出了点问题，请稍后再试";
}
