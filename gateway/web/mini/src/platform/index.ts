import type { Platform } from "./platform";
// #ifdef H5
import { createH5Platform } from "./h5";
// #endif
// #ifdef MP-WEIXIN
import { createWeixinPlatform, type SpeechPlugin } from "./weixin";
// #endif

declare const wx: any;
declare const requirePlugin: (name: string) => SpeechPlugin;

function create(): Platform {
  // #ifdef MP-WEIXIN
  let speech: SpeechPlugin | null = null;
  try {
    speech = requirePlugin("WechatSI");
  } catch {
    // Not granted to this mini-program: reading aloud and dictation are not offered.
  }
  return createWeixinPlatform(wx, __API_ADDRESS__, speech, __CLOUD_HOSTING__);
  // #endif
  // #ifdef H5
  return createH5Platform(window as any);
  // #endif
}

export const platform: Platform = create();
export { NoAnswer } from "./platform";
