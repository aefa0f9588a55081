// Livelihood projects (民生实事) in words.
import type { Schemas } from "@/api/client";
import type { Tone } from "./message";

export type Project = Schemas["duty.v1.Project"];
export type ProjectPage = Schemas["duty.v1.ProjectPage"];
export type ProjectProposal = Schemas["duty.v1.ProjectProposal"];

export const PROJECT_STATES: Record<string, { words: string; tone: Tone }> = {
  CANDIDATE: { words: "候选，等代表票决", tone: "blue" },
  CHOSEN: { words: "正在办", tone: "green" },
  NOT_CHOSEN: { words: "这次没有选上", tone: "" },
  REPORTED: { words: "监督报告已公布", tone: "gold" },
};

export function proposalWords(proposal: Pick<ProjectProposal, "state" | "declineReason">): string {
  if (proposal.state === "PROPOSAL_ACCEPTED") return "已列入候选项目";
  if (proposal.state === "PROPOSAL_DECLINED") return `没有列入：${proposal.declineReason}`;
  return "已收到，正在研究";
}

// How far it has come, once it is being done: "已完成 40%".
export function doneWords(project: Pick<Project, "state" | "percentDone">): string {
  return project.state === "CHOSEN" || project.state === "REPORTED" ? `已完成 ${project.percentDone}%` : "";
}
