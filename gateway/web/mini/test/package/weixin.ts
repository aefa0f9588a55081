// Runs a built mini-program in Node: loads dist/build/mp-weixin as WeChat does, with a `wx` made by the test. Pages are
// found by what a person sees: a tap goes to the handler that the page's WXML ties to the button with these words.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import vm from "node:vm";

export const PACKAGE = new URL("../../dist/build/mp-weixin/", import.meta.url).pathname;
export const isBuilt = existsSync(path.join(PACKAGE, "app.json"));

interface Instance {
  data: Record<string, any>;
  properties: Record<string, any>;
  [name: string]: any;
}

export class MiniProgram {
  private modules = new Map<string, { exports: any }>();
  private definitions = new Map<string, any>();
  private context: vm.Context;
  private made: any = null;
  private pages: Instance[] = [];
  // Addresses that were opened by wx.navigateTo and its like.
  opened: string[] = [];

  constructor(wx: Record<string, unknown>) {
    let app: any = null;
    const navigate = (options: { url: string; success?: () => void }) => {
      this.opened.push(options.url);
      options.success?.();
    };
    const take = (options: any) => (this.made = options);
    const world: any = {
      console, setTimeout, clearTimeout, setInterval, clearInterval, Promise,
      wx: { ...defaults(), navigateTo: navigate, redirectTo: navigate, reLaunch: navigate, navigateBack() {}, ...wx },
      App: (options: any) => (app = options),
      getApp: () => app,
      Page: take,
      Component: take,
      Behavior: (options: any) => options,
      getCurrentPages: () => this.pages,
      requirePlugin: () => {
        throw new Error("the plug-in is not granted");
      },
    };
    world.global = world.globalThis = world;
    this.context = vm.createContext(world);
    this.require(path.join(PACKAGE, "app.js"));
    const launch = { path: "pages/index/index", query: {}, scene: 1047 };
    app.onLaunch?.(launch);
    app.onShow?.(launch);
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
  definition(file: string): any {
    if (!this.definitions.has(file)) {
      this.require(path.join(PACKAGE, file));
      this.definitions.set(file, this.made);
    }
    return this.definitions.get(file);
  }

  // Opens a page, e.g. open("pages/enter/enter", { scene: "h12" }).
  open(page: string, query: Record<string, string> = {}): View {
    const options = this.definition(page);
    const view = new View(this, page, makeInstance(page, options, {}));
    this.pages = [view.instance];
    const { instance } = view;
    // What tells a page from a component.
    instance.route = page;
    instance.options = query;
    start(options, instance, () => {
      for (const hook of ["onLoad", "onShow"]) instance[hook]?.(query);
    });
    return view;
  }
}

function makeInstance(file: string, options: any, properties: Record<string, any>): Instance {
  const instance: Instance = {
    is: file, options: {}, data: {}, properties, dataset: {}, $page: {},
    setData(data: object, done?: () => void) {
      Object.assign(this.data, data);
      done?.();
    },
    selectComponent: () => null, selectAllComponents: () => [], createSelectorQuery: () => ({}),
    triggerEvent() {}, getPageId: () => 1,
  };
  return Object.assign(instance, options.methods ?? {});
}

function start(options: any, instance: Instance, loaded: () => void): void {
  const life = options.lifetimes ?? options;
  life.created?.call(instance);
  life.attached?.call(instance);
  loaded();
  life.ready?.call(instance);
  instance.onReady?.();
}

interface Element {
  tag: string;
  attributes: Record<string, string>;
  children: (Element | string)[];
}

function parse(wxml: string): Element {
  const root: Element = { tag: "", attributes: {}, children: [] };
  const open = [root];
  for (const [, text, closing, tag, attributes, alone] of wxml.matchAll(/([^<]+)|<(\/?)([\w-]+)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*(\/?)>/g)) {
    const here = open[open.length - 1];
    if (text !== undefined) here.children.push(text);
    else if (closing) open.pop();
    else {
      const pairs = [...attributes.matchAll(/([\w:-]+)(?:="([^"]*)")?/g)].map(([, name, value]) => [name, value ?? ""]);
      const element: Element = { tag, attributes: Object.fromEntries(pairs), children: [] };
      here.children.push(element);
      if (!alone) open.push(element);
    }
  }
  return root;
}

// A page or a component in it, with what its WXML shows at the moment. Lists (wx:for) are left out.
export class View {
  private readonly root: Element;

  constructor(
    private readonly app: MiniProgram,
    private readonly file: string,
    readonly instance: Instance,
  ) {
    this.root = parse(readFileSync(path.join(PACKAGE, `${file}.wxml`), "utf8"));
  }

  // Mounts a component that stands in this one, and ties it to its parent as WeChat does.
  child(tag: string): View {
    const attributes = this.elements(tag)[0]?.attributes;
    if (!attributes) throw new Error(`${this.file} shows no <${tag}>`);
    const used = JSON.parse(readFileSync(path.join(PACKAGE, `${this.file}.json`), "utf8")).usingComponents[tag];
    const file = path.relative(PACKAGE, path.resolve(PACKAGE, path.dirname(this.file), used));
    const options = this.app.definition(file);
    const instance = makeInstance(file, options, { uI: attributes["u-i"], uP: this.value(attributes["u-p"] ?? "") });
    instance.triggerEvent = (name: string, detail: any) => {
      if (name === "__l") this.instance.__l({ detail });
      // uni-app names events so for WeChat.
      else this.fire(attributes, name.replace(/[:-](\w)/g, (_, letter) => letter.toUpperCase()), detail);
    };
    start(options, instance, () => {});
    return new View(this.app, file, instance);
  }

  // Taps the button whose words hold these.
  tap(words: string): void {
    const found = this.elements("ui-button").filter((one) => one.text.includes(words) && this.handler(one.attributes, "press"));
    if (!found.length) throw new Error(`${this.file} shows no button “${words}”`);
    this.fire(found[0].attributes, "press", { __args__: [] });
  }

  // Types into the field of this id.
  type(id: string, text: string): void {
    const found = this.elements("ui-field").find((one) => one.attributes.id === id);
    if (!found) throw new Error(`${this.file} shows no field ${id}`);
    this.fire(found.attributes, "updateModelValue", { __args__: [text] });
  }

  // Chooses an option of the <ui-choice> of this id.
  choose(id: string, value: string): void {
    const found = this.elements("ui-choice").find((one) => one.attributes.id === id);
    if (!found) throw new Error(`${this.file} shows no choice ${id}`);
    this.fire(found.attributes, "updateModelValue", { __args__: [value] });
  }

  // Everything that it says itself; its components' own words are not among them.
  get text(): string {
    return this.words(this.root);
  }

  private fire(attributes: Record<string, string>, event: string, detail: any): void {
    this.handler(attributes, event)!.call(this.instance, {
      type: event, detail, currentTarget: { dataset: {} }, target: { dataset: {} },
    });
  }

  private handler(attributes: Record<string, string>, event: string): ((event: any) => void) | undefined {
    return this.instance[this.value(attributes[`bind${event}`] ?? "")];
  }

  private elements(tag: string): { attributes: Record<string, string>; text: string }[] {
    const found: Element[] = [];
    const visit = (element: Element) =>
      this.shown(element).forEach((child) => {
        if (typeof child === "string") return;
        if (child.tag === tag) found.push(child);
        visit(child);
      });
    visit(this.root);
    return found.map((one) => ({ attributes: one.attributes, text: this.words(one) }));
  }

  // The children that wx:if, wx:elif and wx:else let through.
  private shown(element: Element): (Element | string)[] {
    let taken = false;
    return element.children.filter((child) => {
      if (typeof child === "string") return true;
      const { attributes } = child;
      if ("wx:for" in attributes) return false;
      if ("wx:if" in attributes) return (taken = !!this.value(attributes["wx:if"]));
      if ("wx:elif" in attributes) return !taken && (taken = !!this.value(attributes["wx:elif"]));
      return "wx:else" in attributes ? !taken : true;
    });
  }

  private value(expression: string): any {
    const name = expression.match(/^\{\{(\w+)/)?.[1];
    return name ? this.instance.data[name] : expression;
  }

  private words(element: Element): string {
    return this.shown(element)
      .map((child) =>
        typeof child === "string"
          ? child.replace(/\{\{(\w+)\}\}/g, (_, name) => String(this.instance.data[name] ?? ""))
          : this.words(child),
      )
      .join(" ");
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
