import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type House, startHouse } from '#test/setup/house.ts';
import { startProductionGateway } from './explorer-production.ts';
import { ExplorerTab, launchChromium } from './explorer-tab.ts';

// Why somebody asks, and what that changes of what they see: the explorer in Chromium, before the real house.

const closedCase = '330199-20260616-000001';
const ownCase = '330199-20260615-000003';
const nobodysCase = '330199-20260615-009999';

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

afterEach(async () => {
  expect(tab.elsewhere, 'requests to another origin').toEqual([]);
  expect(tab.complaints, 'complaints on the console').toEqual([]);
  await tab.close();
});

describe('the purpose', () => {
  beforeEach(async () => {
    tab = await ExplorerTab.open(browser, house.url);
  });

  it('is the matter, by its title, and the case that the persona handles', async () => {
    await tab.choosePersona('clerk-housing');
    const options = tab.page.getByLabel('事项').locator('option');
    await expect.poll(() => options.allInnerTexts()).toEqual(['不选事项', '公共租赁住房资格审核']);
    expect(await tab.purpose()).toEqual({ matter: 'public-rental-housing', case: ownCase });
    await tab.choosePersona('explorer');
    await expect.poll(() => options.allInnerTexts()).toEqual(['不选事项']);
    expect(await tab.purpose()).toEqual({ matter: '', case: '' });
  });

  it('can be left out, and then nothing is shown but what is shared unconditionally', async () => {
    await tab.openExample('15');
    await tab.page.getByLabel('事项').selectOption('');
    const without = await tab.run();
    expect(without.headers).not.toHaveProperty('x-matter');
    expect(without.headers).not.toHaveProperty('x-case');
    expect(without.data).toEqual({ citizen: null });
    expect(await tab.legend()).toEqual([
      expect.stringMatching(/^不可见 citizen Query\.citizen 属有条件共享.*请先选定事项/),
    ]);

    await tab.page.getByLabel('事项').selectOption({ label: '公共租赁住房资格审核' });
    expect(await tab.purpose()).toEqual({ matter: 'public-rental-housing', case: ownCase });
    const { headers, data } = await tab.run();
    expect(headers).toMatchObject({ 'x-matter': 'public-rental-housing', 'x-case': ownCase });
    expect(data).toMatchObject({ citizen: { name: '陈志强' } });
  });

  it('is sent without its case once that is emptied', async () => {
    await tab.openExample('15');
    await tab.page.getByRole('button', { name: '清空' }).click();
    const { headers } = await tab.run();
    expect(headers).toMatchObject({ 'x-matter': 'public-rental-housing' });
    expect(headers).not.toHaveProperty('x-case');
    expect(await tab.legend()).toEqual([expect.stringContaining('须有办件才能查 Query.citizen')]);
  });

  it('that is refused is said so in the language of the page, and the schema is read all the same', async () => {
    for (const number of [closedCase, nobodysCase]) {
      await tab.page.getByLabel('办件').fill(number);
      const { headers, errors } = await tab.run();
      expect(headers['x-case']).toBe(number);
      expect(errors?.[0]?.extensions['code']).toBe('CASE_REFUSED');
      expect(await tab.legend()).toEqual([`未受理 ${String(errors?.[0]?.extensions['messageZh'])}`]);
    }
    await tab.page.reload();
    await tab.untilDrawn();
    expect(await tab.purpose()).toEqual({ matter: 'enterprise-opening', case: nobodysCase });
    await tab.page.getByRole('button', { name: '展开文档' }).click();
    await tab.page.locator('.graphiql-doc-explorer').getByText('全部类型').waitFor();
    expect(tab.complaints.splice(0).filter((complaint) => !complaint.includes('403'))).toEqual([]);
  });

  it('is kept, and named in English, when the page changes its language', async () => {
    await tab.page.getByLabel('办件').fill('');
    await tab.page.getByLabel('办件').press('Enter');
    await tab.page.getByRole('button', { name: 'English' }).click();
    await tab.page.getByRole('button', { name: '中文' }).waitFor();
    await tab.untilDrawn();
    await tab.page.getByRole('group', { name: 'Purpose' }).getByLabel('Matter').waitFor();
    expect(await tab.purpose()).toEqual({ matter: 'enterprise-opening', case: '' });
  });
});

describe('below an answer', () => {
  beforeEach(async () => {
    tab = await ExplorerTab.open(browser, house.url);
    await tab.openExample('15');
  });

  it('stands what was denied and what was masked, and why; a click leads to the field', async () => {
    const { data } = await tab.run();
    expect(data).toMatchObject({
      citizen: { name: '陈志强', idNumber: '330199********9810', phone: null, ethnicity: null },
    });
    const legend = await tab.legend();
    expect(legend.filter((line) => line.startsWith('不可见')).map((line) => line.split(' ')[1])).toEqual([
      'citizen.phone',
      'citizen.ethnicity',
    ]);
    expect(legend).toContain(
      '不可见 citizen.ethnicity 「公共租赁住房资格审核」没有 Citizen.ethnicity 的查询授权。',
    );
    expect(legend).toContain('脱敏 citizen.idNumber 号码只留首尾');
    expect(legend).toContain('脱敏 citizen.diplomas[].holderName 姓名只留姓');

    const lines = tab.page.locator('.legend li button');
    await lines.filter({ hasText: 'ethnicity' }).click();
    expect(await tab.selected()).toBe('"ethnicity": null');
    await lines.filter({ hasText: 'holderName' }).click();
    expect(await tab.selected()).toBe('"holderName": "陈**"');
  });

  it('stands the same in English', async () => {
    await tab.untilStored();
    await tab.page.getByRole('button', { name: 'English' }).click();
    await tab.page.getByRole('button', { name: '中文' }).waitFor();
    await tab.untilDrawn();
    await tab.run();
    const legend = await tab.legend();
    expect(legend).toContain(
      'Denied citizen.ethnicity The matter "public-rental-housing" does not grant Citizen.ethnicity.',
    );
    expect(legend).toContain('Masked citizen.idNumber Citizen number: ends only');
  });

  it('stands nothing when all is clear, and what belongs to each tab', async () => {
    await tab.run();
    await tab.openExample('52');
    expect(await tab.legend()).toEqual([]);
    expect((await tab.run()).errors).toBeUndefined();
    expect(await tab.legend()).toEqual([]);
    await tab.page.locator('.graphiql-tab-button', { hasText: 'ClearMaskedDenied' }).click();
    await expect.poll(async () => (await tab.legend()).length).toBeGreaterThan(2);
  });
});

describe('my rights', () => {
  beforeEach(async () => {
    tab = await ExplorerTab.open(browser, house.url);
    await tab.choosePersona('clerk-housing');
    await tab.page.getByRole('button', { name: '展开我的权限' }).click();
    await tab.page.locator('.rights .effects').waitFor();
  });

  it('tell of each field what the matter shows of it, in words, and are found by name and title', async () => {
    const { page } = tab;
    const search = page.getByRole('searchbox', { name: '查找字段' });
    await search.fill('citizen.phone');
    await tab.expectText('[data-path="Citizen.phone"]', '不可见');
    await search.fill('公民身份号码');
    const found = page.locator('[data-path="Citizen.idNumber"]');
    expect((await found.innerText()).split(/\s+/).slice(0, 2)).toEqual(['脱敏', 'idNumber']);
    await tab.expectText('[data-path="Citizen.idNumber"]', '号码只留首尾');
    expect(await page.locator('.rights .mark').count()).toBe(await page.locator('.rights .mark svg').count());
    await search.fill('没有这样的字段');
    await tab.expectText('.rights', '没有找到');
  });

  it('are sifted by effect', async () => {
    const { page } = tab;
    for (const [name, effect] of [
      ['原值', 'CLEAR'],
      ['脱敏', 'MASKED'],
      ['视记录', 'BY_RECORD'],
      ['不可见', 'DENIED'],
    ] as const) {
      const button = page.locator('.effects').getByRole('button', { name });
      await button.click();
      expect(await button.getAttribute('aria-pressed')).toBe('true');
      const shown = await page
        .locator('[data-path]')
        .evaluateAll((all) => all.map((one) => one.dataset['effect']));
      expect(new Set(shown)).toEqual(new Set([effect]));
      expect(await button.innerText()).toContain(String(shown.length));
    }
  });

  it('are told anew for another purpose, and only the unconditional without one', async () => {
    const denied = tab.page.locator('.effects').getByRole('button', { name: '不可见' });
    const before = await denied.innerText();
    await tab.page.getByLabel('事项').selectOption('');
    await tab.expectText('.rights', '没有选事项');
    await expect.poll(() => denied.innerText()).not.toBe(before);
    await tab.page.getByRole('searchbox').fill('Query.citizen');
    await tab.expectText('[data-path="Query.citizen"]', '请先选定事项');
  });
});

describe('the explorer without a development issuer', () => {
  let production: Awaited<ReturnType<typeof startProductionGateway>>;
  beforeAll(async () => {
    production = await startProductionGateway(house);
  });
  afterAll(() => production?.close());

  it('hides the personas, and sends the token, the matter and the case that the user brings', async () => {
    tab = await ExplorerTab.open(browser, production.url);
    const { page } = tab;
    expect(tab.complaints.splice(0)).toEqual([expect.stringContaining('404')]); // Chromium's own words on /dev/personas
    expect(await page.getByRole('button', { name: '切换身份' }).count()).toBe(0);
    const authorization = `Bearer ${house.token('clerk-enterprise')}`;
    await page.getByPlaceholder('粘贴访问令牌').fill(authorization);
    await page.getByRole('button', { name: '使用' }).click();
    await page.locator('select[name="matter"]').selectOption({ label: '企业开办' });
    await page.getByLabel('办件').fill('330199-20260615-000001');
    const { headers, data } = await tab.run();
    expect(headers).toMatchObject({
      authorization,
      'x-matter': 'enterprise-opening',
      'x-case': '330199-20260615-000001',
    });
    expect(data).toMatchObject({ enterprise: { name: '杭州明远饮品有限公司' } });
  });
});
