import { createH5Photos, type PhotoBrowser } from "./h5_photos";
import { openStream } from "./h5_stream";
import { NoAnswer, type Consent, type HttpAnswer, type HttpRequest, type Platform } from "./platform";

// What is used of the browser; handed in so that tests can stand in for it.
export interface Browser extends Omit<PhotoBrowser, "document"> {
  fetch: typeof fetch;
  localStorage: Pick<Storage, "getItem" | "setItem" | "removeItem">;
  navigator: { onLine: boolean; vibrate?: (ms: number) => boolean };
  crypto: Pick<Crypto, "getRandomValues">;
  document: {
    visibilityState: string;
    addEventListener(name: string, callback: () => void): void;
    createElement?: (tag: any) => any;
    body?: { appendChild(element: HTMLElement): void };
  };
  addEventListener(name: string, callback: () => void): void;
  location: { href: string };
  speechSynthesis?: SpeechSynthesis;
  SpeechSynthesisUtterance?: new (text: string) => SpeechSynthesisUtterance;
  SpeechRecognition?: new () => Recognition;
  webkitSpeechRecognition?: new () => Recognition;
  // A POST that index.html sent before the scripts were there; taken by the first request that is the same.
  askedEarly?: { path: string; body: string; answer: Promise<Response> };
  getComputedStyle?: (element: HTMLElement) => { fontSize: string };
}

// The part of the browser's SpeechRecognition that is used.
export interface Recognition {
  lang: string;
  continuous: boolean;
  interimResults: boolean;
  onresult: ((event: { results: ArrayLike<ArrayLike<{ transcript: string }>> }) => void) | null;
  onend: (() => void) | null;
  onerror: (() => void) | null;
  start(): void;
  stop(): void;
}

const PREFIX = "deputies.";

export function createH5Platform(browser: Browser): Platform {
  const Recognizer = browser.SpeechRecognition ?? browser.webkitSpeechRecognition;
  let recognition: Recognition | null = null;
  const { addressOf, ...photos } = createH5Photos(browser);

  function early(request: HttpRequest): Promise<Response> | null {
    const asked = browser.askedEarly;
    if (!asked || request.method !== "POST" || request.path !== asked.path || request.body !== asked.body) return null;
    browser.askedEarly = undefined;
    return asked.answer;
  }

  return {
    name: "h5",

    async request(request: HttpRequest): Promise<HttpAnswer> {
      const abort = new AbortController();
      const timer = setTimeout(() => abort.abort(), request.timeoutMs);
      try {
        const answer = await (early(request) ?? browser.fetch(request.path, {
          method: request.method,
          headers: request.headers,
          body: request.body,
          signal: abort.signal,
          credentials: "omit",
          cache: "no-cache",
        }));
        const headers: Record<string, string> = {};
        answer.headers.forEach((value, name) => (headers[name.toLowerCase()] = value));
        return { status: answer.status, headers, text: await answer.text() };
      } catch (error) {
        throw new NoAnswer(String(error));
      } finally {
        clearTimeout(timer);
      }
    },

    ...photos,
    async picture(path, headers) {
      const answer = await browser.fetch(path, { headers, credentials: "omit" }).catch((error) => {
        throw new NoAnswer(String(error));
      });
      return answer.ok ? addressOf(await answer.blob()) : null;
    },

    // Without readable bodies (old browsers) there is no stream.
    watch: (path, headers, heard) =>
      typeof ReadableStream === "undefined" || typeof TextDecoder === "undefined"
        ? null
        : openStream((...asked) => browser.fetch(...asked), path, headers, heard),

    // A browser has no identity to offer: people log in by phone.
    loginCode: async () => null,
    canScan: () => false,
    scan: async () => null,
    async subscribe(templateIds) {
      return Object.fromEntries(templateIds.map((id) => [id, "unavailable" as Consent]));
    },

    read(key) {
      try {
        return browser.localStorage.getItem(PREFIX + key);
      } catch {
        return null;
      }
    },
    write(key, value) {
      try {
        browser.localStorage.setItem(PREFIX + key, value);
        return true;
      } catch {
        return false;
      }
    },
    remove(key) {
      try {
        browser.localStorage.removeItem(PREFIX + key);
      } catch {
        // A browser that forbids storage has nothing to remove.
      }
    },

    online: () => browser.navigator.onLine !== false,
    onReturn(callback) {
      browser.addEventListener("online", callback);
      browser.document.addEventListener("visibilitychange", () => {
        if (browser.document.visibilityState === "visible") callback();
      });
    },

    // The size set in the browser is that of a text which asks for none. The root element does not tell: uni-app sets its
    // size by the width of the window.
    fontScale() {
      const { document, getComputedStyle } = browser;
      if (!document.createElement || !document.body || !getComputedStyle) return 1;
      const probe = document.createElement("span");
      probe.style.fontSize = "medium";
      document.body.appendChild(probe);
      const size = parseFloat(getComputedStyle(probe).fontSize);
      probe.remove();
      return size > 0 ? size / 16 : 1;
    },
    call(phone) {
      browser.location.href = `tel:${phone.replace(/[^\d+]/g, "")}`;
    },

    canSpeak: () => !!browser.speechSynthesis && !!browser.SpeechSynthesisUtterance,
    speak(text) {
      const { speechSynthesis: voice, SpeechSynthesisUtterance: Utterance } = browser;
      if (!voice || !Utterance) return Promise.resolve();
      voice.cancel();
      return new Promise((resolve) => {
        const utterance = new Utterance(text);
        utterance.lang = "zh-CN";
        utterance.rate = 0.9;
        utterance.onend = utterance.onerror = () => resolve();
        voice.speak(utterance);
      });
    },
    stopSpeaking() {
      browser.speechSynthesis?.cancel();
    },

    canListen: () => !!Recognizer,
    listen(heard) {
      if (!Recognizer) return Promise.resolve();
      return new Promise((resolve) => {
        recognition = new Recognizer();
        recognition.lang = "zh-CN";
        recognition.continuous = true;
        recognition.interimResults = true;
        recognition.onresult = (event) =>
          heard(Array.from(event.results, (result) => result[0].transcript).join(""));
        recognition.onend = recognition.onerror = () => {
          recognition = null;
          resolve();
        };
        recognition.start();
      });
    },
    stopListening() {
      recognition?.stop();
    },

    randomBytes: (count) => browser.crypto.getRandomValues(new Uint8Array(count)),
    vibrate() {
      browser.navigator.vibrate?.(20);
    },
  };
}
