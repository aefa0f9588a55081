import type { Schemas } from "@/api/client";

export type Deputy = Schemas["accounts.v1.Deputy"];

const LEVELS: Record<string, string> = {
  TOWNSHIP_DEPUTY: "乡镇人大代表",
  COUNTY_DEPUTY: "旗县区人大代表",
  CITY_DEPUTY: "市人大代表",
  REGION_DEPUTY: "自治区人大代表",
};

export function levelWords(level: string): string {
  return LEVELS[level] ?? "人大代表";
}

// The sign in a deputy's circle: the family name.
export function faceOf(name: string): string {
  return [...name][0] ?? "代";
}
