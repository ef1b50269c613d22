import { expect, it, onTestFinished } from 'vitest';
import { createServer } from './server.ts';
import { exchange } from './testing/exchange.ts';
import { answerOf, project, question, storeAnswering } from './testing/flow-stores.ts';

async function ask(target: string, hosts: readonly string[], version = '1.1') {
  const store = storeAnswering(async () => answerOf(1));
  const server = createServer({ store, projectId: project });
  const origin = await server.listen({ host: '127.0.0.1', port: 0 });
  onTestFinished(() => server.close());
  const headers = [...hosts.map((host) => `Host: ${host}`), 'Connection: close'];
  const request = [`GET ${target} HTTP/${version}`, ...headers, '', ''].join('\r\n');
  const [head = '', body = '{}'] = (await exchange(origin, request)).split('\r\n\r\n');
  return [Number(head.split(' ')[1]), JSON.parse(body).error_msg];
}

it.each([
  ['127.0.0.1:8239'],
  ['localhost'],
  ['[::1]:80'],
  ['[::ffff:127.0.0.1]'],
  ['my_host.example.'],
])('the host %s is one', async (host) => {
  expect(await ask(question, [host])).toEqual([200, undefined]);
  expect(await ask(`http://${host.toUpperCase()}${question}`, [host])).toEqual([200, undefined]);
});

it.each([
  ['127.0.0.1/evil.example'],
  ['evil.example@127.0.0.1'],
  ['127.0.0.1#evil.example'],
  ['127.0.0.1?evil.example'],
  ['127.0.0.1\\evil.example'],
  ['127.0.0.1 evil.example'],
  ['127.0.0.1, evil.example'],
  ['127.0.0.1:80:80'],
  ['127.0.0.1:evil'],
  ['::1'],
  [''],
])('the host %j is none', async (host) => {
  expect(await ask(question, [host])).toEqual([
    400,
    `API request error. The Host header is ${JSON.stringify(host)}. It takes a host and a port, such as 127.0.0.1:8239.`,
  ]);
});

it('of two hosts none counts, even if they are the same', async () => {
  for (const other of ['evil.example', '127.0.0.1']) {
    const answer = await ask(question, ['127.0.0.1', other]);
    expect(answer).toEqual([400, expect.stringMatching(/more than one Host header/)]);
  }
});

it('a request to a proxy for another host is refused', async () => {
  for (const other of [
    'http://other',
    'https://other:443',
    'http://127.0.0.1@other',
    'HTTP://other',
  ]) {
    const answer = await ask(`${other}${question}`, ['127.0.0.1']);
    expect(answer).toEqual([400, expect.stringMatching(/is no proxy: send the path alone/)]);
  }
  expect(await ask(`http://other${question}`, [], '1.0')).toEqual([
    400,
    expect.stringMatching(/is no proxy/),
  ]);
});

it('HTTP/1.0 knows no host', async () => {
  expect(await ask(question, [], '1.0')).toEqual([200, undefined]);
});
