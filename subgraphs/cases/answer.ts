import { checkCaseNumber } from '#schema/identifiers/case-number.ts';
import { actWords, changeOf } from './acts.ts';
import { readOpening } from './opening.ts';
import { CaseProblem } from './problem.ts';
import type { CaseRecord } from './record.ts';
import type { Actor, CaseRegister } from './register.ts';

/** Who asks, as the gateway vouches for it. */
export type Asker = {
  readonly subject: string;
  readonly org: string | null;
  readonly roles: readonly string[];
  readonly region: string | null;
};

export type CaseCall = {
  readonly method: string;
  readonly path: string;
  readonly asker: Asker;
  /** The body as JSON; throws a CaseProblem for one that is none. */
  readonly body: () => Promise<unknown>;
};

export type CaseAnswer = { readonly status: number; readonly body: CaseRecord };

/** Answers one call of somebody known: reads a case, opens one, or changes one. Throws a CaseProblem for what can't be done. */
export async function answerCall(call: CaseCall, register: CaseRegister): Promise<CaseAnswer> {
  const [root, number, word, ...rest] = call.path.split('/').slice(1);
  if (root !== 'cases' || rest.length > 0) throw noSuchPath();
  if (number === undefined) {
    demand('POST', call.method);
    return { status: 201, body: await open(call, register) };
  }
  checkNumber(number);
  if (word === undefined) {
    demand('GET', call.method);
    return { status: 200, body: (await register.find(number)) ?? unknown() };
  }
  if (!actWords().includes(word)) throw noSuchPath();
  demand('POST', call.method);
  return { status: 200, body: await change({ ...call, number, word }, register) };
}

async function open({ asker, body }: CaseCall, register: CaseRegister): Promise<CaseRecord> {
  const by = actorOf(asker);
  const opening = readOpening(await body());
  if (!liesIn(opening.region, asker.region)) throw beyondRegion();
  return register.open({ ...opening, unit: by.org }, by);
}

async function change(
  { asker, body, number, word }: CaseCall & { readonly number: string; readonly word: string },
  register: CaseRegister,
): Promise<CaseRecord> {
  const by = actorOf(asker);
  const change = changeOf(word, await body(), by);
  if (!change) throw noSuchPath();
  return (await register.change(number, change, by)) ?? unknown();
}

/** Only a window clerk of a unit opens and changes cases. */
function actorOf({ subject, org, roles }: Asker): Actor {
  if (org !== null && roles.includes('window-clerk')) return { subject, org };
  throw new CaseProblem('NOT_PERMITTED', [
    'Only a window clerk of a unit may open or change cases.',
    '只有单位的窗口办事员可以开立或办理办件。',
  ]);
}

/** A division lies in itself, in its prefecture and in its province. */
function liesIn(division: string, region: string | null): boolean {
  return region !== null && division.startsWith(region.replace(/(00){1,2}$/, ''));
}

function checkNumber(number: string): void {
  const finding = checkCaseNumber(number);
  if (finding.kind === 'invalid') throw new CaseProblem('BAD_REQUEST', [finding.message, finding.messageZh]);
}

function demand(method: string, got: string): void {
  if (method === got) return;
  throw new CaseProblem('METHOD_NOT_ALLOWED', [
    `This path takes ${method} alone.`,
    `该路径只接受${method}。`,
  ]);
}

function unknown(): never {
  throw new CaseProblem('CASE_NOT_FOUND', [
    'No case has that number: check it digit by digit.',
    '没有这个编号的办件,请逐位核对。',
  ]);
}

function beyondRegion(): CaseProblem {
  return new CaseProblem('NOT_PERMITTED', [
    '"region" must lie in the region that the clerk serves.',
    '办件所在区划须在办事员的管辖区域内。',
  ]);
}

function noSuchPath(): CaseProblem {
  return new CaseProblem('NO_SUCH_PATH', [
    `There are GET /cases/<number>, POST /cases, POST /cases/<number>/<${actWords().join('|')}> and GET /health.`,
    '没有这个路径。',
  ]);
}
