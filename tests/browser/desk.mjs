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

// Chooses from a select, by its keys: what it shows lies above the field that a click would be for.
export async function pick(page, name, option) {
  await page.getByRole("combobox", { name, exact: true }).press("Enter");
  await page.getByRole("option", { name: option, exact: true }).click();
}

// Another person at the same desk.
export async function changePerson(page, who) {
  await page.evaluate(() => sessionStorage.clear());
  await page.goto("about:blank");
  await signInAtDesk(page, who);
}

// The home that an office with several works for.
export async function workFor(page, homeId) {
  await page.evaluate((id) => sessionStorage.setItem("deputies.console.home", id), homeId);
  await page.reload();
  await deskSettled(page);
}
