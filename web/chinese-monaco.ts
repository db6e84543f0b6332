// The editor's own menus and commands in Chinese. Monaco's ES modules ask for their words in English; only its other
// build asks by number and comes with translations. This plugin joins the two: English → number → Chinese.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

/** Vite plugin: what Monaco says, in the language of the visit. */
export function chineseMonaco(): Plugin {
  let met = false;
  return {
    name: 'chinese-monaco',
    transform: {
      filter: { id: /monaco-editor\/esm\/vs\/nls\.js$/ },
      handler(code) {
        met = true;
        const translated = code.replace(format, `${format}\n    message = chinese(message);`);
        if (translated === code) throw new Error('Monaco formats its words differently now');
        return { code: `${importLanguage}${translated}\n${lookUp}`, map: null };
      },
    },
    buildEnd(error) {
      if (!error && !met) throw new Error('Monaco keeps its words elsewhere now');
    },
  };
}

const format = 'function _format(message, args) {';
const importLanguage = `import { language } from ${JSON.stringify(fileURLToPath(new URL('explorer/language/language.ts', import.meta.url)))};\n`;
const lookUp = `
const words = ${JSON.stringify(readWords())};
function chinese(message) { return language === 'zh' && Object.hasOwn(words, message) ? words[message] : message; }
`;

function readWords(): Readonly<Record<string, string>> {
  const [, table] = /_VSCODE_NLS_MESSAGES=(\[.*\]);/.exec(monaco('nls.messages.zh-cn.js')) ?? [];
  if (!table) throw new Error('Monaco no longer comes with Chinese words');
  const chinese = JSON.parse(table) as readonly (string | null)[];
  const asked = monaco('editor/editor.main.js').matchAll(
    /localize2?\)?\((\d+), *("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')/g,
  );
  return Object.fromEntries(
    [...asked].flatMap(([, number, english = '']) => {
      const word = chinese[Number(number)];
      return word ? [[unquoted(english), word]] : [];
    }),
  );
}

function unquoted(literal: string): string {
  return literal
    .slice(1, -1)
    .replaceAll(/\\(.)/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped));
}

function monaco(file: string): string {
  return readFileSync(new URL(`../node_modules/monaco-editor/dev/vs/${file}`, import.meta.url), 'utf8');
}
