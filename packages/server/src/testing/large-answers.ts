import { createServer } from '../server.ts';
import { answerOf, project, storeAnswering } from './flow-stores.ts';

/*
 * A server of large answers, as a process of its own, which may run out of memory. It prints where it
 * is, and its answer to a question has nearly a megabyte.
 */

const answer = answerOf(1000);
const server = createServer({
  store: storeAnswering(async () => answer),
  projectId: project,
});
process.stdout.write(`${await server.listen({ host: '127.0.0.1', port: 0 })}\n`);
