import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parse } from 'yaml';

/** One stanza of supergraph.yaml. */
export type RosterEntry = { readonly name: string; readonly routingUrl: string; readonly schemaFile: string };

/** The departments listed in a file of rover's supergraph format, in its order; throws an Error that names what is wrong. */
export function readRoster(file: string): readonly RosterEntry[] {
  const { subgraphs } = (parse(readFileSync(file, 'utf8')) ?? {}) as {
    subgraphs?: Record<string, Stanza | null>;
  };
  if (!subgraphs || Object.keys(subgraphs).length === 0)
    throw new Error(`${file}: "subgraphs" lists no department`);
  return Object.entries(subgraphs).map(([name, stanza]) => {
    const { routing_url: routingUrl, schema } = stanza ?? {};
    if (typeof routingUrl !== 'string' || !URL.canParse(routingUrl))
      throw new Error(`${file}: subgraphs.${name}.routing_url must be a URL`);
    if (typeof schema?.file !== 'string')
      throw new Error(`${file}: subgraphs.${name}.schema.file must name the department's SDL`);
    return { name, routingUrl, schemaFile: resolve(dirname(file), schema.file) };
  });
}

type Stanza = { readonly routing_url?: unknown; readonly schema?: { readonly file?: unknown } };
