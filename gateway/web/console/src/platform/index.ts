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

export const platform = {
  request,
  online: () => navigator.onLine,
  randomBytes: (count: number) => crypto.getRandomValues(new Uint8Array(count)),
};
export { NoAnswer };
