import { defineConfig } from "vitest/config";

export default defineConfig({
  base: "/",
  build: {
    chunkSizeWarningLimit: 600, // three.js, fetched apart
    outDir: "../src/legwise/web/static",
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0, // the content policy allows files of our own only, no data: fonts
    modulePreload: { polyfill: false },
  },
  server: {
    host: "127.0.0.1",
    port: 5173,
    proxy: { "/api": { target: process.env["LEGWISE_API"] ?? "http://127.0.0.1:8801", changeOrigin: true } },
  },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}"],
    restoreMocks: true,
  },
});
