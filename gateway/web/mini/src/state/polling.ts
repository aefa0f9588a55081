// Reads again and again while the page is in front.
import { onBeforeUnmount } from "vue";
import { onHide, onShow, onUnload } from "@dcloudio/uni-app";

// For use in a page's setup. A read begins only when the one before has ended.
export function usePolling(read: () => Promise<void>, everyMs: number): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  // Counts the times that the page came or went: an older run does not go on.
  let turn = 0;

  function stop(): void {
    turn += 1;
    clearTimeout(timer);
  }
  async function run(mine: number): Promise<void> {
    await read();
    if (mine === turn) timer = setTimeout(() => void run(mine), everyMs);
  }
  onShow(() => {
    stop();
    void run(turn);
  });
  onHide(stop);
  onUnload(stop);
  onBeforeUnmount(stop);
}
