// Photos to and from the gateway; their bytes are no JSON.
import { platform } from "@/platform";
import { jsonOf, sessionHeaders, withSession } from "./client";

// 5 MB over a poor network.
const UPLOAD_TIMEOUT_MS = 120000;

// Sends a photo that the device keeps; null when it lost it. `progress` is told how much has left, up to 1.
export function sendPhoto(
  address: string,
  photo: { name: string; type: string },
  requestId: string,
  progress: (part: number) => void,
): Promise<{ photoId: string } | null> {
  return withSession(async () => {
    const headers = { ...sessionHeaders(), "Content-Type": photo.type, "Idempotency-Key": requestId };
    const answer = await platform.sendPhoto(photo.name, { method: "POST", path: address, headers, timeoutMs: UPLOAD_TIMEOUT_MS }, progress);
    return answer && (jsonOf(answer) as { photoId: string });
  });
}

// The address of a picture for an image; null when there is none (any more) or it is not for this person.
export function picture(address: string): Promise<string | null> {
  return platform.picture(address, sessionHeaders("image/*"));
}
