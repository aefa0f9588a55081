// The running system that the stories are played on, and what they need of it beside a browser.
import { readFileSync } from "node:fs";
import { randomUUID } from "node:crypto";

// Written by deploy/up: address, demo home and log-ins.
export const demo = JSON.parse(readFileSync(process.env.DEPUTIES_DEMO_FILE, "utf8"));
export const address = demo.gateway.replace(/\/$/, "");
export const homeId = demo.homeId;

export async function api(method, path, { token, body } = {}) {
  const answer = await fetch(`${address}${path}`, {
    method,
    headers: { "Content-Type": "application/json", ...(token ? { Authorization: `Bearer ${token}` } : {}) },
    body: body && JSON.stringify(body),
  });
  const json = await answer.json();
  if (!answer.ok) throw new Error(`${method} ${path}: ${JSON.stringify(json)}`);
  return json;
}

export async function logIn(who) {
  const login = demo.logins[who];
  const [path, body] = login.wechatCode
    ? ["/v1/sessions:wechatLogin", { code: login.wechatCode }]
    : ["/v1/sessions:passwordLogin", login];
  return (await api("POST", path, { body })).sessionToken;
}

// A new poster's code.
export async function makeCode(kind = "HOME_CODE", targetId = "0") {
  const token = await logIn("liaison");
  return api("POST", `/v1/homes/${homeId}/codes`, {
    token,
    body: { requestId: randomUUID(), kind, targetId, label: "测试海报" },
  });
}

export async function postMessage(token, fields) {
  return api("POST", `/v1/homes/${homeId}/messages`, {
    token,
    body: { requestId: randomUUID(), visibility: "PRIVATE", ...fields },
  });
}

// The deputy behind the demo's log-in.
export async function demoDeputy() {
  const me = await api("GET", "/v1/me", { token: await logIn("deputy") });
  return me.roles.find((one) => one.role === "ROLE_DEPUTY");
}
