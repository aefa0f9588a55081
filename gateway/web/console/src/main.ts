import ElementPlus from "element-plus";
import zhCn from "element-plus/dist/locale/zh-cn.mjs";
import "element-plus/dist/index.css";
import { createApp } from "vue";
import App from "./App.vue";
import LoadState from "./components/LoadState.vue";
import PageHead from "./components/PageHead.vue";
import WriteProblem from "./components/WriteProblem.vue";
import { router } from "./router";
import "./styles/base.css";

createApp(App)
  .use(ElementPlus, { locale: zhCn })
  .use(router)
  .component("LoadState", LoadState)
  .component("PageHead", PageHead)
  .component("WriteProblem", WriteProblem)
  .mount("#app");
