import { describe, expect, it } from 'vitest';
import { answering, failureOf, listen } from '../test/local-server.ts';
import { projectId } from '../test/question.ts';
import { CfwServerError, compareWindows, createClient, listSeveral } from './index.ts';

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

  it('is incomplete when a window has more groups than were told', async () => {
    const { comparison } = await compare(statistic({ a: 1 }, 1001), statistic({ a: 1 }));
    expect(comparison.complete).toBe(false);
  });

  it('is refused for a window that has nothing before it', async () => {
    const client = createClient({ endpoint: 'http://127.0.0.1:9', projectId });
    const query = { ...question, item: 'app' as const, start_time: 1, end_time: 3 };
    await expect(compareWindows(client, query)).rejects.toThrow(RangeError);
  });
});

describe('several items', () => {
  const query = { ...question, range: 0 } as const;

  it('are asked about a few at a time, and answered by item in their order', async () => {
    let underWay = 0;
    let most = 0;
    const { endpoint } = await listen((request, response) => {
      most = Math.max(most, ++underWay);
      setTimeout(() => {
        underWay--;
        response.end(statistic({ [parameters(request.url).get('item')!]: 1 }));
      }, 20);
    });
    const client = createClient({ endpoint, projectId });
    const items = ['app', 'dst_ip', 'src_ip', 'dst_host', 'dst_port'] as const;
    const answers = await listSeveral(client, items, query, { concurrency: 2 });
    expect(Object.keys(answers)).toEqual(items);
    expect(answers.dst_host.records[0]?.item).toBe('dst_host');
    expect(most).toBe(2);
  });

  it('end all with the first failure', async () => {
    const { endpoint, requests } = await listen(answering('{}', 500));
    const client = createClient({ endpoint, projectId, retries: 0 });
    const call = listSeveral(client, ['app', 'dst_ip', 'src_ip'], query, { concurrency: 1 });
    expect(await failureOf(call)).toBeInstanceOf(CfwServerError);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(requests).toHaveLength(1);
  });

  it('want a concurrency of at least one', async () => {
    const client = createClient({ endpoint: 'http://127.0.0.1:9', projectId });
    await expect(listSeveral(client, ['app'], query, { concurrency: 0 })).rejects.toThrow(
      RangeError,
    );
  });
});
