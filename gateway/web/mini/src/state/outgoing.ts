// Writes on their way to the server. A write is kept on the device from the tap until the server has acknowledged or
// refused it, under one request id, so that it is done exactly once however often the network fails in between.
import { reactive } from "vue";
import { Refused, send } from "@/api/client";
import { platform } from "@/platform";
import { drop, dropAllBut, sendAnew, upload, type MessagePhoto } from "./photos";
import { onSignOut, session } from "./session";
import { load, save } from "./stored";

export interface Outgoing {
  requestId: string;
  verb: "post" | "put";
  address: string;
  // Never changed once sent: the server may have it already.
  body: Record<string, unknown>;
  // Sent before it to the same home; its body then names them.
  photos?: MessagePhoto[];
  // Who wrote it: it is sent in nobody else's name.
  personId: string;
  // What it is, in words for the person.
  title: string;
  // Milliseconds since 1970.
  madeAt: number;
  attempts: number;
  // Refused for good, with the server's words; waits for the person to see it.
  refusal?: string;
}

const KEY = "outgoing";
const LONGEST_PAUSE_MS = 60000;
// The server knows an id for seven days; a write that is older might be done twice.
const LIFETIME_MS = 6.5 * 24 * 3600 * 1000;

export const outgoing = reactive(load<Outgoing[]>(KEY) ?? []);

export type Delivery =
  | { state: "done"; answer: any }
  // Kept; it leaves by itself when the network is back.
  | { state: "waiting" }
  | { state: "refused"; error: Refused };

const inFlight = new Map<string, Promise<Delivery>>();
const listeners: ((one: Outgoing, delivery: Delivery) => void)[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;

// Told of every delivery, also those that a later start of the app makes.
export function onDelivery(callback: (one: Outgoing, delivery: Delivery) => void): void {
  listeners.push(callback);
}

// Sends now or, without a network, later.
export function deliver(write: Pick<Outgoing, "requestId" | "verb" | "address" | "body" | "title" | "photos">): Promise<Delivery> {
  let one = outgoing.find((other) => other.requestId === write.requestId);
  if (!one) {
    one = { ...write, personId: session.person?.personId ?? "", madeAt: Date.now(), attempts: 0 };
    outgoing.push(one);
    one = outgoing[outgoing.length - 1];
    store();
  }
  return attempt(one);
}

export function dismiss(requestId: string): void {
  const one = outgoing.find((other) => other.requestId === requestId);
  if (one) remove(one);
}

// Tries everything that waits, oldest first. Cheap when nothing does.
export async function flush(): Promise<void> {
  for (const one of [...outgoing]) {
    if (one.refusal !== undefined || one.personId !== session.person?.personId) continue;
    const delivery = await attempt(one);
    if (delivery.state === "waiting") break;
  }
}

export function waiting(): Outgoing[] {
  return outgoing.filter((one) => one.refusal === undefined && one.personId === session.person?.personId);
}

function attempt(one: Outgoing): Promise<Delivery> {
  let running = inFlight.get(one.requestId);
  if (!running) {
    running = attemptOnce(one).finally(() => inFlight.delete(one.requestId));
    inFlight.set(one.requestId, running);
  }
  return running;
}

async function attemptOnce(one: Outgoing): Promise<Delivery> {
  let delivery: Delivery;
  if (Date.now() - one.madeAt > LIFETIME_MS) {
    one.refusal = "隔得太久没有发出去，请重新填写";
    store();
    return { state: "refused", error: new Refused(0, "EXPIRED", one.refusal, "", 0) };
  }
  one.attempts += 1;
  store();
  try {
    const answer = await sendWithPhotos(one);
    delivery = { state: "done", answer };
    remove(one);
    drop(one.photos ?? []);
  } catch (error) {
    // 401: the session ended; it waits until the same person is back.
    if (error instanceof Refused && !error.passing && error.status !== 401) {
      delivery = { state: "refused", error };
      remove(one);
    } else {
      delivery = { state: "waiting" };
      retryLater(one.attempts, error instanceof Refused ? error.retryAfterSeconds : 0);
    }
  }
  listeners.forEach((callback) => callback(one, delivery));
  return delivery;
}

async function sendWithPhotos(one: Outgoing): Promise<unknown> {
  const { photos = [] } = one;
  if (photos.length === 0) return send(one.verb, one.address, { ...one.body, requestId: one.requestId });
  const homeId = one.address.match(/\/homes\/(\d+)\//)![1];
  const sendOnce = async () => {
    await upload(homeId, photos, store);
    return send(one.verb, one.address, { ...one.body, photoIds: photos.map((photo) => photo.photoId), requestId: one.requestId });
  };
  try {
    return await sendOnce();
  } catch (error) {
    if (!(error instanceof Refused) || error.reason !== "PHOTO_NOT_FOUND") throw error;
    sendAnew(photos);
    return sendOnce();
  }
}

function remove(one: Outgoing): void {
  const index = outgoing.findIndex((other) => other.requestId === one.requestId);
  if (index >= 0) outgoing.splice(index, 1);
  store();
}

function retryLater(attempts: number, atLeastSeconds: number): void {
  const pause = Math.max(Math.min(2000 * 2 ** (attempts - 1), LONGEST_PAUSE_MS), atLeastSeconds * 1000);
  clearTimeout(timer);
  timer = setTimeout(() => void flush(), pause * (1 + Math.random() * 0.3));
}

function store(): void {
  save(KEY, outgoing);
}

platform.onReturn(() => void flush());
// A draft's photos go with it; those of what still has to leave stay, as its text does.
onSignOut(() => dropAllBut(outgoing.flatMap((one) => (one.photos ?? []).map((photo) => photo.name))));
