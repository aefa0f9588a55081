// A device and a gateway for tests of the stores.
import type { HttpAnswer, HttpRequest } from "@/platform/platform";
import { NoAnswer } from "@/platform/platform";

export class FakePlatform {
  name = "h5" as "h5" | "weixin";
  stored = new Map<string, string>();
  isOnline = true;
  code: string | null = null;
  returns: (() => void)[] = [];
  requests: HttpRequest[] = [];
  // Answers a request; throwing NoAnswer cuts it off.
  handler: (request: HttpRequest) => HttpAnswer | Promise<HttpAnswer> = () => {
    throw new NoAnswer("no handler");
  };

  async request(request: HttpRequest): Promise<HttpAnswer> {
    this.requests.push(request);
    return this.handler(request);
  }
  loginCode = async () => this.code;
  canScan = () => false;
  scan = async () => null;
  subscribe = async () => ({});
  read = (key: string) => this.stored.get(key) ?? null;
  write = (key: string, value: string) => (this.stored.set(key, value), true);
  remove = (key: string) => void this.stored.delete(key);
  online = () => this.isOnline;
  onReturn = (callback: () => void) => void this.returns.push(callback);
  fontScale = () => 1;
  call() {}
  canSpeak = () => false;
  speak = async () => {};
  stopSpeaking() {}
  canListen = () => false;
  listen = async () => {};
  stopListening() {}
  randomBytes = (count: number) => crypto.getRandomValues(new Uint8Array(count));
  vibrate() {}

  // Photos by their name.
  photos = new Map<string, { type: string; bytes: number }>();
  chosen: { name: string; type: string; bytes: number }[] = [];
  choosePhotos = async (most: number) => {
    const taken = this.chosen.slice(0, most);
    taken.forEach(({ name, ...rest }) => this.photos.set(name, rest));
    return taken;
  };
  photoAddress = async (name: string) => (this.photos.has(name) ? `blob:${name}` : null);
  dropPhoto = (name: string) => void this.photos.delete(name);
  sendPhoto = async (name: string, request: Omit<HttpRequest, "body">, progress: (part: number) => void) => {
    if (!this.photos.has(name)) return null;
    progress(0.5);
    return this.request({ ...request, body: name });
  };
  picture = async () => null;
  freePicture() {}
}

export function json(status: number, value: unknown, headers: Record<string, string> = {}): HttpAnswer {
  return { status, headers, text: JSON.stringify(value) };
}

export function refusal(status: number, reason: string, message = reason): HttpAnswer {
  return json(status, { error: { code: status, reason, message, requestId: "r" } });
}

// Stores messages exactly once per request id, as the gateway does.
export class FakeBoard {
  messages: { requestId: string; body: string; photoIds?: string[] }[] = [];
  // Photos that no message took yet, by their request id.
  uploads = new Map<string, string>();

  upload(request: HttpRequest): HttpAnswer {
    const key = request.headers["Idempotency-Key"];
    if (!this.uploads.has(key)) this.uploads.set(key, `photo-${request.body}-${this.uploads.size + 1}`);
    return json(200, { photoId: this.uploads.get(key), width: 8, height: 6 });
  }

  post(request: HttpRequest): HttpAnswer {
    if (request.path.endsWith("/photos")) return this.upload(request);
    const body = JSON.parse(request.body!);
    const uploaded = [...this.uploads.values()];
    if ((body.photoIds ?? []).some((one: string) => !uploaded.includes(one))) return refusal(404, "PHOTO_NOT_FOUND");
    const index = this.messages.findIndex((one) => one.requestId === body.requestId);
    if (index < 0) this.messages.push(body);
    else if (this.messages[index].body !== body.body) return refusal(409, "REQUEST_ID_REUSED");
    const id = String(index < 0 ? this.messages.length : index + 1);
    return json(200, { messageId: id, homeId: "1", state: "POSTED", answers: [], ...body });
  }
}
