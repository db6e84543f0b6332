import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { ofBench } from '../harness/install.ts';
import { chartOf } from './chart.ts';
import type { Results } from './results.ts';
import { tableOf } from './table.ts';

/** Keeps a workload's results: in results/latest.json beside the other workloads', as a chart, and in the README. */
export function keep(results: Results): void {
  const file = ofBench('results/latest.json');
  const known = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, Results>) : {};
  mkdirSync(ofBench('results'), { recursive: true });
  writeFileSync(file, asText({ ...known, [results.workload]: results }));
  writeFileSync(ofBench(`chart-${results.workload}.svg`), chartOf(results));
  const readme = ofBench('README.md');
  writeFileSync(readme, replaced(readFileSync(readme, 'utf8'), results));
}

/** What is told of a workload, in Markdown. */
export function told(results: Results): string {
  const { answerBytes, rounds, requests, node, failed, date } = results;
  const kilobytes = (answerBytes / 1000).toFixed(1);
  return [
    `${rounds} rounds of ${requests} requests a peer, an answer of ${kilobytes} kB, Node ${node}, ${date}.`,
    tableOf(results),
    ...Object.entries(failed).map(([name, reason]) => `Left out: ${name}, because ${reason.split('\n')[0]}`),
  ].join('\n\n');
}

function replaced(readme: string, results: Results): string {
  const [open, close] = [`<!-- results ${results.workload} -->`, `<!-- /results ${results.workload} -->`];
  const [start, end] = [readme.indexOf(open), readme.indexOf(close)];
  if (start < 0 || end < start) throw new Error(`bench/README.md has no ${open} … ${close}`);
  const body = `\n![${results.title}](chart-${results.workload}.svg)\n\n${told(results)}\n`;
  return `${readme.slice(0, start + open.length)}${body}${readme.slice(end)}`;
}

/** JSON with one line for each figure; four digits say all that the measuring can. */
function asText(all: unknown): string {
  const text = JSON.stringify(
    all,
    (_, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(4)) : value),
    2,
  );
  const figure = /\{\n\s+("median": .+)\n\s+("low": .+)\n\s+("high": .+)\n\s+\}/g;
  return `${text.replaceAll(figure, '{ $1 $2 $3 }')}\n`;
}
