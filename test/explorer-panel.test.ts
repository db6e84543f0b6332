import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type House, startHouse } from '#test/setup/house.ts';
import { ExplorerTab, launchChromium } from './explorer-tab.ts';

// The explorer's examples as they are met: opened from the panel in Chromium and run before the real house.

const flagship = { uscc: '91330199MA2TC00107', name: '杭州明远饮品有限公司' };
const examples = globSync('*.graphql', { cwd: join(import.meta.dirname, '../web/explorer/examples') })
  .map((file) => basename(file, '.graphql'))
  .sort();

/** Those that show what is refused, and why. */
const aboutRefusal: ReadonlySet<string> = new Set([
  '11-enterprise-profile',
  '15-clear-masked-denied',
  '32-who-holds-it',
]);

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

describe('every example of the panel', () => {
  beforeAll(async () => {
    tab = await ExplorerTab.open(browser, house.url);
  });

  it('is offered', async () => {
    const offered = tab.page.locator('[data-example]');
    const names = await offered.evaluateAll((all) => all.map((one) => one.getAttribute('data-example')));
    expect(names).toEqual(examples.map((name) => `${name}.graphql`));
    expect(names.length).toBeGreaterThanOrEqual(15);
  });

  it.each(examples)('%s runs and shows values', async (example) => {
    await tab.openExample(example.slice(0, 2));
    const { data, errors = [] } = await tab.run();
    const refused = errors.map(({ path, extensions }) => [path?.length, extensions['code']]);
    if (aboutRefusal.has(example)) expect(refused).not.toEqual([]);
    else expect(refused).toEqual([]);
    for (const [steps, code] of refused)
      expect([steps, code]).toEqual([expect.any(Number), 'UNAUTHORIZED_FIELD_OR_TYPE']);
    for (const [part, value] of Object.entries(data ?? {})) expect(value, part).toSatisfy(holdsValues);
    expect(JSON.stringify(data)).not.toContain('"edges":[]');
  });
});

describe('a department goes dark', () => {
  it('and the pane shows the rest of the profile, and which department is missing', async () => {
    await tab.close();
    tab = await ExplorerTab.open(browser, house.url);
    process.kill(house.processes()['tax'] as number, 'SIGKILL');
    const { data, errors = [] } = await tab.run();
    expect(data).toMatchObject({ enterprise: { ...flagship, taxRegistration: null } });
    const dark = errors.filter(({ extensions }) => extensions['code'] === 'DEPARTMENT_UNAVAILABLE');
    expect(dark.map(({ path, extensions }) => [path, extensions['department']])).toEqual([
      [['enterprise', 'taxRegistration'], 'tax'],
    ]);
    expect(await tab.legend()).toContain(
      '未取到 enterprise.taxRegistration 暂时联系不上该部门,它负责的部分缺失;其余照常。',
    );
  });
});

/** Whether anything in an answer is neither null nor an empty list. */
function holdsValues(value: unknown): boolean {
  if (value === null) return false;
  return typeof value === 'object' ? Object.values(value).some(holdsValues) : true;
}
