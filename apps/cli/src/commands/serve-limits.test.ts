// @module-tag slow

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Item } from '@cfw-flow/types';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { FIREWALL, PROJECT } from '../defaults.ts';
import { millisecondsPassAtOnce } from '../testing/clock.ts';
import { flowLine, ndjson } from '../testing/logs.ts';
import { run, serve } from '../testing/program.ts';

/** Off the hour, so that only what is asked about the whole hour is read from the rollups. */
const START = Date.UTC(2024, 3, 29, 19, 0, 1);
const HOUR = 3_600_000;
const YEAR = 365 * 24 * HOUR;

/** A scan: each flow has addresses and a host of its own, and ends a millisecond after the one before. */
const FLOWS = 50_000;

const address = (network: string, number: number) => `${network}.${number >> 8}.${number & 255}`;

function scan(): string {
  const line = (_: unknown, number: number) =>
    flowLine({
      src_ip: address('10.0', number),
      dst_ip: address('198.51', number),
      dst_host: `host-${number}.example`,
      dst_port: String(number % 1000),
      to_s_bytes: 1,
      to_c_bytes: 2,
      start_time: START,
      end_time: START + number,
    });
  return ndjson(Array.from({ length: FLOWS }, line));
}

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'cfw-flow-limits-'));
  await writeFile(path.join(folder, 'scan.ndjson'), scan());
  await run(['ingest', 'scan.ndjson'], folder);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

interface Question {
  item: Item;
  size: number;
  start: number;
  end: number;
}

async function ask(url: string, { item, size, start, end }: Question) {
  const parameters = new URLSearchParams({
    fw_instance_id: FIREWALL,
    log_type: 'internet',
    item,
    size: String(size),
    start_time: String(start),
    end_time: String(end),
  });
  const answer = await fetch(`${url}/v1/${PROJECT}/cfw/logs/flow-statistic?${parameters}`);
  return {
    status: answer.status,
    requestId: answer.headers.get('x-request-id'),
    body: await answer.json(),
  };
}

const all: Question = { item: Item.DST_IP, size: 1000, start: START, end: START + FLOWS };

describe('cfw-flow serve in 256 MiB', () => {
  let url: string;
  let end: () => Promise<void>;

  beforeAll(async () => {
    // The last of many questions waits for all others, on a slow machine for longer than usual; and the
    // longer the deadline, the more may wait.
    const args = ['--memory', '256MiB', '--deadline', '1h'];
    ({ url } = await serve(args, folder, (ending) => (end = ending)));
  });

  afterAll(() => end());

  it.each([
    ['flows', { start: START, end: START + FLOWS }],
    ['rollups', { start: START - 1000, end: START - 1000 + HOUR }],
  ])('ranks 50,000 equal groups by their names, from %s', async (_, window) => {
    const { status, body } = await ask(url, { ...all, ...window });
    const addresses = Array.from({ length: FLOWS }, (_, number) => address('198.51', number));
    const items = body.data.records.map(({ item }: { item: string }) => item);
    expect([status, body.data.total]).toEqual([200, FLOWS]);
    expect(items).toEqual(addresses.toSorted().slice(0, 1000));
  });

  it('answers 200 questions at once, and the next one', async () => {
    const items = [Item.SRC_IP, Item.DST_IP, Item.DST_HOST, Item.DST_PORT];
    const questions = Array.from({ length: 200 }, (_, number) => ({
      item: items[number % items.length]!,
      size: number % 50 === 0 ? 1000 : 5,
      start: START,
      end: START + 1 + number * 5,
    }));
    const answers = await Promise.all(questions.map((question) => ask(url, question)));
    for (const [number, { status, body }] of answers.entries()) {
      const flows = 1 + number * 5;
      expect([status, body.data.total]).toEqual([200, flows]);
      expect(body.data.records).toHaveLength(Math.min(flows, questions[number]!.size));
    }
    expect(await ask(url, { ...all, size: 0 })).toMatchObject({
      status: 200,
      body: { data: { total: FLOWS } },
    });
  });

  it.each([
    ['a millisecond', START + 7, START + 8, 1],
    ['ten years', START - 5 * YEAR, START + 5 * YEAR, FLOWS],
    ['the future', START + 100 * YEAR, START + 101 * YEAR, 0],
    ['the time before the first flow', 0, START, 0],
  ])('answers about %s', async (_, start, end, total) => {
    const { status, body } = await ask(url, { ...all, start, end });
    expect([status, body.data.total]).toEqual([200, total]);
    expect(body.data.records).toHaveLength(Math.min(total, 1000));
  });
});

it('cfw-flow serve with a deadline of 1 ms starts, and says each time what to do', async () => {
  onTestFinished(millisecondsPassAtOnce());
  const server = await serve(['--deadline', '1ms'], folder);
  const what = 'No answer was found in 1 ms. Ask about a shorter window, or later, or give';
  for (const size of [1000, 5, 0]) {
    const { status, requestId, body } = await ask(server.url, { ...all, size });
    expect([status, body]).toEqual([
      504,
      {
        error_code: 'APIGW.0201',
        error_msg: expect.stringMatching(`^Backend timeout\\. ${what}`),
        request_id: requestId,
      },
    ]);
  }
  const context = await fetch(`${server.url}/console/context.json`);
  expect([context.status, (await context.json()).error_msg]).toEqual([
    504,
    expect.stringMatching(what),
  ]);
  const { code, stdout, stderr } = await server.end();
  expect(code).toBe(0);
  expect(stderr).toMatch(`The flows held were not counted. ${what}`);
  expect(stdout).toMatch('Ctrl+C ends it.');
});
