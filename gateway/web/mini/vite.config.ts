import { readFileSync } from "node:fs";
import { defineConfig, type Plugin } from "vite";
import uni from "@dcloudio/vite-plugin-uni";

// uni-app's own H5 style sheet points at images of a content network. Nothing may be fetched from elsewhere at run
// time: those images are dropped, and the build fails when any other remote address is left in a style sheet.
function withoutRemoteAddresses(): Plugin {
  return {
    name: "without-remote-addresses",
    apply: "build",
    enforce: "post",
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== "asset" || !/\.(css|wxss)$/.test(file.fileName)) continue;
        const text = String(file.source).replace(
          /background-image:\s*url\((['"]?)https:\/\/cdn\.dcloud\.net\.cn[^)]*\1\)/g,
          "background-image:none",
        );
        const left = text.match(/url\(['"]?(?:https?:)?\/\/[^)]*\)/);
        if (left) this.error(`remote address in ${file.fileName}: ${left[0]}`);
        file.source = text;
      }
    },
  };
}

// A phone on a slow network pays for every request that waits for another. What the first pages need comes in two files
// that the HTML names, fetched side by side; every other page is a small file of its own.
function chunkOf(id: string): string | undefined {
  if (/\/node_modules\/|^\0(vite|plugin-vue|commonjs)/.test(id)) return "vendor";
  if (/\/src\/(components|state|text|api|platform)\/|\/src\/pages\/(index|enter)\//.test(id)) return "first";
  return undefined;
}

// A script in the page waits for every style sheet named before it: the early question goes first.
function earlyFirst(): Plugin {
  return {
    name: "early-first",
    apply: "build",
    enforce: "post",
    generateBundle(_options, bundle) {
      const page = bundle["index.html"];
      if (!page || page.type !== "asset") return;
      const html = String(page.source);
      const script = html.match(/\s*<script>[\s\S]*?<\/script>/)?.[0];
      if (!script) this.error("index.html asks nothing early");
      page.source = html.replace(script, "").replace("<head>", () => `<head>${script}`);
    },
  };
}

// The licence of the one font that is served goes with it.
function fontLicence(): Plugin {
  return {
    name: "font-licence",
    apply: "build",
    generateBundle() {
      const source = readFileSync(require.resolve("@fontsource/noto-sans-mongolian/LICENSE"), "utf8");
      this.emitFile({ type: "asset", fileName: "assets/noto-sans-mongolian.LICENSE.txt", source });
    },
  };
}

const forH5 = process.env.UNI_PLATFORM !== "mp-weixin";

// "environment/service" of WeChat's cloud hosting.
function cloudHosting(text: string | undefined) {
  if (!text) return null;
  const [env, service] = text.split("/");
  if (!env || !service) throw new Error("DEPUTIES_CLOUD_HOSTING: want environment/service");
  return { env, service };
}

export default defineConfig({
  base: "./",
  plugins: [uni(), withoutRemoteAddresses(), ...(forH5 ? [earlyFirst(), fontLicence()] : [])],
  build: {
    target: "es2017",
    assetsInlineLimit: 4096,
    // One style sheet: all pages together have 5 KB.
    ...(forH5 ? { cssCodeSplit: false, rollupOptions: { output: { manualChunks: chunkOf } } } : {}),
  },
  // Where the mini-program finds the gateway. H5 pages ask the address that they came from.
  define: {
    __API_ADDRESS__: JSON.stringify(process.env.DEPUTIES_PUBLIC_URL ?? "http://127.0.0.1:8080"),
    __CLOUD_HOSTING__: JSON.stringify(cloudHosting(process.env.DEPUTIES_CLOUD_HOSTING)),
  },
});
