import {
  type Browser,
  type BrowserContext,
  chromium,
  type JSHandle,
  type Page,
  type Request,
} from 'playwright-core';
import { expect } from 'vitest';

/** What one click on "run" sent and got. */
export type Run = {
  readonly headers: Readonly<Record<string, string>>;
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly {
    readonly path?: readonly (string | number)[];
    readonly extensions: Readonly<Record<string, unknown>>;
  }[];
};

/** The editors of GraphiQL, by the ends of their files' names. */
const fileOf = {
  query: 'operation.graphql',
  variable: 'variables.json',
  header: 'request-headers.json',
  response: 'response.json',
} as const;
type Editor = keyof typeof fileOf;

/** Chromium without any way out of this machine. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: '/usr/bin/chromium', args: chromiumArguments });
}

/** The explorer in a browser tab of its own: what a user does and reads there, and whom the tab asked. */
export class ExplorerTab {
  /** Requests to anything but the house; they are recorded and end here. */
  readonly elsewhere: string[] = [];
  /** Warnings and errors on the console. */
  readonly complaints: string[] = [];
  readonly context: BrowserContext;
  readonly #origin: string;
  #page: Page | undefined;

  private constructor(context: BrowserContext, origin: string) {
    this.context = context;
    this.#origin = origin;
  }

  /** A tab with a profile of its own, where nothing was ever stored; `prepare` comes before the page is loaded. */
  static async open(
    browser: Browser,
    origin: string,
    prepare: (page: Page) => Promise<unknown> = () => Promise.resolve(),
  ): Promise<ExplorerTab> {
    const context = await browser.newContext({ viewport: { width: 1366, height: 768 } });
    const tab = new ExplorerTab(context, origin);
    await context.route('**/*', (route) => {
      const url = route.request().url();
      if (url.startsWith(`${origin}/`) || /^(data|blob):/.test(url)) return route.continue();
      tab.elsewhere.push(url);
      return route.abort();
    });
    await tab.#load(prepare);
    return tab;
  }

  get page(): Page {
    if (!this.#page) throw new Error('the tab is not open yet');
    return this.#page;
  }

  /** Closes the tab, but not the browser, and opens the explorer in another. */
  async reopen(): Promise<void> {
    await this.page.close();
    await this.#load(() => Promise.resolve());
  }

  close(): Promise<void> {
    return this.context.close();
  }

  /** Runs the open operation and waits until its whole answer is drawn. */
  async run(): Promise<Run> {
    const [request] = await Promise.all([
      this.page.waitForRequest(isOperation),
      this.page.locator('.graphiql-execute-button').click(),
    ]);
    const response = await request.response();
    const answer = (await response?.json()) as Omit<Run, 'headers'>;
    await expect.poll(async () => JSON.parse((await this.text('response')) || '{}')).toEqual(answer);
    return { ...answer, headers: await request.allHeaders() };
  }

  async choosePersona(persona: string): Promise<void> {
    await this.page.getByRole('button', { name: '切换身份' }).click();
    await this.page.locator(`[data-persona="${persona}"]`).click();
    await expect.poll(() => this.caller()).toBe(persona);
  }

  /** Opens an example from the panel by its number, and waits until the page acts as the persona that it names. */
  async openExample(number: string): Promise<void> {
    const example = this.page.locator(`[data-example^="${number}-"]`);
    const persona = await example.getAttribute('data-as');
    await example.click();
    await expect.poll(() => this.caller()).toBe(persona);
  }

  /** The matter and the case as the bar shows them. */
  async purpose(): Promise<{ readonly matter: string; readonly case: string }> {
    const bar = this.page.locator('#bar');
    return {
      matter: await bar.locator('[name="matter"]').inputValue(),
      case: await bar.locator('[name="case"]').inputValue(),
    };
  }

  /** What the legend below the answer says, line by line. */
  async legend(): Promise<readonly string[]> {
    const lines = await this.page.locator('.legend li').allInnerTexts();
    return lines.map((line) => line.replace(/\s+/g, ' ').trim());
  }

  /** What is selected in the response editor. */
  async selected(): Promise<string> {
    return this.page.evaluate(() => {
      const monaco: { editor: { getEditors(): SelectingEditor[] } } = Reflect.get(window, '__MONACO');
      const editor = monaco.editor
        .getEditors()
        .find((each) => each.getModel()?.uri.path.endsWith('response.json'));
      const selection = editor?.getSelection();
      return (selection && editor?.getModel()?.getValueInRange(selection)) ?? '';
    });
  }

  /** Whom the token in the headers editor names. */
  async caller(): Promise<string | undefined> {
    const [, claims] = (await this.headers())['authorization']?.split('.') ?? [];
    return claims && JSON.parse(Buffer.from(claims, 'base64url').toString()).sub;
  }

  async headers(): Promise<Record<string, string>> {
    return JSON.parse((await this.text('header')) || '{}');
  }

  async variables(): Promise<Record<string, unknown>> {
    return JSON.parse((await this.text('variable')) || '{}');
  }

  /** What an editor holds, also where Monaco has not drawn it; GraphiQL leaves Monaco on the window. */
  async text(editor: Editor): Promise<string> {
    return (await this.#model(editor)).evaluate((model) => model.getValue());
  }

  async type(editor: Editor, text: string): Promise<void> {
    await (await this.#model(editor)).evaluate((model, typed) => model.setValue(typed), text);
  }

  async expectText(selector: string, words: string): Promise<void> {
    await expect.poll(() => this.page.locator(selector).first().innerText()).toContain(words);
  }

  async untilDrawn(): Promise<void> {
    for (const editor of ['.graphiql-query-editor', '.graphiql-editor-tool'])
      await this.page.locator(`${editor} .view-line`).first().waitFor();
    await this.page.locator('.graphiql-spin').waitFor({ state: 'detached' });
  }

  /** GraphiQL stores its tabs after half a second without a change. */
  untilStored(): Promise<void> {
    return this.page.waitForTimeout(700);
  }

  async #load(prepare: (page: Page) => Promise<unknown>): Promise<void> {
    const page = await this.context.newPage();
    this.#page = page;
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) this.complaints.push(message.text());
    });
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    await prepare(page);
    await page.goto(`${this.#origin}/`);
    await this.untilDrawn();
  }

  #model(editor: Editor): Promise<JSHandle<Model>> {
    return this.page.evaluateHandle((file) => {
      const monaco: { editor: { getModels(): Model[] } } = Reflect.get(window, '__MONACO');
      const model = monaco.editor.getModels().find(({ uri }) => uri.path.endsWith(file));
      if (!model) throw new Error(`no editor holds ${file}`);
      return model;
    }, fileOf[editor]);
  }
}

type Model = { readonly uri: { readonly path: string }; getValue(): string; setValue(text: string): void };

type SelectingEditor = {
  getModel(): (Model & { getValueInRange(range: object): string }) | null;
  getSelection(): object | null;
};

function isOperation(request: Request): boolean {
  const asked = request.postData() ?? '';
  return request.url().endsWith('/graphql') && !/query (IntrospectionQuery|MyMatters|MyRights)\b/.test(asked);
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
