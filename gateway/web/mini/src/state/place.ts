// The home (代表之家) that the person is in, and those visited before.
import { reactive } from "vue";
import { load, save } from "./stored";

export interface Place {
  homeId: string;
  name: string;
}

const KEY = "places";
const KEPT = 5;

// Latest first.
export const places = reactive(load<Place[]>(KEY) ?? []);

export function enter(place: Place): void {
  const others = places.filter((one) => one.homeId !== place.homeId);
  places.splice(0, places.length, place, ...others.slice(0, KEPT - 1));
  save(KEY, places);
}

export function current(): Place | null {
  return places[0] ?? null;
}
