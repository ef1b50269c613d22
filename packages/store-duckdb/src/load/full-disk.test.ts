import { rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileSource, type FlowRecord, textSource } from '@cfw-flow/store';
import { oracle, ltsLine } from '@cfw-flow/store/testing';
import { describe, expect, it } from 'vitest';
import { openDuckdbStore } from '../index.ts';
import { mountSmallDisk } from '../testing/small-disk.ts';

const firewall = 'c598d612-8112-465c-bffd-863d4ce85a50';
const megabyte = 1024 * 1024;

/** A file system of 48 MB in memory, where this user may make one. */
const disk = mountSmallDisk(48);

function flows(from: number, to: number): FlowRecord[] {
  return Array.from({ length: to - from }, (_, index) => ({
    fw_instance_id: firewall,
    log_type: 'internet',
    direction: 'in2out',
    src_ip: `10.${((from + index) >> 16) & 255}.${((from + index) >> 8) & 255}.${index & 255}`,
    dst_ip: '192.0.2.1',
    dst_port: (from + index) % 1000,
    protocol: 'TCP',
    dst_host: `host-${from + index}.example`,
    to_s_bytes: BigInt(from + index) ** 2n,
    to_c_bytes: 1n,
    end_time: Date.UTC(2025, 6, 1) + from + index,
  }));
}

describe.skipIf(disk === undefined)('a disk that fills up', () => {
  it('has no room for a new store, which is there once it has', async () => {
    const directory = join(disk!, 'new');
    const filler = join(disk!, 'filler');
    const { bavail, bsize } = await statfs(disk!);
    await writeFile(filler, Buffer.alloc(bavail * bsize - 4096));
    await expect(openDuckdbStore({ directory })).rejects.toMatchObject({ code: 'DATA_FULL' });
    await rm(filler);
    const store = await openDuckdbStore({ directory });
    expect((await store.status()).flows).toBe(0);
    await store.close();
    await rm(directory, { recursive: true });
  });

  it('keeps what was there, and takes the rest when there is room again', async () => {
    const directory = join(disk!, 'data');
    const options = { fw_instance_id: firewall };
    const store = await openDuckdbStore({ directory, memoryLimit: 512 * megabyte });
    const first = flows(0, 5000);
    await store.ingest(textSource('first', 'first', first.map(ltsLine)), options);
    const log = join(tmpdir(), `${disk!.split('/').at(-1)}.log`);
    const all = flows(5000, 65_000);
    await writeFile(log, all.map((flow) => `${ltsLine(flow)}\n`).join(''));
    const filler = join(disk!, 'filler');
    const { bavail, bsize } = await statfs(disk!);
    await writeFile(filler, Buffer.alloc(bavail * bsize - megabyte));
    try {
      await expect(store.ingest(await fileSource(log), options)).rejects.toMatchObject({
        code: 'DATA_FULL',
        message: expect.stringContaining(`There is no room left where the data is (${directory})`),
      });
      const { flows: kept } = await store.status();
      expect(kept).toBeGreaterThanOrEqual(first.length);
      await rm(filler);
      const { flows: added } = await store.ingest(await fileSource(log), options);
      expect(kept + added).toBe(first.length + all.length);
      const query = {
        fw_instance_id: firewall,
        log_type: 'internet',
        item: 'dst_port',
        window: { start: 0, end: 2 ** 53 },
        size: 1000,
      } as const;
      expect(await store.answer('listFlowStatistic', query)).toEqual(
        oracle.listFlowStatistic([...first, ...all], query),
      );
    } finally {
      await rm(log);
      await store.close();
    }
  });
});
