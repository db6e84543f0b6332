import { divisionName } from '#schema/identifiers/division-code.ts';
import type { School } from '../register.ts';

// Universities that don't exist: every province has one, and a college, named after words that no real one bears. Their
// codes begin with 49, where the ministry's list has 36, 41 and 42.

const words =
  '11澜庭 12沽云 13燕汀 14汾岚 15朔原 21辽屿 22松岑 23漠川 31浦岚 32苏汀 33越岑 34皖溪 35闽岬 36赣汀 37岱屿 41豫岫 42楚汀 43湘岫 44粤汀 45桂岑 46琼屿 50渝岚 51蜀汀 52黔岫 53滇屿 54藏岚 61秦汀 62陇岫 63湟岑 64夏原 65疆岚'.split(
    ' ',
  );
const faculties = ['大学', '理工大学', '师范大学', '财经大学', '医科大学', '农业大学'];

/** The fictional universities, colleges and (in every fourth province) adult colleges, in the order of the provinces. */
export function* universities(): Generator<School> {
  for (const [position, word] of words.entries()) {
    const seat = seatOf(word.slice(0, 2));
    const name = word.slice(2);
    const founded = 1949 + ((position * 7) % 28);
    yield {
      ...seat,
      schoolCode: code(word, 90_001 + position),
      name: name + faculties[position % faculties.length],
      kind: 'REGULAR_HIGHER',
      level: 'UNDERGRADUATE',
      foundedOn: `${founded}-10-01`,
    };
    yield {
      ...seat,
      schoolCode: code(word, 91_001 + position),
      name: `${name}职业技术学院`,
      kind: 'REGULAR_HIGHER',
      level: 'JUNIOR_COLLEGE',
      foundedOn: `${founded + 8}-09-01`,
    };
    if (position % 4 === 0)
      yield {
        ...seat,
        schoolCode: code(word, 92_001 + position),
        name: `${name}职工大学`,
        kind: 'ADULT_HIGHER',
      };
  }
}

/** 49, the province, a zero and the five digits that certificates begin with. */
function code(word: string, five: number): string {
  return `49${word.slice(0, 2)}0${five}`;
}

/** In the capital of the province, and what the list says of every public school. */
function seatOf(province: string): Omit<School, 'schoolCode' | 'name' | 'kind'> {
  const name = divisionName(`${province}0000`) ?? '';
  const divisionCode = `${province}0100`;
  return {
    level: null,
    competentDepartment: name,
    province: name,
    city: (divisionName(divisionCode) ?? '').slice(name.length) || name,
    divisionCode,
    isPrivate: false,
    organiserUscc: null,
    foundedOn: null,
    remark: null,
    schoolUpdatedAt: '2025-06-20T02:00:00+08:00',
  };
}
