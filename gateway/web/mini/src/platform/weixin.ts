import { createWeixinPhotos, type PhotoWeixin } from "./weixin_photos";
import { NoAnswer, type Consent, type HttpAnswer, type HttpRequest, type Platform } from "./platform";

// What is used of WeChat's global object; handed in so that tests can stand in for it.
export interface Weixin extends PhotoWeixin {
  login(options: any): void;
  scanCode(options: any): void;
  requestSubscribeMessage?: (options: any) => void;
  getStorageSync(key: string): unknown;
  setStorageSync(key: string, value: string): void;
  removeStorageSync(key: string): void;
  onNetworkStatusChange(callback: (status: { isConnected: boolean }) => void): void;
  onAppShow(callback: () => void): void;
  getAppBaseInfo?: () => { fontSizeScaleFactor?: number; fontSizeSetting?: number };
  makePhoneCall(options: any): void;
  vibrateShort?: (options: any) => void;
  createInnerAudioContext?: () => { src: string; play(): void; stop(): void; onEnded(f: () => void): void; onError(f: () => void): void };
  cloud?: { init(): void; callContainer(options: any): void };
  getRandomValues?: (options: { length: number; success(result: { randomValues: ArrayBuffer }): void }) => void;
}

// WeChat's own plug-in for speech (同声传译); absent where the mini-program has not been granted it.
export interface SpeechPlugin {
  textToSpeech(options: any): void;
  getRecordRecognitionManager(): {
    onRecognize: (result: { result: string }) => void;
    onStop: (result: { result: string }) => void;
    onError: () => void;
    start(options: any): void;
    stop(): void;
  };
}

// WeChat's cloud hosting (云托管), where the gateway runs in it: WeChat itself carries the requests there and says who asks.
export interface CloudHosting {
  env: string;
  service: string;
}

const USUAL_FONT_SIZE = 17;

interface WeixinAnswer {
  statusCode: number;
  header?: Record<string, string>;
  data: unknown;
}

function answerOf(result: WeixinAnswer): HttpAnswer {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(result.header ?? {})) headers[name.toLowerCase()] = value;
  const text = typeof result.data === "string" ? result.data : JSON.stringify(result.data ?? "");
  return { status: result.statusCode, headers, text };
}

export function createWeixinPlatform(
  wx: Weixin,
  apiAddress: string,
  speech: SpeechPlugin | null,
  hosting: CloudHosting | null = null,
): Platform {
  if (hosting) wx.cloud?.init();
  let connected = true;
  const returns: (() => void)[] = [];
  wx.onNetworkStatusChange((status) => {
    const returned = status.isConnected && !connected;
    connected = status.isConnected;
    if (returned) returns.forEach((callback) => callback());
  });
  let recorder: ReturnType<SpeechPlugin["getRecordRecognitionManager"]> | null = null;
  let player: { stop(): void } | null = null;
  // WeChat gives good random bytes only asynchronously, so some are fetched ahead.
  let pool: number[] = [];
  const fillPool = () =>
    wx.getRandomValues?.({ length: 256, success: ({ randomValues }) => (pool = Array.from(new Uint8Array(randomValues))) });
  fillPool();

  return {
    name: "weixin",

    request(request: HttpRequest): Promise<HttpAnswer> {
      return new Promise((resolve, reject) => {
        const call = {
          method: request.method,
          header: request.headers,
          data: request.body,
          // The text as it came: numbers of 64 bits must not pass through a parser that rounds them.
          dataType: "text",
          responseType: "text",
          timeout: request.timeoutMs,
          success: (result: WeixinAnswer) => resolve(answerOf(result)),
          fail: (error: { errMsg?: string }) => reject(new NoAnswer(error.errMsg ?? "request failed")),
        };
        if (hosting && wx.cloud) {
          const header = { ...request.headers, "X-WX-SERVICE": hosting.service };
          wx.cloud.callContainer({ ...call, header, path: request.path, config: { env: hosting.env } });
        } else {
          wx.request({ ...call, url: apiAddress + request.path });
        }
      });
    },

    ...createWeixinPhotos(wx, apiAddress, answerOf),
    // wx.request gives an answer when it is whole: pages read again and again instead.
    watch: () => null,
    // Files that WeChat fetched end with the visit by themselves.
    freePicture() {},

    loginCode: () =>
      new Promise((resolve, reject) =>
        wx.login({
          success: (result: { code?: string }) => resolve(result.code || null),
          fail: (error: { errMsg?: string }) => reject(new NoAnswer(error.errMsg ?? "login failed")),
        }),
      ),

    canScan: () => true,
    scan: () =>
      new Promise((resolve) =>
        wx.scanCode({
          scanType: ["qrCode", "wxCode"],
          // A mini-program's own code answers with its page and scene, others with their text.
          success: (result: { path?: string; result?: string }) => resolve(result.path || result.result || null),
          fail: () => resolve(null),
        }),
      ),

    subscribe(templateIds) {
      const asked = templateIds.slice(0, 3);
      const none = () => Object.fromEntries(asked.map((id) => [id, "unavailable" as Consent]));
      return new Promise((resolve) => {
        if (!wx.requestSubscribeMessage || asked.length === 0) return resolve(none());
        wx.requestSubscribeMessage({
          tmplIds: asked,
          success: (result: Record<string, string>) =>
            resolve(
              Object.fromEntries(
                asked.map((id) => {
                  const word = result[id];
                  return [id, word === "accept" || word === "reject" ? word : "unavailable"];
                }),
              ) as Record<string, Consent>,
            ),
          fail: () => resolve(none()),
        });
      });
    },

    read(key) {
      const value = wx.getStorageSync(key);
      return typeof value === "string" && value !== "" ? value : null;
    },
    write(key, value) {
      try {
        wx.setStorageSync(key, value);
        return true;
      } catch {
        return false;
      }
    },
    remove: (key) => wx.removeStorageSync(key),

    online: () => connected,
    onReturn(callback) {
      returns.push(callback);
      wx.onAppShow(callback);
    },

    fontScale() {
      const info = wx.getAppBaseInfo?.() ?? {};
      return info.fontSizeScaleFactor || (info.fontSizeSetting ? info.fontSizeSetting / USUAL_FONT_SIZE : 1);
    },
    call: (phone) => wx.makePhoneCall({ phoneNumber: phone, fail() {} }),

    canSpeak: () => !!speech && !!wx.createInnerAudioContext,
    speak(text) {
      return new Promise((resolve) => {
        if (!speech || !wx.createInnerAudioContext) return resolve();
        speech.textToSpeech({
          lang: "zh_CN",
          tts: true,
          // The plug-in's limit is 1000 bytes.
          content: text.slice(0, 300),
          success: (result: { filename: string }) => {
            const audio = wx.createInnerAudioContext!();
            player = audio;
            audio.src = result.filename;
            audio.onEnded(resolve);
            audio.onError(resolve);
            audio.play();
          },
          fail: () => resolve(),
        });
      });
    },
    stopSpeaking: () => player?.stop(),

    canListen: () => !!speech,
    listen(heard) {
      return new Promise((resolve) => {
        if (!speech) return resolve();
        recorder = speech.getRecordRecognitionManager();
        recorder.onRecognize = (result) => heard(result.result);
        recorder.onStop = (result) => {
          if (result.result) heard(result.result);
          resolve();
        };
        recorder.onError = () => resolve();
        recorder.start({ lang: "zh_CN", duration: 60000 });
      });
    },
    stopListening: () => recorder?.stop(),

    randomBytes(count) {
      if (pool.length < count) {
        // Before the first bytes have come, or without them: good enough to tell one person's requests apart.
        const bytes = Uint8Array.from({ length: count }, () => Math.floor(Math.random() * 256));
        fillPool();
        return bytes;
      }
      const bytes = Uint8Array.from(pool.splice(0, count));
      if (pool.length < 32) fillPool();
      return bytes;
    },
    vibrate: () => wx.vibrateShort?.({ type: "light", fail() {} }),
  };
}
