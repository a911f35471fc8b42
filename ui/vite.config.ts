// How the UI is built, served while developing, and tested. One page, no remote content.
import { paraglideVitePlugin } from "@inlang/paraglide-js";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const testing = process.env["VITEST"] !== undefined;

export default defineConfig({
  // tests read the messages that `npm run messages` made; the plugin's watcher would keep them from ending
  plugins: testing
    ? [svelte()]
    : [
        paraglideVitePlugin({
          project: "./project.inlang",
          outdir: "./src/lib/paraglide",
          strategy: ["globalVariable", "baseLocale"],
          outputStructure: "locale-modules",
        }),
        svelte(),
      ],
  resolve: {
    alias: { $lib: fileURLToPath(new URL("./src/lib", import.meta.url)) },
    // vitest would otherwise take Svelte's server build
    ...(testing ? { conditions: ["browser"] } : {}),
  },
  clearScreen: false,
  server: { host: "127.0.0.1", port: 5173, strictPort: true },
  build: {
    target: ["safari16", "chrome111"],
    // the content security policy has no data: URLs for fonts or scripts
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  test: { include: ["src/**/*.test.ts"], environment: "node" },
});
