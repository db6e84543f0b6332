import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { Refusal } from '../../../errors.ts';

/** Gives a side's folder to some work: itself, or for `git:REV` what `folder` was at that revision, in a place that is gone after. */
export function withSide<R>(side: string, folder: string, work: (folder: string) => R): R {
  if (!side.startsWith('git:')) return work(side);
  const place = mkdtempSync(join(tmpdir(), 'tongcha-policy-'));
  try {
    checkOut(side.slice('git:'.length), folder, place);
    return work(place);
  } finally {
    rmSync(place, { recursive: true });
  }
}

/** Asks git from the folder itself, so that it finds the repository that the folder is in. */
function checkOut(revision: string, folder: string, place: string): void {
  const git = (...args: readonly string[]) =>
    execFileSync('git', args, {
      cwd: resolve(folder),
      maxBuffer: mostBytes,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  const commit = found(
    () => git('rev-parse', '--verify', '--end-of-options', `${revision}^{commit}`),
    revision,
  );
  const files = git('ls-tree', '-r', '-z', '--name-only', commit, '.').toString().split('\0').slice(0, -1);
  if (files.length === 0)
    throw refusal(revision, `there is no ${folder} at that revision`, `这个版本里没有 ${folder}`);
  for (const file of files) {
    const path = join(place, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, git('show', `${commit}:./${file}`));
  }
}

const mostBytes = 64 * 1_048_576;

function found(ask: () => Buffer, revision: string): string {
  try {
    return ask().toString().trim();
  } catch {
    throw refusal(revision, 'git knows no such revision here', '这里没有这个版本');
  }
}

function refusal(revision: string, message: string, messageZh: string): Refusal {
  return new Refusal('BAD_REQUEST', `git:${revision}: ${message}.`, {
    messageZh: `git:${revision}:${messageZh}。`,
  });
}
