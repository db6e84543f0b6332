import { firmName } from './firm-name.ts';
import { legible } from './legible.ts';

/**
 * NAME: of a person in Chinese characters the surname; of any other person (minority names with ·, Latin names) the first
 * letter, while points and blanks between the parts stay; a name of one character is hidden. A firm's name, which isn't
 * personal, is shown, but only one that ends as firms' names do and has five Chinese characters or more.
 */
export function maskedName(text: string): string {
  const written = legible(text);
  // What was invisible in it may have parted a person from a firm.
  if (written.length > 4 && firmName.test(written) && written === text.trim()) return written;
  const name = startsChinese.test(written) ? written.replace(/\s+/gu, '') : written;
  return chinese.test(name) ? keepSurname(name) : keepFirst(name);
}

/** Registers set a two-character name with a wide blank between, to be as wide as other names. */
const startsChinese = /^\p{Script=Han}/u;

/** A name that was masked before it came to its register is one too. */
const chinese = /^\p{Script=Han}[\p{Script=Han}*]*$/u;

/** Longer names than this are cut, so that the answer has its bounds. */
const longestName = 32;

function keepSurname(name: string): string {
  const characters = Array.from(name);
  const surname = compoundSurnames.has(name.slice(0, 2)) ? 2 : 1;
  const shown = Math.min(surname, characters.length - 1);
  return characters.slice(0, shown).join('') + '*'.repeat(Math.min(characters.length, longestName) - shown);
}

function keepFirst(name: string): string {
  return Array.from(name)
    .slice(0, longestName)
    .map((character, index, { length }) => {
      if (index > 0 && /\s/u.test(character)) return ' ';
      if (points.test(character)) return '·';
      return index === 0 && length > 1 && /\p{L}/u.test(character) ? character : '*';
    })
    .join('');
}

/** Typists' stand-ins for the point of a minority name; a full stop stands in Latin names too and is hidden. */
const points = /[·•‧∙⋅・･]/u;

/**
 * Those that nearly all bearers share; where the first character is a common surname by itself (梁丘, 钟离), reading two would
 * show a given name.
 */
const compoundSurnames: ReadonlySet<string> = new Set(
  (
    '欧阳 上官 司马 诸葛 司徒 夏侯 皇甫 尉迟 公孙 慕容 令狐 宇文 长孙 轩辕 东方 西门 南宫 独孤 端木 申屠 淳于 太史 公冶 濮阳 ' +
    '澹台 赫连 呼延 东郭 拓跋 鲜于 亓官 司空 司寇 万俟 完颜 纳兰 第五 ' +
    '歐陽 司馬 諸葛 尉遲 公孫 長孫 軒轅 東方 西門 南宮 獨孤 濮陽 澹臺 赫連 東郭 鮮于 完顏 納蘭'
  ).split(' '),
);
