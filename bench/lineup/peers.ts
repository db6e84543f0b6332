import { ofBench, ofPeer } from '../harness/install.ts';
import type { Launch } from '../harness/process.ts';
import type { Peer, Place } from './peer.ts';
import { tongcha } from './tongcha.ts';

/** Everything that is measured, in the order of the table. */
export const peers: readonly Peer[] = [
  {
    name: 'http',
    title: 'Floor: HTTP alone',
    kind: 'floor',
    launch: ({ files, port }) => node(ofBench('lineup/floor-answer.ts'), files.answer, port),
  },
  {
    name: 'proxy',
    title: 'Floor: parsing proxy',
    kind: 'floor',
    launch: ({ files, origin, port }) =>
      node(ofBench('lineup/floor-proxy.ts'), files.waves, files.answer, origin, port),
  },
  {
    name: 'tongcha',
    title: 'Tongcha',
    kind: 'gateway',
    launch: (place) => tongcha(place, { sharing: 'off' }),
  },
  {
    name: 'tongcha-sharing',
    title: 'Tongcha, sharing reads in flight (its default)',
    kind: 'gateway',
    launch: (place) => tongcha(place, { sharing: 'on' }),
  },
  {
    name: 'apollo',
    title: 'Apollo Server + Gateway',
    kind: 'gateway',
    packageName: '@apollo/gateway',
    launch: ({ files, port }) => node(ofBench('peers/apollo.mjs'), files.supergraph, port),
  },
  {
    name: 'hive',
    title: 'Hive Gateway',
    kind: 'gateway',
    packageName: '@graphql-hive/gateway',
    launch: (place) => hive(place, '--config-path', ofBench('peers/hive-each-alone.mjs')),
  },
  {
    name: 'hive-router',
    title: 'Hive Gateway, router runtime',
    kind: 'gateway',
    packageName: '@graphql-hive/router-runtime',
    launch: (place) =>
      hive(place, '--hive-router-runtime', '--config-path', ofBench('peers/hive-each-alone.mjs')),
  },
  {
    name: 'hive-router-sharing',
    title: 'Hive Gateway, router runtime, sharing reads in flight (its default)',
    kind: 'gateway',
    packageName: '@graphql-hive/router-runtime',
    launch: (place) => hive(place, '--hive-router-runtime'),
  },
  {
    name: 'mercurius',
    title: 'Mercurius gateway (Federation 1)',
    kind: 'gateway',
    packageName: 'mercurius/node_modules/@mercuriusjs/gateway',
    launch: ({ files, port }) => node(ofBench('peers/mercurius/server.mjs'), files.mercurius, port),
  },
  {
    name: 'grafbase',
    title: 'Grafbase (Rust, all cores)',
    kind: 'gateway',
    packageName: '@grafbase/cli-x86_64-unknown-linux-musl',
    launch: ({ files, port }) => ({
      command: ofPeer('@grafbase/cli-x86_64-unknown-linux-musl/grafbase'),
      args: ['--home', files.folder, 'dev', '-c', files.grafbase, '--listen-address', `127.0.0.1:${port}`],
      cwd: files.folder,
    }),
  },
];

/** The peers of that comma-separated list; throws an Error that lists the names there are. */
export function namedPeers(list: string): readonly Peer[] {
  const names = list.split(',');
  const unknown = names.find((name) => peers.every((peer) => peer.name !== name));
  if (unknown !== undefined)
    throw new Error(`no peer "${unknown}"; there are ${peers.map(({ name }) => name).join(', ')}`);
  return peers.filter(({ name }) => names.includes(name));
}

function node(script: string, ...args: readonly (string | number)[]): Launch {
  return { command: process.execPath, args: [script, ...args.map(String)] };
}

function hive({ files, port }: Place, ...options: readonly string[]): Launch {
  const command = ofPeer('@graphql-hive/gateway/dist/bin.js');
  const listen = ['--host', '127.0.0.1', '--port', port, '--fork', 1];
  // Started in the peers' folder, where it finds the router runtime's package.
  return { ...node(command, 'supergraph', files.supergraph, ...listen, ...options), cwd: ofBench('peers') };
}
