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
