import type { Figure } from '../harness/statistics.ts';
import type { PeerResult, Results } from './results.ts';

/** One workload's results as a Markdown table; each cell is the rounds' median and, in brackets, their range. */
export function tableOf({ peers }: Results): string {
  const rows = peers.map((peer) => columns.map(([, cell]) => cell(peer)));
  const titles = columns.map(([title]) => title);
  const rule = columns.map((_, at) => (at === 0 ? '---' : '---:'));
  return [titles, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

const columns: readonly (readonly [title: string, cell: (peer: PeerResult) => string])[] = [
  ['', ({ title, version }) => (version ? `${title} ${version}` : title)],
  ['CPU ms a request', ({ figures }) => shown(figures.cpuMs, 2)],
  ['× parsing proxy', ({ ratios }) => shown(ratios['proxy'], 2)],
  ['× Tongcha', ({ ratios }) => shown(ratios['tongcha'], 2)],
  ['requests/s', ({ figures }) => shown(figures.perSecond, 0)],
  ['p50 ms', ({ figures }) => shown(figures.p50Ms, 1)],
  ['p99 ms', ({ figures }) => shown(figures.p99Ms, 1)],
  ['RSS MiB', ({ figures }) => shown(figures.rssMiB, 0)],
  ['subgraph calls a request', ({ figures }) => shown(figures.calls, 2)],
];

function shown(figure: Figure | undefined, digits: number): string {
  if (!figure || Number.isNaN(figure.median)) return '–';
  const [median, low, high] = [figure.median, figure.low, figure.high].map((value) => value.toFixed(digits));
  return low === high ? `${median}` : `${median} (${low}–${high})`;
}
