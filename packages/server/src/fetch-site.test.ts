import { expect, it, onTestFinished } from 'vitest';
import { createServer } from './server.ts';
import { answerOf, project, question, storeAnswering } from './testing/flow-stores.ts';

/** Asks under some headers; gives the status, and how often the store was asked. */
async function askWith(headers: Record<string, string>) {
  let asked = 0;
  const statistic = async () => (asked++, answerOf(1));
  const server = createServer({ store: storeAnswering(statistic), projectId: project });
  onTestFinished(() => server.close());
  const answer = await server.inject({
    url: question,
    headers: { host: '127.0.0.1:8239', ...headers },
  });
  return { status: answer.statusCode, body: answer.json(), asked };
}

/** Asks as a browser does. */
function ask(site: string | undefined, mode = 'no-cors', dest = 'empty', purpose?: string) {
  return askWith({
    'sec-fetch-mode': mode,
    'sec-fetch-dest': dest,
    ...(site !== undefined && { 'sec-fetch-site': site }),
    ...(purpose !== undefined && { 'sec-purpose': purpose }),
  });
}

it.each([
  ['no browser', undefined],
  ['a page of the server itself', 'same-origin'],
  ['what a person typed', 'none'],
])('%s is answered', async (_, site) => {
  expect(await ask(site)).toMatchObject({ status: 200, asked: 1 });
});

it.each(['cross-site', 'same-site'])('a page that is %s is refused, unasked', async (site) => {
  for (const [mode, dest] of [
    ['no-cors', 'image'],
    ['no-cors', 'script'],
    ['cors', 'empty'],
    ['navigate', 'iframe'],
    ['navigate', 'embed'],
    ['websocket', 'websocket'],
  ]) {
    const { status, body, asked } = await ask(site, mode, dest);
    expect([status, asked]).toEqual([403, 0]);
    expect(body).toMatchObject({
      error_code: 'APIGW.0306',
      error_msg: expect.stringMatching(/^API access denied\. A web page of another origin asked\./),
    });
  }
});

it('a link of another page is followed, but not before somebody clicks it', async () => {
  expect(await ask('cross-site', 'navigate', 'document')).toMatchObject({ status: 200 });
  for (const site of ['cross-site', 'none']) {
    for (const purpose of ['prefetch', 'prefetch;prerender']) {
      const answer = await ask(site, 'navigate', 'document', purpose);
      expect(answer).toMatchObject({ status: 403, asked: 0 });
    }
  }
});

it.each([
  ['http://evil.example', 403],
  ['http://127.0.0.1:8240', 403],
  ['http://127.0.0.1', 403],
  ['null', 403],
  ['http://127.0.0.1:8239', 200],
  ['https://127.0.0.1:8239', 200],
])('a WebSocket of a page at %s gets %i', async (origin, status) => {
  const headers = { connection: 'Upgrade', upgrade: 'websocket', origin };
  expect(await askWith(headers)).toMatchObject({ status, asked: status === 200 ? 1 : 0 });
  const sameOrigin = { origin, 'sec-fetch-site': 'same-origin' };
  expect(await askWith(sameOrigin)).toMatchObject({ status: 200 });
});
