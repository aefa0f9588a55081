import type LoadState from "./LoadState.vue";
import type PageHead from "./PageHead.vue";
import type WriteProblem from "./WriteProblem.vue";

declare module "vue" {
  interface GlobalComponents {
    LoadState: typeof LoadState;
    PageHead: typeof PageHead;
    WriteProblem: typeof WriteProblem;
  }
}
