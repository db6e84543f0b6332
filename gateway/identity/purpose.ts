import { Refusal } from '../errors.ts';
import { isMissing, isRecord } from '../record.ts';

/**
 * Why somebody asks: the matter (事项) and the case (办件) at hand, where given, and the grant by which a mask is lifted, where
 * there is one.
 */
export type Purpose = {
  readonly matter: string | null;
  readonly case: string | null;
  readonly unmask?: string;
};

/**
 * Reads the purpose from the headers `x-matter`, `x-case` and `x-unmask` and from `purpose: { matter, case, unmask }` in the
 * `extensions` of each operation of the request. One request has one purpose: throws a Refusal where two places, or two operations of a
 * batch, say different things, and for a value that can't be a code.
 */
export function readPurpose(
  header: (name: string) => string | undefined,
  extensions: readonly unknown[] = [],
): Purpose {
  const said = {
    matter: code('x-matter', header('x-matter')),
    case: code('x-case', header('x-case')),
    ...unmasking(grant('x-unmask', header('x-unmask'))),
  };
  const [first = said, ...others] = extensions.map((each) => purposeWith(said, each));
  if (others.some((other) => members.some((member) => other[member] !== first[member]))) throw several();
  return first;
}

/** A purpose that is known already, and what an operation's own `extensions` add to it; throws a Refusal where they differ. */
export function purposeWith(known: Purpose, extensions: unknown): Purpose {
  const own = isRecord(extensions) ? extensions['purpose'] : undefined;
  if (isMissing(own)) return known;
  if (!isRecord(own) || Object.keys(own).some((member) => !members.some((name) => name === member)))
    throw new Refusal(
      'BAD_REQUEST',
      'extensions.purpose must be {"matter": "…", "case": "…"}, with "unmask" where a mask is lifted.',
    );
  return {
    matter: agreed('matter', known.matter, code('extensions.purpose.matter', own['matter'])),
    case: agreed('case', known.case, code('extensions.purpose.case', own['case'])),
    ...unmasking(agreed('unmask', known.unmask ?? null, grant('extensions.purpose.unmask', own['unmask']))),
  };
}

const members = ['matter', 'case', 'unmask'] as const;

function agreed(name: keyof Purpose, known: string | null, own: string | null): string | null {
  if (known !== null && own !== null && known !== own)
    throw new Refusal(
      'BAD_REQUEST',
      `x-${name} and extensions.purpose.${name} differ: send one, or the same.`,
    );
  return own ?? known;
}

function code(name: string, value: unknown): string | null {
  if (isMissing(value) || value === '') return null;
  if (typeof value === 'string' && /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(value)) return value;
  throw new Refusal('BAD_REQUEST', `${name} must be 1 to 64 letters, digits, ".", "_" or "-".`);
}

/** It is said only where there is one. */
function unmasking(unmask: string | null): Pick<Purpose, 'unmask'> {
  return unmask === null ? {} : { unmask };
}

function grant(name: string, value: unknown): string | null {
  if (isMissing(value) || value === '') return null;
  if (typeof value === 'string' && /^[\w-]{1,1024}\.[\w-]{43}$/.test(value)) return value;
  throw new Refusal('BAD_REQUEST', `${name} must be the "grant" that unmask gave, whole.`);
}

function several(): Refusal {
  return new Refusal(
    'BAD_REQUEST',
    'The operations of a batch must have one purpose: send those of another in a request of their own.',
  );
}
