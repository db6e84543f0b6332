import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { getHeapStatistics } from 'node:v8';
import { type AccessConfig, readAccessConfig } from './config-access.ts';
import { type CostBudgets, defaultBudgets } from './document/cost/budget.ts';
import { defaultLimits, type Limits } from './document/limits.ts';
import type { PlannerName } from './graph/planner.ts';

/** Everything the gateway is told from outside, read once and frozen. */
export type Config = {
  readonly mode: 'development' | 'production';
  readonly host: string;
  readonly port: number;
  /** How many processes serve the port. */
  readonly workers: number;
  readonly supergraphFile: string;
  /** No token asked, no share class needed: for trying any Federation supergraph. Never in production. */
  readonly open: boolean;
  /** Addresses that replace those in the supergraph, by department. */
  readonly departmentUrls: Readonly<Record<string, string>>;
  /** Where departments' events are, if not at their own addresses; a ws URL means WebSocket, an http one events. */
  readonly subscriptionUrls: Readonly<Record<string, string>>;
  /** Subscriptions open at a time, in each process. */
  readonly maxStreams: number;
  readonly identity: {
    readonly issuer: string;
    readonly audience: string;
    /** Where the issuer's keys are; absent in development, whose own issuer's keys are in `stateFolder`. */
    readonly jwksUrl?: string;
  };
  /** The private JWK that signs caller tokens; without one departments get none. */
  readonly callerKeyFile?: string;
  readonly stateFolder: string;
  readonly access: AccessConfig;
  readonly webFolder: string;
  readonly maxBodyBytes: number;
  /** What a request has to arrive, and then to be answered. */
  readonly requestTimeoutMs: number;
  /** How much one request may ask. */
  readonly limits: Limits & {
    /** Operations in one request; 0 takes no batches. */
    readonly maxBatch: number;
    /** The items that a list is taken to have where its schema says nothing. */
    readonly assumedListSize: number;
    readonly costBudgets: CostBudgets;
  };
  /** Which planner plans; Apollo's takes the place of Hive's where that has no binary. */
  readonly planner: PlannerName;
  readonly maxPlanBytes: number;
  readonly maxDocumentBytes: number;
  /** For what is compiled of plans and documents. */
  readonly maxProgramBytes: number;
  /** Lookups, as `Query.field`, for which other departments are not asked before the owner has answered. */
  readonly lookupsThatWait: readonly string[];
  /** Documents that are known beforehand, and the roles whose callers may run no others. */
  readonly trusted: { readonly file?: string; readonly only: readonly string[] };
  /** Whether identical reads in flight, of callers that a department can't tell apart, are one. */
  readonly sharesReads: boolean;
  readonly departmentTimeoutMs: number;
  readonly drainMs: number;
  readonly logLevel: string;
};

export type ConfigResult =
  | { readonly kind: 'config'; readonly config: Config }
  | { readonly kind: 'problems'; readonly problems: readonly string[] };

/** Reads the command line and the environment into one Config, or tells all their problems at once. */
export function readConfig(args: readonly string[], environment: Environment): ConfigResult {
  const problems: string[] = [];
  const values = readArguments(args, problems);
  const number = (name: string, fallback: number, bounds: readonly [number, number]) =>
    boundedNumber({ name, text: environment[name], fallback, bounds }, problems);

  const mode = environment['NODE_ENV'] === 'production' ? 'production' : 'development';
  const open = values.open ?? false;
  const supergraphFile = resolve(
    values.supergraph ?? environment['TONGCHA_SUPERGRAPH'] ?? inHouse('schema/supergraph.graphql'),
  );
  const stateFolder = resolve(environment['TONGCHA_STATE'] ?? inHouse('var'));
  const jwksUrl = environment['TONGCHA_JWKS_URL'];
  const callerKeyFile = environment['TONGCHA_CALLER_PRIVATE_KEY'];
  const trustedFile = environment['TONGCHA_TRUSTED_DOCUMENTS'];
  if (trustedFile && !existsSync(trustedFile))
    problems.push(`TONGCHA_TRUSTED_DOCUMENTS: no file ${trustedFile}`);
  if (!existsSync(supergraphFile))
    problems.push(`--supergraph: no file ${supergraphFile}; "npm run compose" makes this house's own`);
  if (open && mode === 'production')
    problems.push('--open: refused in production; every request needs a token there');
  if (jwksUrl !== undefined && !URL.canParse(jwksUrl))
    problems.push(`TONGCHA_JWKS_URL: "${jwksUrl}" is not a URL`);
  if (mode === 'production' && !jwksUrl)
    problems.push("TONGCHA_JWKS_URL: needed in production, the address of the issuer's keys");
  if (mode === 'production' && !environment['TONGCHA_ISSUER'])
    problems.push('TONGCHA_ISSUER: needed in production, the "iss" of tokens to accept');
  if (mode === 'production' && !callerKeyFile)
    problems.push(
      'TONGCHA_CALLER_PRIVATE_KEY: needed in production, the file of the Ed25519 key (JWK) that signs caller tokens',
    );
  if (callerKeyFile && !existsSync(callerKeyFile))
    problems.push(`TONGCHA_CALLER_PRIVATE_KEY: no file ${callerKeyFile}`);

  const config: Config = {
    mode,
    host: environment['TONGCHA_HOST'] ?? '127.0.0.1',
    port: boundedNumber(
      {
        name: '--port or PORT',
        text: values.port ?? environment['PORT'],
        fallback: 4000,
        bounds: [0, 65_535],
      },
      problems,
    ),
    workers: boundedNumber(
      {
        name: '--workers or TONGCHA_WORKERS',
        text: values.workers ?? environment['TONGCHA_WORKERS'],
        fallback: 1,
        bounds: [1, 64],
      },
      problems,
    ),
    supergraphFile,
    open,
    departmentUrls: addresses('TONGCHA_DEPARTMENT_URLS', environment, problems),
    subscriptionUrls: addresses('TONGCHA_SUBSCRIPTION_URLS', environment, problems),
    maxStreams: number('TONGCHA_MAX_STREAMS', 1_000, [0, 1_000_000]),
    identity: {
      issuer: environment['TONGCHA_ISSUER'] ?? 'tongcha-development',
      audience: environment['TONGCHA_AUDIENCE'] ?? 'tongcha',
      ...(jwksUrl && { jwksUrl }),
    },
    ...(callerKeyFile && { callerKeyFile }),
    stateFolder,
    access: readAccessConfig(environment, { mode, open, stateFolder, house: inHouse('') }, problems),
    webFolder: inHouse('web/dist'),
    maxBodyBytes: number('TONGCHA_MAX_BODY_BYTES', 1_048_576, [1_024, 104_857_600]),
    limits: Object.freeze({
      maxTokens: number('TONGCHA_MAX_TOKENS', defaultLimits.maxTokens, [100, 200_000]),
      maxDepth: number('TONGCHA_MAX_DEPTH', defaultLimits.maxDepth, [1, 100]),
      maxAliases: number('TONGCHA_MAX_ALIASES', defaultLimits.maxAliases, [0, 100_000]),
      maxRootFields: number('TONGCHA_MAX_ROOT_FIELDS', defaultLimits.maxRootFields, [1, 10_000]),
      maxSelections: number('TONGCHA_MAX_SELECTIONS', defaultLimits.maxSelections, [100, 100_000]),
      maxBatch: number('TONGCHA_MAX_BATCH', 0, [0, 100]),
      assumedListSize: number('TONGCHA_ASSUMED_LIST_SIZE', 10, [1, 10_000]),
      costBudgets: costBudgets(
        environment['TONGCHA_COST_BUDGETS'],
        open ? noBudget : defaultBudgets,
        problems,
      ),
    }),
    requestTimeoutMs: number('TONGCHA_REQUEST_TIMEOUT_MS', 30_000, [100, 600_000]),
    planner: oneOf({ name: 'TONGCHA_PLANNER', choices: ['hive', 'apollo'] }, environment, problems),
    maxPlanBytes: number('TONGCHA_MAX_PLAN_BYTES', ofHeap(16, 32), [1_048_576, 4_294_967_296]),
    maxDocumentBytes: number('TONGCHA_MAX_DOCUMENT_BYTES', ofHeap(16, 160), [1_048_576, 4_294_967_296]),
    maxProgramBytes: number('TONGCHA_MAX_PROGRAM_BYTES', ofHeap(8, 384), [1_048_576, 4_294_967_296]),
    lookupsThatWait: words(environment['TONGCHA_LOOKUPS_THAT_WAIT']),
    trusted: Object.freeze({
      ...(trustedFile && { file: resolve(trustedFile) }),
      only: words(environment['TONGCHA_TRUSTED_ONLY'] ?? (mode === 'production' ? 'window-clerk' : '')),
    }),
    sharesReads:
      oneOf({ name: 'TONGCHA_SHARE_READS', choices: ['on', 'off'] }, environment, problems) === 'on',
    departmentTimeoutMs: number('TONGCHA_DEPARTMENT_TIMEOUT_MS', 10_000, [50, 120_000]),
    drainMs: number('TONGCHA_DRAIN_MS', 10_000, [0, 120_000]),
    logLevel: logLevel(environment['TONGCHA_LOG_LEVEL'] ?? 'info', problems),
  };
  return problems.length > 0
    ? { kind: 'problems', problems }
    : { kind: 'config', config: Object.freeze(config) };
}

type Environment = Readonly<Record<string, string | undefined>>;
type Arguments = { supergraph?: string; port?: string; workers?: string; open?: boolean };

function readArguments(args: readonly string[], problems: string[]): Arguments {
  try {
    return parseArgs({
      args: [...args],
      options: {
        supergraph: { type: 'string' },
        port: { type: 'string' },
        workers: { type: 'string' },
        open: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    problems.push(
      `${(error as Error).message}; there are --workers N, --supergraph FILE, --port N and --open`,
    );
    return {};
  }
}

function boundedNumber(
  {
    name,
    text,
    fallback,
    bounds,
  }: { name: string; text: string | undefined; fallback: number; bounds: readonly [number, number] },
  problems: string[],
): number {
  if (text === undefined || text === '') return fallback;
  const [low, high] = bounds;
  const value = Number(text);
  if (Number.isInteger(value) && value >= low && value <= high) return value;
  problems.push(`${name}: "${text}" must be a whole number from ${low} to ${high}`);
  return fallback;
}

/** The first choice stands where nothing is said. */
function oneOf<const W extends string>(
  { name, choices }: { readonly name: string; readonly choices: readonly [W, ...W[]] },
  environment: Environment,
  problems: string[],
): W {
  const text = environment[name] || choices[0];
  const found = choices.find((choice) => choice === text);
  if (!found) problems.push(`${name}: "${text}" must be one of ${choices.join(', ')}`);
  return found ?? choices[0];
}

/** `a, b` → ["a", "b"]. */
function words(text = ''): readonly string[] {
  return text
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean);
}

function addresses(
  variable: string,
  environment: Environment,
  problems: string[],
): Readonly<Record<string, string>> {
  const text = environment[variable];
  const urls = text ? jsonObject(text) : {};
  if (!urls) problems.push(`${variable}: must be a JSON object of department to URL`);
  for (const [name, url] of Object.entries(urls ?? {}))
    if (typeof url !== 'string' || !URL.canParse(url)) problems.push(`${variable}: ${name} must have a URL`);
  return (urls ?? {}) as Record<string, string>;
}

/** A share of the memory that this process may use, and no more than so many megabytes. */
function ofHeap(share: number, mostMegabytes: number): number {
  return Math.floor(Math.min(getHeapStatistics().heap_size_limit / share, mostMegabytes * 1_048_576));
}

/** A supergraph that is only tried says nothing of its lists' sizes, and estimates without that are far too high. */
const noBudget: CostBudgets = Object.freeze({ default: Number.MAX_SAFE_INTEGER });

function costBudgets(text: string | undefined, usual: CostBudgets, problems: string[]): CostBudgets {
  if (!text) return usual;
  const problem = (words: string) => {
    problems.push(`TONGCHA_COST_BUDGETS: ${words}`);
    return usual;
  };
  const budgets = jsonObject(text);
  if (!budgets) return problem('must be a JSON object of role to greatest cost');
  for (const [role, budget] of Object.entries(budgets))
    if (!Number.isSafeInteger(budget) || (budget as number) < 0)
      problem(`${role} must have a whole number of at least 0`);
  if (!Object.hasOwn(budgets, 'default')) return problem('"default" is needed, for every other role');
  return Object.freeze(budgets) as CostBudgets;
}

function jsonObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}

function logLevel(text: string, problems: string[]): string {
  if (!logLevels.includes(text))
    problems.push(`TONGCHA_LOG_LEVEL: "${text}" must be one of ${logLevels.join(', ')}`);
  return text;
}

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

function inHouse(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url));
}
