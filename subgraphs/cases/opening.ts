import { checkCitizenNumber } from '#schema/identifiers/citizen-number.ts';
import { checkCreditCode } from '#schema/identifiers/credit-code.ts';
import { checkDivisionCode } from '#schema/identifiers/division-code.ts';
import type { Finding } from '#schema/identifiers/finding.ts';
import { CaseProblem } from './problem.ts';
import { type Party, partyRoles } from './record.ts';
import type { Opening } from './register.ts';

/** Reads what a case is opened with: `matter`, `parties`, `clerks`, `region`. Throws one CaseProblem that names everything wrong; identifiers are never repeated. */
export function readOpening(body: unknown): Omit<Opening, 'unit'> {
  const { matter, parties, clerks, region } = membersOf(body);
  const problems = [...matterProblems(matter), ...clerkProblems(clerks), ...regionProblems(region)];
  if (!Array.isArray(parties) || parties.length === 0 || parties.length > mostParties)
    problems.push(`"parties" must be a list of 1 to ${mostParties}`);
  else problems.push(...parties.flatMap(partyProblems), ...twiceProblems(parties));
  refuse(problems);
  return {
    matter: matter as string,
    parties: (parties as Party[]).map(({ kind, identifier, role }) => ({ kind, identifier, role })),
    clerks: clerks as string[],
    region: region as string,
  };
}

/** Reads to whom a case is assigned: `clerks`. */
export function readClerks(body: unknown): readonly string[] {
  const { clerks } = membersOf(body);
  refuse(clerkProblems(clerks));
  return clerks as string[];
}

const mostParties = 50;
const mostClerks = 20;

function membersOf(body: unknown): Readonly<Record<string, unknown>> {
  if (typeof body === 'object' && body !== null && !Array.isArray(body))
    return body as Readonly<Record<string, unknown>>;
  throw new CaseProblem('BAD_REQUEST', ['The body must be a JSON object.', '请求体应为JSON对象。']);
}

function refuse(problems: readonly string[]): void {
  if (problems.length === 0) return;
  throw new CaseProblem('BAD_REQUEST', [`${problems.join('; ')}.`, `请求内容有误:${problems.join(';')}。`]);
}

function matterProblems(matter: unknown): string[] {
  const isCode = typeof matter === 'string' && /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(matter);
  return isCode ? [] : ['"matter" must be a code of 1 to 64 letters, digits, ".", "_" or "-"'];
}

function clerkProblems(clerks: unknown): string[] {
  const isList =
    Array.isArray(clerks) &&
    clerks.length > 0 &&
    clerks.length <= mostClerks &&
    new Set(clerks).size === clerks.length &&
    clerks.every((each) => typeof each === 'string' && /^[^\p{Cc}]{1,200}$/u.test(each));
  return isList ? [] : [`"clerks" must be a list of 1 to ${mostClerks} different subject ids`];
}

function regionProblems(region: unknown): string[] {
  const isCode = typeof region === 'string' && checkDivisionCode(region).kind === 'valid';
  return isCode ? [] : ['"region" must be a division code of 6 digits'];
}

function partyProblems(party: unknown, index: number): string[] {
  const place = `"parties[${index}]"`;
  const { kind, identifier, role } = (party ?? {}) as Readonly<Record<string, unknown>>;
  const problems: string[] = [];
  const check = typeof kind === 'string' && Object.hasOwn(checks, kind) ? checks[kind] : undefined;
  if (!check) problems.push(`${place} must be of kind ${Object.keys(checks).join(' or ')}`);
  if (!partyRoles.some((each) => each === role))
    problems.push(`${place} must have one of the roles ${partyRoles.join(', ')}`);
  if (typeof identifier !== 'string') problems.push(`${place} must have an identifier`);
  else if (check) problems.push(...identifierProblems(place, check(identifier)));
  return problems;
}

const checks: Readonly<Record<string, (value: string) => Finding>> = {
  citizen: checkCitizenNumber,
  enterprise: checkCreditCode,
};

function identifierProblems(place: string, finding: Finding): string[] {
  return finding.kind === 'valid' ? [] : [`${place}: ${finding.message.replace(/\.$/, '')}`];
}

function twiceProblems(parties: readonly unknown[]): string[] {
  const identifiers = parties.map((party) => (party as Party | null)?.identifier);
  return new Set(identifiers).size === identifiers.length ? [] : ['"parties" names somebody twice'];
}
