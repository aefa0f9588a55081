import { defineConfig } from "vitest/config";
import { fileURLToPath } from "node:url";

export default defineConfig({
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  define: { __API_ADDRESS__: JSON.stringify("https://home.example.cn"), __CLOUD_HOSTING__: "null" },
  test: { include: ["test/**/*.test.ts"], environment: "node" },
});
