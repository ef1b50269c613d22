import { describe, expect, it } from 'vitest';
import { answering, failureOf, listen } from '../test/local-server.ts';
import { empty, projectId, question } from '../test/question.ts';
import {
  CfwOptionError,
  compareWindows,
  createCaller,
  createClient,
  listFlowStatistic,
  listSeveral,
} from './index.ts';

const endpoint = 'http://127.0.0.1:9';

/** The error that something throws. */
function thrownBy(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

describe('plain JavaScript', () => {
  it.each([
    ['fetch', 'fetch', 'a function'],
    ['fetch', null, 'a function'],
    ['logger', 'console', 'an object with the functions debug and warn, such as console'],
    ['logger', { debug() {} }, 'an object with the functions debug and warn, such as console'],
    ['logger', null, 'an object with the functions debug and warn, such as console'],
  ])('may not give a client the %s %j', (option, value, wanted) => {
    const error = thrownBy(() => createClient({ endpoint, projectId, [option]: value } as never));
    expect(error).toBeInstanceOf(CfwOptionError);
    expect(error).toMatchObject({ option, message: `The ${option} is not ${wanted}` });
  });

  it('may not give a caller a fetch that is none', () => {
    const error = thrownBy(() => createCaller({ endpoint, projectId, fetch: 5 as never }));
    expect(error).toBeInstanceOf(CfwOptionError);
    expect(error).toMatchObject({ option: 'fetch', message: 'The fetch is not a function' });
  });

  it.each([null, undefined])('may not ask with the query %s', async (query) => {
    const client = createClient({ endpoint, projectId });
    for (const call of [
      client.listFlowStatistic(query as never),
      listFlowStatistic(client, query as never),
      listSeveral(client, ['app'], query as never),
      compareWindows(client, query as never),
    ]) {
      const error = await failureOf(call);
      expect(error).toBeInstanceOf(CfwOptionError);
      expect(error).toMatchObject({ option: 'query', message: 'The query is not an object' });
    }
  });

  it.each([new AbortController(), 'signal', 5])(
    'may not give a call %s as its signal',
    async (signal) => {
      const client = createClient({ endpoint, projectId });
      const settings = { signal } as never;
      for (const call of [
        client.listFlowStatistic(question, settings),
        listSeveral(client, ['app'], question, settings),
      ]) {
        const error = await failureOf(call);
        expect(error).toBeInstanceOf(CfwOptionError);
        expect(error).toMatchObject({
          option: 'signal',
          message: 'The signal is not an AbortSignal',
        });
      }
    },
  );

  it('may leave settings and signal null', async () => {
    const server = await listen(answering(empty));
    const client = createClient({ endpoint: server.endpoint, projectId });
    for (const settings of [null, {}, { signal: null }]) {
      expect(await client.listFlowStatistic(question, settings as never)).toMatchObject({
        total: 0,
      });
    }
  });
});
