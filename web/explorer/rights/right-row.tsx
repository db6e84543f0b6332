import { language, say } from '../language/language.ts';
import { maskWords } from '../legend/mask-words.ts';
import { Mark } from '../mark/mark.tsx';
import { type Outcome, type Right, telling } from './right.ts';

/** One field: what becomes of it, how it is masked or why it is refused, on what basis and until when. */
export function RightRow({ right }: { readonly right: Right }) {
  const { path, title, effect, basis, validUntil, otherwise } = right;
  const grounds = [
    whyOf(right),
    basis && `${say('依据：', 'Basis: ')}${basis}`,
    validUntil && `${say('有效期至 ', 'Until ')}${validUntil}`,
  ].filter(Boolean);
  return (
    <li data-path={path} data-effect={effect}>
      <Mark kind={effect} />
      <span>
        <code>{path.split('.').at(-1)}</code> {title}
        {telling(otherwise ?? []).map((outcome) => (
          <small key={outcome.facts.join()} title={whyOf(outcome)}>
            {whenOf(outcome.facts)} <Mark kind={outcome.effect} />
          </small>
        ))}
        {grounds.length > 0 && <small>{grounds.join(' · ')}</small>}
      </span>
    </li>
  );
}

function whyOf({ effect, mask, reason }: Outcome): string {
  if (effect === 'MASKED') return maskWords(mask)[language];
  return reason ? say(reason.messageZh, reason.message) : '';
}

function whenOf(facts: readonly string[]): string {
  if (facts.length === 0) return say('一般情况', 'Else');
  return facts.map((fact) => factWords.get(fact) ?? fact).join(say('且', ' and '));
}

const factWords: ReadonlyMap<string, string> = new Map([
  ['MINOR', say('未满十四周岁', 'under fourteen')],
  ['SOLE_TRADER', say('个体工商户', 'sole trader')],
  ['IN_REGION', say('在管辖区域内', 'in your region')],
  ['PARTY', say('是办件当事人', 'party of the case')],
  ['UNMASKED', say('已解除脱敏', 'mask lifted')],
]);
