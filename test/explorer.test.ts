import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type House, startHouse } from '#test/setup/house.ts';
import { ExplorerTab, launchChromium } from './explorer-tab.ts';

// The explorer as its users meet it: the built pages, in Chromium, before the real house.

const flagship = { uscc: '91330199MA2TC00107', name: '杭州明远饮品有限公司' };
const pupil = { idNumber: '330199201604189807', name: '周雨桐' };
const applicant = { idNumber: '330199198506079810' };
const driver = { idNumber: '330299198111309816' };

let house: House;
let browser: Browser;
let tab: ExplorerTab;

beforeAll(async () => {
  [house, browser] = await Promise.all([startHouse(), launchChromium()]);
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
    const { data } = await tab.run();
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
    expect((await tab.run()).data).toMatchObject({ enterprise: flagship });
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
    await tab.openExample('14');
    await tab.untilStored();
    await tab.page.getByRole('button', { name: 'English' }).click();
    await tab.page.getByRole('button', { name: '中文' }).waitFor();
    await tab.untilDrawn();
    await tab.expectText('.examples', 'Clerks at the window');
    await tab.expectText('.graphiql-editor-tools', 'Variables');
    await tab.expectText('#bar', '范雪琴');
    expect(await tab.text('query')).toContain('citizen(idNumber: $pupil)');
    expect(await tab.variables()).toEqual({ pupil: pupil.idNumber });
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
      'x-case': '330199-20260615-000006',
      'x-provenance': 'include',
    });
    await tab.expectText('#bar', '范雪琴');
    await tab.expectText('#bar', '杭州市教育局');
    expect(await tab.purpose()).toEqual({ matter: 'school-enrolment', case: '330199-20260615-000006' });
    const { headers } = await tab.run();
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

  it('is taken up with its matter and subject by an example that names it, and the tab before stays as it was', async () => {
    await tab.choosePersona('clerk-education');
    const before = await tab.page.locator('.graphiql-tab').count();
    const text = await tab.text('variable');
    await tab.openExample('12');
    expect(await tab.page.locator('.graphiql-tab').count()).toBe(before + 1);
    expect(await tab.variables()).toEqual({ idNumber: applicant.idNumber });
    expect(await tab.headers()).toMatchObject({ 'x-matter': 'public-rental-housing' });
    await tab.expectText('#bar', '陶慧敏');
    await tab.page
      .locator('.graphiql-tab-button')
      .nth(before - 1)
      .click();
    expect(await tab.text('variable')).toBe(text);
  });

  it('passes its subject to an open example, but leaves a number that the user typed', async () => {
    await tab.openExample('12');
    await tab.choosePersona('clerk-transport');
    await expect.poll(() => tab.variables()).toEqual({ idNumber: driver.idNumber });
    await tab.type('variable', '{ "idNumber": "typed" }');
    await tab.choosePersona('clerk-education');
    expect(await tab.variables()).toEqual({ idNumber: 'typed' });
  });

  it('keeps what the user typed into the headers when provenance is switched off', async () => {
    await open();
    const { authorization = '' } = await tab.headers();
    const typed = { authorization, 'x-request-id': 'desk-7' };
    await tab.type('header', JSON.stringify({ ...typed, 'x-provenance': 'include' }));
    await tab.page.getByLabel('附数据来源').uncheck();
    expect(await tab.headers()).toEqual(typed);
    const { headers } = await tab.run();
    expect(headers).toMatchObject(typed);
    expect(headers).not.toHaveProperty('x-provenance');
    expect(headers).not.toHaveProperty('x-matter');
  });
});

describe('a token of eight hours', () => {
  it('is renewed a minute before it expires, while the page just stands there', async () => {
    await open((page) => page.clock.install());
    const { authorization: first } = await tab.headers();
    await tab.page.getByLabel('事项').selectOption('');
    await untilNextSecond();
    const renewal = tab.page.waitForRequest('**/dev/token');
    await tab.page.clock.fastForward('07:59:10');
    await renewal;
    await expect.poll(async () => (await tab.headers())['authorization']).not.toBe(first);
    expect(await tab.caller()).toBe('clerk-enterprise');
    expect(await tab.purpose()).toEqual({ matter: '', case: '' });
  });

  it('is renewed before it is used when the computer slept past that minute', async () => {
    await open((page) => page.clock.install());
    const { authorization: first } = await tab.headers();
    await untilNextSecond();
    await tab.page.clock.setSystemTime(Date.now() + 8 * 3_600_000 - 20_000);
    const { headers } = await tab.run();
    expect(headers['authorization']).not.toBe(first);
    expect((await tab.headers())['authorization']).toBe(headers['authorization']);
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
