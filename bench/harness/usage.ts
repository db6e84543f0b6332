import { readdirSync, readFileSync } from 'node:fs';

/** What a process and all its children have used: CPU in milliseconds of user and system time, memory in mebibytes. */
export type Usage = { readonly cpuMs: number; readonly rssMiB: number };

/** Reads /proc, so Linux only; the kernel counts CPU in ticks of ten milliseconds. */
export function usageOf(pid: number): Usage {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const stats = new Map(all.flatMap((name) => readStat(Number(name))).map((stat) => [stat.pid, stat]));
  const tree = [...stats.values()].filter((stat) => descends(stat.pid, pid, stats));
  return {
    cpuMs: tree.reduce((sum, { ticks }) => sum + ticks, 0) * tickMs,
    rssMiB: tree.reduce((sum, stat) => sum + residentMiB(stat.pid), 0),
  };
}

const tickMs = 10;

type Stat = { readonly pid: number; readonly parent: number; readonly ticks: number };

function readStat(pid: number): readonly Stat[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command's name, in brackets, may hold anything; the numbers come after it.
    const numbers = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return [{ pid, parent: Number(numbers[1]), ticks: Number(numbers[11]) + Number(numbers[12]) }];
  } catch {
    return [];
  }
}

function descends(pid: number, from: number, stats: ReadonlyMap<number, Stat>): boolean {
  for (let at = stats.get(pid); at; at = stats.get(at.parent)) if (at.pid === from) return true;
  return false;
}

function residentMiB(pid: number): number {
  try {
    const line = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return Number(line?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
