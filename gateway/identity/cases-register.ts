import { Pool } from 'undici';
import { isRecord } from '../record.ts';

const states = ['OPEN', 'CLOSED', 'WITHDRAWN', 'SUSPENDED'] as const;

/** What the gateway needs to know of a case. */
export type CaseRecord = {
  readonly matter: string;
  readonly state: (typeof states)[number];
  /** Citizen numbers and credit codes of those whom it is about. */
  readonly parties: readonly string[];
  /** Subject ids of the clerks to whom it is assigned. */
  readonly clerks: readonly string[];
  /** Credit code of the unit that handles it. */
  readonly unit: string;
};

/** The way to the case register. */
export type RegisterConnection = {
  /** The case of a number, or null where the register has none. Rejects with an Error that quotes nothing for everything that is no answer. */
  find(number: string, vouched: Readonly<Record<string, string>>): Promise<CaseRecord | null>;
  close(): Promise<void>;
};

/** Opens connections to the register on demand; each question has one deadline, from the wait for a connection to the last byte. */
export function connectToRegister(url: string, { timeoutMs }: { timeoutMs: number }): RegisterConnection {
  if (!URL.canParse(url) || !/^https?:/.test(url))
    throw new Error(`the case register has no address: "${url}" is no http URL`);
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, {
    connections: 16,
    headersTimeout: 0,
    bodyTimeout: 0,
    maxResponseSize: largestAnswerBytes,
  });
  return {
    async find(number, vouched) {
      const { statusCode, body } = await pool.request({
        method: 'GET',
        path: `${pathname.replace(/\/$/, '')}/cases/${number}`,
        headers: { ...vouched, accept: 'application/json' },
        signal: AbortSignal.timeout(timeoutMs),
      });
      return readAnswer(statusCode, await body.text(), number);
    },
    close: () => pool.destroy(),
  };
}

const largestAnswerBytes = 262_144;

function readAnswer(status: number, text: string, number: string): CaseRecord | null {
  if (status !== 200 && status !== 404) throw new Error(`the case register answered ${status}`);
  const answer = parsed(text);
  const record = status === 200 ? recordOf(answer, number) : null;
  // A 404 by anything that stands before the register says nothing of a case.
  if (record || (status === 404 && isRecord(answer['error']) && answer['error']['code'] === 'CASE_NOT_FOUND'))
    return record;
  throw new Error('the case register gave no answer that fits');
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const answer: unknown = JSON.parse(text);
    return isRecord(answer) ? answer : {};
  } catch {
    // The parser's own message quotes the text.
    return {};
  }
}

function recordOf(answer: Readonly<Record<string, unknown>>, number: string): CaseRecord | null {
  const { matter, unit } = answer;
  const state = states.find((each) => each === answer['state']);
  const clerks = textsOf(answer['clerks']);
  const parties = textsOf(Array.isArray(answer['parties']) ? answer['parties'].map(identifierOf) : undefined);
  if (answer['number'] !== number || typeof matter !== 'string' || typeof unit !== 'string') return null;
  return state && clerks && parties ? { matter, state, parties, clerks, unit } : null;
}

function identifierOf(party: unknown): unknown {
  return isRecord(party) ? party['identifier'] : undefined;
}

function textsOf(value: unknown): readonly string[] | null {
  return Array.isArray(value) && value.every((each) => typeof each === 'string') ? value : null;
}
