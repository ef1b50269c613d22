import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { ltsLine } from '../testing/lts-line.ts';
import { openMemoryStore } from '../testing/memory-store.ts';
import { textSource } from '../source.ts';
import { DeadLetters } from './dead-letters.ts';

const firewall = 'c598d612-8112-465c-bffd-863d4ce85a50';

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'cfw-flow-letters-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

it('rejected lines are kept in a folder, with source, line and reason', async () => {
  const directory = await temporaryFolder();
  const store = openMemoryStore({ rejectedLines: directory });
  const line = ltsLine({
    fw_instance_id: firewall,
    log_type: 'nat',
    direction: 'in2out',
    src_ip: '10.0.0.1',
    dst_ip: '192.0.2.1',
    protocol: 'TCP',
    to_s_bytes: 1n,
    to_c_bytes: 1n,
    end_time: Date.UTC(2025, 6, 1),
  });
  const lines = [line, line, 'bad', 'x'.repeat(10_000)];
  await store.ingest(textSource('a.log', 'a', lines), { fw_instance_id: firewall });
  // Nothing comes of a batch that fails.
  function* breaking() {
    yield* Array.from({ length: 5000 }, () => 'worse');
    throw new Error('broken');
  }
  const failing = textSource('b.log', 'b', breaking);
  await expect(store.ingest(failing, { fw_instance_id: firewall })).rejects.toThrow('broken');
  await store.close();
  const text = await readFile(join(directory, 'rejected.ndjson'), 'utf8');
  expect(
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual([
    { source: 'a.log', line: 3, reason: expect.stringContaining('JSON'), text: 'bad' },
    { source: 'a.log', line: 4, reason: expect.any(String), text: 'x'.repeat(4096) },
  ]);
});

it('the file of rejected lines is limited, and the one before is kept', async () => {
  const directory = await temporaryFolder();
  const letters = new DeadLetters(directory, 1000);
  for (let line = 1; line <= 100; line++) {
    letters.add({ source: 'a', line, reason: 'no', text: '' });
    if (line % 7 === 0) await letters.write();
  }
  await letters.write();
  expect((await readdir(directory)).sort()).toEqual(['rejected.1.ndjson', 'rejected.ndjson']);
  const texts = await Promise.all(
    ['rejected.1.ndjson', 'rejected.ndjson'].map((name) => readFile(join(directory, name), 'utf8')),
  );
  for (const text of texts) expect(text.length).toBeLessThanOrEqual(1000);
  const numbers = [...texts.join('').matchAll(/"line":(\d+)/g)].map(([, line]) => Number(line));
  expect(numbers).toEqual(Array.from(numbers, (_, index) => 101 - numbers.length + index));
});

it('a file of rejected lines that can not be written stops nothing', async () => {
  const letters = new DeadLetters(join(await temporaryFolder(), 'none'));
  letters.add({ source: 'a', line: 1, reason: 'no', text: '' });
  await letters.write();
});
