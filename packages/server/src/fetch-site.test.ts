import { expect, it, onTestFinished } from 'vitest';
import { createServer } from './server.ts';
import { answerOf, project, question, storeAnswering } from './testing/flow-stores.ts';

/** Asks as a browser does; gives the status, and how often the store was asked. */
async function ask(site: string | undefined, mode = 'no-cors', dest = 'empty', purpose?: string) {
  let asked = 0;
  const statistic = async () => (asked++, answerOf(1));
  const server = createServer({ store: storeAnswering(statistic), projectId: project });
  onTestFinished(() => server.close());
  const headers = {
    'sec-fetch-mode': mode,
    'sec-fetch-dest': dest,
    ...(site !== undefined && { 'sec-fetch-site': site }),
    ...(purpose !== undefined && { 'sec-purpose': purpose }),
  };
  const answer = await server.inject({ url: question, headers });
  return { status: answer.statusCode, body: answer.json(), asked };
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
