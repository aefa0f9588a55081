// A form's write. It goes out under one request id until it is acknowledged, so that a second click after a broken line
// is the same write and not another one.
import { reactive } from "vue";
import { newRequestId, NoAnswer, Refused, wordsFor } from "@/api";

export interface Writing {
  busy: boolean;
  // Words for people; empty while all is well.
  problem: string;
  // What is wrong with which field, by the field's path in the request.
  fields: Record<string, string>;
  // The answer, or null when there is none to work with; `problem` then says why.
  run<T>(write: (requestId: string) => Promise<T>): Promise<T | null>;
  reset(): void;
}

export function useWriting(): Writing {
  let requestId = newRequestId();
  const state = reactive({
    busy: false,
    problem: "",
    fields: {} as Record<string, string>,
    async run<T>(write: (requestId: string) => Promise<T>): Promise<T | null> {
      if (state.busy) return null;
      state.busy = true;
      state.problem = "";
      state.fields = {};
      try {
        const answer = await write(requestId);
        requestId = newRequestId();
        return answer;
      } catch (error) {
        state.problem = explain(error);
        if (error instanceof Refused) {
          for (const one of error.details) state.fields[one.field] = one.description;
          // Refused for good: nothing was done, and the next click is a new write.
          if (!error.passing) requestId = newRequestId();
        }
        return null;
      } finally {
        state.busy = false;
      }
    },
    reset() {
      requestId = newRequestId();
      state.problem = "";
      state.fields = {};
    },
  });
  return state;
}

function explain(error: unknown): string {
  if (error instanceof NoAnswer) {
    return "网络中断，还不知道是否已经提交。请再点一次：系统会认出是同一次提交，不会重复。";
  }
  if (error instanceof Refused && error.reason === "REQUEST_ID_REUSED") {
    return "上一次提交其实已经成功，之后又改动了内容。请刷新页面查看，再修改。";
  }
  if (error instanceof Refused && error.reason === "CONCURRENT_CHANGE") {
    return "刚才有别人改动了同一项内容。请刷新后再改，您写的文字还在。";
  }
  if (error instanceof Refused && error.details.length > 0) {
    return error.details.map((one) => `${fieldName(one.field)}：${one.description}`).join("；");
  }
  return wordsFor(error);
}

// Names of fields as the forms show them.
const NAMES: Record<string, string> = {
  address: "地址", openingHours: "开放时间", contactPhone: "联系电话", introduction: "介绍", brand: "特色品牌",
  title: "标题", subject: "标题", body: "正文", reason: "原因", note: "说明", label: "张贴地点", question: "问题",
  deputyId: "代表", promiseTime: "办结日期", answerClass: "答复类别", date: "日期", start: "开始时间", end: "结束时间",
  username: "账号", password: "密码", displayName: "姓名", slotCapacity: "每时段人数", room: "地点", topic: "主题",
  changeNote: "变更说明", visitorName: "来访人", code: "号码", rrule: "日期规则", heard: "收集到的意见", done: "办理结果",
  summary: "摘要", openTime: "开始时间", closeTime: "截止时间", effectiveDay: "生效日期", totpCode: "动态口令",
  codex: "留言公约", words: "词表", decideHours: "审核时限", points: "分值", monthCap: "每月上限", yearCap: "每年上限",
  key: "编号", forItem: "对应项目", minPoints: "最低分", stars: "星级", minOpportunities: "最少件数", objectionEndTime: "异议截止时间",
  answer: "答复", options: "选项", maxChoices: "最多选几项", seats: "选出几项", quorum: "最少票数", passphrase: "监票口令", meetingTime: "会议时间",
  place: "地点", opinion: "评议意见", grade: "等次", description: "说明", expertDeputyIds: "专业代表", memberDeputyIds: "组员代表",
  localMembers: "当地监督员", percentDone: "完成百分比", text: "内容", links: "链接", report: "报告", opinionToGovernment: "给政府的意见",
  month: "月份", mediaUrl: "视频或录音地址", minMinutes: "最少学习分钟", rightChoices: "正确答案", explanation: "解释",
  questionCount: "题数", passPercent: "及格线", timeLimitMinutes: "考试时长", maxAttempts: "最多考几次", retakeWaitHours: "再考间隔", fileName: "文件名",
};

export function fieldName(path: string): string {
  const last = path.split(".").pop()!.replace(/\[\d+\]/g, "");
  const entry = path.match(/\[(\d+)\]/);
  return `${entry ? `第${Number(entry[1]) + 1}项` : ""}${NAMES[last] ?? last}`;
}
