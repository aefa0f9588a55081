// What the shared calls of the API ask of a device, in a desktop browser.
import { NoAnswer, type HttpAnswer, type HttpRequest } from "@phone/platform/platform";

async function request(asked: HttpRequest): Promise<HttpAnswer> {
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), asked.timeoutMs);
  try {
    const answer = await fetch(asked.path, {
      method: asked.method,
      headers: asked.headers,
      body: asked.body,
      signal: control.signal,
      cache: "no-store",
    });
    return { status: answer.status, headers: Object.fromEntries(answer.headers), text: await answer.text() };
  } catch (error) {
    throw new NoAnswer(String(error));
  } finally {
    clearTimeout(timer);
  }
}

// The address of a picture that wants headers, for an image; null when there is none. Whoever asked frees it.
async function picture(path: string, headers: Record<string, string>): Promise<string | null> {
  const answer = await fetch(path, { headers, signal: AbortSignal.timeout(30000) }).catch(() => null);
  return answer?.ok ? URL.createObjectURL(await answer.blob()) : null;
}

export const platform = {
  request,
  picture,
  freePicture: (address: string) => URL.revokeObjectURL(address),
  online: () => navigator.onLine,
  randomBytes: (count: number) => crypto.getRandomValues(new Uint8Array(count)),
};
export { NoAnswer };
