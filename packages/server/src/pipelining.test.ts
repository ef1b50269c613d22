import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it, onTestFinished } from 'vitest';
import { createServer } from './server.ts';
import { connectTo, exchange } from './testing/exchange.ts';
import { answerOf, project, question, storeAnswering } from './testing/flow-stores.ts';

const ask = (query = '', headers = '') =>
  `GET ${question}${query} HTTP/1.1\r\nHost: localhost\r\n${headers}\r\n`;

/** A server in so much memory, in MiB, whose answers have nearly a megabyte. */
async function largeAnswersIn(memory: number) {
  const program = path.join(import.meta.dirname, 'testing/large-answers.ts');
  const child = spawn(process.execPath, [`--max-old-space-size=${memory}`, program]);
  onTestFinished(() => void child.kill('SIGKILL'));
  const [origin] = await once(child.stdout.setEncoding('utf8'), 'data');
  const ended = Promise.all([once(child, 'close'), text(child.stderr)]);
  return { origin: String(origin).trim(), ended };
}

it('forty clients that ask for 2.5 GB and read nothing leave a server of 128 MiB alive', async () => {
  const { origin, ended } = await largeAnswersIn(128);
  const clients = Array.from({ length: 40 }, () => connectTo(origin).pause());
  onTestFinished(() => clients.forEach((client) => client.destroy()));
  await Promise.all(clients.map((client) => once(client, 'connect')));
  for (const client of clients) client.write(ask().repeat(70));
  await Promise.all(clients.map((client) => once(client, 'readable')));
  // Others write what they have not written yet, and get no further.
  for (const client of clients) client.write(ask().repeat(200));
  for (let others = 0; others < 5; others++) {
    const answer = fetch(origin + question).then((response) => response.text());
    expect((await Promise.race([answer, ended])).length).toBeGreaterThan(900_000);
  }
}, 120_000);

it('one client gets all that it asked for at once, in the order in which it asked', async () => {
  let under = 0;
  let most = 0;
  const server = createServer({
    projectId: project,
    store: storeAnswering(async ({ size }) => {
      most = Math.max(most, ++under);
      await new Promise(setImmediate);
      under--;
      return answerOf(size);
    }),
  });
  const origin = await server.listen({ host: '127.0.0.1', port: 0 });
  onTestFinished(() => server.close());
  const sizes = Array.from({ length: 1500 }, (_, number) => 1 + (number % 3));
  const questions = sizes.map((size) => ask(`&size=${size}`));
  const answer = await exchange(
    origin,
    questions.join('') + ask('&size=4', 'Connection: close\r\n'),
  );
  const totals = [...answer.matchAll(/"total":(\d+)/g)].map(([, total]) => Number(total));
  expect(totals).toEqual([...sizes, 4]);
  expect(most).toBe(1);
});

it('a client that floods a connection with requests is cut off', async () => {
  const never = new Promise<never>(() => undefined);
  const server = createServer({
    projectId: project,
    store: storeAnswering(() => never),
  });
  const origin = await server.listen({ host: '127.0.0.1', port: 0 });
  onTestFinished(() => server.close());
  const flood = ask() + 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(1000);
  expect(await exchange(origin, flood)).toBe('');
});
