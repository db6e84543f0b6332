/** Six people, nine things, eleven opinions: all fictional. */
export type User = {
  readonly id: string;
  readonly name: string;
  readonly username: string;
  readonly birthday: number;
};
export type Product = {
  readonly upc: string;
  readonly name: string;
  readonly price: number;
  readonly weight: number;
  readonly inStock: boolean;
};
export type Review = {
  readonly id: string;
  readonly body: string;
  readonly author: string;
  readonly product: string;
};

export const users: readonly User[] = [
  { id: '1', name: 'Quill Harrow', username: '@quill', birthday: 1961 },
  { id: '2', name: 'Odette Marsh', username: '@odette', birthday: 1974 },
  { id: '3', name: 'Barnaby Stone', username: '@barnaby', birthday: 1982 },
  { id: '4', name: 'Tamsin Vale', username: '@tamsin', birthday: 1990 },
  { id: '5', name: 'Ludo Fenwick', username: '@ludo', birthday: 1968 },
  { id: '6', name: 'Ismay Thorne', username: '@ismay', birthday: 2001 },
];

export const products: readonly Product[] = [
  { upc: '1', name: 'Oak table', price: 899, weight: 100, inStock: true },
  { upc: '2', name: 'Corner sofa', price: 1299, weight: 1000, inStock: false },
  { upc: '3', name: 'Reading chair', price: 54, weight: 50, inStock: false },
  { upc: '4', name: 'Bookcase', price: 1200, weight: 400, inStock: true },
  { upc: '5', name: 'Desk lamp', price: 39, weight: 6, inStock: true },
  { upc: '6', name: 'Woollen rug', price: 410, weight: 80, inStock: false },
  { upc: '7', name: 'Wall clock', price: 75, weight: 9, inStock: true },
  { upc: '8', name: 'Linen chest', price: 640, weight: 210, inStock: true },
  { upc: '9', name: 'Garden bench', price: 310, weight: 160, inStock: false },
];

export const reviews: readonly Review[] = [
  {
    id: '1',
    author: '1',
    product: '1',
    body: 'Loved it from the first evening on, and so did everybody who came by',
  },
  {
    id: '2',
    author: '1',
    product: '2',
    body: 'Too much money for what it is, although it does look well by the window',
  },
  {
    id: '3',
    author: '1',
    product: '3',
    body: 'It could be better, it could be worse; after a year I have no regrets',
  },
  {
    id: '4',
    author: '1',
    product: '1',
    body: 'I would rather have had the smaller one, but this one was in stock',
  },
  {
    id: '5',
    author: '1',
    product: '1',
    body: 'Steady, easy to put together, and the drawers run without a sound',
  },
  {
    id: '6',
    author: '1',
    product: '1',
    body: 'The colour faded within the year, which the leaflet had not mentioned',
  },
  {
    id: '7',
    author: '1',
    product: '4',
    body: 'Arrived early and without a scratch; the carrier even took the box back',
  },
  {
    id: '8',
    author: '2',
    product: '1',
    body: 'Holds more than I own, and I have been buying things to fill it since',
  },
  {
    id: '9',
    author: '2',
    product: '2',
    body: 'The cat approves, and so do I: warm in winter and easy to brush clean',
  },
  {
    id: '10',
    author: '2',
    product: '1',
    body: 'It squeaks when the weather turns, but I have become fond of the sound',
  },
  {
    id: '11',
    author: '2',
    product: '1',
    body: 'Good work at an honest price; I would take the same one a second time',
  },
];
