import { type DocumentNode, parse } from 'graphql';

// Five departments that between them use what the gateway promises of Federation: entities with simple and compound
// keys, @requires, @provides, @shareable value types, @interfaceObject, unions, interfaces, lists of lists, inputs.

const subgraph = (sdl: string): DocumentNode =>
  parse(`
    extend schema @link(
      url: "https://specs.apollo.dev/federation/v2.9"
      import: ["@key", "@external", "@requires", "@provides", "@shareable", "@interfaceObject", "@inaccessible"]
    )
    ${sdl}
  `);

export const townSchemas = {
  registry: subgraph(/* GraphQL */ `
    type Query {
      enterprise(uscc: ID!): Enterprise
      enterprises(filter: EnterpriseFilter, first: Int = 3): [Enterprise]!
      search(text: String!): [Found!]!
      parties(limit: Int): [Party!]!
      grid: [[Enterprise]]
      echo(input: EchoInput, kind: Kind = FIRM, on: Date, ids: [ID!], any: Json, ratio: Float = 1.5): String!
    }
    type Mutation {
      found(uscc: ID!, name: String!): Enterprise!
      rename(uscc: ID!, name: String!): Enterprise
    }
    input EnterpriseFilter { kind: Kind, not: EnterpriseFilter, nameContains: String = "" }
    input EchoInput { text: String = "nothing", kinds: [Kind!] = [SHOP], deep: EchoInput }
    enum Kind { FIRM SHOP }
    enum Unit { METRE FOOT }
    scalar Date
    scalar Json
    interface Party { name: String! address: Address }
    union Found = Enterprise | Citizen
    type Enterprise implements Party @key(fields: "uscc") {
      uscc: ID!
      name: String!
      kind: Kind!
      capital: Int
      founded(format: String): Date
      owner: Citizen
      partners: [Citizen]
      branches: [[Branch!]]
      address: Address
      site: Site @shareable
      extra: Json
    }
    type Branch { city: String! constructor: String head: Citizen parent: Enterprise }
    type Citizen implements Party @key(fields: "idNumber") { idNumber: ID! name: String! address: Address }
    type Address { street: String! floor(unit: Unit = METRE): Float }
    type Site { plot: String! @shareable area: Int }
  `),
  tax: subgraph(/* GraphQL */ `
    type Query { permits: [Permit!] assets: [Asset!]! }
    type Mutation { pay(uscc: ID!, amount: Int!): Enterprise }
    scalar Date
    type Enterprise @key(fields: "uscc") {
      uscc: ID!
      capital: Int @external
      site: Site @shareable
      taxGrade: String
      due: Int!
      burden(rounded: Boolean = false): Float @requires(fields: "capital")
      permits(first: Int): [Permit]
      representative: Citizen
    }
    type Citizen @key(fields: "idNumber", resolvable: false) { idNumber: ID! }
    type Site { plot: String! @shareable zone: String }
    type Permit @key(fields: "office { code } number") { office: Office! number: Int! issued: Date holder: Enterprise }
    type Office { code: String! @shareable }
    interface Asset @key(fields: "id") { id: ID! price: Int }
    type House implements Asset @key(fields: "id") { id: ID! price: Int label: String! @shareable rooms: Int! owner: Citizen }
    type Ship implements Asset @key(fields: "id") { id: ID! price: Int label: String berths: Int! owner: Enterprise crew: [Citizen!]! }
  `),
  water: subgraph(/* GraphQL */ `
    type Query { wells(deep: Boolean!): [Well] }
    type Permit @key(fields: "office { code } number") { office: Office! number: Int! volume: Float wells: [Well!] }
    type Office { code: String! @shareable }
    type Well { depth: Int! permit: Permit }
    type Citizen @key(fields: "idNumber") { idNumber: ID! household: Household! water: Int guardian: Citizen }
    type Household { size: Int! members: [Citizen!]! }
    type House @key(fields: "id") { id: ID! label: String @shareable }
  `),
  insurance: subgraph(/* GraphQL */ `
    type Query { insured: [Citizen] }
    scalar Date
    type Citizen @key(fields: "idNumber") { idNumber: ID! insuredSince: Date employer: Enterprise }
    type Enterprise @key(fields: "uscc") { uscc: ID! insuredCount: Int rating: Rating! }
    type Rating { stars: Int! }
    type Asset @interfaceObject @key(fields: "id") { id: ID! premium: Int }
  `),
};
