// Everything in which a WeChat mini-program and a browser differ. Pages and stores see only this interface, so that
// one suite of tests (test/platform.test.ts) runs against both.

import type { Stream, StreamEvent } from "./events";
import type { KeptPhoto } from "./photos";

export interface HttpRequest {
  method: "GET" | "POST" | "PUT" | "DELETE";
  // "/v1/…", with its query.
  path: string;
  headers: Record<string, string>;
  body?: string;
  timeoutMs: number;
}

export interface HttpAnswer {
  status: number;
  // Names in lower case.
  headers: Record<string, string>;
  text: string;
}

// No answer arrived: no network, a time-out, or the call was cut off. Whether the server did the work is unknown.
export class NoAnswer extends Error {
  constructor(cause: string) {
    super(cause);
    this.name = "NoAnswer";
  }
}

export type Consent = "accept" | "reject" | "unavailable";

export interface Platform {
  readonly name: "h5" | "weixin";
  // Whatever the status; rejects with NoAnswer only.
  request(request: HttpRequest): Promise<HttpAnswer>;
  // Server-sent events; null where streams cannot be read.
  watch(path: string, headers: Record<string, string>, heard: (event: StreamEvent) => void): Stream | null;
  // A fresh one-time code for log-in; null where people log in otherwise.
  loginCode(): Promise<string | null>;
  canScan(): boolean;
  // What the scanned code holds; null when the person gave up.
  scan(): Promise<string | null>;
  // Asks whether messages of these templates may be sent. To be called from a tap. At most three.
  subscribe(templateIds: string[]): Promise<Record<string, Consent>>;
  read(key: string): string | null;
  // False when the device has no room left or forbids it.
  write(key: string, value: string): boolean;
  remove(key: string): void;
  online(): boolean;
  // Calls back each time the network returns or the app is shown again.
  onReturn(callback: () => void): void;
  // The size that the person chose for text in the whole device or in WeChat; 1 is usual.
  fontScale(): number;
  call(phone: string): void;
  canSpeak(): boolean;
  // Reads aloud; settles when done or stopped.
  speak(text: string): Promise<void>;
  stopSpeaking(): void;
  canListen(): boolean;
  // Writes down what the person says, each time with everything said so far; settles at the end of speaking.
  listen(heard: (text: string) => void): Promise<void>;
  stopListening(): void;
  randomBytes(count: number): Uint8Array;
  // At most so many, none when the person gave up; each is kept on the device. What is no photo comes with no type.
  choosePhotos(most: number): Promise<KeptPhoto[]>;
  // Of a kept photo, for an image; null when the device lost it.
  photoAddress(name: string): Promise<string | null>;
  dropPhoto(name: string): void;
  // Sends a kept photo as the body; null when the device lost it. `progress` is told the part that has left, up to 1.
  sendPhoto(name: string, request: Omit<HttpRequest, "body">, progress: (part: number) => void): Promise<HttpAnswer | null>;
  // Fetches a picture that wants headers; its address for an image, null when there is none.
  picture(path: string, headers: Record<string, string>): Promise<string | null>;
  // An address that is shown no more.
  freePicture(address: string): void;
  // A short buzz where the device can.
  vibrate(): void;
}
