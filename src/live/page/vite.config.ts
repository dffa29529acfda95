import { resolve } from 'node:path';
import { defineConfig, mergeConfig } from 'vite';
import report from '../../report/page/vite.config.ts';

/** Made like the report's page; it is served, and noVNC is a module that waits while it loads. */
export default defineConfig(
  mergeConfig(report, {
    root: import.meta.dirname,
    build: {
      outDir: resolve(import.meta.dirname, '../../../dist/live-page'),
      rolldownOptions: {
        input: resolve(import.meta.dirname, 'main.tsx'),
        output: { format: 'es' },
      },
    },
  }),
);
