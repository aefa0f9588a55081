// Debian's Chromium as a phone, watching that pages stay within what they promise.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { chromium } from "playwright-core";
import { expect } from "vitest";
import { address } from "./system.mjs";

const SHOTS = new URL("./shots/", import.meta.url).pathname;
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
const DESKTOP = { viewport: { width: 1440, height: 900 } };

export class Browser {
  static async open({ desktop = false } = {}) {
    const folder = mkdtempSync(path.join(tmpdir(), "deputies-chromium-"));
    const context = await chromium.launchPersistentContext(folder, {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
      ],
      locale: "zh-CN",
      timezoneId: "Asia/Shanghai",
      ...(desktop ? DESKTOP : PHONE),
    });
    return new Browser(folder, context);
  }

  constructor(folder, context) {
    this.folder = folder;
    this.context = context;
    // Whatever should not have happened on any page of this browser.
    this.faults = [];
    context.on("request", (request) => {
      const url = request.url();
      if (!url.startsWith(address) && !/^(data|blob|about):/.test(url)) this.faults.push(`asks elsewhere: ${url}`);
    });
  }

  async page() {
    const page = await this.context.newPage();
    page.setDefaultTimeout(30000);
    page.on("pageerror", (error) => this.faults.push(`error: ${error.message}`));
    page.on("console", (message) => {
      // Refusals and cut lines are part of the stories; the browser reports each as an error.
      if (message.type() === "error" && !/Failed to load resource/.test(message.text())) {
        this.faults.push(`console: ${message.text()}`);
      }
    });
    return page;
  }

  async close() {
    await this.context.close();
    rmSync(this.folder, { recursive: true, force: true });
    expect(this.faults).toEqual([]);
  }
}

// An H5 page's address.
export function h5(page, query = {}) {
  const text = new URLSearchParams(query).toString();
  return `${address}/h5/#/pages/${page}/${page}${text ? `?${text}` : ""}`;
}

export async function shot(page, name) {
  mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: path.join(SHOTS, `${name}.png`), fullPage: true });
}

// Ends what is fading, and lets nothing fade any more: colours half-way are nobody's contrast.
async function stand(page) {
  await page.evaluate(async () => {
    const still = new CSSStyleSheet();
    still.replaceSync("*, *::before, *::after { transition: none !important; animation: none !important }");
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, still];
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  });
}

// Every violation of WCAG 2.2 AA that axe can see, as lines.
export async function violations(page) {
  await stand(page);
  await page.evaluate(AXE);
  const result = await page.evaluate((tags) => window.axe.run(document, { runOnly: tags }), WCAG);
  return result.violations.flatMap((one) =>
    one.nodes.map((node) => `${one.id} (${one.impact}): ${node.html.slice(0, 160)} ${node.failureSummary.split("\n")[1] ?? ""}`),
  );
}

// Waits until nothing on the page is loading.
export async function settled(page) {
  await page.waitForFunction(() => document.querySelector(".page") && !document.querySelector('[aria-busy="true"]'));
}

export async function logInByDemo(page, title) {
  await page.goto(h5("login"));
  await page.getByRole("button", { name: `演示登录：${title}` }).click();
  await page.waitForFunction(() => localStorage.getItem("deputies.session"));
}
