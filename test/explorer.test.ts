import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type House, startHouse } from '#test/setup/house.ts';
import { startProductionGateway } from './explorer-production.ts';
import { ExplorerTab } from './explorer-tab.ts';

// The explorer as its users meet it: the built pages, in Chromium, before the real house.

const flagship = { uscc: '91330199MA2TC00107', name: '杭州明远饮品有限公司' };
const pupil = { idNumber: '330199201604189807', name: '周雨桐' };
const driver = { idNumber: '330299198111309816' };
const examples = globSync('*.graphql', { cwd: join(import.meta.dirname, '../web/explorer/examples') })
  .map((file) => basename(file, '.graphql'))
  .sort();

let house: House;
let browser: Browser;
let tab: ExplorerTab;

beforeAll(async () => {
  [house, browser] = await Promise.all([
    startHouse(),
    chromium.launch({ executablePath: '/usr/bin/chromium', args: chromiumArguments }),
  ]);
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await house?.stop();
});

afterEach(() => {
  expect(tab.elsewhere, 'requests to another origin').toEqual([]);
  expect(tab.complaints, 'complaints on the console').toEqual([]);
});

describe('the explorer', () => {
  it('starts with the first example, about an enterprise that the persona may try, and shows its answer', async () => {
    await open();
    expect(await tab.text('query')).toContain('enterprise(uscc: $uscc)');
    expect(await tab.variables()).toEqual({ uscc: flagship.uscc });
    const { data, errors } = await tab.run();
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({
      enterprise: { ...flagship, legalRepresentativeName: '周明远', taxRegistration: { state: 'NORMAL' } },
    });
    expect(await tab.text('response')).toContain(flagship.name);
  });

  it('speaks Chinese throughout, in the menu of its editor too, and never scrolls as a page', async () => {
    await open();
    const { page } = tab;
    await page.locator('.graphiql-query-editor .view-line').nth(5).click({ button: 'right' });
    await page.getByRole('menuitem', { name: '命令面板' }).waitFor();
    expect(await page.getByRole('menuitem').allInnerTexts()).toSatisfy((items: string[]) =>
      items.filter((item) => item.trim()).every((item) => /\p{Script=Han}/u.test(item)),
    );
    await page.keyboard.press('Escape');
    expect(await page.evaluate(() => document.documentElement.scrollHeight <= innerHeight)).toBe(true);
  });

  it('works with the network unplugged: nothing that a user opens asks for anything outside', async () => {
    await open();
    const { page } = tab;
    await tab.run();
    for (const panel of ['展开历史', '展开示例']) await page.getByRole('button', { name: panel }).click();
    await page.getByRole('button', { name: '展开文档' }).click();
    await page.locator('.graphiql-doc-explorer').getByText('全部类型').waitFor();
    for (const dialog of ['快捷键', '设置']) {
      await page.getByRole('button', { name: dialog }).click();
      await page.getByRole('dialog').waitFor();
      expect(await page.locator('a[href^="http"]:visible').count(), 'links to outside').toBe(0);
      await page.getByRole('button', { name: '关闭', exact: true }).click();
    }
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('button', { name: '中文' }).waitFor();
    await tab.untilDrawn();
    expect(await tab.run()).not.toHaveProperty('errors');
    expect(tab.elsewhere).toEqual([]);
    expect(tab.complaints).toEqual([]);

    // What these two records are worth: a request to outside is refused to the page, and would be seen if it were not.
    await page.evaluate(() => fetch('http://tongcha.example/').catch(() => null));
    expect(tab.complaints.splice(0).join('\n')).toContain('Content Security Policy');
    const beside = await tab.context.newPage();
    await beside.goto('http://tongcha.example/').catch(() => null);
    expect(tab.elsewhere.splice(0)).toEqual(['http://tongcha.example/']);
  });

  it('speaks English on request, and keeps the persona and the open tabs', async () => {
    await open();
    await tab.choosePersona('clerk-education');
    await tab.openExample('12');
    await tab.untilStored();
    await tab.page.getByRole('button', { name: 'English' }).click();
    await tab.page.getByRole('button', { name: '中文' }).waitFor();
    await tab.untilDrawn();
    await tab.expectText('.examples', 'Clerks at the window');
    await tab.expectText('.graphiql-editor-tools', 'Variables');
    await tab.expectText('#bar', '范雪琴');
    expect(await tab.text('query')).toContain('citizen(idNumber: $idNumber)');
    expect(await tab.variables()).toEqual({ idNumber: pupil.idNumber });
    expect(await tab.page.locator('html').getAttribute('lang')).toBe('en');
  });

  it('forgets operations, answers and tokens with the browser tab', async () => {
    await open();
    await tab.type('query', `{ citizen(idNumber: "${pupil.idNumber}") { name } }`);
    await tab.run();
    await tab.untilStored();
    const { authorization = '' } = await tab.headers();
    const inTab = await tab.page.evaluate(() => JSON.stringify([sessionStorage, localStorage]));
    expect(inTab).toContain(pupil.idNumber);
    expect(inTab).not.toContain(authorization.slice('Bearer '.length));
    await tab.reopen();
    const { cookies, origins } = await tab.context.storageState({ indexedDB: true });
    expect(cookies).toEqual([]);
    expect(JSON.stringify(origins)).not.toMatch(/\d{17}[\dX]|Bearer|周雨桐/);
    expect(await tab.page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain(pupil.idNumber);
    expect(await tab.text('query')).toContain('enterprise(uscc: $uscc)');
  });
});

describe('a persona', () => {
  beforeAll(() => open());

  it('fills the headers, is named with its unit and matter, and is who the gateway hears', async () => {
    await tab.choosePersona('clerk-education');
    const filled = await tab.headers();
    expect(filled).toEqual({
      authorization: expect.stringMatching(/^Bearer [\w-]+\.[\w-]+\.[\w-]+$/),
      'x-matter': 'school-enrolment',
      'x-provenance': 'include',
    });
    await tab.expectText('#bar', '范雪琴');
    await tab.expectText('#bar', '杭州市教育局');
    await tab.expectText('#bar .purpose', 'school-enrolment');
    const { headers, errors } = await tab.run();
    expect(errors).toBeUndefined();
    expect(headers).toMatchObject(filled);
  });

  it('without a matter takes the last one away again', async () => {
    await tab.choosePersona('clerk-education');
    await tab.choosePersona('explorer');
    expect(Object.keys(await tab.headers())).toEqual(['authorization', 'x-provenance']);
    const { headers } = await tab.run();
    expect(headers).not.toHaveProperty('x-matter');
  });

  it('is one of all that the issuer lists', async () => {
    const response = await fetch(`${house.url}/dev/personas`);
    const personas = (await response.json()) as { persona: string; name: string; orgName: string }[];
    await tab.page.getByRole('button', { name: '切换身份' }).click();
    for (const { persona, name, orgName } of personas) {
      const item = tab.page.locator(`[data-persona="${persona}"]`);
      await item.scrollIntoViewIfNeeded();
      expect(await item.innerText()).toContain(name);
      expect(await item.innerText()).toContain(orgName);
    }
    expect(await tab.page.locator('.persona-item').count()).toBe(personas.length);
    await tab.page.keyboard.press('Escape');
  });

  it('gives an example that it opens its own subject, and the register answers about that one', async () => {
    await tab.choosePersona('clerk-education');
    const before = await tab.page.locator('.graphiql-tab').count();
    await tab.openExample('12');
    expect(await tab.page.locator('.graphiql-tab').count()).toBe(before + 1);
    expect(await tab.variables()).toEqual({ idNumber: pupil.idNumber });
    expect(await tab.headers()).toMatchObject({ 'x-matter': 'school-enrolment' });
    expect(await tab.run()).toMatchObject({ data: { citizen: pupil } });
  });

  it('passes its subject to an open example, but leaves a number that the user typed', async () => {
    await tab.choosePersona('clerk-education');
    await tab.openExample('12');
    await tab.choosePersona('clerk-transport');
    await expect.poll(() => tab.variables()).toEqual({ idNumber: driver.idNumber });
    await tab.type('variable', '{ "idNumber": "typed" }');
    await tab.choosePersona('clerk-education');
    expect(await tab.variables()).toEqual({ idNumber: 'typed' });
  });

  it('keeps what the user typed into the headers when provenance is switched off', async () => {
    await open();
    const filled = await tab.headers();
    await tab.type('header', JSON.stringify({ ...filled, 'x-case': 'YX-2026-0001', 'x-matter': 'other' }));
    await tab.page.getByLabel('附数据来源').uncheck();
    const wanted = {
      authorization: filled['authorization'],
      'x-case': 'YX-2026-0001',
      'x-matter': 'other',
    };
    expect(await tab.headers()).toEqual(wanted);
    const { headers } = await tab.run();
    expect(headers).toMatchObject(wanted);
    expect(headers).not.toHaveProperty('x-provenance');
  });
});

describe('a token of eight hours', () => {
  it('is renewed a minute before it expires, while the page just stands there', async () => {
    await open((page) => page.clock.install());
    const { authorization: first } = await tab.headers();
    await untilNextSecond();
    const renewal = tab.page.waitForRequest('**/dev/token');
    await tab.page.clock.fastForward('07:59:10');
    await renewal;
    await expect.poll(async () => (await tab.headers())['authorization']).not.toBe(first);
    expect(await tab.caller()).toBe('clerk-enterprise');
  });

  it('is renewed before it is used when the computer slept past that minute', async () => {
    await open((page) => page.clock.install());
    const { authorization: first } = await tab.headers();
    await untilNextSecond();
    await tab.page.clock.setSystemTime(Date.now() + 8 * 3_600_000 - 20_000);
    const { headers, errors } = await tab.run();
    expect(errors).toBeUndefined();
    expect(headers['authorization']).not.toBe(first);
    expect((await tab.headers())['authorization']).toBe(headers['authorization']);
  });
});

describe('every example of the panel', () => {
  beforeAll(() => open());

  it('is offered', async () => {
    const offered = tab.page.locator('[data-example]');
    const names = await offered.evaluateAll((all) => all.map((one) => one.getAttribute('data-example')));
    expect(names).toEqual(examples.map((name) => `${name}.graphql`));
    expect(names.length).toBeGreaterThanOrEqual(15);
  });

  it.each(examples)('%s runs and shows values', async (example) => {
    await tab.page.locator(`[data-example="${example}.graphql"]`).click();
    const { data, errors } = await tab.run();
    expect(errors).toBeUndefined();
    for (const [part, value] of Object.entries(data ?? {})) expect(value, part).toSatisfy(holdsValues);
    expect(JSON.stringify(data)).not.toContain('"edges":[]');
  });
});

describe('the explorer without a development issuer', () => {
  let production: Awaited<ReturnType<typeof startProductionGateway>>;
  beforeAll(async () => {
    production = await startProductionGateway(house);
  });
  afterAll(() => production?.close());

  it('hides the personas and sends the token, matter and case that the user brings', async () => {
    await open(undefined, production.url);
    const { page } = tab;
    expect(tab.complaints.splice(0)).toEqual([expect.stringContaining('404')]); // Chromium's own words on /dev/personas
    expect(await page.getByRole('button', { name: '切换身份' }).count()).toBe(0);
    const authorization = `Bearer ${house.token('clerk-enterprise')}`;
    await page.getByPlaceholder('粘贴访问令牌').fill(authorization);
    await page.getByPlaceholder('事项编码').fill('enterprise-opening');
    await page.getByPlaceholder('办件号').fill('YX-2026-0007');
    await page.getByRole('button', { name: '使用' }).click();
    const { headers, data, errors } = await tab.run();
    expect(headers).toMatchObject({
      authorization,
      'x-matter': 'enterprise-opening',
      'x-case': 'YX-2026-0007',
    });
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({ enterprise: flagship });
  });
});

describe('a department goes dark', () => {
  it('and the pane shows the rest of the profile, and which department is missing', async () => {
    await open();
    process.kill(house.processes()['tax'] as number, 'SIGKILL');
    const { data, errors = [] } = await tab.run();
    expect(data).toMatchObject({ enterprise: { ...flagship, taxRegistration: null } });
    expect(errors.length).toBeGreaterThan(0);
    for (const { extensions } of errors)
      expect(extensions).toMatchObject({ code: 'DEPARTMENT_UNAVAILABLE', department: 'tax' });
    await tab.expectText('.graphiql-response', 'DEPARTMENT_UNAVAILABLE');
  });
});

/** A fresh tab in place of the last test's. */
async function open(prepare?: (page: Page) => Promise<unknown>, url = house.url): Promise<void> {
  await tab?.close();
  tab = await ExplorerTab.open(browser, url, prepare);
}

/** Tokens of one persona and one second are the same. */
function untilNextSecond(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1_000));
}

/** Whether anything in an answer is neither null nor an empty list. */
function holdsValues(value: unknown): boolean {
  if (value === null) return false;
  return typeof value === 'object' ? Object.values(value).some(holdsValues) : true;
}

const chromiumArguments = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];
