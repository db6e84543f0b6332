import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { text } from 'node:stream/consumers';
import { buildSchema, execute, parse } from 'graphql';

export type Asked = { readonly query: string; readonly headers: IncomingMessage['headers'] };

export type ServedExplorer = {
  readonly origin: string;
  /** The operations asked so far, introspection left out. */
  readonly asked: readonly Asked[];
  /** How many tokens were issued, by persona. */
  readonly issued: ReadonlyMap<string, number>;
  close(): Promise<void>;
};

/**
 * The built explorer over a stand-in for the gateway: two personas, and a small schema that answers what it knows of
 * any operation. Without a development issuer `/dev/…` is 404; tokens live as long as the options say.
 */
export async function serveExplorer({ issuer = true, tokenLifeMs = 600_000 } = {}): Promise<ServedExplorer> {
  const asked: Asked[] = [];
  const issued = new Map<string, number>();
  const server = createServer((request, response) => {
    void answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    origin: `http://127.0.0.1:${port}`,
    asked,
    issued,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    if (path === '/graphql') return sendJson(response, await askGraphql(request));
    if (path === '/dev/personas' && issuer) return sendJson(response, personas);
    if (path === '/dev/token' && issuer) return sendJson(response, await issue(request));
    const file = path === '/' || path === '/explorer' ? '/explorer/index.html' : normalize(path);
    try {
      const body = await readFile(join(import.meta.dirname, '../web/dist', file));
      response
        .writeHead(200, { 'content-type': mediaTypes[extname(file)] ?? 'application/octet-stream' })
        .end(body);
    } catch {
      response.writeHead(404).end();
    }
  }

  async function askGraphql(request: IncomingMessage): Promise<unknown> {
    const { query, variables } = await readJson(request);
    if (!query.includes('query IntrospectionQuery')) asked.push({ query, headers: request.headers });
    if (!request.headers.authorization)
      return { errors: [{ message: 'who asks?', extensions: { code: 'UNAUTHENTICATED' } }] };
    return execute({ schema, document: parse(query), rootValue, variableValues: variables ?? {} });
  }

  async function issue(request: IncomingMessage): Promise<unknown> {
    const { persona = '' } = await readJson(request);
    const count = (issued.get(persona) ?? 0) + 1;
    issued.set(persona, count);
    return {
      token: `token.${persona}.${count}`,
      expiresAt: new Date(Date.now() + tokenLifeMs).toISOString(),
    };
  }
}

async function readJson(request: IncomingMessage): Promise<Body> {
  return JSON.parse(await text(request));
}

type Body = {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly persona?: string;
};

function sendJson(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

const mediaTypes: { readonly [extension: string]: string } = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
};

/** Fictional, like everything in this project. */
const personas = [
  {
    persona: 'clerk-enterprise',
    name: '林清禾',
    title: '企业开办窗口',
    orgName: '云溪市政务服务中心',
    roles: ['clerk'],
    level: 'L2',
    matter: 'ent-change',
    enterprise: '91990000MA0000001X',
  },
  {
    persona: 'clerk-citizen',
    name: '周望舒',
    title: '居民事务窗口',
    orgName: '云溪市政务服务中心',
    roles: ['clerk'],
    level: 'L3',
    matter: 'res-school',
    citizen: '119901199001010018',
  },
  {
    persona: 'clerk-transport',
    name: '沈驰',
    title: '从业资格窗口',
    orgName: '云溪市交通运输局',
    roles: ['clerk'],
    level: 'L3',
    matter: 'driver-qualification',
    citizen: '119901198502020026',
  },
  {
    persona: 'visitor',
    name: '访客',
    title: '探索者',
    orgName: '云溪市大数据局',
    roles: ['explorer'],
    level: 'L1',
  },
];

const schema = buildSchema(/* GraphQL */ `
  type Query {
    "按统一社会信用代码查一家企业"
    enterprise("统一社会信用代码" uscc: ID!): Enterprise
    "按公民身份号码查一位公民"
    citizen("公民身份号码" idNumber: ID!): Citizen
  }
  "企业"
  type Enterprise {
    "统一社会信用代码"
    uscc: ID!
    "企业名称"
    name: String!
  }
  "公民"
  type Citizen {
    "公民身份号码"
    idNumber: ID!
    "姓名"
    name: String!
  }
`);

const rootValue = {
  enterprise: ({ uscc }: { uscc: string }) => ({ uscc, name: '云溪青禾水务有限公司' }),
  citizen: ({ idNumber }: { idNumber: string }) => ({ idNumber, name: '江*' }),
};
