import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [react()],
  server: { port: 5173, strictPort: true, host: '127.0.0.1' },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // WKWebView of macOS 11, WebView2 and WebKitGTK 2.50 all read this.
    target: ['es2022', 'safari15'],
    // The polyfill fetches, and inlined assets are data: URLs; the content security policy forbids both.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
  test: {
    environment: 'jsdom',
    setupFiles: ['src/test/setup.ts'],
    restoreMocks: true,
    // Two cores are shared with the Rust build; a loaded machine must not turn into a failed test.
    testTimeout: 120_000,
    hookTimeout: 30_000,
    env: { TZ: 'Europe/Berlin' },
  },
});
