import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  resolve: { alias: { "@phone": here("../mini/src"), "@": here("./src") } },
  test: { include: ["test/**/*.test.ts"], environment: "node" },
});
