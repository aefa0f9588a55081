// The home that the console works for at present, and those that the person may choose from.
import { computed, reactive } from "vue";
import { allPages, call, type Home } from "@/api";
import { onSignOut, session } from "./session";

const KEY = "deputies.console.home";

export const place = reactive({
  homes: [] as Home[],
  homeId: "",
  ready: false,
});

export const home = computed(() => place.homes.find((one) => one.homeId === place.homeId) ?? null);

export function choose(homeId: string): void {
  place.homeId = homeId;
  sessionStorage.setItem(KEY, homeId);
}

// The homes at and below the nodes at which the person holds a role; all of them for a role of the whole installation.
export async function loadHomes(): Promise<void> {
  const nodes = new Set((session.person?.roles ?? []).map((one) => one.organizationId));
  const found = new Map<string, Home>();
  for (const organizationId of nodes) {
    const homes = await allPages(async (pageToken) => {
      const page = await call("get", "/v1/homes", {}, { query: { organizationId, pageSize: 50, pageToken } });
      return { items: page.homes, nextPageToken: page.nextPageToken };
    });
    for (const one of homes) found.set(one.homeId, one);
  }
  place.homes = [...found.values()];
  const kept = sessionStorage.getItem(KEY) ?? "";
  if (!found.has(place.homeId)) place.homeId = found.has(kept) ? kept : (place.homes[0]?.homeId ?? "");
  place.ready = true;
}

onSignOut(() => {
  place.homes = [];
  place.homeId = "";
  place.ready = false;
  sessionStorage.removeItem(KEY);
});
