// Reading for a page: what is there, what went wrong, whether it is still on its way.
import { onMounted, reactive } from "vue";
import { NoAnswer, wordsFor } from "@/api";
import { platform } from "@/platform";

export interface Loading<T> {
  data: T | null;
  busy: boolean;
  // Words for people; empty while all is well.
  problem: string;
  // The problem is that nothing can be reached.
  offline: boolean;
  reload(): Promise<void>;
}

// Reads when the page opens, and again whenever `reload` is called. Of several readings under way the last one counts.
export function useLoading<T>(read: () => Promise<T>, atOnce = true): Loading<T> {
  let newest = 0;
  const state = reactive({
    data: null as T | null,
    busy: atOnce,
    problem: "",
    offline: false,
    async reload() {
      const mine = ++newest;
      state.busy = true;
      try {
        const data = await read();
        if (mine !== newest) return;
        (state as { data: T | null }).data = data;
        state.problem = "";
        state.offline = false;
      } catch (error) {
        if (mine !== newest) return;
        state.problem = wordsFor(error);
        state.offline = error instanceof NoAnswer && !platform.online();
      } finally {
        if (mine === newest) state.busy = false;
      }
    },
  });
  if (atOnce) onMounted(() => state.reload());
  return state as Loading<T>;
}

export interface Pages<T> extends Loading<T[]> {
  // Token of the next page; empty on the last one.
  next: string;
  more: { busy: boolean; problem: string };
  readMore(): Promise<void>;
}

// A list that comes page by page: the first as with useLoading, the others one after the other behind it.
export function usePages<T>(read: (pageToken: string) => Promise<{ items: T[]; nextPageToken: string }>, atOnce = true): Pages<T> {
  const list = useLoading<T[]>(async () => {
    const page = await read("");
    pages.next = page.nextPageToken;
    return page.items;
  }, atOnce);
  const pages: Pages<T> = Object.assign(list, {
    next: "",
    more: { busy: false, problem: "" },
    async readMore() {
      const token = pages.next;
      pages.more.busy = true;
      pages.more.problem = "";
      try {
        const page = await read(token);
        // Read anew meanwhile: this page goes with another list.
        if (pages.next !== token) return;
        pages.next = page.nextPageToken;
        pages.data?.push(...page.items);
      } catch (error) {
        pages.more.problem = wordsFor(error);
      } finally {
        pages.more.busy = false;
      }
    },
  });
  return pages;
}
