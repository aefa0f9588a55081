// Photos on their way into a message: chosen, kept on the device, sent before it.
import { reactive } from "vue";
import { addressOf, Refused } from "@/api/client";
import { sendPhoto } from "@/api/photos";
import { newRequestId } from "@/api/request_id";
import { platform } from "@/platform";
import type { KeptPhoto } from "@/platform/photos";
import { load, save } from "./stored";

export interface MessagePhoto extends KeptPhoto {
  // Names the upload: sent twice, it is one photo.
  requestId: string;
  // Once the server has it.
  photoId?: string;
}

export const PHOTOS_MAX = 9;
const BYTES_MAX = 5 * 1024 * 1024;
const INDEX = "photos";

// How much of each has left, from 0 to 1, by the photo's name.
export const progress = reactive<Record<string, number>>({});

// To be called from a tap. `words` say what could not be taken.
export async function choose(room: number): Promise<{ photos: MessagePhoto[]; words: string }> {
  const found = await platform.choosePhotos(room);
  const fitting = found.filter((one) => one.type !== "" && one.bytes <= BYTES_MAX);
  found.filter((one) => !fitting.includes(one)).forEach((one) => platform.dropPhoto(one.name));
  save(INDEX, [...(load<string[]>(INDEX) ?? []), ...fitting.map((one) => one.name)]);
  const large = found.some((one) => one.bytes > BYTES_MAX);
  const strange = found.some((one) => one.type === "");
  return {
    photos: fitting.map((one) => ({ ...one, requestId: newRequestId() })),
    words: large ? "有照片超过 5 MB，没有加上" : strange ? "有的文件不是照片，没有加上（可用 JPEG、PNG、WebP）" : "",
  };
}

export function drop(photos: { name: string }[]): void {
  const names = new Set(photos.map((one) => one.name));
  names.forEach((name) => platform.dropPhoto(name));
  save(INDEX, (load<string[]>(INDEX) ?? []).filter((name) => !names.has(name)));
}

// Every photo on the device but these.
export function dropAllBut(kept: string[]): void {
  drop((load<string[]>(INDEX) ?? []).filter((name) => !kept.includes(name)).map((name) => ({ name })));
}

// Sends those that the server does not have yet, one after another: a slow network is not faster for several.
export async function upload(homeId: string, photos: MessagePhoto[], uploaded: () => void): Promise<void> {
  for (const one of photos) {
    if (one.photoId) continue;
    const address = addressOf("/v1/homes/{homeId}/photos", { homeId });
    const answer = await sendPhoto(address, one, one.requestId, (part) => (progress[one.name] = part));
    if (!answer) throw new Refused(0, "PHOTO_LOST", "有照片在手机里找不到了，请删掉它再发", "", 0);
    one.photoId = answer.photoId;
    progress[one.name] = 1;
    uploaded();
  }
}

// The server threw them away, because no message followed within a day: they are sent as new ones.
export function sendAnew(photos: MessagePhoto[]): void {
  for (const one of photos) {
    one.requestId = newRequestId();
    delete one.photoId;
    delete progress[one.name];
  }
}
