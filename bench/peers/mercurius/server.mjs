// Mercurius with its Federation 1 gateway, compiled queries on, as its documentation advises.
import { readFileSync } from 'node:fs';
import mercuriusGateway from '@mercuriusjs/gateway';
import Fastify from 'fastify';

const [services, port] = process.argv.slice(2);
const app = Fastify();
app.register(mercuriusGateway, { gateway: { services: JSON.parse(readFileSync(services, 'utf8')) }, jit: 1 });
await app.listen({ host: '127.0.0.1', port: Number(port) });
