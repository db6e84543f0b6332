import { parse } from 'graphql';
import { withVocabulary } from '#schema/vocabulary.ts';
import type { Channel } from '../gateway/channel.ts';
import type { SmallDepartment } from '../gateway/small-graph.ts';

// Four departments that know a few fictional people and firms, with all kinds of fields that rules are about.

/** Fictional citizens: two of age, one under fourteen. */
export const zhou = '330199197903129813';
export const shen = '330199198108249802';
export const child = '330199201604189807';
/** Fictional enterprises: a company in the district, a sole trader, a company elsewhere. */
export const company = '91330199MA2TC00107';
export const trader = '92330199MA2TC00291';
export const elsewhere = '91320599MA2TC0096J';

const people: Readonly<Record<string, Person>> = {
  [zhou]: { name: '周明远', phone: '13900000001', divisionCode: '330199', at: 'H1' },
  [shen]: { name: '沈秋萍', phone: '13900000002', divisionCode: '320599', at: 'H2' },
  [child]: { name: '周雨桐', phone: '13900000003', divisionCode: '330199', at: 'H1' },
};
const homes: Readonly<Record<string, readonly string[]>> = { H1: [zhou, child], H2: [shen] };
const firms: Readonly<Record<string, Firm>> = {
  [company]: {
    name: '明远饮品',
    divisionCode: '330199',
    boss: zhou,
    parentCode: trader,
    codes: [trader, company],
  },
  [trader]: {
    name: '晓燕百货',
    divisionCode: '330199',
    boss: shen,
    parentCode: company,
    codes: [company, trader],
  },
  [elsewhere]: { name: '博远五金', divisionCode: '320599', boss: zhou, parentCode: company, codes: [] },
};

type Person = {
  readonly name: string;
  readonly phone: string;
  readonly divisionCode: string;
  readonly at: string;
};
type Firm = {
  readonly name: string;
  readonly divisionCode: string;
  readonly boss: string;
  readonly parentCode: string;
  readonly codes: readonly string[];
};
/** What a department tells of a household that moved. */
export type Move = { readonly number: string };

const personOf = (idNumber: string) => (people[idNumber] ? { idNumber, ...people[idNumber] } : null);
const firmOf = (uscc: string) => (firms[uscc] ? { uscc, ...firms[uscc] } : null);
const homeOf = (number: string) => ({ number });
const own = ['resource', 'share', 'sensitive', 'mask', 'lookup', 'reads', 'format'].map((each) => `@${each}`);
/** Links federation and the vocabulary. */
export const link = `extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external", "@requires", "@authenticated", "@composeDirective"])
  @link(url: "https://tongcha.example/governance/v1.0", import: ${JSON.stringify(own)})
  ${own.map((each) => `@composeDirective(name: "${each}")`).join(' ')}`;
/** Shared with everybody. */
export const open = '@share(as: UNCONDITIONAL)';
const conditional = '@share(as: CONDITIONAL, condition: "依法履职")';
/** The catalogue entry of a department, whose fields are shared on a condition unless they say otherwise. */
export const resource = (provider: string) =>
  `@resource(code: "${provider}/1", title: "目录", provider: "${provider}", share: CONDITIONAL, update: DAILY)`;
const citizen = `type Citizen @key(fields: "idNumber")`;
const idNumber = `idNumber: ID! @mask(rule: ID_NUMBER) @sensitive(level: L3, category: PERSONAL) @format(is: CITIZEN_NUMBER)`;
const uscc = `uscc: ID! ${open} @format(is: CREDIT_CODE)`;

const population = `${link}
  type Query {
    citizen(idNumber: ID! @format(is: CITIZEN_NUMBER)): Citizen @lookup ${conditional}
    citizens(
      filter: CitizenFilter, any: [CitizenFilter!], orderBy: CitizenOrder @reads(fields: ["Citizen.name"])
    ): [Citizen!] ${conditional}
    households: [Household!] ${open}
    "多少户"
    count: Int ${open}
  }
  type Subscription { moved: Household ${open} }
  input CitizenFilter {
    sex: String
    tag: String @reads(fields: ["Citizen.tags"])
    name: String @reads(fields: ["Citizen.name"])
    and: [CitizenFilter!]
    contact: ContactFilter
  }
  input ContactFilter { phone: String! @reads(fields: ["Citizen.phone"]) exact: Boolean! }
  enum CitizenOrder { NAME SEX }
  ${citizen} ${resource('population')} {
    ${idNumber}
    name: String! @mask(rule: NAME) @sensitive(level: L2, category: PERSONAL)
    phone: String @mask(rule: PHONE) @sensitive(level: L2, category: PERSONAL)
    alias: String @mask(rule: NAME)
    divisionCode: String ${open} @format(is: DIVISION_CODE)
    sex: String ${open}
    illness: String @sensitive(level: L4, category: HEALTH)
    secret: String @share(as: NONE, basis: "档案法")
    tags: [String!]!
    household: Household
  }
  type Household @key(fields: "number") ${resource('population')} {
    number: ID! ${open}
    town: String
    village: String ${open}
    members: [Citizen!]! ${open}
  }`;

const legal = `${link}
  type Query {
    enterprise(uscc: ID! @format(is: CREDIT_CODE)): Enterprise @lookup ${open}
    enterprises: [Enterprise!] ${open}
  }
  type Enterprise @key(fields: "uscc") ${resource('legal')} {
    ${uscc}
    name: String ${open}
    seal: String! ${open} @authenticated
    divisionCode: String ${open} @format(is: DIVISION_CODE)
    capital: String @mask(rule: AMOUNT) @sensitive(level: L2, category: FINANCIAL)
    phone: String @mask(rule: PHONE)
    parentCode: ID ${open} @format(is: CREDIT_CODE)
    codes: [ID!]! ${open} @format(is: CREDIT_CODE)
    boss: Citizen ${open}
    owners: [Owner!]! ${open}
  }
  ${citizen} ${resource('legal')} {
    ${idNumber}
    ventureCodes: [ID!]! ${open} @format(is: CREDIT_CODE)
    ventures: [Enterprise!]! ${open}
  }
  union Owner = Citizen | Enterprise`;

const tax = `${link}
  type Enterprise @key(fields: "uscc") ${resource('tax')} {
    ${uscc}
    capital: String @external
    rating: String @requires(fields: "capital")
    due: Int
    account: Account ${open}
  }
  type Account @key(fields: "uscc") ${resource('tax')} { ${uscc} bank: String @mask(rule: BANK_ACCOUNT) }
  ${citizen} ${resource('tax')} { ${idNumber} accounts: [Account!]! ${open} }`;

const civil = `${link}
  type Query { allowances: Int ${conditional} }
  type Household @key(fields: "number") ${resource('civil')} {
    number: ID! ${open}
    benefit: String @sensitive(level: L2, category: FINANCIAL)
    address: String @mask(rule: ADDRESS)
  }
  type Account @key(fields: "uscc") ${resource('civil')} { ${uscc} grant: String pledge: String @mask(rule: CERTIFICATE) }`;

/** The departments, as they are served; `moves` tells which households move. */
export function governedDepartments(moves: Channel<Move>): Readonly<Record<string, SmallDepartment>> {
  return {
    population: {
      typeDefs: withVocabulary(parse(population)),
      resolvers: {
        Query: {
          citizen: (_: never, { idNumber: asked }: { idNumber: string }) => personOf(asked),
          citizens: () => Object.keys(people).map(personOf),
          households: () => Object.keys(homes).map(homeOf),
          count: () => 2,
        },
        Subscription: {
          moved: { subscribe: () => moves.listen(), resolve: ({ number }: Move) => homeOf(number) },
        },
        Citizen: {
          __resolveReference: (known: { idNumber: string }) => personOf(known.idNumber),
          alias: ({ name }: Person) => `${name.slice(0, 1)}某某`,
          sex: () => '1',
          illness: () => '病历号Z9',
          secret: () => '不予共享的内容',
          tags: ({ name }: Person) => [`标签${name}`],
          household: ({ at }: Person) => homeOf(at),
        },
        Household: {
          __resolveReference: ({ number }: Move) => homeOf(number),
          town: ({ number }: Move) => `${number}镇`,
          village: ({ number }: Move) => `${number}村`,
          members: ({ number }: Move) => (homes[number] ?? []).map(personOf),
        },
      },
    },
    legal: {
      typeDefs: withVocabulary(parse(legal)),
      resolvers: {
        Query: {
          enterprise: (_: never, { uscc: asked }: { uscc: string }) => firmOf(asked),
          enterprises: () => Object.keys(firms).map(firmOf),
        },
        Enterprise: {
          __resolveReference: (known: { uscc: string }) => firmOf(known.uscc),
          capital: () => '1234567.00',
          phone: () => '057100000001',
          seal: () => '印章',
          boss: ({ boss }: Firm) => ({ idNumber: boss }),
          owners: ({ boss, parentCode }: Firm) => [
            { __typename: 'Citizen', idNumber: boss },
            { __typename: 'Enterprise', ...firmOf(parentCode) },
          ],
        },
        Citizen: {
          ventureCodes: () => [trader, company],
          ventures: ({ idNumber: asked }: { idNumber: string }) =>
            Object.keys(firms)
              .map(firmOf)
              .filter((firm) => firm?.boss === asked),
        },
      },
    },
    tax: {
      typeDefs: withVocabulary(parse(tax)),
      resolvers: {
        Enterprise: {
          rating: ({ capital }: { capital: string }) => (capital ? 'A' : 'unknown'),
          due: () => 7,
          account: ({ uscc: asked }: { uscc: string }) => ({ uscc: asked }),
        },
        Account: { bank: () => '6222000000000001' },
        Citizen: { accounts: () => [{ uscc: company }, { uscc: elsewhere }] },
      },
    },
    civil: {
      typeDefs: withVocabulary(parse(civil)),
      resolvers: {
        Query: { allowances: () => 3 },
        Household: {
          benefit: ({ number }: Move) => `补贴${number}`,
          address: ({ number }: Move) => `浙江省杭州市上城区${number}号`,
        },
        Account: {
          grant: ({ uscc: asked }: { uscc: string }) => `资助${asked.slice(-4)}`,
          pledge: ({ uscc: asked }: { uscc: string }) => `质押证${asked.slice(-4)}`,
        },
      },
    },
  };
}
