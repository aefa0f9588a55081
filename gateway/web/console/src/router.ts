import { createRouter, createWebHashHistory, type RouteRecordRaw } from "vue-router";
import { firstPage } from "./state/menu";
import { session, signedIn } from "./state/session";

const desks: RouteRecordRaw[] = [
  { path: "/today", component: () => import("./pages/today/TodayPage.vue"), meta: { title: "今日待办" } },
  { path: "/statistics", component: () => import("./pages/statistics/StatisticsPage.vue"), meta: { title: "统计分析" } },
  { path: "/messages", component: () => import("./pages/messages/MessagesPage.vue"), meta: { title: "留言办理" } },
  { path: "/calls", component: () => import("./pages/calls/CallsPage.vue"), meta: { title: "电话告知" } },
  { path: "/moderation", component: () => import("./pages/moderation/ModerationPage.vue"), meta: { title: "留言审核" } },
  { path: "/planner", component: () => import("./pages/reception/PlannerPage.vue"), meta: { title: "接待年度计划" } },
  { path: "/reception", component: () => import("./pages/reception/ReceptionDaysPage.vue"), meta: { title: "群众接待日" } },
  { path: "/reception/:dayId", component: () => import("./pages/reception/DeskPage.vue"), meta: { title: "接待台" } },
  { path: "/suggestions", component: () => import("./pages/suggestions/SuggestionsPage.vue"), meta: { title: "建议议案" } },
  { path: "/matters", component: () => import("./pages/matters/MattersPage.vue"), meta: { title: "征求民意" } },
  { path: "/reports", component: () => import("./pages/reports/DutyReportsPage.vue"), meta: { title: "履职申报" } },
  { path: "/ranking", component: () => import("./pages/ranking/RankingPage.vue"), meta: { title: "积分排名" } },
  { path: "/rules", component: () => import("./pages/rules/RuleBooksPage.vue"), meta: { title: "积分规则" } },
  { path: "/appraisals", component: () => import("./pages/appraisals/AppraisalsPage.vue"), meta: { title: "述职评议" } },
  { path: "/ballots", component: () => import("./pages/ballots/BallotsPage.vue"), meta: { title: "满意度测评与票决" } },
  { path: "/projects", component: () => import("./pages/projects/ProjectsPage.vue"), meta: { title: "民生实事" } },
  { path: "/activities", component: () => import("./pages/activities/ActivitiesPage.vue"), meta: { title: "代表活动" } },
  { path: "/study", component: () => import("./pages/study/StudyPage.vue"), meta: { title: "代表学习" } },
  { path: "/bulletins", component: () => import("./pages/bulletins/BulletinsPage.vue"), meta: { title: "信息公告" } },
  { path: "/home", component: () => import("./pages/home/HomePage.vue"), meta: { title: "介绍与栏目" } },
  { path: "/deputies", component: () => import("./pages/home/DeputiesPage.vue"), meta: { title: "人大代表" } },
  { path: "/codes", component: () => import("./pages/codes/CodesPage.vue"), meta: { title: "二维码与海报" } },
  { path: "/assessment", component: () => import("./pages/assessment/AssessmentPage.vue"), meta: { title: "年度成效评比" } },
  { path: "/voters", component: () => import("./pages/voters/VotersPage.vue"), meta: { title: "选民核实" } },
  { path: "/imports", component: () => import("./pages/imports/ImportsPage.vue"), meta: { title: "名册导入" } },
  { path: "/roles", component: () => import("./pages/roles/RolesPage.vue"), meta: { title: "账号与角色" } },
  { path: "/audit", component: () => import("./pages/audit/AuditPage.vue"), meta: { title: "操作记录" } },
  { path: "/account", component: () => import("./pages/account/AccountPage.vue"), meta: { title: "我的账号" } },
];

export const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    { path: "/login", component: () => import("./pages/login/LoginPage.vue"), meta: { title: "登录", open: true } },
    {
      path: "/",
      component: () => import("./pages/ConsoleShell.vue"),
      redirect: () => firstPage(session.person) || "/account",
      children: desks,
    },
    {
      path: "/screen/:dayId",
      component: () => import("./pages/reception/CallScreen.vue"),
      meta: { title: "叫号屏", open: true },
    },
    { path: "/:rest(.*)*", redirect: "/" },
  ],
});

router.beforeEach((to) => {
  if (to.meta.open || signedIn.value) return true;
  return { path: "/login", query: to.fullPath === "/" ? {} : { next: to.fullPath } };
});

router.afterEach((to) => {
  document.title = `${String(to.meta.title ?? "工作台")} · 网上代表之家`;
});
