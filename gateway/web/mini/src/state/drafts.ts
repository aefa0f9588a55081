// What a person is writing, kept until the server has it. The request id is made when the writing begins, so that a
// message sent twice from two starts of the app is still one message.
import { newRequestId } from "@/api/request_id";
import { onSignOut } from "./session";
import { forget, load, save } from "./stored";

export interface Draft<T> {
  requestId: string;
  fields: T;
  savedAt: number;
}

const INDEX = "drafts";

export function openDraft<T extends object>(name: string, empty: T): Draft<T> {
  const kept = load<Draft<T>>(key(name));
  if (kept) return { ...kept, fields: { ...empty, ...kept.fields } };
  return { requestId: newRequestId(), fields: { ...empty }, savedAt: 0 };
}

// False when the device has no room: the person should not rely on it.
export function keepDraft<T>(name: string, draft: Draft<T>): boolean {
  draft.savedAt = Date.now();
  const names = new Set(load<string[]>(INDEX) ?? []);
  if (!names.has(name)) save(INDEX, [...names, name]);
  return save(key(name), draft);
}

export function dropDraft(name: string): void {
  forget(key(name));
  save(INDEX, (load<string[]>(INDEX) ?? []).filter((one) => one !== name));
}

function key(name: string): string {
  return `draft.${name}`;
}

// Drafts are private: the next person on the device must not see them.
onSignOut(() => (load<string[]>(INDEX) ?? []).forEach(dropDraft));
