import { type ASTNode, GraphQLError, GraphQLScalarType, Kind } from 'graphql';

/** YYYY-MM-DD, kept as that text; a day that no calendar has is refused. */
export const dateScalar = textScalar('Date', 'a real day as YYYY-MM-DD', (value) => {
  const at = new Date(`${value}T00:00:00Z`);
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(at.valueOf()) && at.toISOString().startsWith(value)
  );
});

/** RFC 3339 text. */
export const dateTimeScalar = textScalar(
  'DateTime',
  'a time as RFC 3339, for example 2026-01-31T08:00:00+08:00',
  (value) =>
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/.test(value) &&
    !Number.isNaN(Date.parse(value)),
);

/** Whole fen inside, a decimal text in yuan outside: "1234.50". */
export const yuanScalar = new GraphQLScalarType<number, string>({
  name: 'Yuan',
  serialize: (fen) => yuanText(fen),
  parseValue: (value) => fenOf(value),
  parseLiteral: (node) => fenOf('value' in node ? node.value : undefined, node),
});

/** 123450 → "1234.50". Throws a TypeError for anything but a safe whole number. */
function yuanText(fen: unknown): string {
  if (!Number.isSafeInteger(fen)) throw new TypeError('an amount must be a whole number of fen');
  const digits = String(Math.abs(fen as number)).padStart(3, '0');
  return `${(fen as number) < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** "1234.5" → 123450. Throws a GraphQLError that says the form. */
export function fenOf(value: unknown, node?: ASTNode): number {
  const [, sign, yuan, fen = ''] = /^(-?)(\d{1,13})(?:\.(\d{1,2}))?$/.exec(String(value)) ?? [];
  if (yuan === undefined)
    throw wrong('Yuan', 'an amount in yuan with at most two decimals, for example "1234.50"', node);
  return (sign ? -1 : 1) * (Number(yuan) * 100 + Number(fen.padEnd(2, '0')));
}

function textScalar(name: string, form: string, fits: (value: string) => boolean) {
  const parse = (value: unknown, node?: ASTNode) => {
    if (typeof value === 'string' && fits(value)) return value;
    throw wrong(name, form, node);
  };
  return new GraphQLScalarType<string, string>({
    name,
    serialize: String,
    parseValue: (value) => parse(value),
    parseLiteral: (node) => parse(node.kind === Kind.STRING ? node.value : undefined, node),
  });
}

function wrong(name: string, form: string, node?: ASTNode): GraphQLError {
  return new GraphQLError(`${name} must be ${form}.`, {
    ...(node && { nodes: node }),
    extensions: { code: 'BAD_USER_INPUT' },
  });
}
