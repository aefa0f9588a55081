// A deputy's points and activities in words.
import type { Schemas } from "@/api/client";
import { clockTime, dayWords } from "./time";

export type DutyScore = Schemas["duty.v1.DutyScore"];
export type RankingRow = Schemas["duty.v1.RankingRow"];
export type Activity = Schemas["duty.v1.Activity"];

// "★★★☆☆"; a deputy with too few cases is not rated, which is no bad mark.
export function starWords(stars: number): string {
  return stars > 0 ? "★".repeat(stars) + "☆".repeat(Math.max(5 - stars, 0)) : "暂不评星";
}

// How an item's points came about: "做了 12 次，计 10 次", and for what depends on how much comes in "收到 8 件，办了 7 件".
export function countWords(item: DutyScore["items"][number]): string {
  const parts = [`做了 ${item.acts} 次，计 ${item.counted} 次`];
  if (item.opportunities > 0) parts.push(`收到 ${item.opportunities} 件，办了 ${item.handled} 件`);
  return parts.join("；");
}

export function placeOf(row: Pick<RankingRow, "rank">): string {
  return row.rank > 0 ? `第 ${row.rank} 名` : "暂不排名";
}

export function activityWhen(activity: Pick<Activity, "startTime" | "endTime">): string {
  return `${dayWords(activity.startTime)} ${clockTime(activity.startTime)}—${clockTime(activity.endTime)}`;
}

// Where the sign-up stands.
export function signUpWords(activity: Pick<Activity, "signUpEndTime" | "startTime" | "capacity" | "signedUpCount">, now = Date.now()): string {
  const { capacity, signedUpCount, signUpEndTime } = activity;
  const count = capacity > 0 ? `${signedUpCount}/${capacity} 人报名` : `${signedUpCount} 人报名`;
  const open = !!signUpEndTime && now < Date.parse(signUpEndTime) && (capacity === 0 || signedUpCount < capacity);
  return open ? `正在报名，${count}` : count;
}
