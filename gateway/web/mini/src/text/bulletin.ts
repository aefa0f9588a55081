// Kinds of bulletins by their module (栏目).
export const CATEGORIES: Record<string, string> = {
  NEWS: "人大要闻",
  NOTICE: "通知公告",
  LAW: "法律法规",
  WORKING_RULE: "工作制度",
  DEPUTY_SHOWCASE: "代表风采",
  THEME_ACTIVITY: "主题活动",
  DEPUTY_ACTIVITY: "代表活动",
  TRAINING: "代表培训",
};

// The words of rich text, for reading aloud.
export function plainText(html: string): string {
  return html
    .replace(/<(br|\/p|\/h\d|\/li|\/tr)[^>]*>/g, "。")
    .replace(/<[^>]*>/g, "")
    .replace(/&nbsp;/g, " ")
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, "&")
    .replace(/。{2,}/g, "。");
}
