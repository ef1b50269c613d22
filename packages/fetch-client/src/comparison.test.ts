import { describe, expect, it } from 'vitest';
import { answering, failureOf, listen } from '../test/local-server.ts';
import { projectId } from '../test/question.ts';
import {
  CfwAbortError,
  CfwOptionError,
  CfwResponseError,
  CfwServerError,
  compareWindows,
  createClient,
} from './index.ts';

const question = {
  fw_instance_id: 'c598d612-8112-465c-bffd-863d4ce85a50',
  log_type: 'internet',
} as const;

function statistic(groups: Record<string, number>, total = Object.keys(groups).length) {
  const records = Object.entries(groups).map(([item, sessions]) => ({
    item,
    sessions,
    request_byte: sessions * 10,
    response_byte: sessions * 100,
    last_time: 0,
  }));
  return JSON.stringify({ data: { records, total } });
}

function parameters(url: string | undefined) {
  return new URL(url!, 'http://localhost').searchParams;
}

describe('a comparison', () => {
  const window = { start_time: 2_000, end_time: 3_000 };

  async function compare(now: string, before: string) {
    const { endpoint, requests } = await listen((request, response) => {
      response.end(parameters(request.url).get('start_time') === '2000' ? now : before);
    });
    const client = createClient({ endpoint, projectId });
    return {
      requests,
      comparison: await compareWindows(client, { ...question, item: 'app', ...window }),
    };
  }

  it('asks for all groups of the window and of the one before it', async () => {
    const { requests, comparison } = await compare(statistic({}), statistic({}));
    const windows = requests.map(({ url }) => {
      const search = parameters(url);
      return ['start_time', 'end_time', 'size'].map((name) => search.get(name)).join(' ');
    });
    expect(windows.sort()).toEqual(['1000 2000 1000', '2000 3000 1000']);
    expect(comparison).toEqual({
      window,
      windowBefore: { start_time: 1_000, end_time: 2_000 },
      groups: [],
      complete: true,
    });
  });

  it('tells what is new, gone, moved and the same, and by how much', async () => {
    const { comparison } = await compare(
      statistic({ DNS: 9, HTTPS: 8, SSH: 3, QUIC: 1 }),
      statistic({ DNS: 5, HTTP: 4, SSH: 3, HTTPS: 2 }),
    );
    const told = comparison.groups.map(
      ({ item, change, rank, rankBefore, delta }) =>
        [item, change, rank, rankBefore, ...Object.values(delta)] as const,
    );
    expect(told).toEqual([
      ['DNS', 'same', 1, 1, 4, 40, 400],
      ['HTTPS', 'moved', 2, 4, 6, 60, 600],
      ['SSH', 'same', 3, 3, 0, 0, 0],
      ['QUIC', 'new', 4, undefined, 1, 10, 100],
      ['HTTP', 'gone', undefined, 2, -4, -40, -400],
    ]);
  });

  it('is exact beyond the integers of JavaScript', async () => {
    const group = (bytes: bigint) =>
      `{"data":{"records":[{"item":"a","sessions":1,"request_byte":${bytes},"response_byte":0}],"total":1}}`;
    const most = 2n ** 63n - 1n;
    const asking = async (now: bigint, before: bigint) => {
      const { endpoint } = await listen((request, response) => {
        response.end(group(parameters(request.url).get('start_time') === '2000' ? now : before));
      });
      const client = createClient({ endpoint, projectId, integers: 'bigint' });
      const query = { ...question, item: 'app' as const, ...window };
      return (await compareWindows(client, query)).groups[0]?.delta.request_byte;
    };
    expect(await asking(most, 1n)).toBe(most - 1n);
    expect(await asking(1n, most)).toBe(1n - most);
    expect(await asking(most, most - 5n)).toBe(5);
  });

  it('is in JavaScript numbers where a count is no integer', async () => {
    const group = (bytes: string) =>
      `{"data":{"records":[{"item":"a","sessions":1,"request_byte":${bytes}}],"total":1}}`;
    const asking = async (now: string, before: string) => {
      const { endpoint } = await listen((request, response) => {
        response.end(group(parameters(request.url).get('start_time') === '2000' ? now : before));
      });
      const client = createClient({ endpoint, projectId, integers: 'bigint' });
      const query = { ...question, item: 'app' as const, ...window };
      return (await compareWindows(client, query)).groups[0]?.delta;
    };
    expect(await asking('2.5', '1')).toEqual({ sessions: 0, request_byte: 1.5, response_byte: 0 });
    expect(await asking('1.5', '9223372036854775807')).toMatchObject({ request_byte: -(2 ** 63) });
    expect(await asking('9223372036854775807', '1.5')).toMatchObject({ request_byte: 2 ** 63 });
    expect(await asking('9007199254740993', '1e3')).toMatchObject({
      request_byte: 9007199254739993,
    });
    expect(await asking('null', '5')).toMatchObject({ request_byte: -5 });
  });

  it.each([
    ['sessions', '"1"'],
    ['request_byte', 'true'],
    ['response_byte', '{}'],
  ])('names what is odd in an answer whose %s is %s', async (count, value) => {
    const { endpoint } = await listen((_, response) => {
      response.setHeader('X-Request-Id', 'r-1');
      response.end(
        `{"data":{"records":[{"item":"b"},{"item":"a","${count}":${value}}],"total":2}}`,
      );
    });
    const client = createClient({ endpoint, projectId });
    const error = await failureOf(compareWindows(client, { ...question, item: 'app', ...window }));
    expect(error).toBeInstanceOf(CfwResponseError);
    expect(error).toMatchObject({
      status: 200,
      requestId: 'r-1',
      message: expect.stringContaining(`data.records[1].${count} is ${value}, not a`),
    });
  });

  it('ends both calls with the first failure', async () => {
    const ended = Promise.withResolvers<void>();
    const { endpoint } = await listen((request, response) => {
      // The window before it fails once the other one is under way, which never answers.
      if (parameters(request.url).get('start_time') === '2000') {
        response.on('close', ended.resolve);
        underWay.resolve();
      } else {
        void underWay.promise.then(() => response.writeHead(500).end());
      }
    });
    const underWay = Promise.withResolvers<void>();
    const client = createClient({ endpoint, projectId, retries: 0 });
    const call = compareWindows(client, { ...question, item: 'app', ...window });
    expect(await failureOf(call)).toBeInstanceOf(CfwServerError);
    await ended.promise;
  });

  it('ends with its signal', async () => {
    const controller = new AbortController();
    const { endpoint } = await listen(() => controller.abort('the user left'));
    const client = createClient({ endpoint, projectId });
    const { signal } = controller;
    const error = await failureOf(
      compareWindows(client, { ...question, item: 'app', ...window }, { signal }),
    );
    expect(error).toBeInstanceOf(CfwAbortError);
    expect(error).toMatchObject({ cause: 'the user left' });
  });

  it('is incomplete when a window has more groups than were told', async () => {
    const { comparison } = await compare(statistic({ a: 1 }, 1001), statistic({ a: 1 }));
    expect(comparison.complete).toBe(false);
  });

  it.each([
    [1, 3, 'window', 'The window from 1 to 3 has none of its length before it since 1970'],
    [3, 3, 'window', 'The window ends at 3, not after its start, 3'],
    [Number.NaN, 3, 'start', /^The start of the window is NaN: /],
  ])('is refused for the window from %d to %d', async (start_time, end_time, option, message) => {
    const client = createClient({ endpoint: 'http://127.0.0.1:9', projectId });
    const query = { ...question, item: 'app' as const, start_time, end_time };
    const error = await failureOf(compareWindows(client, query));
    expect(error).toBeInstanceOf(CfwOptionError);
    expect(error).toMatchObject({ option, message: expect.stringMatching(message) });
  });

  it('reaches back to 1970', async () => {
    const { endpoint } = await listen(answering(statistic({})));
    const client = createClient({ endpoint, projectId });
    const query = { ...question, item: 'app' as const, start_time: 2, end_time: 4 };
    expect((await compareWindows(client, query)).windowBefore).toEqual({
      start_time: 0,
      end_time: 2,
    });
  });
});
