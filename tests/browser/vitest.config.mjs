import { defineConfig } from "vitest/config";

// One file after the other: each starts a browser, and two cores are all there is.
export default defineConfig({
  test: { include: ["*.test.mjs"], fileParallelism: false, testTimeout: 120000, hookTimeout: 120000 },
});
