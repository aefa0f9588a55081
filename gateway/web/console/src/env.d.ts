/// <reference types="vite/client" />

declare module "element-plus/dist/locale/zh-cn.mjs" {
  const locale: import("element-plus/es/locale").Language;
  export default locale;
}
