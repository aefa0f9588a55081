// Writing a message: draft, checks, and the delivery under one request id.
import { computed, reactive, ref } from "vue";
import { addressOf, Refused } from "@/api/client";
import { newRequestId } from "@/api/request_id";
import { subjectOf, type Message } from "@/text/message";
import { dropDraft, keepDraft, openDraft } from "./drafts";
import { deliver, onDelivery, waiting } from "./outgoing";
import type { MessagePhoto } from "./photos";
import { ensureSignedIn } from "./session";

export interface MessageFields {
  subject: string;
  body: string;
  visibility: "PRIVATE" | "PUBLIC";
  photos: MessagePhoto[];
}

export const BODY_MAX = 4000;
export const SUBJECT_MAX = 50;
const EMPTY: MessageFields = { subject: "", body: "", visibility: "PRIVATE", photos: [] };

// "editing": in the person's hands. "sending". "sent": the server has it. "waiting": it leaves by itself later and cannot
// be edited any more, because the server may have it already.
export type WritingState = "editing" | "sending" | "sent" | "waiting" | "signing-in";

function nameOf(homeId: string, deputyId: string): string {
  return `message.${homeId}.${deputyId}`;
}

export function useWriting(homeId: string, deputyId: string) {
  const name = nameOf(homeId, deputyId);
  const draft = openDraft<MessageFields>(name, EMPTY);
  const fields = reactive(draft.fields);
  const state = ref<WritingState>(waiting().some((one) => one.requestId === draft.requestId) ? "waiting" : "editing");
  const message = ref<Message | null>(null);
  const problem = ref("");
  const kept = ref(draft.savedAt > 0);

  const length = computed(() => [...fields.body.trim()].length);

  function keep(): void {
    if (state.value !== "editing") return;
    kept.value = keepDraft(name, { ...draft, fields: { ...fields } });
  }

  function check(): string {
    if (length.value < 2) return "请写下您要反映的事，至少两个字";
    if (length.value > BODY_MAX) return `写得太长了，最多 ${BODY_MAX} 个字，现在 ${length.value} 个字`;
    const subject = fields.subject.trim();
    if (subject && [...subject].length < 2) return "标题至少两个字，也可以不写";
    return "";
  }

  async function submit(): Promise<void> {
    if (state.value === "sending" || state.value === "sent") return;
    problem.value = check();
    if (problem.value) return;
    keep();
    state.value = "signing-in";
    try {
      // Without a network in WeChat: stays a draft until log-in is possible.
      if (!(await ensureSignedIn())) return;
    } catch (error) {
      state.value = "editing";
      problem.value = "现在没有网络，写的内容已保存在手机里，请稍后再发";
      return;
    }
    await sendNow();
  }

  async function sendNow(): Promise<void> {
    state.value = "sending";
    const subject = fields.subject.trim() || subjectOf(fields.body);
    const delivery = await deliver({
      requestId: draft.requestId,
      verb: "post",
      address: addressOf("/v1/homes/{homeId}/messages", { homeId }),
      body: { subject, body: fields.body.trim(), visibility: fields.visibility, deputyId },
      photos: fields.photos.map((one) => ({ ...one })),
      title: `留言“${subject}”`,
    });
    take(delivery);
  }

  function take(delivery: { state: string; answer?: Message; error?: Refused }): void {
    if (delivery.state === "done") {
      message.value = delivery.answer ?? null;
      state.value = "sent";
      dropDraft(name);
    } else if (delivery.state === "waiting") {
      state.value = "waiting";
    } else {
      // Nothing was stored: the person may correct it, and the corrected text is another write.
      problem.value = delivery.error?.message ?? "没有发出去";
      state.value = "editing";
      draft.requestId = newRequestId();
      keep();
    }
  }

  onDelivery((one, delivery) => {
    if (one.requestId === draft.requestId && state.value === "waiting") take(delivery as any);
  });

  return reactive({ fields, state, message, problem, kept, length, keep, submit, sendNow });
}

// A draft whose message was delivered by a later start of the app is done with.
onDelivery((one, delivery) => {
  const homeId = one.address.match(/\/v1\/homes\/(\d+)\/messages$/)?.[1];
  if (homeId && delivery.state === "done") dropDraft(nameOf(homeId, String(one.body.deputyId ?? "0")));
});
