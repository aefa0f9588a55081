// Consent to WeChat's subscribe messages: what to ask for at a tap, and telling the server what was answered.
import { call } from "@/api/client";
import { newRequestId } from "@/api/request_id";
import { platform } from "@/platform";

// NoticeKind (proto/deputies/events/v1/notice.proto): notices to the author of a message, most wanted first.
export const ABOUT_MY_MESSAGE = ["MESSAGE_ANSWERED", "MESSAGE_QUESTION", "MESSAGE_CLOSED_SILENTLY"];
// To who booked a place at a reception.
export const ABOUT_MY_BOOKING = ["BOOKING_CONFIRMED", "BOOKING_OFFERED", "BOOKING_REMINDER"];

// None outside WeChat, and none where the installation has no template for these kinds. To be had before the tap: WeChat
// shows its question only right at one.
export async function templatesFor(kinds: string[]): Promise<string[]> {
  if (platform.name !== "weixin") return [];
  const answer = await call("get", "/v1/noticeTemplates", {}, { query: { kinds: kinds as never[] } });
  return answer?.templateIds ?? [];
}

// True when the person agreed to at least one. Asks before anything else is awaited; `signIn` is waited for before the
// answers are told.
export async function askConsent(templateIds: string[], signIn = async () => true): Promise<boolean> {
  const answers = await platform.subscribe(templateIds);
  if (!(await signIn())) return false;
  const results = templateIds
    .filter((id) => answers[id])
    .map((id) => ({
      templateId: id,
      answer: { accept: "ACCEPT", reject: "REJECT", unavailable: "FILTER" }[answers[id]] as "ACCEPT",
    }));
  await call("post", "/v1/me/noticeConsents", {}, { body: { requestId: newRequestId(), results } });
  return results.some((one) => one.answer === "ACCEPT");
}
