/** What is wrong with a call, told to who made it: a status, a code for programs, words in both languages. */
export class CaseProblem extends Error {
  readonly code: keyof typeof catalogue;
  readonly status: number;
  readonly messageZh: string;

  constructor(code: keyof typeof catalogue, [message, messageZh]: readonly [string, string]) {
    super(message);
    this.name = 'CaseProblem';
    this.code = code;
    this.status = catalogue[code];
    this.messageZh = messageZh;
  }
}

const catalogue = {
  BAD_REQUEST: 400,
  UNAUTHENTICATED: 401,
  NOT_PERMITTED: 403,
  CASE_NOT_FOUND: 404,
  NO_SUCH_PATH: 404,
  METHOD_NOT_ALLOWED: 405,
  CONFLICT: 409,
  TOO_LARGE: 413,
} as const;
