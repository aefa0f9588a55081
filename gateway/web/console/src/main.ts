import ElementPlus from "element-plus";
import zhCn from "element-plus/dist/locale/zh-cn.mjs";
import "element-plus/dist/index.css";
import { createApp } from "vue";
import App from "./App.vue";
import LoadState from "./components/LoadState.vue";
import ReadMore from "./components/ReadMore.vue";
import PageHead from "./components/PageHead.vue";
import WriteProblem from "./components/WriteProblem.vue";
import { router } from "./router";
import "./styles/base.css";

createApp(App)
  .use(ElementPlus, { locale: zhCn })
  .use(router)
  .component("LoadState", LoadState)
  .component("ReadMore", ReadMore)
  .component("PageHead", PageHead)
  .component("WriteProblem", WriteProblem)
  .mount("#app");
