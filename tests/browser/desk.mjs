// The console's pages, and their log-in by password.
import { address, demo } from "./system.mjs";

export const desk = (path) => `${address}/console/#${path}`;

// Waits until nothing on the page is loading.
export async function deskSettled(page) {
  await page.waitForFunction(() => document.querySelector("h1") && !document.querySelector('[aria-busy="true"]'));
  await page.waitForTimeout(300);
}

export async function openDesk(page, path) {
  await page.goto(desk(path));
  await deskSettled(page);
}

export async function signInAtDesk(page, who) {
  const { username, password } = demo.logins[who];
  await page.goto(desk("/login"));
  await page.getByLabel("账号").fill(username);
  await page.getByLabel("密码").fill(password);
  await page.getByRole("button", { name: "登录" }).click();
  await page.waitForURL(/#\/today/);
  await deskSettled(page);
}
