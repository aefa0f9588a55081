import vue from "@vitejs/plugin-vue";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { staticCalendarStyles } from "./static_calendar_styles";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// `@phone` is the phone clients' source: calls of the API, words for times, roles and states are written once, there.
// Its modules ask `@/platform` for what a device can do, which here is this console's.
export default defineConfig({
  base: "./",
  plugins: [staticCalendarStyles(), vue()],
  resolve: { alias: { "@phone": here("../mini/src"), "@": here("./src") }, dedupe: ["vue"] },
  build: {
    target: "es2021",
    chunkSizeWarningLimit: 1200,
    rollupOptions: {
      output: {
        manualChunks: {
          element: ["element-plus"],
          calendar: ["@fullcalendar/core", "@fullcalendar/vue3", "@fullcalendar/daygrid", "@fullcalendar/multimonth"],
        },
      },
    },
  },
});
