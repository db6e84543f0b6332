import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';

it('seeds a million citizens and 200,000 enterprises in bounded memory', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tongcha-large-'));
  const script = join(import.meta.dirname, '../../subgraphs/seed.ts');
  const child = spawn(process.execPath, [script, '--citizens', '1000000', '--enterprises', '200000'], {
    env: { ...process.env, TONGCHA_REGISTERS: folder },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  let peakKiB = 0;
  const watching = setInterval(() => {
    const status = `/proc/${child.pid}/status`;
    if (existsSync(status))
      peakKiB = Math.max(peakKiB, Number(/VmHWM:\s+(\d+)/.exec(readFileSync(status, 'utf8'))?.[1] ?? 0));
  }, 500);
  const code = await new Promise((resolve) => child.once('exit', resolve));
  clearInterval(watching);
  rmSync(folder, { recursive: true, force: true });
  process.stdout.write(`${said}peak memory ${Math.round(peakKiB / 1024)} MiB\n`);
  expect(code).toBe(0);
  expect(peakKiB).toBeLessThan(700 * 1024);
}, 1_800_000);
