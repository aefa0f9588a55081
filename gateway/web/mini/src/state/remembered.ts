// Answers of reads, remembered so that a page shows something at once and also without a network.
import { onSignOut } from "./session";
import { forget, load, save } from "./stored";

const INDEX = "remembered";
const KEPT = 40;

interface Remembered<T> {
  at: number;
  value: T;
}

export function recall<T>(name: string): Remembered<T> | null {
  return load<Remembered<T>>(`seen.${name}`);
}

export function remember(name: string, value: unknown): void {
  const names = (load<string[]>(INDEX) ?? []).filter((one) => one !== name);
  names.unshift(name);
  names.splice(KEPT).forEach((old) => forget(`seen.${old}`));
  save(INDEX, names);
  save(`seen.${name}`, { at: Date.now(), value });
}

onSignOut(() => {
  (load<string[]>(INDEX) ?? []).forEach((name) => forget(`seen.${name}`));
  forget(INDEX);
});
