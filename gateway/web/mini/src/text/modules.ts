// The modules (栏目) that homes choose from, where each leads and how it is drawn. One that leads nowhere yet is not shown.
export interface ModuleLook {
  icon: string;
  tone: "" | "b" | "g" | "y";
  title: string;
  // A page, or "tab:NAME" of the first page.
  to: string;
}

export const MODULES: Record<string, ModuleLook> = {
  INTRODUCTION: { icon: "home", tone: "", title: "代表之家", to: "/pages/about/about" },
  MESSAGE_BOARD: { icon: "chat", tone: "b", title: "选民留言", to: "tab:board" },
  DIRECT_LINE: { icon: "people", tone: "g", title: "直通代表", to: "/pages/deputies/deputies" },
  MY_OPINIONS: { icon: "list", tone: "y", title: "我的意见", to: "tab:mine" },
  CONSULTATIONS: { icon: "vote", tone: "g", title: "征求民意", to: "/pages/matters/matters" },
  SHOWCASE: { icon: "medal", tone: "y", title: "代表风采", to: "/pages/bulletins/bulletins?category=DEPUTY_SHOWCASE" },
  LAWS: { icon: "law", tone: "b", title: "法律法规", to: "/pages/bulletins/bulletins?category=LAW" },
  WORK_RULES: { icon: "book", tone: "", title: "工作制度", to: "/pages/bulletins/bulletins?category=WORKING_RULE" },
  NEWS: { icon: "news", tone: "", title: "人大要闻", to: "/pages/bulletins/bulletins?category=NEWS" },
  NOTICES: { icon: "sound", tone: "y", title: "通知公告", to: "/pages/bulletins/bulletins?category=NOTICE" },
  ACTIVITIES: { icon: "flag", tone: "g", title: "代表活动", to: "/pages/bulletins/bulletins?category=DEPUTY_ACTIVITY" },
  THEMES: { icon: "star", tone: "y", title: "主题活动", to: "/pages/bulletins/bulletins?category=THEME_ACTIVITY" },
  RECEPTION_DAYS: { icon: "calendar", tone: "", title: "群众接待日", to: "/pages/reception/reception" },
  DUTY_ARCHIVE: { icon: "medal", tone: "", title: "履职档案", to: "/pages/ranking/ranking" },
  SUNSHINE_DUTY: { icon: "eye", tone: "y", title: "阳光履职", to: "/pages/ranking/ranking" },
  JOINT_SUPERVISION: { icon: "eye", tone: "g", title: "联动监督", to: "/pages/projects/projects" },
  APPRAISAL: { icon: "vote", tone: "b", title: "述职评议", to: "/pages/appraisals/appraisals" },
  TRAINING: { icon: "bulb", tone: "b", title: "代表培训", to: "/pages/bulletins/bulletins?category=TRAINING" },
};
