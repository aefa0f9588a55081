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
  SHOWCASE: { icon: "medal", tone: "y", title: "代表风采", to: "/pages/deputies/deputies" },
};
