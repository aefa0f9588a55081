// Livelihood projects: which ballot is about the candidates, who may be on a team.
import type { Schemas } from "@/api";
import type { Ballot } from "./ballot";

export type Project = Schemas["duty.v1.Project"];

// So many are usually chosen, of twelve.
export const SEATS = 10;

// A ballot of deputies whose options are the titles of the year's candidates, in whatever order.
export function fitsCandidates(ballot: Pick<Ballot, "kind" | "options">, candidates: Pick<Project, "title">[]): boolean {
  const titles = new Set(candidates.map((one) => one.title));
  return ballot.kind === "PROJECTS" && ballot.options.length === titles.size && ballot.options.every((one) => titles.has(one));
}

export const decidable = (ballot: Pick<Ballot, "state" | "result">) => ballot.state === "CLOSED" && !!ballot.result?.quorumReached;

// What is missing in a supervision team; empty when it is complete.
export function teamProblem(experts: string[], members: string[], local: string[]): string {
  if (new Set(experts).size !== 2) return "要选两名专业代表，不能是同一个人";
  if (members.some((one) => experts.includes(one))) return "专业代表不用再选作组员";
  if (local.length === 0) return "请写项目所在地的监督员";
  if (local.some((one) => [...one].length < 2)) return "监督员的姓名至少 2 个字";
  return "";
}

export const linesOf = (text: string) => text.split("\n").map((one) => one.trim()).filter(Boolean);
