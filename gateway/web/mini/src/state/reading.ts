// How the person reads: elder mode (长辈版) and the size of text set in WeChat or the browser.
import { computed, reactive } from "vue";
import { platform } from "@/platform";
import { load, save } from "./stored";

const KEY = "reading";

export const reading = reactive({
  elder: load<{ elder: boolean }>(KEY)?.elder ?? false,
  scale: 1,
});

// WeChat's seven steps go from 0.8 to 1.4; beyond that a phone shows too few words in a line.
export function measureScale(): void {
  reading.scale = Math.min(Math.max(platform.fontScale(), 0.9), 1.4);
}

export function setElder(elder: boolean): void {
  reading.elder = elder;
  save(KEY, { elder });
}

// Elder mode is large already: the device's own size may add little.
export const textScale = computed(() => (reading.elder ? Math.min(Math.max(reading.scale, 1), 1.15) : reading.scale));
