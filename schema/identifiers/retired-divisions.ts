/** A county code that was abolished: its full name, the year, and the code that stands for all or most of the place today. */
export type RetiredDivision = {
  readonly name: string;
  readonly year: number;
  readonly successor: string;
};

/**
 * County codes of GB/T 2260 that were abolished: the best-known mergers since 2000, and every one that the package still holds as current.
 * Thousands more exist; what is not here is unknown, not wrong.
 */
export const RETIRED_DIVISIONS: ReadonlyMap<string, RetiredDivision> = new Map([
  retired('110103', '北京市崇文区', 2010, '110101'),
  retired('110104', '北京市宣武区', 2010, '110102'),
  retired('110228', '北京市密云县', 2015, '110118'),
  retired('110229', '北京市延庆县', 2015, '110119'),
  retired('120107', '天津市塘沽区', 2009, '120116'),
  retired('120108', '天津市汉沽区', 2009, '120116'),
  retired('120109', '天津市大港区', 2009, '120116'),
  retired('120225', '天津市蓟县', 2016, '120119'),
  retired('310102', '上海市南市区', 2000, '310101'),
  retired('310103', '上海市卢湾区', 2011, '310101'),
  retired('310108', '上海市闸北区', 2015, '310106'),
  retired('310119', '上海市南汇区', 2009, '310115'),
  retired('310230', '上海市崇明县', 2016, '310151'),
  retired('320103', '江苏省南京市白下区', 2013, '320104'),
  retired('320107', '江苏省南京市下关区', 2013, '320106'),
  retired('320502', '江苏省苏州市沧浪区', 2012, '320508'),
  retired('320503', '江苏省苏州市平江区', 2012, '320508'),
  retired('320504', '江苏省苏州市金阊区', 2012, '320508'),
  retired('320584', '江苏省苏州市吴江市', 2012, '320509'),
  retired('330103', '浙江省杭州市下城区', 2021, '330105'),
  retired('330104', '浙江省杭州市江干区', 2021, '330102'),
  retired('330183', '浙江省杭州市富阳市', 2014, '330111'),
  retired('330185', '浙江省杭州市临安市', 2017, '330112'),
  retired('330204', '浙江省宁波市江东区', 2016, '330212'),
  retired('330283', '浙江省宁波市奉化市', 2016, '330213'),
  retired('330621', '浙江省绍兴市绍兴县', 2013, '330603'),
  retired('330682', '浙江省绍兴市上虞市', 2013, '330604'),
  retired('350402', '福建省三明市梅列区', 2021, '350404'),
  retired('350403', '福建省三明市三元区', 2021, '350404'),
  retired('350427', '福建省三明市沙县', 2021, '350405'),
  retired('350625', '福建省漳州市长泰县', 2021, '350605'),
  retired('350681', '福建省漳州市龙海市', 2021, '350604'),
  retired('410306', '河南省洛阳市吉利区', 2021, '410308'),
  retired('410322', '河南省洛阳市孟津县', 2021, '410308'),
  retired('410381', '河南省洛阳市偃师市', 2021, '410307'),
  retired('431121', '湖南省永州市祁阳县', 2021, '431181'),
  retired('450127', '广西壮族自治区南宁市横县', 2021, '450181'),
  retired('460321', '海南省三沙市西沙群岛', 2020, '460302'),
  retired('460322', '海南省三沙市南沙群岛', 2020, '460303'),
  retired('460323', '海南省三沙市中沙群岛的岛礁及其海域', 2020, '460302'),
  retired('513425', '四川省凉山彝族自治州会理县', 2021, '513402'),
  retired('520522', '贵州省毕节市黔西县', 2021, '520581'),
  retired('532331', '云南省楚雄彝族自治州禄丰县', 2021, '532302'),
  retired('540422', '西藏自治区林芝市米林县', 2023, '540481'),
  retired('540530', '西藏自治区山南市错那县', 2023, '540581'),
  retired('610322', '陕西省宝鸡市凤翔县', 2021, '610305'),
  retired('610928', '陕西省安康市旬阳县', 2021, '610981'),
  retired('654223', '新疆维吾尔自治区塔城地区沙湾县', 2021, '654203'),
]);

function retired(code: string, name: string, year: number, successor: string): [string, RetiredDivision] {
  return [code, { name, year, successor }];
}
