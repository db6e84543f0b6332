import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type JSHandle, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ServedExplorer, serveExplorer } from './explorer-server.ts';

let browser: Browser;
let context: BrowserContext;
let page: Page;
let served: ServedExplorer;
let elsewhere: string[];
let complaints: string[];

beforeAll(async () => {
  const build = spawnSync(process.execPath, [join(import.meta.dirname, '../web/build.ts')], {
    encoding: 'utf8',
  });
  expect(build.status, build.stderr).toBe(0);
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: chromiumArguments });
}, 60_000);

afterAll(() => browser?.close());

beforeEach(async () => {
  context = await browser.newContext({ viewport: { width: 1366, height: 768 } });
  elsewhere = [];
  complaints = [];
});

afterEach(async () => {
  await context.close();
  await served.close();
});

describe('the explorer', () => {
  it('opens without a request to any other origin and without a complaint on the console', async () => {
    await open();
    await run();
    await page.getByRole('button', { name: '展开文档' }).click();
    await page.locator('.graphiql-doc-explorer').getByText('全部类型').waitFor();
    await picture('docs');
    expect(elsewhere).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('starts with the first example, about an enterprise that the persona may try, and shows its answer', async () => {
    await open();
    expect(await text('query')).toContain('enterprise(uscc: $uscc)');
    expect(JSON.parse(await text('variable'))).toMatchObject({ uscc: '91990000MA0000001X' });
    await run();
    await picture('start');
    expect(await text('response')).toContain('云溪青禾水务有限公司');
  });

  it('fills the headers of a chosen persona, and shows who asks, for which unit and matter', async () => {
    await open();
    await choosePersona('clerk-citizen');
    expect(await headers()).toEqual({
      authorization: 'Bearer token.clerk-citizen.1',
      'x-matter': 'res-school',
      'x-provenance': 'include',
    });
    await expectText('#bar', '周望舒');
    await expectText('#bar', '云溪市政务服务中心');
    await expectText('#bar .purpose', 'res-school');
    await run();
    expect(served.asked.at(-1)?.headers).toMatchObject({
      authorization: 'Bearer token.clerk-citizen.1',
      'x-matter': 'res-school',
      'x-provenance': 'include',
    });
  });

  it('takes the matter away again for a persona without one', async () => {
    await open();
    await choosePersona('visitor');
    expect(await headers()).toEqual({ authorization: 'Bearer token.visitor.1', 'x-provenance': 'include' });
  });

  it('opens an example in a new tab, with the subject of the persona, and runs it', async () => {
    await open();
    await choosePersona('clerk-citizen');
    await page.locator('[data-example^="12-"]').click();
    expect(await page.locator('.graphiql-tab').count()).toBe(2);
    expect(await text('query')).toContain('citizen(idNumber: $idNumber)');
    expect(JSON.parse(await text('variable'))).toMatchObject({ idNumber: '119901199001010018' });
    expect(await headers()).toMatchObject({ 'x-matter': 'res-school' });
    await run();
    await picture('example');
    expect(await text('response')).toContain('江*');
  });

  it('gives an open example the subject of the next persona, but keeps a number that the user typed', async () => {
    await open();
    await choosePersona('clerk-citizen');
    await page.locator('[data-example^="12-"]').click();
    await choosePersona('clerk-transport');
    await expect
      .poll(async () => JSON.parse(await text('variable')))
      .toEqual({ idNumber: '119901198502020026' });
    await (await modelOf('variable')).evaluate((one) => one.setValue('{ "idNumber": "typed" }'));
    await choosePersona('clerk-citizen');
    expect(JSON.parse(await text('variable'))).toEqual({ idNumber: 'typed' });
  });

  it('keeps what the user typed into the headers when provenance is switched off', async () => {
    await open();
    await setHeaders({ ...(await headers()), 'x-case': 'YX-2026-0001', 'x-matter': 'other' });
    await page.getByLabel('附数据来源').uncheck();
    expect(await headers()).toEqual({
      authorization: 'Bearer token.clerk-enterprise.1',
      'x-case': 'YX-2026-0001',
      'x-matter': 'other',
    });
  });

  it('renews a token that is about to expire before it is used', async () => {
    await open({ tokenLifeMs: 20_000 });
    await run();
    expect(served.issued.get('clerk-enterprise')).toBeGreaterThan(1);
    expect(served.asked.at(-1)?.headers.authorization).not.toBe('Bearer token.clerk-enterprise.1');
    expect((await headers())['authorization']).toBe(served.asked.at(-1)?.headers.authorization);
  });

  it('speaks English on request, and keeps the persona and the open tabs', async () => {
    await open();
    await choosePersona('clerk-citizen');
    await page.locator('[data-example^="12-"]').click();
    await page.waitForTimeout(700); // GraphiQL stores its tabs after half a second
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('button', { name: '中文' }).waitFor();
    await page.locator('.graphiql-query-editor .view-line').first().waitFor();
    await picture('english');
    await expectText('.examples', 'Clerks at the window');
    await expectText('.graphiql-editor-tools', 'Variables');
    await expectText('#bar', '周望舒');
    expect(await text('query')).toContain('citizen(idNumber: $idNumber)');
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
  });

  it('draws the menu of personas', async () => {
    await open();
    await page.getByRole('button', { name: '切换身份' }).click();
    await page.locator('.persona-item').first().waitFor();
    await picture('personas');
    expect(await page.locator('.persona-item').count()).toBe(4);
  });

  it('forgets operations and tokens with the browser tab', async () => {
    await open();
    await page.waitForTimeout(700);
    const kept = await page.evaluate(() => JSON.stringify([localStorage, sessionStorage]));
    expect(
      await page.evaluate(() => Object.keys(localStorage).filter((key) => !key.startsWith('tongcha:'))),
    ).toEqual([]);
    expect(kept).not.toContain('token.clerk-enterprise');
  });
});

describe('the explorer without a development issuer', () => {
  it('hides the personas and sends the token, matter and case that the user brings', async () => {
    await open({ issuer: false });
    expect(await page.getByRole('button', { name: '切换身份' }).count()).toBe(0);
    await page.getByPlaceholder('粘贴访问令牌').fill('Bearer abc.def.ghi');
    await page.getByPlaceholder('事项编码').fill('ent-change');
    await page.getByPlaceholder('办件号').fill('YX-2026-0007');
    await page.getByRole('button', { name: '使用' }).click();
    await picture('own-token');
    await run();
    expect(served.asked.at(-1)?.headers).toMatchObject({
      authorization: 'Bearer abc.def.ghi',
      'x-matter': 'ent-change',
      'x-case': 'YX-2026-0007',
    });
    expect(complaints.filter((complaint) => !complaint.includes('404'))).toEqual([]);
  });
});

async function open(options: Parameters<typeof serveExplorer>[0] = {}): Promise<void> {
  served = await serveExplorer(options);
  page = await context.newPage();
  await page.route('**/*', (route) => {
    const url = route.request().url();
    if (url.startsWith(served.origin) || url.startsWith('data:') || url.startsWith('blob:'))
      return route.continue();
    elsewhere.push(url);
    return route.abort();
  });
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(`${served.origin}/explorer`);
  await page.locator('.graphiql-query-editor .view-line').first().waitFor();
  await page.locator('.graphiql-spin').waitFor({ state: 'detached' });
}

async function run(): Promise<void> {
  const before = served.asked.length;
  await page.locator('.graphiql-execute-button').click();
  await expect.poll(() => served.asked.length).toBeGreaterThan(before);
  await expect.poll(() => text('response')).not.toBe('');
}

async function choosePersona(persona: string): Promise<void> {
  await page.getByRole('button', { name: '切换身份' }).click();
  await page.locator(`[data-persona="${persona}"]`).click();
  await expect.poll(async () => (await headers())['authorization']).toContain(persona);
}

/** What an editor holds, also where Monaco has not drawn it; GraphiQL leaves Monaco on the window. */
async function text(editor: keyof typeof fileOf): Promise<string> {
  const model = await modelOf(editor);
  return model.evaluate((one) => one.getValue());
}

async function modelOf(editor: keyof typeof fileOf): Promise<JSHandle<Model>> {
  return page.evaluateHandle((file) => {
    const monaco: { editor: { getModels(): Model[] } } = Reflect.get(window, '__MONACO');
    const model = monaco.editor.getModels().find(({ uri }) => uri.path.endsWith(file));
    if (!model) throw new Error(`no editor holds ${file}`);
    return model;
  }, fileOf[editor]);
}

type Model = { readonly uri: { readonly path: string }; getValue(): string; setValue(text: string): void };

async function headers(): Promise<Record<string, string>> {
  const parsed: Record<string, string> = JSON.parse((await text('header')) || '{}');
  return parsed;
}

async function setHeaders(value: Record<string, string>): Promise<void> {
  const model = await modelOf('header');
  await model.evaluate((one, json) => one.setValue(json), JSON.stringify(value, null, 2));
}

async function expectText(selector: string, words: string): Promise<void> {
  await expect.poll(() => page.locator(selector).first().innerText()).toContain(words);
}

async function picture(name: string): Promise<void> {
  await page.waitForTimeout(400);
  await page.screenshot({ path: `/tmp/explorer-${name}.png` });
}

const fileOf = {
  query: 'operation.graphql',
  variable: 'variables.json',
  header: 'request-headers.json',
  response: 'response.json',
} as const;

const chromiumArguments = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
