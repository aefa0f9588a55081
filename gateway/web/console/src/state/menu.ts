// What the console offers, and to whom.
import type { Person } from "@/api";

export interface Entry {
  path: string;
  title: string;
  // Empty: every role.
  roles: string[];
}

export interface Group {
  title: string;
  entries: Entry[];
}

const HOME_STAFF = ["ROLE_LIAISON", "ROLE_CHAIR", "ROLE_COUNTY_OFFICE"];

export const MENU: Group[] = [
  {
    title: "今天",
    entries: [
      { path: "/today", title: "今日待办", roles: HOME_STAFF },
      { path: "/statistics", title: "统计分析", roles: HOME_STAFF },
    ],
  },
  {
    title: "群众来信",
    entries: [
      { path: "/messages", title: "留言办理", roles: HOME_STAFF },
      { path: "/calls", title: "电话告知", roles: HOME_STAFF },
      { path: "/moderation", title: "留言审核", roles: HOME_STAFF },
    ],
  },
  {
    title: "群众接待",
    entries: [
      { path: "/planner", title: "年度计划", roles: HOME_STAFF },
      { path: "/reception", title: "接待日", roles: HOME_STAFF },
    ],
  },
  {
    title: "民意与建议",
    entries: [
      { path: "/suggestions", title: "建议议案", roles: HOME_STAFF },
      { path: "/matters", title: "征求民意", roles: HOME_STAFF },
      { path: "/projects", title: "民生实事", roles: HOME_STAFF },
    ],
  },
  {
    title: "代表履职",
    entries: [
      { path: "/reports", title: "履职申报", roles: HOME_STAFF },
      { path: "/ranking", title: "积分排名", roles: HOME_STAFF },
      { path: "/rules", title: "积分规则", roles: HOME_STAFF },
      { path: "/appraisals", title: "述职评议", roles: HOME_STAFF },
      { path: "/ballots", title: "测评与票决", roles: HOME_STAFF },
      { path: "/activities", title: "代表活动", roles: HOME_STAFF },
      { path: "/study", title: "代表学习", roles: HOME_STAFF },
    ],
  },
  {
    title: "代表之家",
    entries: [
      { path: "/bulletins", title: "信息公告", roles: HOME_STAFF },
      { path: "/home", title: "介绍与栏目", roles: HOME_STAFF },
      { path: "/deputies", title: "人大代表", roles: HOME_STAFF },
      { path: "/codes", title: "二维码与海报", roles: HOME_STAFF },
      { path: "/assessment", title: "年度成效评比", roles: HOME_STAFF },
    ],
  },
  {
    title: "管理",
    entries: [
      { path: "/voters", title: "选民核实", roles: HOME_STAFF },
      { path: "/imports", title: "名册导入", roles: ["ROLE_COUNTY_OFFICE", "ROLE_SYSTEM_ADMIN"] },
      { path: "/roles", title: "账号与角色", roles: ["ROLE_SYSTEM_ADMIN", "ROLE_SECURITY_ADMIN", "ROLE_AUDITOR"] },
      { path: "/audit", title: "操作记录", roles: [...HOME_STAFF, "ROLE_AUDITOR"] },
    ],
  },
];

export function menuFor(person: Person | null): Group[] {
  const held = new Set<string>((person?.roles ?? []).map((one) => one.role));
  return MENU.map((group) => ({
    title: group.title,
    entries: group.entries.filter((one) => one.roles.length === 0 || one.roles.some((role) => held.has(role))),
  })).filter((group) => group.entries.length > 0);
}

// The page that a person begins with; empty for somebody without any desk here.
export function firstPage(person: Person | null): string {
  return menuFor(person)[0]?.entries[0]?.path ?? "";
}
