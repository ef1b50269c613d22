import path from 'node:path';
import { CfwBadRequestError, CfwConnectionError, createClient } from '@cfw-flow/fetch-client';
import { describe, expect, onTestFinished, test as base, vi } from 'vitest';
import { folderOf, run, temporaryFolder } from '../testing/program.ts';
import { serverFixture, startServer, type TestServer, type TestServerOptions } from './index.ts';

const corpus = path.join(import.meta.dirname, '../testing/corpus/logs');

/** A server that ends with the test. */
async function start(options?: TestServerOptions): Promise<TestServer> {
  const server = await startServer(options);
  onTestFinished(() => server.close());
  return server;
}

type Item = Parameters<ReturnType<typeof createClient>['listFlowStatistic']>[0]['item'];

/** The groups of the last hour. */
async function groupsOf({ endpoint, projectId, firewallId }: TestServer, item: Item) {
  const client = createClient({ endpoint, projectId, retries: 0 });
  const { records } = await client.listFlowStatistic({
    fw_instance_id: firewallId,
    log_type: 'internet',
    item,
    range: 0,
  });
  return records;
}

const itemsOf = async (server: TestServer, item: Item) =>
  (await groupsOf(server, item)).map((record) => record.item);

describe('a server of a test', () => {
  base('answers over the flows that it was given.', async () => {
    const server = await start({
      flows: [
        { dst_host: 'a.example', to_s_bytes: 2 },
        { dst_host: 'b.example' },
        { dst_host: 'a.example', to_c_bytes: 5n },
      ],
    });
    expect(await groupsOf(server, 'dst_host')).toMatchObject([
      { item: 'a.example', sessions: 2, request_byte: 1002, response_byte: 10_005 },
      { item: 'b.example', sessions: 1, request_byte: 1000, response_byte: 10_000 },
    ]);
  });

  base('takes what a flow leaves out from an HTTPS session of a minute ago.', async () => {
    const now = Date.UTC(2024, 3, 29, 19);
    const server = await start({ flows: [{}], now: () => now });
    expect(await groupsOf(server, 'src_ip')).toMatchObject([
      {
        item: '192.168.0.10',
        apps: [{ key: 'HTTPS', value: 1 }],
        ports: [{ key: '443', value: 1 }],
        dst_ip: [{ key: '198.51.100.7', value: 1 }],
        last_time: now - 60_000,
      },
    ]);
  });

  base('leaves absent what is undefined, and ports of protocols that have none.', async () => {
    const server = await start({ flows: [{ app: undefined, protocol: 'ICMP' }] });
    expect(await itemsOf(server, 'app')).toEqual([]);
    expect(await itemsOf(server, 'dst_port')).toEqual([]);
    expect(await itemsOf(server, 'protocol')).toEqual(['ICMP']);
  });

  base('counts flows that are added, beside those of other firewalls.', async () => {
    const other = '11111111-2222-4333-8444-555555555555';
    const server = await start({ flows: [{ dst_host: 'a.example' }] });
    await server.add([{ dst_host: 'b.example' }, { dst_host: 'c.example', fw_instance_id: other }]);
    expect(await itemsOf(server, 'dst_host')).toEqual(['a.example', 'b.example']);
    expect(await itemsOf({ ...server, firewallId: other }, 'dst_host')).toEqual(['c.example']);
  });

  base('reads logs of any format.', async () => {
    const logs = ['zeek/conn.log', 'eve', 'lts/cfw.log'].map((name) => path.join(corpus, name));
    const server = await start({ logs });
    const context = await fetch(`${server.endpoint}/console/context.json`);
    expect(await context.json()).toMatchObject({ status: { sources: 3 } });
  });

  base('is of the project and the firewall that it was told.', async () => {
    const projectId = '0'.repeat(32);
    const firewallId = '11111111-2222-4333-8444-555555555555';
    const server = await start({ flows: [{ dst_host: 'a.example' }], projectId, firewallId });
    expect(server).toMatchObject({ projectId, firewallId });
    expect(await itemsOf(server, 'dst_host')).toEqual(['a.example']);
  });

  base('knows threat lists and assets.', async () => {
    const folder = await folderOf({
      'drop.txt': '203.0.113.66\n',
      'assets.csv': 'address,device_name\n192.168.0.10,web-1\n',
    });
    const server = await start({
      flows: [{ dst_ip: '203.0.113.66' }],
      threats: [path.join(folder, 'drop.txt')],
      assets: path.join(folder, 'assets.csv'),
    });
    expect(await groupsOf(server, 'risk_ip')).toMatchObject([
      { item: '203.0.113.66', tags: 'drop' },
    ]);
    expect(await groupsOf(server, 'src_ip')).toMatchObject([{ device_name: 'web-1' }]);
  });

  base('says nothing of the files that it reads but what is wrong with them.', async () => {
    const folder = await folderOf({
      'good.txt': '203.0.113.66\n',
      'typo.txt': '203.0.113.66\n300.1.1.1\n',
      'assets.csv': 'address,device_name\n192.168.0.10,web-1\n',
      'geo.mmdb': 'no database',
    });
    const [good, typo, assets, geoip] = ['good.txt', 'typo.txt', 'assets.csv', 'geo.mmdb'].map(
      (name) => path.join(folder, name),
    );
    const written: string[] = [];
    const spy = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      written.push(String(text));
      return true;
    });
    onTestFinished(() => spy.mockRestore());
    await start({ threats: [good!], assets: assets! });
    expect(written).toEqual([]);
    await start({ threats: [typo!] });
    expect(written.join('')).toMatch(/typo\.txt: 1 line ignored\n.*typo\.txt:2: "300\.1\.1\.1"/);
    await expect(start({ geoip: geoip! })).rejects.toThrow(
      /geo\.mmdb is no GeoIP database, .* The option geoip takes .*, or "off"/,
    );
  });

  base('counts back from the clock that it was told, or that of the test.', async () => {
    const end_time = Date.UTC(2024, 3, 29, 19);
    const now = end_time + 60_000;
    const told = await start({ flows: [{ end_time }], now: () => now });
    expect(await itemsOf(told, 'app')).toEqual(['HTTPS']);

    const server = await start({ flows: [{ end_time }] });
    expect(await itemsOf(server, 'app')).toEqual([]);
    vi.useFakeTimers({ toFake: ['Date'], now });
    onTestFinished(() => void vi.useRealTimers());
    expect(await itemsOf(server, 'app')).toEqual(['HTTPS']);
  });

  base('shares no flows with another one.', async () => {
    const [one, other] = await Promise.all([
      start({ flows: [{ app: 'DNS' }] }),
      start({ flows: [{ app: 'SSH' }] }),
    ]);
    expect(await itemsOf(one, 'app')).toEqual(['DNS']);
    expect(await itemsOf(other, 'app')).toEqual(['SSH']);
  });

  base('without flows knows no firewall, as the cloud does.', async () => {
    const failing = itemsOf(await start(), 'app');
    await expect(failing).rejects.toBeInstanceOf(CfwBadRequestError);
    await expect(failing).rejects.toMatchObject({ code: 'CFW.00200005' });
  });

  base(
    'is found by the command line, which needs to be told no more than where it is.',
    async () => {
      const server = await start({ flows: [{ dst_host: 'a.example' }] });
      const folder = await folderOf({});
      const args = ['top', 'dst_host', '--endpoint', server.endpoint, '--last', '1h', '--ndjson'];
      const { stdout, stderr } = await run(args, folder);
      expect([stderr, stdout]).toEqual(['', expect.stringContaining('"item":"a.example"')]);
    },
  );

  base('can be closed twice, and then answers no more.', async () => {
    const server = await startServer({ flows: [{}] });
    await server.close();
    await server.close();
    await expect(itemsOf(server, 'app')).rejects.toBeInstanceOf(CfwConnectionError);
  });

  base('ends with the block that uses it.', async () => {
    let used: TestServer;
    {
      await using server = await startServer({ flows: [{}] });
      used = server;
    }
    await expect(itemsOf(used, 'app')).rejects.toBeInstanceOf(CfwConnectionError);
  });
});

describe('what can be no flow', () => {
  base.each<[object, string | RegExp]>([
    [{ dst_port: 70_000 }, 'flows[1]: dst_port is "70000", not a port from 0 to 65535.'],
    [{ src_ip: 'localhost' }, 'flows[1]: src_ip is "localhost", not an IPv4 or IPv6 address.'],
    [{ protocol: undefined }, 'flows[1]: protocol is missing.'],
    [{ to_s_bytes: NaN }, 'flows[1]: to_s_bytes is "NaN", not an integer from 0 to 2^63 - 1.'],
    [{ host: 'a.example' }, /^flows\[1\]: host is no field of a flow: those are fw_instance_id,/],
    [null as never, "flows[1]: null is no flow: that is an object, such as { app: 'DNS' }."],
    [[], "flows[1]: [] is no flow: that is an object, such as { app: 'DNS' }."],
  ])('is reported with its place: %j.', async (flow, message) => {
    await expect(startServer({ flows: [{}, flow] })).rejects.toThrow(message);
  });

  base('keeps the flows beside it from being added.', async () => {
    const server = await start({ flows: [{ app: 'DNS' }] });
    await expect(server.add([{ app: 'SSH' }, { src_ip: '' }])).rejects.toThrow('flows[1]: src_ip');
    expect(await itemsOf(server, 'app')).toEqual(['DNS']);
    await expect(server.add('SSH' as never)).rejects.toThrow('flows is "SSH", not a list');
  });
});

base.each<[unknown, string]>([
  [{ projectId: 'mine' }, 'projectId is "mine", not 32 hexadecimal digits in lower case.'],
  [{ firewallId: 1 }, 'firewallId is 1, not a UUID in lower case.'],
  [{ flows: 'DNS' }, 'flows is "DNS", not a list.'],
  [{ logs: '/var/log' }, 'logs is "/var/log", not a list.'],
  [{ assets: [] }, 'assets is [], not the path of a file.'],
  [{ now: 0 }, 'now is 0, not a function.'],
  [
    { flow: [] },
    'startServer has no option flow. Did you mean flows? It takes flows, logs, projectId',
  ],
  [{ port: 80 }, 'startServer has no option port. It takes flows'],
  [null, 'The options of startServer are null, not an object.'],
])('options that can not be are reported: %j.', async (options, message) => {
  await expect(startServer(options as TestServerOptions)).rejects.toThrow(message);
});

base('options and fields that are undefined are as if left out.', async () => {
  const server = await start({ flows: [{ app: 'DNS', dst_host: undefined }], logs: undefined });
  expect(await itemsOf(server, 'app')).toEqual(['DNS']);
});

describe('logs that can not be read', () => {
  base('are named, with what to do.', async () => {
    const folder = await temporaryFolder();
    const missing = path.join(folder, 'missing.log');
    await expect(startServer({ logs: [folder] })).rejects.toThrow('holds no logs. Taken from');
    await expect(startServer({ logs: [missing] })).rejects.toThrow(`no file or folder ${missing}`);
    const picture = path.join(await folderOf({ 'a.log': '\x89PNG\r\n' }), 'a.log');
    await expect(startServer({ logs: [picture] })).rejects.toThrow('a.log');
  });
});

describe('the fixture', () => {
  let last: TestServer | undefined;
  const test = base.extend({ server: serverFixture({ flows: [{ dst_host: 'a.example' }] }) });

  test('starts a server for a test,', async ({ server }) => {
    expect(await itemsOf(server, 'dst_host')).toEqual(['a.example']);
    await server.add([{ dst_host: 'b.example' }]);
    last = server;
    // @ts-expect-error The test knows what it gets.
    void server.nothing;
  });

  test('ends it, and starts another for the next.', async ({ server }) => {
    expect(await itemsOf(server, 'dst_host')).toEqual(['a.example']);
    await expect(itemsOf(last!, 'dst_host')).rejects.toBeInstanceOf(CfwConnectionError);
  });
});
