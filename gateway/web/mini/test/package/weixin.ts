// Runs a built mini-program in Node: loads dist/build/mp-weixin as WeChat does, with a `wx` made by the test. Pages are
// found by what a person sees: a tap goes to the handler that the page's WXML ties to the button with these words.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import vm from "node:vm";

export const PACKAGE = new URL("../../dist/build/mp-weixin/", import.meta.url).pathname;
export const isBuilt = existsSync(path.join(PACKAGE, "app.json"));

interface Instance {
  data: Record<string, any>;
  options: any;
  [name: string]: any;
}

export class MiniProgram {
  private modules = new Map<string, { exports: any }>();
  private context: vm.Context;
  private made: any = null;
  private stack: Instance[] = [];
  // Addresses opened by wx.navigateTo and its like.
  opened: string[] = [];
  private components = new Map<string, any>();

  constructor(wx: Record<string, unknown>) {
    const app = { current: null as any };
    const navigate = (options: { url: string; success?: () => void }) => {
      this.opened.push(options.url);
      options.success?.();
    };
    const world: any = {
      console, setTimeout, clearTimeout, setInterval, clearInterval, Promise,
      wx: {
        ...defaults(),
        navigateTo: navigate, redirectTo: navigate, reLaunch: navigate, navigateBack() {},
        ...wx,
      },
      App: (options: any) => (app.current = options),
      getApp: () => app.current,
      Page: (options: any) => (this.made = options),
      Component: (options: any) => (this.made = options),
      Behavior: (options: any) => options,
      getCurrentPages: () => this.stack,
      requirePlugin: () => {
        throw new Error("plug-in is not granted");
      },
    };
    world.global = world.globalThis = world;
    this.context = vm.createContext(world);
    this.require(path.join(PACKAGE, "app.js"));
    app.current.onLaunch?.({ path: "pages/index/index", query: {}, scene: 1047 });
    app.current.onShow?.({ path: "pages/index/index", query: {}, scene: 1047 });
  }

  private require(file: string): any {
    if (!file.endsWith(".js")) file += ".js";
    const known = this.modules.get(file);
    if (known) return known.exports;
    const module = { exports: {} as any };
    this.modules.set(file, module);
    const source = `(function(require,module,exports){${readFileSync(file, "utf8")}\n})`;
    const load = vm.runInContext(source, this.context, { filename: file });
    load((name: string) => this.require(path.resolve(path.dirname(file), name)), module, module.exports);
    return module.exports;
  }

  // What a file gives to Page() or Component().
  private define(file: string): any {
    if (!this.components.has(file)) {
      this.made = null;
      this.require(path.join(PACKAGE, file));
      this.components.set(file, this.made);
    }
    return this.components.get(file);
  }

  // Opens a page, e.g. open("pages/enter/enter", { scene: "h12" }).
  open(page: string, query: Record<string, string> = {}): MiniPage {
    const options = this.define(page);
    const instance: Instance = {
      route: page, is: page, options: query, data: {}, properties: {}, dataset: {}, $page: {},
      setData(data: object, done?: () => void) {
        Object.assign(this.data, data);
        done?.();
      },
      selectComponent: () => null, selectAllComponents: () => [], createSelectorQuery: () => ({}),
      triggerEvent() {}, getPageId: () => 1, getRelationNodes: () => [],
    };
    Object.assign(instance, options.methods ?? {});
    this.stack = [instance];
    const life = options.lifetimes ?? options;
    life.created?.call(instance);
    life.attached?.call(instance);
    for (const hook of ["onLoad", "onShow"]) (options.methods?.[hook] ?? options[hook])?.call(instance, query);
    life.ready?.call(instance);
    (options.methods?.onReady ?? options.onReady)?.call(instance);
    return new MiniPage(instance);
  }

  // The stores of the package, as its pages see them: found by the name that one of its modules exports.
  shared(file: string): any {
    return this.require(path.join(PACKAGE, file));
  }
}

export class MiniPage {
  constructor(readonly instance: Instance) {}

  // The page's Vue instance: what <script setup> holds.
  get state(): any {
    return this.instance.$vm?.$?.setupState ?? {};
  }
}

function defaults(): Record<string, unknown> {
  const stored = new Map<string, unknown>();
  const window = { windowWidth: 375, windowHeight: 667, pixelRatio: 2 };
  return {
    getSystemInfoSync: () => ({ platform: "devtools", SDKVersion: "3.8.0", language: "zh_CN", ...window }),
    getAppBaseInfo: () => ({ SDKVersion: "3.8.0", language: "zh_CN", host: {}, fontSizeSetting: 17 }),
    getWindowInfo: () => window,
    getDeviceInfo: () => ({ platform: "devtools" }),
    getSystemSetting: () => ({}),
    canIUse: () => true,
    getLaunchOptionsSync: () => ({ path: "pages/index/index", query: {}, scene: 1047 }),
    getEnterOptionsSync: () => ({ path: "pages/index/index", query: {}, scene: 1047 }),
    onAppShow() {}, onAppHide() {}, onError() {}, onUnhandledRejection() {}, onPageNotFound() {}, onThemeChange() {},
    onNetworkStatusChange() {},
    getStorageSync: (key: string) => stored.get(key) ?? "",
    setStorageSync: (key: string, value: unknown) => void stored.set(key, value),
    removeStorageSync: (key: string) => void stored.delete(key),
    nextTick: (callback: () => void) => Promise.resolve().then(callback),
    pageScrollTo() {}, showToast() {}, hideToast() {}, setNavigationBarTitle() {},
    scanCode: (options: any) => options.fail({ errMsg: "cancel" }),
    makePhoneCall() {},
  };
}
