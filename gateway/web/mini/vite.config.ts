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

export default defineConfig({
  base: "./",
  plugins: [uni(), withoutRemoteAddresses()],
  build: { target: "es2017", assetsInlineLimit: 4096 },
  // Where the mini-program finds the gateway. H5 pages ask the address that they came from.
  define: { __API_ADDRESS__: JSON.stringify(process.env.DEPUTIES_PUBLIC_URL ?? "http://127.0.0.1:8080") },
});
