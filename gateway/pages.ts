import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import type { Route } from './paths.ts';

/** Serves the built pages; `/` is the explorer. */
export function pages(folder: string): Route {
  return async ({ method, path }) => {
    if (method !== 'GET' && method !== 'HEAD') return null;
    const file =
      path === '/' || path === '/explorer' || path === '/explorer/' ? 'explorer/index.html' : path.slice(1);
    const type = types[extname(file)];
    const inside = normalize(file);
    if (!type || inside.startsWith('..') || inside.startsWith('/')) return null;
    try {
      const body = await readFile(join(folder, inside));
      // Built assets carry a hash of their content in their names.
      return { status: 200, type, body, ...(inside.startsWith('assets/') && { maxAgeSeconds: 31_536_000 }) };
    } catch {
      return null;
    }
  };
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.woff2': 'font/woff2',
  '.ico': 'image/x-icon',
};
