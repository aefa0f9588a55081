const NAMES: Record<string, string> = {
  ROLE_DEPUTY: "人大代表",
  ROLE_LIAISON: "联络员",
  ROLE_CHAIR: "人大主席",
  ROLE_COUNTY_OFFICE: "人大常委会工委",
  ROLE_COMMITTEE_MEMBER: "人大常委会组成人员",
  ROLE_ORGAN_HEAD: "国家机关负责人",
  ROLE_HANDLING_CLERK: "承办单位经办人",
  ROLE_SPONSOR: "包联领导",
  ROLE_AUDITOR: "审计员",
  ROLE_SECURITY_ADMIN: "安全管理员",
  ROLE_SYSTEM_ADMIN: "系统管理员",
};

export function roleName(role: string): string {
  return NAMES[role] ?? "工作人员";
}
