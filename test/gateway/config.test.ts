import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig } from '#gateway/config.ts';

const supergraph = join(import.meta.dirname, '../../schema/supergraph.graphql');
const production = {
  NODE_ENV: 'production',
  TONGCHA_JWKS_URL: 'https://issuer.example/jwks',
  TONGCHA_ISSUER: 'https://issuer.example',
  TONGCHA_CALLER_PRIVATE_KEY: supergraph,
};

function problems(args: readonly string[], environment: Readonly<Record<string, string>> = {}): string {
  const result = readConfig(args, environment);
  return result.kind === 'problems' ? result.problems.join('\n') : '';
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
      TONGCHA_JWKS_URL: 'nonsense',
      TONGCHA_LOG_LEVEL: 'loud',
    });
    expect(all.split('\n')).toHaveLength(6);
    expect(all).toMatch(/--supergraph: no file \/no\/such\/file; "npm run compose" makes/);
    expect(all).toMatch(/--port or PORT: "many" must be a whole number from 0 to 65535/);
    expect(all).toMatch(/TONGCHA_DEPARTMENT_URLS: tax must have a URL/);
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
});
