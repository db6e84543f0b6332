import { Refusal } from '../errors.ts';

/** How large a document may be before anybody validates or plans it. */
export type Limits = {
  readonly maxTokens: number;
  /** Fields inside fields, of one operation with its fragments in place. */
  readonly maxDepth: number;
  /** Of one operation with its fragments in place. */
  readonly maxAliases: number;
  /** Of one operation with its fragments in place. */
  readonly maxRootFields: number;
  /** Fields, fragment spreads and inline fragments of all operations together, with their fragments in place. */
  readonly maxSelections: number;
};

/** Where a document is refused unless the configuration says otherwise. */
export const defaultLimits: Limits = Object.freeze({
  maxTokens: 10_000,
  maxDepth: 20,
  maxAliases: 300,
  maxRootFields: 50,
  maxSelections: 5_000,
});

/** Limits that no configuration moves, because stacks and validation rules depend on them. */
export const fixedLimits = Object.freeze({
  /** Brackets inside brackets, fragments in place; graphql-js overflows its stack before 3,000. */
  nesting: 200,
  /** Fields below `__schema` and `__type`; graphql-js's own introspection query needs 15. */
  introspectionDepth: 20,
  /** Directives on one field, fragment, operation or variable. */
  directives: 10,
  /** Pairs that validation would compare; at about 100,000 graphql-js gives up without saying why. */
  repeats: 20_000,
});

type Excess = {
  readonly limit: number;
  readonly got: number;
  /** The operation's or fragment's name, where it has one. */
  readonly name?: string | undefined;
};

/** A refusal of what is beyond a limit: it says the limit, what there was, and how to get under it. */
export function beyond(kind: keyof typeof kinds, { limit, got, name }: Excess): Refusal {
  const { code, what, advice, whatZh, adviceZh } = kinds[kind];
  // A name is the caller's own word and may be as long as the body.
  const short = name && (name.length > 40 ? `${name.slice(0, 40)}…` : name);
  const where = short ? ` in "${short}"` : '';
  const whereZh = short ? `「${short}」中` : '';
  return new Refusal(code, `${what}${where}: ${told(got)}, the limit is ${limit}. ${advice}`, {
    limit,
    got,
    messageZh: `${whereZh}${whatZh}:${told(got)},上限 ${limit}。${adviceZh}`,
  });
}

function told(got: number): string {
  return got === Number.MAX_SAFE_INTEGER ? `${got}+` : String(got);
}

const inParts = 'Ask for fewer fields at once, or in several operations.';
const inPartsZh = '请减少一次查询的字段,或分几次查询。';

const kinds = {
  tokens: {
    code: 'TOO_MANY_TOKENS',
    what: 'Too many words and signs in the document (counting stops past the limit)',
    advice: `${inParts} Long lists of values belong in variables.`,
    whatZh: '查询文本的词和符号过多(超过上限即不再计数)',
    adviceZh: `${inPartsZh}成串的值请放进变量。`,
  },
  nesting: {
    code: 'TOO_DEEP',
    what: 'Too many brackets or fragments inside one another (counting stops past the limit)',
    advice: 'Ask for less deeply nested fields and fragments, and put nested values into variables.',
    whatZh: '括号或片段嵌套过深(超过上限即不再计数)',
    adviceZh: '请减少字段和片段的嵌套;嵌套的值请放进变量。',
  },
  depth: {
    code: 'TOO_DEEP',
    what: 'Fields inside fields too deep',
    advice: 'Start a second operation from a key that the first one found.',
    whatZh: '字段嵌套过深',
    adviceZh: '请先查出主键,再用主键另起一次查询。',
  },
  introspection: {
    code: 'TOO_DEEP',
    what: 'Introspection too deep',
    advice: 'The introspection query of common tools fits; ask for fewer "ofType" inside one another.',
    whatZh: '内省查询嵌套过深',
    adviceZh: '常用工具的内省查询都在限内;请减少 ofType 的层数。',
  },
  aliases: {
    code: 'TOO_MANY_ALIASES',
    what: 'Too many aliases',
    advice: `${inParts} Fragments count wherever they are spread.`,
    whatZh: '别名过多',
    adviceZh: `${inPartsZh}片段每引用一次就计一次。`,
  },
  rootFields: {
    code: 'TOO_MANY_ROOT_FIELDS',
    what: 'Too many root fields',
    advice: 'Ask in several operations, or use a list field with a filter.',
    whatZh: '根字段过多',
    adviceZh: '请分几次查询,或改用带筛选条件的清单字段。',
  },
  selections: {
    code: 'TOO_MANY_SELECTIONS',
    what: 'Too many selections in the document, with fragments in place',
    advice: `${inParts} Fragments count wherever they are spread.`,
    whatZh: '展开片段后选取的字段过多',
    adviceZh: `${inPartsZh}片段每引用一次就计一次。`,
  },
  directives: {
    code: 'TOO_MANY_DIRECTIVES',
    what: 'Too many directives at one place',
    advice: 'Write each directive once.',
    whatZh: '同一处的指令过多',
    adviceZh: '每个指令写一次即可。',
  },
  repeats: {
    code: 'TOO_MANY_REPEATS',
    what: 'Too many pairs of fields under one name, or of fragments at one place, to compare',
    advice: 'Ask for each field once, and spread fewer fragments at one place.',
    whatZh: '同名字段或同处片段过多,两两比对的次数超限',
    adviceZh: '同一字段请只写一次,同一处请少引用片段。',
  },
} as const;
