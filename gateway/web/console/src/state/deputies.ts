// The deputies who serve in the home at work: read once, asked for by name everywhere.
import { computed, reactive } from "vue";
import { allPages, call, type Deputy } from "@/api";
import { place } from "./place";
import { onSignOut } from "./session";

const known = reactive(new Map<string, Deputy[]>());
const reading = new Map<string, Promise<void>>();

async function read(homeId: string): Promise<void> {
  const found = await allPages(async (pageToken) => {
    const page = await call("get", "/v1/homes/{homeId}/deputies", { homeId }, { query: { pageSize: 50, pageToken } });
    return { items: page.deputies, nextPageToken: page.nextPageToken };
  });
  known.set(homeId, found);
}

// The names arrive later; what is shown follows by itself. A failed reading is tried again by the next page.
export function useDeputies() {
  const homeId = place.homeId;
  if (homeId && !known.has(homeId) && !reading.has(homeId)) {
    reading.set(homeId, read(homeId).catch(() => undefined).finally(() => reading.delete(homeId)));
  }
  const deputies = computed(() => known.get(homeId) ?? []);
  // Comes when the names are there, or could not be read.
  const named = reading.get(homeId) ?? Promise.resolve();
  return { deputies, named, nameOf: (deputyId: string) => deputies.value.find((one) => one.deputyId === deputyId)?.name ?? "" };
}

onSignOut(() => known.clear());
