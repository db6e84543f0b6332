// GraphiQL has no translations. This plugin teaches it ours while bundling: each literal below becomes a call of
// `say`, which picks the word of the visit's language. A literal that a new version of GraphiQL no longer has fails
// the build, so a word can't silently fall back to English.
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** Vite plugin: GraphiQL's own words in Chinese and English. */
export function chineseGraphiql(): Plugin {
  const met = new Set<string>();
  return {
    name: 'chinese-graphiql',
    transform: {
      filter: { id: /node_modules\/(@graphiql|graphiql)\/.*\.js$/ },
      handler(code, id) {
        const file = Object.keys(words).find((end) => id.endsWith(`/${end}`));
        if (!file) return null;
        met.add(file);
        return { code: `${importSay}${translate(code, file)}`, map: null };
      },
    },
    buildEnd(error) {
      const missed = Object.keys(words).filter((file) => !met.has(file));
      if (!error && missed.length > 0) throw new Error(`GraphiQL no longer has ${missed.join(', ')}`);
    },
  };
}

function translate(code: string, file: string): string {
  let translated = code;
  for (const [english, chinese, place = '§'] of words[file] ?? []) {
    const said = place.replace('§', () => english);
    if (!translated.includes(said)) throw new Error(`${file} no longer says ${said}`);
    translated = translated.replaceAll(said, () => place.replace('§', () => `__say(${chinese}, ${english})`));
  }
  return translated;
}

const importSay = `import { say as __say } from ${JSON.stringify(join(import.meta.dirname, 'explorer/language/language.ts'))};\n`;

/** What the source says, as code; the Chinese for it, as code; and, where that is not unique, what stands around it (§). */
type Word = readonly [english: string, chinese: string, place?: string];

const words: { readonly [file: string]: readonly Word[] } = {
  'graphiql/dist/GraphiQL.js': [
    ['"New tab"', '"新标签页"'],
    [
      '`${editorToolsHiddenElement === "second" ? "Show" : "Hide"} editor tools`',
      '`${editorToolsHiddenElement === "second" ? "展开" : "收起"}变量与请求头`',
    ],
    ['"Variables"', '"变量"'],
    ['"Headers"', '"请求头"'],
    ['"Operation Editor"', '"操作编辑区"'],
  ],
  'graphiql/dist/ui/toolbar.js': [
    ['`Prettify query (${KEY_MAP.prettify.key})`', '`整理格式（${KEY_MAP.prettify.key}）`'],
    [
      '`Merge fragments into query (${KEY_MAP.mergeFragments.key})`',
      '`把片段并入操作（${KEY_MAP.mergeFragments.key}）`',
    ],
    ['`Copy query (${KEY_MAP.copyQuery.key})`', '`复制操作（${KEY_MAP.copyQuery.key}）`'],
  ],
  'graphiql/dist/ui/sidebar.js': [
    [
      '`Re-fetch GraphQL schema (${KEY_MAP.refetchSchema.key})`',
      '`重新读取模式（${KEY_MAP.refetchSchema.key}）`',
    ],
    ['"Open short keys dialog"', '"快捷键"'],
    ['"Open settings dialog"', '"设置"'],
    [
      '`${isVisible_0 ? "Hide" : "Show"} ${plugin_0.title}`',
      '`${isVisible_0 ? "收起" : "展开"}${plugin_0.title}`',
    ],
    ['"Short Keys"', '"快捷键"'],
    [
      '"This modal provides a list of available keyboard shortcuts and their functions."',
      '"可用的快捷键及其作用"',
    ],
    ['"Settings"', '"设置"'],
    [
      '"This modal lets you adjust header persistence, interface theme, and clear local storage."',
      '"外观与本地记录"',
    ],
    ['"Theme"', '"外观"'],
    ['"Adjust how the interface appears."', '"界面的明暗。"'],
    ['"System"', '"跟随系统"'],
    ['"Light"', '"浅色"'],
    ['"Dark"', '"深色"'],
    ['"Clear storage"', '"清除本地记录"'],
    ['"Remove all locally stored data and start fresh."', '"删除本标签页保存的操作、变量和历史。"'],
    ['"Cleared data"', '"已清除"'],
    ['"Failed"', '"未能清除"'],
    ['"Clear data"', '"清除"'],
  ],
  'graphiql/dist/ui/short-keys.js': [
    [
      'title',
      `{ "Execute query": "运行操作", "Open the Command Palette (you must have focus in the editor)": "打开命令面板（光标须在编辑区）",
         "Prettify editors": "整理格式", "Copy query": "复制操作", "Re-fetch schema using introspection": "重新读取模式",
         "Search in documentation": "在文档中查找", "Search in editor": "在编辑区查找",
         "Merge fragments definitions into operation definition": "把片段并入操作" }[title]`,
      '"td", { children: § }',
    ],
    ['"Short Key"', '"按键"'],
    ['"Function"', '"作用"'],
  ],
  '@graphiql/plugin-doc-explorer/dist/context.js': [
    ['"Documentation Explorer"', '"文档"'],
    ['"Docs"', '"文档"'],
  ],
  '@graphiql/plugin-doc-explorer/dist/components/doc-explorer.js': [
    ['"Error fetching schema"', '"读取模式失败"'],
    ['"No GraphQL schema available"', '"没有可用的模式"'],
    ['`Go back to ${prevName}`', '`返回 ${prevName}`'],
  ],
  '@graphiql/plugin-doc-explorer/dist/components/schema-documentation.js': [
    [
      '"A GraphQL schema provides a root type for each kind of operation."',
      '"模式为每一种操作规定一个根类型。从 Query 开始，看各部门提供哪些信息资源。"',
    ],
  ],
  '@graphiql/plugin-doc-explorer/dist/components/search.js': [
    ['`Search ${navItem.name}...`', '`查找 ${navItem.name}…`'],
    ['"No results found"', '"没有找到"'],
    ['"Other results"', '"其他结果"'],
  ],
  '@graphiql/plugin-doc-explorer/dist/components/argument.js': [['"Deprecated"', '"已弃用"']],
  '@graphiql/plugin-doc-explorer/dist/components/deprecation-reason.js': [['"Deprecated"', '"已弃用"']],
  '@graphiql/plugin-doc-explorer/dist/components/field-documentation.js': [
    ['"Show Deprecated Arguments"', '"显示已弃用的参数"'],
  ],
  '@graphiql/plugin-doc-explorer/dist/components/type-documentation.js': [
    ['"Show Deprecated Fields"', '"显示已弃用的字段"'],
    ['"Show Deprecated Values"', '"显示已弃用的取值"'],
  ],
  '@graphiql/plugin-doc-explorer/dist/components/section.js': [
    // The English title is also the key of an icon, so it is translated where it is drawn.
    [
      'title',
      `{ Arguments: "参数", "Deprecated Arguments": "已弃用的参数", "Deprecated Enum Values": "已弃用的取值",
         "Deprecated Fields": "已弃用的字段", Directives: "指令", "Enum Values": "枚举取值", Fields: "字段", Implements: "实现的接口",
         Implementations: "实现", "Possible Types": "可能的类型", "Root Types": "根类型", Type: "类型", "All Schema Types": "全部类型" }[title]`,
      't1,\n      §\n',
    ],
  ],
  '@graphiql/plugin-history/dist/index.js': [['"History"', '"历史"']],
  '@graphiql/plugin-history/dist/components.js': [
    ['"History"', '"历史"'],
    ['"Cleared"', '"已清空"'],
    ['"Failed to Clear"', '"未能清空"'],
    ['"Clear"', '"清空"'],
    ['"Type a label"', '"写一个名称"'],
    ['"Save"', '"保存"'],
    ['"Set active"', '"打开"'],
    ['"Edit label"', '"改名"'],
    ['"Remove favorite"', '"取消收藏"'],
    ['"Add favorite"', '"收藏"'],
    ['"Delete from history"', '"从历史中删除"'],
  ],
  '@graphiql/react/dist/components/execute-button/index.js': [
    [
      '`${isRunning ? "Stop" : "Execute"} query (${formatShortcutForOS(KEY_MAP.runQuery.key, "Cmd")})`',
      '`${isRunning ? "停止" : "运行"}（${formatShortcutForOS(KEY_MAP.runQuery.key, "Cmd")}）`',
    ],
  ],
  '@graphiql/react/dist/constants.js': [
    ['"Prettify Editors"', '"整理格式"'],
    ['"Merge Fragments into Query"', '"把片段并入操作"'],
    ['"Run Operation"', '"运行操作"'],
    ['"Copy Query"', '"复制操作"'],
  ],
  '@graphiql/react/dist/components/tabs/index.js': [['"Close Tab"', '"关闭标签页"']],
  '@graphiql/react/dist/utility/tabs.js': [['"<untitled>"', '"未命名"']],
  '@graphiql/react/dist/components/dialog/index.js': [['"Close dialog"', '"关闭"']],
};
