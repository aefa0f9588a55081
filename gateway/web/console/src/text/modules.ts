// Usual names of the modules (栏目).
const NAMES: Record<string, string> = {
  INTRODUCTION: "代表之家", MESSAGE_BOARD: "选民留言", DIRECT_LINE: "直通代表", MY_OPINIONS: "我的意见",
  CONSULTATIONS: "征求民意", DELIBERATIONS: "一事一议", SHOWCASE: "代表风采", LAWS: "法律法规", WORK_RULES: "工作制度",
  NEWS: "人大要闻", NOTICES: "通知公告", ACTIVITIES: "代表活动", THEMES: "主题活动", TRAINING: "代表培训",
  COURSES: "在线课程", EXAMS: "在线考试", SUPERVISION_OF_DEPUTIES: "代表监督", JOINT_SUPERVISION: "联动监督",
  APPRAISAL: "述职评议", DUTY_ARCHIVE: "履职档案", SUNSHINE_DUTY: "阳光履职", SUGGESTIONS: "建议议案",
  FEEDBACK_BOX: "反馈信箱", RECEPTION_DAYS: "群众接待日",
};

export const moduleHint = (kind: string) => NAMES[kind] ?? kind;

// The same list with one entry elsewhere.
export function move<T>(list: T[], from: number, to: number): T[] {
  const moved = [...list];
  const [entry] = moved.splice(from, 1);
  if (entry !== undefined) moved.splice(to, 0, entry);
  return moved;
}
