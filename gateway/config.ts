import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/** Everything the gateway is told from outside, read once and frozen. */
export type Config = {
  readonly mode: 'development' | 'production';
  readonly host: string;
  readonly port: number;
  readonly supergraphFile: string;
  /** No token asked, no share class needed: for trying any Federation supergraph. Never in production. */
  readonly open: boolean;
  /** Addresses that replace those in the supergraph, by department. */
  readonly departmentUrls: Readonly<Record<string, string>>;
  readonly identity: {
    readonly issuer: string;
    readonly audience: string;
    /** Where the issuer's keys are; absent in development, whose own issuer's keys are in `stateFolder`. */
    readonly jwksUrl?: string;
  };
  /** The private JWK that signs caller tokens; without one departments get none. */
  readonly callerKeyFile?: string;
  readonly stateFolder: string;
  readonly webFolder: string;
  readonly maxBodyBytes: number;
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
  const jwksUrl = environment['TONGCHA_JWKS_URL'];
  const callerKeyFile = environment['TONGCHA_CALLER_PRIVATE_KEY'];
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
    supergraphFile,
    open,
    departmentUrls: departmentUrls(environment['TONGCHA_DEPARTMENT_URLS'], problems),
    identity: {
      issuer: environment['TONGCHA_ISSUER'] ?? 'tongcha-development',
      audience: environment['TONGCHA_AUDIENCE'] ?? 'tongcha',
      ...(jwksUrl && { jwksUrl }),
    },
    ...(callerKeyFile && { callerKeyFile }),
    stateFolder: resolve(environment['TONGCHA_STATE'] ?? inHouse('var')),
    webFolder: inHouse('web/dist'),
    maxBodyBytes: number('TONGCHA_MAX_BODY_BYTES', 1_048_576, [1_024, 104_857_600]),
    departmentTimeoutMs: number('TONGCHA_DEPARTMENT_TIMEOUT_MS', 10_000, [50, 120_000]),
    drainMs: number('TONGCHA_DRAIN_MS', 10_000, [0, 120_000]),
    logLevel: logLevel(environment['TONGCHA_LOG_LEVEL'] ?? 'info', problems),
  };
  return problems.length > 0
    ? { kind: 'problems', problems }
    : { kind: 'config', config: Object.freeze(config) };
}

type Environment = Readonly<Record<string, string | undefined>>;
type Arguments = { supergraph?: string; port?: string; open?: boolean };

function readArguments(args: readonly string[], problems: string[]): Arguments {
  try {
    return parseArgs({
      args: [...args],
      options: { supergraph: { type: 'string' }, port: { type: 'string' }, open: { type: 'boolean' } },
    }).values;
  } catch (error) {
    problems.push(`${(error as Error).message}; there are --supergraph FILE, --port N and --open`);
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

function departmentUrls(text: string | undefined, problems: string[]): Readonly<Record<string, string>> {
  if (!text) return {};
  try {
    const urls = JSON.parse(text) as Record<string, unknown>;
    for (const [name, url] of Object.entries(urls))
      if (typeof url !== 'string' || !URL.canParse(url))
        problems.push(`TONGCHA_DEPARTMENT_URLS: ${name} must have a URL`);
    return urls as Record<string, string>;
  } catch {
    problems.push('TONGCHA_DEPARTMENT_URLS: must be a JSON object of department to URL');
    return {};
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
