/// <reference types="@dcloudio/types" />
declare module "*.vue" {
  import type { DefineComponent } from "vue";
  const component: DefineComponent<object, object, any>;
  export default component;
}

// Set by vite.config.ts.
declare const __API_ADDRESS__: string;
declare const __CLOUD_HOSTING__: { env: string; service: string } | null;
