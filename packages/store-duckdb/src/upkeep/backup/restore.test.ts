// @module-tag slow

import { cp, mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileSource, noEnrichment, type FlowStatisticQuery } from '@cfw-flow/store';
import { ltsLine } from '@cfw-flow/store/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { openDuckdbStore, restoreDuckdbStore } from '../../index.ts';
import { batchOf, memoryLimit, select, storeIn } from '../../testing/backups.ts';
import { firewall, firstEnd, numberedFlows } from '../../testing/numbered-flows.ts';
import { mountSmallDisk } from '../../testing/small-disk.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { checksumOf } from './checksum.ts';

const options = { fw_instance_id: firewall };
const disk = mountSmallDisk(1);
const flows = numberedFlows(1, 4, 'internet');

/** Which apps the flows are of that were made as a batch; none has any. */
const appsOf: FlowStatisticQuery = {
  fw_instance_id: firewall,
  log_type: 'internet',
  item: 'app',
  window: { start: 0, end: 2 ** 53 },
  size: 5,
};

/** Lines of a log. */
function logOf(from: number, to: number): string {
  return numberedFlows(from, to, 'nat')
    .map((flow) => `${ltsLine(flow)}\n`)
    .join('');
}

interface Manifest {
  days: number;
  flows: number;
  files: { file: string; rows: number; bytes: number; sha256: string }[];
}

/** A backup that a test may change. */
class Copy {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  path(file: string): string {
    return join(this.#folder, file);
  }

  /** Changes what the backup says it holds. */
  async tell(change: (manifest: Manifest) => void): Promise<void> {
    const path = this.path('backup.json');
    const manifest = JSON.parse(await readFile(path, 'utf8')) as Manifest;
    change(manifest);
    await writeFile(path, JSON.stringify(manifest));
  }

  /** Makes a file of a query over it, as if it had been so from the first. */
  async become(file: string, query: (old: string) => string): Promise<void> {
    const path = this.path(file);
    const made = `${path}.new`;
    await select(`COPY (${query(`'${path}'`)}) TO '${made}' (FORMAT parquet)`);
    await this.replace(file, await readFile(made));
    const [counted] = await select(`SELECT count(*)::INTEGER AS rows FROM '${path}'`);
    await this.tell((manifest) => {
      const told = manifest.files.find((one) => one.file === file)!;
      const rows = counted!['rows'] as number;
      if (file.startsWith('flows/')) manifest.flows += rows - told.rows;
      told.rows = rows;
    });
  }

  /** Gives a file another content, as if it had been so from the first. */
  async replace(file: string, content: Uint8Array): Promise<void> {
    await writeFile(this.path(file), content);
    const checksum = await checksumOf(this.path(file));
    await this.tell(({ files }) => {
      Object.assign(
        files.find((one) => one.file === file)!,
        checksum,
      );
    });
  }
}

/** Where it is made. */
let original: string;
const day = 'flows/2025-07-01.parquet';

/** A backup of three flows of a batch and two of a log. */
beforeAll(async () => {
  original = await mkdtemp(join(tmpdir(), 'cfw-flow-restore-'));
  const store = await openDuckdbStore({ directory: join(original, 'data'), memoryLimit });
  await store.ingest(batchOf('batch', flows), options);
  await writeFile(join(original, 'a.log'), logOf(1, 3));
  await store.ingest(await fileSource(join(original, 'a.log')), options);
  await store.backup(join(original, 'kept'));
  await store.close();
  return () => rm(original, { recursive: true });
});

async function copyOfBackup(): Promise<{ folder: string; copy: Copy }> {
  const folder = await temporaryFolder();
  await cp(join(original, 'kept'), join(folder, 'kept'), { recursive: true });
  return { folder, copy: new Copy(join(folder, 'kept')) };
}

function replacing(file: string, columns: string) {
  return (copy: Copy) => copy.become(file, (old) => `SELECT * REPLACE (${columns}) FROM ${old}`);
}

const changes: [title: string, change: (copy: Copy) => Promise<unknown>, message: RegExp][] = [
  [
    'lacks its list, as one that was not finished',
    (copy) => rm(copy.path('backup.json')),
    /kept can't be restored: there is no backup\.json in it\. .* not finished/,
  ],
  [
    'has a list that is cut off',
    (copy) => truncate(copy.path('backup.json'), 40),
    /backup\.json was damaged or changed: it is not JSON/,
  ],
  [
    'has the list of something else',
    (copy) => writeFile(copy.path('backup.json'), '{"name":"cfw-flow"}'),
    /backup\.json was damaged .* "format" is not "cfw-flow backup"/,
  ],
  [
    'lists files elsewhere',
    (copy) => copy.tell(({ files }) => (files[0]!.file = 'flows/../../data/a.parquet')),
    /"flows\/\.\.\/\.\.\/data\/a\.parquet" is not a file of a backup/,
  ],
  [
    'lists a day that there is not',
    (copy) => copy.tell(({ files }) => (files[0]!.file = 'flows/2025-02-30.parquet')),
    /"flows\/2025-02-30\.parquet" is not a file of a backup/,
  ],
  [
    'lists a file twice',
    (copy) => copy.tell(({ files }) => files.push(files[0]!)),
    /it lists flows\/2025-07-01\.parquet twice/,
  ],
  [
    'does not list its logs',
    (copy) =>
      copy.tell((told) => (told.files = told.files.filter(({ file }) => file !== 'logs.parquet'))),
    /it doesn't list logs\.parquet/,
  ],
  [
    'lists fewer flows than its files have',
    (copy) => copy.tell((told) => (told.flows -= 1)),
    /"flows" is 4, and the files have 5/,
  ],
  [
    'lists no number of days',
    (copy) => copy.tell((told) => (told.days = -1)),
    /"days" is -1, not a whole number/,
  ],
  ['lacks a file', (copy) => rm(copy.path(day)), /2025-07-01\.parquet .*: it is not there/],
  [
    'has a file that is cut off',
    (copy) => truncate(copy.path(day), 1000),
    /2025-07-01\.parquet .*: it has 1000 bytes, and had \d+ when it was written/,
  ],
  [
    'has a file with a byte that changed',
    async (copy) => {
      const bytes = await readFile(copy.path(day));
      bytes[300]! ^= 1;
      await writeFile(copy.path(day), bytes);
    },
    /2025-07-01\.parquet .*: its content is not what was written/,
  ],
  [
    'has a file that is not Parquet',
    (copy) => copy.replace(day, Buffer.from('src_ip,dst_ip\n')),
    /2025-07-01\.parquet .*: it can't be read\. The engine says: /,
  ],
  [
    'has Parquet whose data are nonsense',
    async (copy) => {
      const bytes = await readFile(copy.path(day));
      await copy.replace(day, bytes.fill(0xff, 4, 400));
    },
    /2025-07-01\.parquet .*: it can't be read\. The engine says: /,
  ],
  [
    'has a file of fewer rows',
    async (copy) => {
      await copy.become(day, (old) => `SELECT * FROM ${old} LIMIT 4`);
      await copy.tell((told) => {
        told.flows += 1;
        told.files[0]!.rows += 1;
      });
    },
    /2025-07-01\.parquet .*: it has 4 rows, and should have 5/,
  ],
  [
    'lacks a column',
    (copy) => copy.become(day, (old) => `SELECT * EXCLUDE (dst_host) FROM ${old}`),
    /2025-07-01\.parquet .*: it has no column dst_host/,
  ],
  [
    'has a column of another type',
    replacing(day, 'dst_port::VARCHAR AS dst_port'),
    /2025-07-01\.parquet .*: its column dst_port is VARCHAR, not USMALLINT/,
  ],
  [
    'has flows without an end',
    replacing(day, 'NULL::BIGINT AS end_time'),
    /2025-07-01\.parquet .*: row 1 is not a flow of that day: end_time is missing/,
  ],
  [
    'has flows of another day',
    replacing(day, 'end_time + 86400000 AS end_time'),
    /2025-07-01\.parquet .*: row 1 is not a flow of that day: it ended on another one/,
  ],
  [
    'has a number out of range',
    replacing(day, 'CASE WHEN to_s_bytes = 3 THEN -1 ELSE to_s_bytes END AS to_s_bytes'),
    /2025-07-01\.parquet .*: row 3 is not a flow of that day: to_s_bytes is "?-1"?, not an integer/,
  ],
  [
    'has an address that is none',
    replacing(day, `'1.2.3.256' AS src_ip`),
    /2025-07-01\.parquet .*: row 1 is not a flow of that day: src_ip is "1\.2\.3\.256", not an/,
  ],
  [
    'has a number below zero where there need be none',
    replacing(day, '-1::BIGINT AS to_s_pkts'),
    /2025-07-01\.parquet .*: row 1 is not a flow of that day: to_s_pkts is "?-1"?, not an integer/,
  ],
  [
    'has times in seconds',
    replacing(day, '(end_time // 1000)::BIGINT AS start_time'),
    /2025-07-01\.parquet .*: row 1 is not a flow of that day: start_time is .* in milliseconds/,
  ],
  [
    'has a virtual system that there is not',
    replacing(day, '3::UTINYINT AS vsys'),
    /2025-07-01\.parquet .*: row 1 is not a flow of that day: vsys is "?3"?, not one of 1, 2/,
  ],
  [
    'has a flow without a protocol',
    replacing(day, `CASE WHEN to_s_bytes = 2 THEN '' ELSE protocol END AS protocol`),
    /2025-07-01\.parquet .*: row 2 is not a flow of that day: protocol is missing/,
  ],
  [
    'has a flow without a firewall',
    replacing(day, 'NULL::VARCHAR AS fw_instance_id'),
    /2025-07-01\.parquet .*: row 1 is not a flow of that day: .* lacks a firewall/,
  ],
  [
    'has a gateway that is no UUID, before an address that is none',
    replacing(
      day,
      `CASE WHEN to_s_bytes = 2 THEN 'gateway' END AS vgw_id,
       CASE WHEN to_s_bytes = 3 THEN 'host' ELSE dst_ip END AS dst_ip`,
    ),
    /2025-07-01\.parquet .*: row 2 is not a flow of that day: vgw_id is "gateway", not a UUID/,
  ],
  [
    'has a border that there is not',
    replacing(day, `'lan' AS log_type`),
    /2025-07-01\.parquet .*: row 1 is not a flow of that day: log_type is "lan"/,
  ],
  [
    'has lists for hosts that are not there',
    replacing(day, `NULL::VARCHAR AS dst_host, 'drop' AS risk_host_list`),
    /2025-07-01\.parquet .*: row 1 is not a flow of that day: .* lists for a host that it lacks/,
  ],
  [
    'has a batch twice',
    (copy) => copy.become('sources.parquet', (old) => `FROM ${old} UNION ALL FROM ${old}`),
    /sources\.parquet .*: row 2 can't be what a sources table has/,
  ],
  [
    'has many batches twice, of which that is told which comes again first',
    (copy) =>
      copy.become(
        'sources.parquet',
        (
          old,
        ) => `SELECT * EXCLUDE (number) REPLACE (least(number, 199 - number)::VARCHAR AS identity)
          FROM ${old}, range(200) numbers(number) ORDER BY number`,
      ),
    /sources\.parquet .*: row 101 can't be what a sources table has/,
  ],
  [
    'has a batch without a name',
    replacing('sources.parquet', 'NULL::VARCHAR AS name'),
    /sources\.parquet .*: row 1 can't be what a sources table has/,
  ],
  [
    'has a log whose digest is none',
    replacing('logs.parquet', `'x' AS digest`),
    /logs\.parquet .*: row 1 can't be what a logs table has/,
  ],
  [
    'has a log whose hash is not that of its digest',
    replacing('logs.parquet', 'hash + 1::UBIGINT AS hash'),
    /logs\.parquet .*: row 1 can't be what a logs table has/,
  ],
  [
    'has hashes of a log that is not there',
    replacing('log_hashes.parquet', 'log + 1 AS log'),
    /log_hashes\.parquet .*: row 1 can't be what a log_hashes table has/,
  ],
];

describe('a backup is not restored, and nothing left, that', () => {
  it.each(changes)('%s', async (_, change, message) => {
    const { folder, copy } = await copyOfBackup();
    await change(copy);
    const restored = restoreDuckdbStore(copy.path('.'), {
      directory: join(folder, 'new'),
      memoryLimit,
    });
    await expect(restored).rejects.toMatchObject({
      code: 'BACKUP_DAMAGED',
      message: expect.stringMatching(message),
    });
    expect(await readdir(folder)).toEqual(['kept']);
  });

  it('is of another version', async () => {
    const { folder, copy } = await copyOfBackup();
    await copy.tell((told) => Object.assign(told, { format_version: 2 }));
    const restored = restoreDuckdbStore(copy.path('.'), { directory: join(folder, 'new') });
    await expect(restored).rejects.toMatchObject({
      code: 'BACKUP_INCOMPATIBLE',
      message: expect.stringContaining('is of format version 2, this cfw-flow reads version 1.'),
    });
  });
});

describe('what is restored', () => {
  it('knows the logs that were ingested, and goes on where they ended', async () => {
    const { folder, copy } = await copyOfBackup();
    const report = await restoreDuckdbStore(copy.path('.'), {
      directory: join(folder, 'new'),
      memoryLimit,
    });
    expect(report).toEqual({
      directory: join(folder, 'new'),
      made: expect.any(Number),
      flows: 5,
      days: 1,
    });
    const { store } = await storeIn(folder, () => noEnrichment, 'new');
    expect(await store.status()).toMatchObject({ flows: 5, pending: 0, sources: 2 });
    expect(await store.verify()).toMatchObject({ flows: 5, differing: 0 });
    const log = join(folder, 'other-name.log');
    await writeFile(log, logOf(1, 3));
    expect(await store.ingest(await fileSource(log), options)).toMatchObject({ repeated: true });
    await writeFile(log, logOf(1, 6));
    expect(await store.ingest(await fileSource(log), options)).toMatchObject({ flows: 3 });
    expect(await store.ingest(batchOf('batch', flows), options)).toMatchObject({ repeated: true });
    // And it can be kept once more.
    expect(await store.backup(join(folder, 'again'))).toMatchObject({ flows: 8 });
  });

  it('is of many portions when there is little memory', async () => {
    const folder = await temporaryFolder();
    const { store, path } = await storeIn(folder);
    const flows = numberedFlows(0, 34_000, 'internet').map((flow, at) => ({
      ...flow,
      // All on one day.
      end_time: firstEnd + at * 1000,
    }));
    await store.ingest(batchOf('many', flows), options);
    await store.backup(path('kept'));
    const shares: number[] = [];
    const bounds = { memoryLimit: 256 * 1024 * 1024, onProgress: (s: number) => shares.push(s) };
    await restoreDuckdbStore(path('kept'), { directory: path('new'), ...bounds });
    expect(shares).toEqual([32_768 / 34_000, 1]);
    const restored = await storeIn(folder, () => noEnrichment, 'new');
    const query = {
      fw_instance_id: firewall,
      log_type: 'internet',
      item: 'dst_ip',
      window: { start: 0, end: 2 ** 53 },
      size: 1000,
    } as const;
    expect(await restored.store.answer('listFlowStatistic', query)).toEqual(
      await store.answer('listFlowStatistic', query),
    );
    const copy = new Copy(path('kept'));
    await replacing(day, 'nullif(to_c_bytes, to_s_bytes - 32_100) AS to_c_bytes')(copy);
    const later = restoreDuckdbStore(path('kept'), { directory: path('other'), ...bounds });
    await expect(later).rejects.toThrow(
      'row 33001 is not a flow of that day: to_c_bytes is missing',
    );
  });

  it('is read a few flows at a time when their texts are long', async () => {
    const { folder, copy } = await copyOfBackup();
    await replacing(day, `repeat('x', 7_000_000) || to_s_bytes AS dst_host`)(copy);
    const shares: number[] = [];
    await restoreDuckdbStore(copy.path('.'), {
      directory: join(folder, 'new'),
      memoryLimit: 256 * 1024 * 1024,
      onProgress: (share) => shares.push(share),
    });
    expect(shares).toEqual([2 / 5, 3 / 5, 1]);
  });

  it('is what would have been ingested of such lines', async () => {
    const { folder, copy } = await copyOfBackup();
    const sources = `CASE to_s_bytes WHEN 1 THEN '::FFFF:192.0.2.7' ELSE '192.0.2.7' END`;
    await replacing(
      day,
      `${sources} AS src_ip, '2001:DB8:0::1' AS dst_ip, 'icmpV6' AS protocol,
       443::USMALLINT AS dst_port, '' AS dst_host, '' AS risk_ip_list`,
    )(copy);
    await restoreDuckdbStore(copy.path('.'), { directory: join(folder, 'new'), memoryLimit });
    const { store } = await storeIn(folder, () => noEnrichment, 'new');
    await store.backup(join(folder, 'again'));
    const columns = 'src_ip, dst_ip, protocol, dst_port, dst_host, risk_ip_list';
    expect(await select(`SELECT DISTINCT ${columns} FROM '${join(folder, 'again', day)}'`)).toEqual(
      [
        {
          src_ip: '192.0.2.7',
          dst_ip: '2001:db8::1',
          protocol: 'icmpV6',
          dst_port: null,
          dst_host: null,
          risk_ip_list: null,
        },
      ],
    );
    const query = {
      fw_instance_id: firewall,
      log_type: 'internet',
      item: 'src_ip',
      window: { start: 0, end: 2 ** 53 },
      size: 5,
    } as const;
    expect(await store.answer('listFlowStatistic', query)).toMatchObject({
      total: 1,
      records: [{ sessions: 3 }],
    });
  });

  it.each([
    ['b[1]', 'b1'],
    ['b?', 'b2'],
    ['*', 'b3'],
  ])('is of the folder %s, and not of %s beside it', async (name, other) => {
    const { folder, copy } = await copyOfBackup();
    const { folder: elsewhere, copy: changed } = await copyOfBackup();
    await replacing(day, `'Z' AS app`)(changed);
    await cp(copy.path('.'), join(folder, 'all', name), { recursive: true });
    await cp(join(elsewhere, 'kept'), join(folder, 'all', other), { recursive: true });
    await restoreDuckdbStore(join(folder, 'all', name), { directory: join(folder, 'new') });
    const { store } = await storeIn(folder, () => noEnrichment, 'new');
    expect(await store.answer('listFlowStatistic', appsOf)).toEqual({ records: [], total: 0 });
  });

  it('has nothing of the names of the folders above', async () => {
    const { folder, copy } = await copyOfBackup();
    const backup = join(folder, 'app=SSH', 'kept');
    await cp(copy.path('.'), backup, { recursive: true });
    await restoreDuckdbStore(backup, { directory: join(folder, 'new') });
    const { store } = await storeIn(folder, () => noEnrichment, 'new');
    expect(await store.answer('listFlowStatistic', appsOf)).toEqual({ records: [], total: 0 });
  });

  it('leaves nothing when it is interrupted', async () => {
    const { folder, copy } = await copyOfBackup();
    const directory = join(folder, 'new');
    const controller = new AbortController();
    const { signal } = controller;
    const reason = new Error('enough');
    const onProgress = () => controller.abort(reason);
    const restored = restoreDuckdbStore(copy.path('.'), {
      directory,
      memoryLimit,
      signal,
      onProgress,
    });
    await expect(restored).rejects.toBe(reason);
    expect(await readdir(folder)).toEqual(['kept']);
  });

  it.skipIf(disk === undefined)('leaves nothing on a disk that fills up', async () => {
    const { copy } = await copyOfBackup();
    const directory = join(disk!, 'new');
    await expect(
      restoreDuckdbStore(copy.path('.'), { directory, memoryLimit }),
    ).rejects.toMatchObject({
      code: 'DATA_FULL',
      message: `There is no room left for the data directory in ${disk}. None of it is kept. Make room, or choose another place.`,
    });
    expect(await readdir(disk!)).toEqual([]);
  });

  it('goes where nothing is', async () => {
    const { folder, copy } = await copyOfBackup();
    await mkdir(join(folder, 'taken/flows'), { recursive: true });
    const taken = restoreDuckdbStore(copy.path('.'), {
      directory: join(folder, 'taken'),
      memoryLimit,
    });
    await expect(taken).rejects.toMatchObject({
      code: 'DATA_UNWRITABLE',
      message: `${join(folder, 'taken')} is not empty, so that the data directory can't be made there. Choose a folder that is not there yet.`,
    });
    await expect(
      restoreDuckdbStore(copy.path('.'), { directory: join(folder, 'new'), memoryLimit: 1 }),
    ).rejects.toThrow(RangeError);
  });
});
