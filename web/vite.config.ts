import { defineConfig } from 'vite';
import { chineseGraphiql } from './chinese-graphiql.ts';
import { chineseMonaco } from './chinese-monaco.ts';
import { untitledIcons } from './untitled-icons.ts';

/** One entry per page; the gateway serves `dist/<page>/index.html` and everything under `/assets/`. */
const pages = ['explorer/index.html'];

export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  publicDir: false,
  logLevel: 'warn',
  plugins: [chineseGraphiql(), chineseMonaco(), untitledIcons()],
  oxc: { jsx: { runtime: 'automatic' } },
  worker: { format: 'es' },
  build: {
    outDir: 'dist',
    target: 'es2022',
    chunkSizeWarningLimit: 4096, // Monaco alone is 2.7 MB; it is loaded after the page is drawn
    reportCompressedSize: false,
    rolldownOptions: { input: pages, checks: { moduleLevelDirective: false } },
  },
});
