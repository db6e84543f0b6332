// A register field may hold a person's or a firm's name. To take a person for a firm would show the person, to take a firm for
// a person only stars, so the proof has to be in the name: its end, and nothing in it that firms' names don't have (a comma, a
// blank, a point, a long number). Length proves nothing: 阿不都热合曼江 is a person.

const endings =
  '公司|集团|企业|中心|工厂|商店|超市|门市部|经营部|服务部|工作室|合作社|联合社|事务所|研究所|研究院|医院|法院|检察院|' +
  '学校|大学|学院|中学|小学|幼儿园|银行|支行|分行|信用社|基金|基金会|协会|学会|商会|工会|联合会|委员会|居委会|村委会|' +
  '国资委|发改委|政府|厅|局|厂|店|社|馆|站|场';
const forms = '有限合伙|普通合伙|特殊普通合伙|有限责任|集团|个体工商户|个人独资';

/** Five Chinese characters or more, at most four digits, no other signs than brackets, and the ending of a firm. */
export const firmName: RegExp = new RegExp(
  `^(?=(?:\\P{Script=Han}*\\p{Script=Han}){5})(?!(?:\\D*\\d){5})` +
    `[\\p{Script=Han}0-9A-Za-z][\\p{Script=Han}0-9A-Za-z()（）]{0,98}` +
    `(?:${endings})(?:[(（](?:${forms})[)）])?$`,
  'u',
);
