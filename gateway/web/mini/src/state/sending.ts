// A form's write: kept under a request id until it is acknowledged, and what to show meanwhile.
import { reactive, ref } from "vue";
import { newRequestId } from "@/api/request_id";
import { deliver } from "./outgoing";

export function useSending<T>() {
  const busy = ref(false);
  // Kept on the device; it leaves by itself.
  const waiting = ref(false);
  const problem = ref("");
  // Stable name of the problem (errors.proto).
  const reason = ref("");
  let requestId = newRequestId();

  // The server's answer; null while it waits or when it was refused.
  async function submit(address: string, body: Record<string, unknown>, title: string): Promise<T | null> {
    if (busy.value || waiting.value) return null;
    busy.value = true;
    problem.value = "";
    reason.value = "";
    try {
      const delivery = await deliver({ requestId, verb: "post", address, body, title });
      if (delivery.state === "done") return delivery.answer as T;
      if (delivery.state === "waiting") waiting.value = true;
      else {
        problem.value = delivery.error.message;
        reason.value = delivery.error.reason;
      }
      return null;
    } finally {
      // The next tap is another write, unless this one still waits.
      if (!waiting.value) requestId = newRequestId();
      busy.value = false;
    }
  }
  return reactive({ busy, waiting, problem, reason, submit });
}
