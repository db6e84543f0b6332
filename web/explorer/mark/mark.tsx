import './mark.css';
import { say } from '../language/language.ts';

/** What can become of a field, as pages show it. */
export type MarkKind = keyof typeof words;

/** An icon and a word for what became of a field; the colour only helps. */
export function Mark({ kind, count }: { readonly kind: MarkKind; readonly count?: number }) {
  return (
    <span className="mark" data-kind={kind}>
      <svg
        viewBox="0 0 16 16"
        width="14"
        height="14"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.6"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
      >
        <path d={shapes[kind]} />
      </svg>
      {words[kind]}
      {count !== undefined && <b>{count}</b>}
    </span>
  );
}

const words = {
  CLEAR: say('原值', 'Clear'),
  MASKED: say('脱敏', 'Masked'),
  BY_RECORD: say('视记录', 'By record'),
  DENIED: say('不可见', 'Denied'),
  UNAVAILABLE: say('未取到', 'Unavailable'),
  REFUSED: say('未受理', 'Refused'),
} as const;

const circle = 'M8 1.8a6.2 6.2 0 1 0 0 12.4a6.2 6.2 0 1 0 0-12.4';

/** A tick, dots, a fork, a crossed circle, a broken link, a circle with "!". */
const shapes: { readonly [kind in MarkKind]: string } = {
  CLEAR: 'M2.8 8.6l3.4 3.4l7-8',
  MASKED: 'M3 8h.01M8 8h.01M13 8h.01M1.8 4.2h12.4M1.8 11.8h12.4',
  BY_RECORD: 'M8 14V9.2L3.4 4.6M8 9.2l4.6-4.6M3.2 7.6V4.4h3.2M9.6 4.4h3.2v3.2',
  DENIED: `${circle}M3.7 12.3l8.6-8.6`,
  UNAVAILABLE:
    'M6.4 4.2L8 2.6a3.2 3.2 0 0 1 4.6 4.6L11 8.8M9.6 11.8L8 13.4a3.2 3.2 0 0 1-4.6-4.6L5 7.2M2 2l12 12',
  REFUSED: `${circle}M8 4.8v4M8 11.2h.01`,
};
