import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Files } from '../lineup/peer.ts';
import { type Addresses, federation1, plain, supergraphOf } from '../workloads/documents.ts';
import type { Workload } from '../workloads/workload.ts';

/** The paths of what peers read, in a new temporary folder. */
export function newFiles(): Files {
  const folder = mkdtempSync(join(tmpdir(), 'tongcha-bench-'));
  const inFolder = (name: string) => join(folder, name);
  return {
    folder,
    supergraph: inFolder('supergraph.graphql'),
    answer: inFolder('answer.json'),
    waves: inFolder('waves.json'),
    keys: inFolder('jwks.json'),
    mercurius: inFolder('mercurius.json'),
    grafbase: inFolder('grafbase.toml'),
  };
}

/** Writes the graph in each form that a peer takes, and gives the supergraph. */
export function writeGraph(workload: Workload, files: Files, addresses: Addresses): string {
  const own = workload.supergraphFile ? readFileSync(workload.supergraphFile, 'utf8') : null;
  const supergraph = supergraphOf(workload, own, addresses);
  writeFileSync(files.supergraph, supergraph);
  const services = workload.subgraphs.map(({ name }) => ({
    name,
    url: addresses[name],
    schema: federation1(workload, name),
  }));
  writeFileSync(files.mercurius, JSON.stringify(services, null, 2));
  writeFileSync(files.grafbase, grafbaseSettings(workload, files, addresses));
  return supergraph;
}

/** Grafbase composes by itself, from SDL without the vocabulary. */
function grafbaseSettings({ subgraphs }: Workload, { folder }: Files, addresses: Addresses): string {
  const stanzas = subgraphs.map(({ name, typeDefs }) => {
    writeFileSync(join(folder, `${name}.graphql`), plain(typeDefs));
    return `[subgraphs.${name}]\nschema_path = "./${name}.graphql"\nurl = "${addresses[name]}"\n`;
  });
  return ['[traffic_shaping]\ninflight_deduplication = false\n', ...stanzas].join('\n');
}
