import { describe, expect, it } from 'vitest';
import { answering, failureOf, listen } from '../test/local-server.ts';
import { empty, projectId } from '../test/question.ts';
import {
  CfwAbortError,
  CfwOptionError,
  CfwServerError,
  createClient,
  listSeveral,
} from './index.ts';

const query = {
  fw_instance_id: 'c598d612-8112-465c-bffd-863d4ce85a50',
  log_type: 'internet',
  range: 0,
} as const;

function itemOf(url: string) {
  return new URL(url, 'http://localhost').searchParams.get('item')!;
}

describe('several items', () => {
  it('are asked about a few at a time, and answered by item in their order', async () => {
    const items = ['app', 'dst_ip', 'src_ip', 'dst_host', 'dst_port'] as const;
    const underWay: (() => void)[] = [];
    let most = 0;
    const { endpoint } = await listen(({ url }, response) => {
      const item = itemOf(url);
      underWay.push(() => response.end(`{"data":{"records":[{"item":"${item}"}],"total":1}}`));
      most = Math.max(most, underWay.length);
      // One alone is answered when no other comes.
      if (underWay.length < 2 && item !== items.at(-1)) return;
      // A third one would come meanwhile.
      setTimeout(() => underWay.splice(0).forEach((answer) => answer()), 20);
    });
    const client = createClient({ endpoint, projectId });
    const answers = await listSeveral(client, items, query, { concurrency: 2 });
    expect(Object.keys(answers)).toEqual(items);
    expect(answers.dst_host.records[0]?.item).toBe('dst_host');
    expect(most).toBe(2);
  });

  it('are asked about once each, even when one is named twice', async () => {
    const { endpoint, requests } = await listen(answering(empty));
    const client = createClient({ endpoint, projectId });
    const answers = await listSeveral(client, ['dst_ip', 'app', 'dst_ip', 'app'], query);
    expect(Object.keys(answers)).toEqual(['dst_ip', 'app']);
    expect(requests.map(({ url }) => itemOf(url)).toSorted()).toEqual(['app', 'dst_ip']);
  });

  it('are asked the question of the moment, whatever becomes of its object', async () => {
    const { endpoint, requests } = await listen(answering(empty));
    const client = createClient({ endpoint, projectId });
    const changing: { range: 0 | 2 } & Omit<typeof query, 'range'> = { ...query };
    const answers = listSeveral(client, ['dst_ip', 'app'], changing, { concurrency: 1 });
    changing.range = 2;
    await answers;
    expect(requests.map(({ url }) => url.includes('range=0'))).toEqual([true, true]);
  });

  it('may be none', async () => {
    const client = createClient({ endpoint: 'http://127.0.0.1:9', projectId });
    expect(await listSeveral(client, [], query)).toEqual({});
  });

  it('end all with the first failure, those under way and those that wait', async () => {
    const underWay = Promise.withResolvers<void>();
    const ended = Promise.withResolvers<void>();
    const { endpoint, requests } = await listen(({ url }, response) => {
      if (itemOf(url) === 'app') {
        void underWay.promise.then(() => response.writeHead(500).end());
      } else {
        response.on('close', ended.resolve);
        underWay.resolve();
      }
    });
    const client = createClient({ endpoint, projectId, retries: 0 });
    const items = ['app', 'dst_ip', 'src_ip', 'dst_host'] as const;
    const call = listSeveral(client, items, query, { concurrency: 2 });
    expect(await failureOf(call)).toBeInstanceOf(CfwServerError);
    await ended.promise;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(requests).toHaveLength(2);
  });

  it('end with their signal', async () => {
    const controller = new AbortController();
    const { endpoint } = await listen(() => controller.abort('the user left'));
    const client = createClient({ endpoint, projectId });
    const { signal } = controller;
    const error = await failureOf(listSeveral(client, ['app', 'dst_ip'], query, { signal }));
    expect(error).toBeInstanceOf(CfwAbortError);
    expect(error).toMatchObject({ cause: 'the user left' });
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '4', null])(
    'are not asked about %o at a time',
    async (concurrency) => {
      const client = createClient({ endpoint: 'http://127.0.0.1:9', projectId });
      const options = { concurrency: concurrency as number };
      const error = await failureOf(listSeveral(client, ['app'], query, options));
      expect(error).toBeInstanceOf(CfwOptionError);
      expect(error).toMatchObject({
        option: 'concurrency',
        message: `The option concurrency is ${concurrency}, not an integer from 1`,
      });
    },
  );
});
