import { createRequire } from 'node:module';
import { defineConfig } from 'vitest/config';

const deep = process.env['TONGCHA_DEEP'] === '1';

export default defineConfig({
  resolve: {
    // One copy of graphql, or its instanceof checks fail: "from another module or realm".
    alias: { graphql: createRequire(import.meta.url).resolve('graphql') },
  },
  test: {
    include: deep ? ['**/*.deep.ts'] : ['test/**/*.test.ts', 'subgraphs/**/*.test.ts'],
    exclude: ['node_modules'],
    globalSetup: ['test/setup/services.ts'],
    testTimeout: 30_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});
