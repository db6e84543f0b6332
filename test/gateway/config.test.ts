import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig } from '#gateway/config.ts';

const supergraph = join(import.meta.dirname, '../../schema/supergraph.graphql');
const journalKeys = mkdtempSync(join(tmpdir(), 'tongcha-keys-'));
writeFileSync(join(journalKeys, 'journal-signing.jwk.json'), '{}');
const production = {
  NODE_ENV: 'production',
  TONGCHA_JWKS_URL: 'https://issuer.example/jwks',
  TONGCHA_ISSUER: 'https://issuer.example',
  TONGCHA_CALLER_PRIVATE_KEY: supergraph,
  TONGCHA_JOURNAL_KEYS: journalKeys,
};

function problems(args: readonly string[], environment: Readonly<Record<string, string>> = {}): string {
  const result = readConfig(args, environment);
  return result.kind === 'problems' ? result.problems.join('\n') : '';
}

function configWith(environment: Readonly<Record<string, string>>) {
  const result = readConfig([], environment);
  if (result.kind === 'problems') throw new Error(result.problems.join('\n'));
  return result.config;
}

function limitsWith(environment: Readonly<Record<string, string>>) {
  return configWith(environment).limits;
}

describe('the configuration', () => {
  it('is complete, loopback and frozen without a word', () => {
    const result = readConfig([], {});
    expect(result).toMatchObject({
      kind: 'config',
      config: { mode: 'development', host: '127.0.0.1', port: 4000, open: false },
    });
    expect(Object.isFrozen(result.kind === 'config' && result.config)).toBe(true);
  });

  it('takes the command line before the environment', () => {
    const result = readConfig(['--port', '5000', '--supergraph', supergraph], { PORT: '6000' });
    expect(result).toMatchObject({ config: { port: 5000, supergraphFile: supergraph } });
  });

  it('tells all of its problems at once', () => {
    const all = problems(['--port', 'many', '--supergraph', '/no/such/file'], {
      TONGCHA_MAX_BODY_BYTES: '-1',
      TONGCHA_DEPARTMENT_URLS: '{"tax": "not a url"}',
      TONGCHA_SUBSCRIPTION_URLS: '["ws://x"]',
      TONGCHA_JWKS_URL: 'nonsense',
      TONGCHA_LOG_LEVEL: 'loud',
    });
    expect(all.split('\n')).toHaveLength(7);
    expect(all).toMatch(/--supergraph: no file \/no\/such\/file; "npm run compose" makes/);
    expect(all).toMatch(/--port or PORT: "many" must be a whole number from 0 to 65535/);
    expect(all).toMatch(/TONGCHA_DEPARTMENT_URLS: tax must have a URL/);
    expect(all).toMatch(/TONGCHA_SUBSCRIPTION_URLS: must be a JSON object of department to URL/);
  });

  it('names the options that there are when given another', () => {
    expect(problems(['--opne'])).toMatch(/--supergraph FILE, --port N and --open/);
  });

  it('refuses an open gateway in production', () => {
    expect(problems(['--open'], production)).toMatch(/--open: refused in production/);
    expect(problems([], production)).toBe('');
  });

  it('wants an issuer and a signing key in production', () => {
    const missing = problems([], { NODE_ENV: 'production' });
    expect(missing).toMatch(/TONGCHA_JWKS_URL: needed/);
    expect(missing).toMatch(/TONGCHA_ISSUER: needed/);
    expect(missing).toMatch(/TONGCHA_CALLER_PRIVATE_KEY: needed/);
  });

  it('lets windows run trusted documents alone in production, and everybody all in development', () => {
    expect(configWith({}).trusted).toEqual({ only: [] });
    expect(configWith(production).trusted).toEqual({ only: ['window-clerk'] });
    expect(configWith({ ...production, TONGCHA_TRUSTED_ONLY: '' }).trusted.only).toEqual([]);
    const told = configWith({
      TONGCHA_TRUSTED_DOCUMENTS: supergraph,
      TONGCHA_TRUSTED_ONLY: 'window-clerk, analyst',
    });
    expect(told.trusted).toEqual({ file: supergraph, only: ['window-clerk', 'analyst'] });
    expect(problems([], { TONGCHA_TRUSTED_DOCUMENTS: '/no/such/manifest.json' })).toBe(
      'TONGCHA_TRUSTED_DOCUMENTS: no file /no/such/manifest.json',
    );
  });

  it('plans with Hive’s planner, shares reads and lets no lookup wait, unless told otherwise', () => {
    expect(configWith({})).toMatchObject({ planner: 'hive', sharesReads: true, lookupsThatWait: [] });
    expect(
      configWith({
        TONGCHA_PLANNER: 'apollo',
        TONGCHA_SHARE_READS: 'off',
        TONGCHA_LOOKUPS_THAT_WAIT: 'Query.enterprise, Query.citizen',
      }),
    ).toMatchObject({
      planner: 'apollo',
      sharesReads: false,
      lookupsThatWait: ['Query.enterprise', 'Query.citizen'],
    });
    expect(problems([], { TONGCHA_PLANNER: 'rust', TONGCHA_SHARE_READS: 'yes' })).toBe(
      'TONGCHA_PLANNER: "rust" must be one of hive, apollo\nTONGCHA_SHARE_READS: "yes" must be one of on, off',
    );
  });

  it('gives plans, documents and programs a share of the memory that there is, or what it is told', () => {
    const usual = configWith({});
    expect(usual.maxPlanBytes).toBeLessThanOrEqual(32 * 1_048_576);
    expect(usual.maxDocumentBytes).toBeLessThanOrEqual(160 * 1_048_576);
    expect(usual.maxProgramBytes).toBeLessThanOrEqual(384 * 1_048_576);
    expect(configWith({ TONGCHA_MAX_PROGRAM_BYTES: '2097152' }).maxProgramBytes).toBe(2_097_152);
    expect(problems([], { TONGCHA_MAX_PROGRAM_BYTES: '1' })).toMatch(/from 1048576 to 4294967296/);
  });

  it('limits what one request may ask, unless told otherwise', () => {
    expect(limitsWith({})).toEqual({
      maxTokens: 10_000,
      maxDepth: 20,
      maxAliases: 300,
      maxRootFields: 50,
      maxSelections: 5_000,
      maxBatch: 0,
      assumedListSize: 10,
      costBudgets: { default: 10_000, analyst: 50_000 },
    });
    const told = limitsWith({
      TONGCHA_MAX_TOKENS: '100',
      TONGCHA_MAX_DEPTH: '1',
      TONGCHA_MAX_ALIASES: '0',
      TONGCHA_MAX_ROOT_FIELDS: '2',
      TONGCHA_MAX_SELECTIONS: '101',
      TONGCHA_MAX_BATCH: '3',
      TONGCHA_ASSUMED_LIST_SIZE: '4',
      TONGCHA_COST_BUDGETS: '{"default": 0, "auditor": 7}',
    });
    expect(told).toEqual({
      maxTokens: 100,
      maxDepth: 1,
      maxAliases: 0,
      maxRootFields: 2,
      maxSelections: 101,
      maxBatch: 3,
      assumedListSize: 4,
      costBudgets: { default: 0, auditor: 7 },
    });
    expect(Object.isFrozen(told)).toBe(true);
  });

  it.each([
    ['TONGCHA_MAX_TOKENS', '99', /from 100 to 200000/],
    ['TONGCHA_MAX_DEPTH', '0', /from 1 to 100/],
    ['TONGCHA_MAX_ALIASES', '-1', /from 0 to 100000/],
    ['TONGCHA_MAX_ROOT_FIELDS', '0', /from 1 to 10000/],
    ['TONGCHA_MAX_SELECTIONS', '1e9', /from 100 to 100000/],
    ['TONGCHA_MAX_BATCH', '101', /from 0 to 100/],
    ['TONGCHA_ASSUMED_LIST_SIZE', '0', /from 1 to 10000/],
    ['TONGCHA_COST_BUDGETS', 'ten', /must be a JSON object of role to greatest cost/],
    ['TONGCHA_COST_BUDGETS', '[10]', /must be a JSON object/],
    ['TONGCHA_COST_BUDGETS', 'null', /must be a JSON object/],
    ['TONGCHA_COST_BUDGETS', '{"analyst": 10}', /"default" is needed/],
    ['TONGCHA_COST_BUDGETS', '{"default": 10, "analyst": "much"}', /analyst must have a whole number/],
    ['TONGCHA_COST_BUDGETS', '{"default": -1}', /default must have a whole number of at least 0/],
  ])('refuses %s=%s and says why', (name, value, why) => {
    const told = problems([], { [name]: value });
    expect(told.split('\n')).toHaveLength(1);
    expect(told).toMatch(name);
    expect(told).toMatch(why);
  });
});
