import { resolve } from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const root = import.meta.dirname;
/** What packages are in the bundle, and their licences: `npm run package` makes the notices of it. */
const license = { fileName: 'licenses.json' };

export default defineConfig({
  main: {
    build: {
      // Everything is bundled: a packaged console carries no node_modules.
      externalizeDeps: false,
      outDir: 'out/main',
      license,
      lib: { entry: resolve(root, 'src-main/main/index.ts'), formats: ['es'], fileName: 'index' },
      rollupOptions: { output: { entryFileNames: 'index.js' } },
    },
  },
  preload: {
    build: {
      externalizeDeps: false,
      outDir: 'out/preload',
      license,
      lib: { entry: resolve(root, 'src-main/preload/index.ts') },
      // A sandboxed preload must be CommonJS, and with "type": "module" only .cjs says so.
      rollupOptions: { output: { format: 'cjs', entryFileNames: 'index.cjs' } },
    },
  },
  renderer: {
    root: resolve(root, 'src-renderer'),
    base: './',
    plugins: [react(), tailwindcss()],
    build: {
      outDir: resolve(root, 'out/renderer'),
      emptyOutDir: true,
      license,
      // electron-vite leaves the page readable unless told otherwise.
      minify: true,
      // Under the page's content security policy an inlined `data:` font or script would not load.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      // The floating player has a page of its own: a second console would be a second replica.
      rollupOptions: { input: { index: resolve(root, 'src-renderer/index.html'), mini: resolve(root, 'src-renderer/mini.html') } },
    },
  },
});
