import { appendFile, mkdtemp, readdir, readlink, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { openFlowStore } from '../open-flow-store.ts';
import { fileSource } from '../source.ts';
import type { IngestOptions } from '../store.ts';
import { ltsLine } from '../testing/lts-line.ts';
import { MemoryEngine } from '../testing/memory-engine.ts';

const firewall = 'c598d612-8112-465c-bffd-863d4ce85a50';
const line = `${ltsLine({
  fw_instance_id: firewall,
  log_type: 'internet',
  direction: 'in2out',
  src_ip: '10.0.0.1',
  dst_ip: '192.0.2.1',
  protocol: 'TCP',
  to_s_bytes: 1n,
  to_c_bytes: 1n,
  end_time: Date.UTC(2025, 6, 1),
})}\n`;

let log: string;
beforeEach(async () => {
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'cfw-flow-log-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  log = join(folder, 'a.log');
});

async function open() {
  const engine = new MemoryEngine();
  const store = openFlowStore(engine);
  onTestFinished(() => store.close());
  const ingest = async (options: Partial<IngestOptions> = {}) =>
    store.ingest(await fileSource(log), { fw_instance_id: firewall, ...options });
  return { engine, store, ingest };
}

it('a log that did not grow costs no write, and answers are kept', async () => {
  await writeFile(log, `# no flow\n${line}`);
  const { engine, ingest } = await open();
  const first = await ingest({ growing: true });
  const { version } = engine;
  const begin = vi.spyOn(engine, 'begin');
  for (const _ of [1, 2, 3]) {
    const report = await ingest({ growing: true, after: first.checkpoint! });
    expect(report).toMatchObject({ repeated: true, flows: 0, rejected: 0 });
    expect(report.checkpoint).toMatchObject({ bytes: first.checkpoint!.bytes });
  }
  expect([begin.mock.calls.length, engine.version]).toEqual([0, version]);
  await appendFile(log, line);
  expect(await ingest({ growing: true, after: first.checkpoint! })).toMatchObject({ flows: 1 });
});

it('a long line that is not whole is rejected once, when it is', async () => {
  const long = 'x'.repeat(17 * 1024 * 1024);
  await writeFile(log, line + long);
  const { store, ingest } = await open();
  let after = (await ingest({ growing: true })).checkpoint!;
  for (const _ of [1, 2]) {
    const report = await ingest({ growing: true, after });
    expect(report).toMatchObject({ flows: 0, rejected: 0 });
    after = report.checkpoint!;
  }
  const told = await ingest();
  expect(told).toMatchObject({ flows: 0, rejected: 1, rejections: [{ line: 2 }] });
  expect((await store.status()).rejected).toBe(0);
  await appendFile(log, `\n${line}`);
  const rest = await ingest({ growing: true, after });
  expect(rest).toMatchObject({ flows: 1, rejected: 1, rejections: [{ line: 2 }] });
  expect((await store.status()).rejected).toBe(1);
  expect(await ingest()).toMatchObject({ repeated: true });
});

it('a copy of a log is known as one, though it had nothing but NULs when it was looked at first', async () => {
  await writeFile(log, line);
  const { store, ingest } = await open();
  await ingest();
  await writeFile(log, '\0'.repeat(100));
  const first = await ingest({ growing: true });
  await appendFile(log, line);
  await ingest({ growing: true, after: first.checkpoint! });
  expect((await store.status()).flows).toBe(1);
});

it.skipIf(process.platform !== 'linux')('a log that is given up is closed', async () => {
  await writeFile(log, line.repeat(10));
  const { engine, ingest } = await open();
  const controller = new AbortController();
  vi.spyOn(engine, 'ingestedLogs').mockImplementation(async () => {
    controller.abort();
    return [];
  });
  const timesOpen = async () => {
    const descriptors = await readdir('/proc/self/fd');
    // The one of the folder itself is closed by now.
    const paths = descriptors.map((one) => readlink(`/proc/self/fd/${one}`).catch(() => ''));
    return (await Promise.all(paths)).filter((path) => path === log).length;
  };
  await expect(ingest({ signal: controller.signal })).rejects.toThrow('aborted');
  // What was opened is open by now. Node.js closes what nobody holds any more, too, and warns of it.
  const warned: Error[] = [];
  const note = (warning: Error) => warned.push(warning);
  process.on('warning', note);
  onTestFinished(() => void process.off('warning', note));
  await setTimeout(200);
  await expect.poll(timesOpen).toBe(0);
  await setTimeout(0);
  expect(warned).toEqual([]);
});

it('a log in an envelope is the log that is inside, as it grows and when it comes without', async () => {
  const { store, ingest } = await open();
  const wrapped = (text: string) => `${JSON.stringify({ time: 'now', message: text })}\n`;
  const whole = [1, 2, 3].map((number) => line.replace('10.0.0.1', `10.0.0.${number}`).trimEnd());
  await writeFile(log, wrapped(whole[0]!) + wrapped(whole[1]!).slice(0, 100));
  const first = await ingest({ growing: true });
  expect(first).toMatchObject({ flows: 1, rejected: 0 });
  await appendFile(log, wrapped(whole[1]!).slice(100));
  const second = await ingest({ growing: true, after: first.checkpoint! });
  expect(second).toMatchObject({ flows: 1, rejected: 0 });
  await writeFile(log, `${whole.join('\n')}\n`);
  expect(await ingest()).toMatchObject({ flows: 1, rejected: 0 });
  await writeFile(log, whole.map((text) => `Nov 27 10:00:00 host cfw: ${text}\n`).join(''));
  expect(await ingest()).toMatchObject({ flows: 0, repeated: true });
  expect((await store.status()).flows).toBe(3);
});

it('nothing is ingested of a log that is overwritten meanwhile, and each line once of its copy', async () => {
  const before = line.repeat(10_000);
  const after = `${'\0'.repeat(before.length)}${line.replace('10.0.0.1', '10.0.0.2')}`;
  await writeFile(log, before);
  const { store, ingest } = await open();
  const source = await fileSource(log);
  let times = 0;
  const openTruncated: typeof source.open = (from) => {
    const opened = source.open(from);
    const isLast = ++times === 2;
    const content = async function* () {
      for await (const piece of opened.content) {
        yield piece;
        // A writer that keeps its place, when its log was copied and truncated.
        if (isLast) await writeFile(log, after);
      }
    };
    return { ...opened, content: content() };
  };
  const options = { fw_instance_id: firewall };
  await expect(store.ingest({ ...source, open: openTruncated }, options)).rejects.toMatchObject({
    code: 'SOURCE_DAMAGED',
    message: expect.stringMatching('was overwritten while it was read'),
  });
  expect((await store.status()).flows).toBe(0);
  expect(await ingest()).toMatchObject({ flows: 1, rejected: 0 });
  await writeFile(log, before);
  expect(await ingest()).toMatchObject({ flows: 10_000 });
});
