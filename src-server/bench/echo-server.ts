import Fastify from 'fastify';

/** What the server is measured against. A process of its own: `server-process.ts` starts it. */
const app = Fastify();
app.patch('/api/v1/tasks/', async (request) => request.body);
process.stdout.write(`listening on ${await app.listen({ host: '127.0.0.1', port: 0 })}\n`);
process.once('SIGTERM', () => process.exit(0));
