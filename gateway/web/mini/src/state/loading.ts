// One way to load what a page shows: remembered first, then fresh, with the four states that every list has.
import { computed, reactive, ref, shallowRef, type Ref } from "vue";
import { NoAnswer, Refused, wordsFor } from "@/api/client";
import { recall, remember } from "./remembered";

export type LoadState = "loading" | "ready" | "empty" | "offline" | "failed";

export interface Loaded<T> {
  value: T | null;
  state: LoadState;
  // For "offline" and "failed": what to tell the person.
  words: string;
  // The value is from an earlier visit, because the fresh one could not be had.
  old: boolean;
  refresh(): Promise<void>;
}

function stateOf(error: unknown): LoadState {
  return error instanceof NoAnswer ? "offline" : "failed";
}

// `name` keys the memory; empty remembers nothing.
export function useLoaded<T>(name: string | (() => string), fetch: () => Promise<T>): Loaded<T> {
  const value = shallowRef<T | null>(null);
  const state = ref<LoadState>("loading");
  const words = ref("");
  const old = ref(false);
  let latest = 0;

  async function refresh(): Promise<void> {
    const turn = ++latest;
    const key = typeof name === "function" ? name() : name;
    const earlier = key && value.value === null ? recall<T>(key) : null;
    if (earlier) {
      value.value = earlier.value;
      state.value = "ready";
    } else if (value.value === null) {
      state.value = "loading";
    }
    try {
      const fresh = await fetch();
      if (turn !== latest) return;
      value.value = fresh;
      state.value = Array.isArray(fresh) && fresh.length === 0 ? "empty" : "ready";
      old.value = false;
      if (key) remember(key, fresh);
    } catch (error) {
      if (turn !== latest) return;
      words.value = wordsFor(error);
      old.value = value.value !== null;
      // What is gone must not live on from memory.
      if (error instanceof Refused && error.status === 404) value.value = null;
      if (value.value === null) state.value = stateOf(error);
    }
  }
  return reactive({ value, state, words, old, refresh }) as Loaded<T>;
}

export interface Page<T> {
  items: T[];
  nextPageToken: string;
}

export interface Paged<T> {
  items: T[];
  state: LoadState;
  words: string;
  old: boolean;
  more: boolean;
  loadingMore: boolean;
  refresh(): Promise<void>;
  loadMore(): Promise<void>;
}

// A list by pages; the first page is remembered.
export function usePaged<T>(name: string | (() => string), fetch: (pageToken: string) => Promise<Page<T>>): Paged<T> {
  const items = ref([]) as Ref<T[]>;
  const token = ref("");
  const loadingMore = ref(false);
  const first = useLoaded<Page<T>>(name, () => fetch(""));

  async function refresh(): Promise<void> {
    const run = first.refresh();
    show();
    await run;
    show();
  }

  function show(): void {
    items.value = first.value?.items ?? [];
    token.value = first.value?.nextPageToken ?? "";
  }

  async function loadMore(): Promise<void> {
    if (!token.value || loadingMore.value) return;
    loadingMore.value = true;
    try {
      const page = await fetch(token.value);
      items.value = [...items.value, ...page.items];
      token.value = page.nextPageToken;
    } catch (error) {
      uni.showToast({ title: wordsFor(error), icon: "none" });
    } finally {
      loadingMore.value = false;
    }
  }

  return reactive({
    items,
    state: computed(() => (first.state === "ready" && items.value.length === 0 ? "empty" : first.state)),
    words: computed(() => first.words),
    old: computed(() => first.old),
    more: computed(() => token.value !== ""),
    loadingMore,
    refresh,
    loadMore,
  }) as Paged<T>;
}

// The properties that <ui-list> wants of either.
export function states(one: { state: LoadState; words: string; old: boolean; more?: boolean; loadingMore?: boolean }) {
  return { state: one.state, words: one.words, old: one.old, more: one.more ?? false, loadingMore: one.loadingMore ?? false };
}
