import type { Launch } from '../harness/process.ts';
import type { Workload } from '../workloads/workload.ts';

/** What a peer is given to start with. */
export type Place = {
  readonly workload: Workload;
  readonly port: number;
  readonly files: Files;
  /** Where each subgraph answers, by name, and their common origin. */
  readonly addresses: Readonly<Record<string, string>>;
  readonly origin: string;
  readonly gatewayFolder: string;
};

/** Files that the bench prepares for its peers, by path. */
export type Files = {
  readonly folder: string;
  readonly supergraph: string;
  readonly answer: string;
  readonly waves: string;
  readonly keys: string;
  readonly mercurius: string;
  readonly grafbase: string;
};

/** One row of the table. */
export type Peer = {
  readonly name: string;
  readonly title: string;
  /** Floors do less than a gateway must; figures say what each gateway costs beside them. */
  readonly kind: 'floor' | 'gateway';
  /** The npm package that a peer's version is read from. */
  readonly packageName?: string;
  /** How to start it in such a place. */
  readonly launch: (place: Place) => Launch | Promise<Launch>;
};
