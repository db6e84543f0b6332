import { GraphQLError, type GraphQLFormattedError } from 'graphql';

/** The one catalogue: what a code means to HTTP, and the public words of a fault. */
const catalogue = {
  // Refusals: the caller's own mistake, told in words written for it.
  UNAUTHENTICATED: { status: 401 },
  BAD_REQUEST: { status: 400 },
  BAD_USER_INPUT: { status: 400 },
  INVALID_IDENTIFIER: { status: 400 },
  REQUEST_TOO_LARGE: { status: 413 },
  UNSUPPORTED_MEDIA_TYPE: { status: 415 },
  TOO_MANY_TOKENS: { status: 400 },
  TOO_DEEP: { status: 400 },
  TOO_MANY_ALIASES: { status: 400 },
  TOO_MANY_ROOT_FIELDS: { status: 400 },
  TOO_MANY_SELECTIONS: { status: 400 },
  TOO_MANY_DIRECTIVES: { status: 400 },
  TOO_MANY_REPEATS: { status: 400 },
  TOO_EXPENSIVE: { status: 400 },
  TOO_MANY_STREAMS: { status: 503 },
  TOO_MANY_OPERATIONS: { status: 429 },
  QUOTA_EXCEEDED: { status: 429 },
  TOO_SLOW: { status: 408 },
  BATCHING_OFF: { status: 400 },
  BATCH_TOO_LARGE: { status: 400 },
  DOCUMENT_NOT_TRUSTED: { status: 403 },
  MATTER_REFUSED: { status: 403 },
  UNAUTHORIZED_FIELD_OR_TYPE: { status: 200 },
  FORBIDDEN: { status: 200 },
  UNMASKING_REFUSED: { status: 403 },
  CASE_REFUSED: { status: 403 },
  OPERATION_NOT_SUPPORTED: { status: 400 },
  OPERATION_RESOLUTION_FAILURE: { status: 400 },
  NOT_FOUND: { status: 404 },
  METHOD_NOT_ALLOWED: { status: 405 },
  // Faults: ours or a department's. Only these words leave; the cause stays in the log, found by the trace id.
  DEPARTMENT_UNAVAILABLE: {
    status: 200,
    words: 'The department could not be reached; its part of the answer is missing.',
    wordsZh: '暂时联系不上该部门,它负责的部分缺失;其余照常。',
  },
  DEPARTMENT_FAILED: {
    status: 200,
    words: 'The department could not answer this part.',
    wordsZh: '该部门未能答复这一部分。',
  },
  DEPARTMENT_ANSWER_INVALID: {
    status: 200,
    words: 'The department gave an answer that does not fit the schema.',
    wordsZh: '该部门的答复与约定的结构不符。',
  },
  ARGUMENT_REFUSED: {
    status: 200,
    words:
      'The department refused an argument of this field. Dates are written YYYY-MM-DD, times as RFC 3339, amounts as "1234.50"; page sizes run from 1 to 100; "after" takes endCursor of the page before, with the same orderBy.',
    wordsZh:
      '该部门不接受这个字段的参数。日期写作 YYYY-MM-DD,时间按 RFC 3339,金额如 "1234.50";每页 1 至 100 条;after 填上一页的 endCursor,排序须与上一页相同。',
  },
  NOT_PLANNED: {
    status: 500,
    words: 'The operation could not be planned.',
    wordsZh: '无法为这次查询安排取数计划。',
  },
  ISSUER_UNAVAILABLE: {
    status: 503,
    words: "The token can't be checked: the issuer's keys could not be had. Ask again.",
    wordsZh: '暂时取不到签发方的公钥,无法核对令牌;请稍后再试。',
  },
  CASE_REGISTER_UNAVAILABLE: {
    status: 503,
    words: 'The case could not be checked: the case register is out of reach. Ask again in a few minutes.',
    wordsZh: '暂时联系不上办件库,无法核对办件;请几分钟后再试。',
  },
  JOURNAL_UNAVAILABLE: {
    status: 503,
    words: "The record of disclosures can't be written, so nothing is disclosed. Ask again.",
    wordsZh: '披露记录暂时无法写入,因此不提供任何数据;请稍后再试。',
  },
  INTERNAL_SERVER_ERROR: {
    status: 500,
    words: 'Something went wrong inside the gateway.',
    wordsZh: '网关内部出错。',
  },
} as const satisfies Record<string, Entry>;

type Entry = { readonly status: number; readonly words?: string; readonly wordsZh?: string };
type Code = keyof typeof catalogue;
type FaultCode = { [C in Code]: (typeof catalogue)[C] extends { words: string } ? C : never }[Code];
type RefusalCode = Exclude<Code, FaultCode>;

/** The caller's fault, told: `message` was written for the caller and says what to do. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly status: number;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: RefusalCode, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = 'Refusal';
    this.code = code;
    this.status = catalogue[code].status;
    this.details = details;
  }
}

type FaultDetails = {
  readonly cause?: unknown;
  readonly department?: string | undefined;
  /** Where, within the value that is missing, a department says that it failed; by fetched keys. */
  readonly within?: readonly (string | number)[];
  /** Of what the gateway answers itself: the caller's fault, told in place of ours. */
  readonly refusal?: Refusal | undefined;
};

/** Our fault, not told: callers get the catalogue's words for the code; `cause` is for the log. */
export class Fault extends Error {
  readonly code: FaultCode;
  readonly status: number;
  readonly messageZh: string;
  readonly department: string | undefined;
  readonly within: readonly (string | number)[];
  readonly refusal: Refusal | undefined;

  constructor(code: FaultCode, { cause, department, within = [], refusal }: FaultDetails = {}) {
    super(catalogue[code].words, { cause });
    this.name = 'Fault';
    this.code = code;
    this.status = catalogue[code].status;
    this.messageZh = catalogue[code].wordsZh;
    this.department = department;
    this.within = within;
    this.refusal = refusal;
  }

  /** The same fault as it concerns one key of the value that is missing. */
  at(key: string): Fault {
    if (this.within.length === 0) return this;
    const within = this.within[0] === key ? this.within.slice(1) : [];
    const { cause, department, refusal } = this;
    return new Fault(this.code, { cause, department, within, refusal });
  }
}

/** A refusal or fault in GraphQL's form, at a path of the answer where it has one. */
export function graphqlError(given: Refusal | Fault, path?: readonly (string | number)[]): GraphQLError {
  const problem = given instanceof Fault ? (given.refusal ?? given) : given;
  return new GraphQLError(problem.message, {
    ...(path && { path }),
    originalError: problem,
    extensions: {
      code: problem.code,
      ...(problem instanceof Refusal ? problem.details : detailsOf(problem)),
      ...(!path && { http: { status: problem.status, ...retryAfter(problem) } }),
    },
  });
}

/** Says in HTTP's own way when to ask again. */
function retryAfter(problem: Refusal | Fault): { readonly headers?: ReadonlyMap<string, string> } {
  const seconds = problem instanceof Refusal ? problem.details['retryAfterSeconds'] : undefined;
  return typeof seconds === 'number' ? { headers: new Map([['retry-after', String(seconds)]]) } : {};
}

function detailsOf({ department, messageZh }: Fault): Readonly<Record<string, unknown>> {
  return { ...(department && { department }), messageZh };
}

/**
 * What may leave of an error: refusals and faults as the catalogue has them, Apollo Server's own request errors (syntax,
 * validation, protocol), and of everything else only that something went wrong.
 */
export function publicError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const origin = error instanceof GraphQLError ? (error.originalError ?? error) : error;
  if (origin instanceof Refusal || origin instanceof Fault) return formatted;
  const code = formatted.extensions?.['code'];
  if (typeof code === 'string' && apolloRequestCodes.has(code))
    return {
      message: formatted.message,
      ...(formatted.locations && { locations: formatted.locations }),
      extensions: { code },
    };
  return { message: catalogue.INTERNAL_SERVER_ERROR.words, extensions: { code: 'INTERNAL_SERVER_ERROR' } };
}

/** Errors as they may leave where no Apollo Server stands between; the status that HTTP would have had is left out. */
export function publicErrors(errors: readonly GraphQLError[]): readonly GraphQLFormattedError[] {
  return errors.map((error) => {
    const { extensions, ...rest } = error.toJSON();
    const { http: _status, ...told } = extensions ?? {};
    return publicError({ ...rest, extensions: told }, error);
  });
}

const apolloRequestCodes: ReadonlySet<string> = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'BAD_USER_INPUT',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_REQUEST',
]);
