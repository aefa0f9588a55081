import { platform } from "@/platform";

// JSON values that stay on the device. What cannot be read (an older form, a damaged store) counts as absent.
export function load<T>(key: string): T | null {
  const text = platform.read(key);
  if (text === null) return null;
  try {
    return JSON.parse(text) as T;
  } catch {
    platform.remove(key);
    return null;
  }
}

export function save(key: string, value: unknown): boolean {
  return platform.write(key, JSON.stringify(value));
}

export function forget(key: string): void {
  platform.remove(key);
}
