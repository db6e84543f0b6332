import type { CommandReading, Problem } from './arguments.ts';
import type { Both, Lang } from './words.ts';

/** How the command is used. */
export const usage: Both = {
  zh: `用法:npm run -s policy -- <命令> [选项]

  check [--strict]              检查策略:能不能装载,每个字段由哪条规则决定;--strict 时没有明确决定的字段算错误
  diff 旧 新                    比较两份策略:谁因此能多看、少看什么;每一份是文件夹,或者 git:版本
  explain 事项 身份 查询        说明每个字段为什么原样、脱敏、看不到;事项写 - 表示不选事项,
                                身份见 npm run -s personas,也可以是 anonymous;查询是 GraphQL 文件、-(标准输入)或者 类型.字段
      --case verified|unverified|none   办件的核实情况,有事项的默认 verified
      --party --minor --in-region --sole-trader --unmasked   所查记录的情况
      --variables JSON                  查询的变量
  test [文件…]                  跑业务语言写的场景;不写文件就跑 scenarios/ 里的全部,并按授权表逐项核对

所有命令:
  --policy 文件夹       默认 schema/policy
  --supergraph 文件     默认 schema/supergraph.graphql
  --json                结果以 JSON 输出
  --lang zh|en          输出语言,默认 zh

退出码:0 正常,1 有错误或者不通过,64 用法不对`,
  en: `usage: npm run -s policy -- <command> [options]

  check [--strict]              checks a policy: whether it may be loaded, and which rule decides each field; with --strict
                                a field without an explicit decision is an error
  diff OLD NEW                  compares two policies: who sees more or less; each is a folder, or git:REVISION
  explain MATTER PERSONA WHAT   says why each field is clear, masked or denied; the matter - is none; personas are those of
                                npm run -s personas, and anonymous; WHAT is a GraphQL file, - (stdin) or Type.field
      --case verified|unverified|none   how far the case is known; verified for a matter unless told
      --party --minor --in-region --sole-trader --unmasked   what is known of the record
      --variables JSON                  the operation's variables
  test [FILES…]                 runs scenarios in the words of the business; without files all of scenarios/, and the grid of
                                grants item by item

all commands:
  --policy FOLDER       schema/policy unless told
  --supergraph FILE     schema/supergraph.graphql unless told
  --json                prints JSON
  --lang zh|en          the language of the output; zh unless told

exit codes: 0 well, 1 problems or failures, 64 wrong use`,
};

/** What is wrong with a command line, and how it should be. */
export function wrongUse({ lang, problem, about }: Extract<CommandReading, { kind: 'wrong' }>): string {
  return `${problems[problem](about)[lang]}\n\n${usage[lang]}`;
}

const problems: Readonly<Record<Problem, (about: string) => Readonly<Record<Lang, string>>>> = {
  'no-command': () => ({ zh: '没有写命令。', en: 'No command was given.' }),
  'unknown-command': (about) => ({ zh: `没有「${about}」这个命令。`, en: `There is no command "${about}".` }),
  option: (about) => ({ zh: `选项 ${about} 不对。`, en: `The option ${about} is not right.` }),
  arguments: (about) => ({
    zh: `「${about}」的参数个数不对。`,
    en: `"${about}" was given a wrong number of arguments.`,
  }),
  language: (about) => ({ zh: `${about} 只能是 zh 或者 en。`, en: `${about} is zh or en.` }),
  case: (about) => ({
    zh: `${about} 只能是 verified、unverified 或者 none。`,
    en: `${about} is verified, unverified or none.`,
  }),
  variables: (about) => ({ zh: `${about} 必须是 JSON 对象。`, en: `${about} must be a JSON object.` }),
};
