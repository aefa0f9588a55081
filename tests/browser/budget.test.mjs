// What a phone on a bad network has to fetch, and how long the first page takes there.
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { Browser, h5 } from "./browser.mjs";
import { makeCode } from "./system.mjs";

const BUILT = new URL("../../gateway/web/mini/dist/build/", import.meta.url).pathname;
const FIRST_LOAD_BYTES = 250 * 1024;
const MINI_PROGRAM_BYTES = 2 * 1024 * 1024;
const USABLE_MS = 2500;

function sizeOf(folder) {
  return readdirSync(folder, { recursive: true })
    .map((name) => statSync(path.join(folder, name)))
    .reduce((sum, one) => sum + (one.isFile() ? one.size : 0), 0);
}

it("the mini-program's package is small enough to be uploaded and to start fast", () => {
  const bytes = sizeOf(path.join(BUILT, "mp-weixin"));
  console.log(`mini-program: ${(bytes / 1024).toFixed(0)} KB`);
  expect(bytes).toBeGreaterThan(10000);
  expect(bytes).toBeLessThanOrEqual(MINI_PROGRAM_BYTES);
});

it("the first load of the home page stays within its budget", async () => {
  const browser = await Browser.open();
  const page = await browser.page();
  const files = new Set();
  page.on("response", (answer) => {
    const name = new URL(answer.url()).pathname.replace(/^\/h5\/?/, "") || "index.html";
    if (existsSync(path.join(BUILT, "h5", name))) files.add(name);
  });
  await page.goto(h5("enter", { code: (await makeCode()).scene }));
  await page.getByRole("button", { name: "我要留言" }).waitFor();
  const bytes = [...files].reduce((sum, name) => sum + gzipSync(readFileSync(path.join(BUILT, "h5", name))).length, 0);
  console.log(`first load: ${(bytes / 1024).toFixed(1)} KB gzip in ${files.size} files`);
  expect(files.size).toBeGreaterThan(2);
  expect(bytes).toBeLessThanOrEqual(FIRST_LOAD_BYTES);
  await browser.close();
});

it("a phone on a slow network can use the home page soon", async () => {
  const browser = await Browser.open();
  const page = await browser.page();
  const code = await makeCode();
  const devtools = await browser.context.newCDPSession(page);
  // As Lighthouse's "slow 4G": 150 ms round trip, 1.6 Mbit/s down, 750 kbit/s up; the processor four times as slow.
  await devtools.send("Network.enable");
  await devtools.send("Network.emulateNetworkConditions", {
    offline: false, latency: 150, downloadThroughput: (1.6e6 / 8), uploadThroughput: (750e3 / 8),
  });
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: Number(process.env.DEPUTIES_CPU_SLOWDOWN ?? 4) });
  const start = Date.now();
  await page.goto(h5("enter", { code: code.scene }), { waitUntil: "commit" });
  await page.getByRole("button", { name: "我要留言" }).waitFor();
  const usable = Date.now() - start;
  console.log(`home page usable on a slow phone after ${usable} ms`);
  // A time is a measurement: it counts where nothing else runs, not beside a build.
  if (process.env.DEPUTIES_FULL_DRILLS === "1") expect(usable).toBeLessThanOrEqual(USABLE_MS);
  await browser.close();
});
