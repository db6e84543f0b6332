import { readFileSync } from 'node:fs';
import { defaultFieldResolver, parse } from 'graphql';
import { type Product, products, type Review, reviews, type User, users } from './shop/records.ts';
import type { Workload } from './workload.ts';

/** The four-subgraph question that gateways are commonly measured by: people, goods and opinions, nested. */
export const shop: Workload = {
  name: 'w1',
  title: 'Four subgraphs, nested lists',
  query: read('query'),
  variables: {},
  subgraphs: ['accounts', 'inventory', 'products', 'reviews'].map((name) => ({
    name,
    typeDefs: parse(read(name)),
  })),
  governed: false,
  resolve(source, args, context, info) {
    const field = fields[`${info.parentType.name}.${info.fieldName}`];
    return field
      ? field(source as Source, args as Arguments)
      : defaultFieldResolver(source, args, context, info);
  },
  entity(representation) {
    const { __typename: type, id, upc } = representation;
    if (type === 'User') return { ...users.find((user) => user.id === id), ...representation };
    if (type === 'Product') return { ...products.find((product) => product.upc === upc), ...representation };
    return { ...reviews.find((review) => review.id === id), ...representation };
  },
};

type Source = User & Product & Review;
type Arguments = { readonly first?: number };

const fields: Readonly<Record<string, (source: Source, args: Arguments) => unknown>> = {
  'Query.users': () => users,
  'Query.topProducts': (_, { first }) => products.slice(0, first),
  'User.reviews': ({ id }) => reviews.filter(({ author }) => author === id),
  'Product.reviews': ({ upc }) => reviews.filter(({ product }) => product === upc),
  'Product.shippingEstimate': ({ price, weight }) => (price > 1000 ? 0 : Math.round(weight / 2)),
  'Review.author': ({ author }) => users.find(({ id }) => id === author),
  'Review.product': ({ product }) => products.find(({ upc }) => upc === product),
};

function read(name: string): string {
  return readFileSync(new URL(`./shop/${name}.graphql`, import.meta.url), 'utf8');
}
