// What both platforms know of photos.

// A photo that the person chose. It stays on the device under `name` until it is dropped.
export interface KeptPhoto {
  name: string;
  // "image/jpeg", "image/png" or "image/webp"; "" for anything else.
  type: string;
  bytes: number;
}

// What a file is, by its first bytes: names and declared types lie.
export function typeOf(head: Uint8Array): string {
  const starts = (at: number, ...bytes: number[]) => bytes.every((byte, index) => head[at + index] === byte);
  if (starts(0, 0xff, 0xd8, 0xff)) return "image/jpeg";
  if (starts(0, 0x89, 0x50, 0x4e, 0x47)) return "image/png";
  if (starts(0, 0x52, 0x49, 0x46, 0x46) && starts(8, 0x57, 0x45, 0x42, 0x50)) return "image/webp";
  return "";
}
