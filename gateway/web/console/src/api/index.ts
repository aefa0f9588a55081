// The API, as every page of the console uses it.
import type { Schemas } from "@phone/api/client";

export { call, NoAnswer, Refused, send, useSession, wordsFor, type Schemas } from "@phone/api/client";
export { newRequestId } from "@phone/api/request_id";

// Every page of a list that answers in pages; at most `limit` entries.
export async function allPages<T>(
  read: (pageToken: string) => Promise<{ items: T[]; nextPageToken: string }>,
  limit = 500,
): Promise<T[]> {
  const found: T[] = [];
  let token = "";
  do {
    const page = await read(token);
    found.push(...page.items);
    token = page.nextPageToken;
  } while (token && found.length < limit);
  return found;
}

export type Home = Schemas["accounts.v1.Home"];
export type Deputy = Schemas["accounts.v1.Deputy"];
export type Person = Schemas["accounts.v1.Person"];
