import type { PeerResult, Results } from './results.ts';

/** A bar chart of CPU per request, as SVG that reads on light and on dark pages. */
export function chartOf({ title, peers }: Results): string {
  const most = Math.max(...peers.map(({ figures }) => figures.cpuMs.high));
  const height = top + peers.length * rowHeight + 16;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}: CPU per request">`,
    `<style>${style}</style>`,
    `<text x="16" y="26" class="title">${escaped(title)}: CPU of the gateway, ms a request</text>`,
    `<text x="16" y="46" class="note">less is better; the bar is the median of the rounds, the line their range</text>`,
    ...peers.map((peer, row) => barOf(peer, row, (width - left - right) / most)),
    '</svg>',
    '',
  ].join('\n');
}

const width = 920;
const left = 385;
const right = 80;
const top = 62;
const rowHeight = 30;

const style = [
  'text{font:13px system-ui,sans-serif;fill:#1f2328}',
  '.title{font-weight:600;font-size:15px}',
  '.note{fill:#59636e}',
  '.floor{fill:#afb8c1}',
  '.other{fill:#6e9bd1}',
  '.tongcha{fill:#c2410c}',
  '.range{stroke:#1f2328;stroke-width:1.5}',
  '@media(prefers-color-scheme:dark){text{fill:#e6edf3}.note{fill:#9198a1}.floor{fill:#5d6670}.other{fill:#4878b0}.tongcha{fill:#f97316}.range{stroke:#e6edf3}}',
].join('');

function barOf({ name, title, kind, figures }: PeerResult, row: number, scale: number): string {
  const { median, low, high } = figures.cpuMs;
  const y = top + row * rowHeight;
  const middle = y + 11;
  const kindOfBar = kind === 'floor' ? 'floor' : name.startsWith('tongcha') ? 'tongcha' : 'other';
  const at = (value: number) => (left + value * scale).toFixed(1);
  return [
    `<text x="${left - 10}" y="${y + 16}" text-anchor="end">${escaped(shortened(title))}</text>`,
    `<rect x="${left}" y="${y}" width="${(median * scale).toFixed(1)}" height="22" rx="2" class="${kindOfBar}"/>`,
    `<line x1="${at(low)}" y1="${middle}" x2="${at(high)}" y2="${middle}" class="range"/>`,
    `<text x="${Number(at(high)) + 8}" y="${y + 16}">${median.toFixed(2)}</text>`,
  ].join('\n');
}

function shortened(title: string): string {
  return title.replace(/ \(its default\)$/, '');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
