// The yearly assessment of homes in words.
import type { Schemas } from "@/api";
import type { Tone } from "./tone";

// Hundredths of a point, as people read points.
export const points = (hundredths: number): string => (hundredths / 100).toFixed(2).replace(/\.?0+$/, "");

// What an index counts, as its formula says.
export function valueWords(index: Schemas["duty.v1.IndexScore"]): string {
  if (!index.rated) return "件数太少，不评";
  return index.index === "INDEX_RESOLUTION" ? `${points(index.value)}%` : String(index.value);
}

export const AWARDS: Record<string, string> = {
  AWARD_REPORTED: "报告前列", AWARD_NOTIFIED: "通报后位", AWARD_SUGGESTION: "优秀建议", AWARD_BODY: "先进承办单位",
};
export const FORMS: Record<string, string> = { AWARD_PLAQUE: "奖牌", AWARD_CERTIFICATE: "证书", AWARD_LETTER: "书面文件" };

export const EVIDENCE: Record<string, string> = {
  EVIDENCE_PLAN: "年度工作计划", EVIDENCE_MEETING: "专题研究", EVIDENCE_LIAISON: "明确专职联络员", EVIDENCE_FUNDS: "经费保障",
  EVIDENCE_HOUSE_RULES: "工作制度", EVIDENCE_TRAINING: "业务培训", EVIDENCE_ORGAN_RECEPTION: "国家机关负责人进家接待",
  EVIDENCE_CONSULTATION: "线下协商议事",
};
const STATES: Record<string, { words: string; tone: Tone }> = {
  EVIDENCE_SUBMITTED: { words: "等县里核实", tone: "gold" },
  EVIDENCE_ACCEPTED: { words: "已核实", tone: "green" },
  EVIDENCE_REFUSED: { words: "已退回", tone: "red" },
};
export const evidenceState = (state: string) => STATES[state] ?? { words: state, tone: "" as Tone };
