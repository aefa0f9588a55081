import type LoadState from "./LoadState.vue";
import type PageHead from "./PageHead.vue";
import type ReadMore from "./ReadMore.vue";
import type WriteProblem from "./WriteProblem.vue";

declare module "vue" {
  interface GlobalComponents {
    LoadState: typeof LoadState;
    PageHead: typeof PageHead;
    ReadMore: typeof ReadMore;
    WriteProblem: typeof WriteProblem;
  }
}
