// @module-tag slow

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { FlowRecord, StoreWith, FlowStatisticQuery } from '@cfw-flow/store';
import { oracle } from '@cfw-flow/store/testing';
import { it, onTestFinished } from 'vitest';
import { openStore } from './open-store.ts';
import {
  firewall,
  firstEnd,
  interval,
  linesOf,
  numberedFlow,
  numberedFlows,
} from './testing/numbered-flows.ts';

/*
 * A process takes logs and batches in and rolls them up, and is killed at a random moment, again and
 * again. CFW_FLOW_KILLS sets how often; CFW_FLOW_SEED the moments.
 */

const kills = Number(process.env['CFW_FLOW_KILLS'] ?? 6);
const seed = Number(process.env['CFW_FLOW_SEED'] ?? Date.now() % 1e6);

/** Kills until it begins again with an empty data directory. */
const killsOfOne = 10;

const memoryLimit = 256 * 1024 * 1024;
/** Flows are rolled up all the time. */
const pace = { look: 1, min: 200, max: 3000 };
const flowsInBatch = 100;

/** What the process does until it is killed. It prints what was acknowledged. */
const program = `
  import { readdir } from 'node:fs/promises';
  import { setTimeout } from 'node:timers/promises';
  const { fileSource, textSource } = await import('@cfw-flow/store');
  const { openStore } = await import('./open-store.ts');
  const { firewall, linesOf, numberedFlows } = await import('./testing/numbered-flows.ts');
  const [folder, first] = process.argv.slice(1);
  const options = { fw_instance_id: firewall };
  const { memoryLimit, pace, flowsInBatch } = ${JSON.stringify({ memoryLimit, pace, flowsInBatch })};
  const store = await openStore({ directory: folder + '/data', memoryLimit }, pace);
  console.log(JSON.stringify({ open: true }));
  const checkpoints = new Map();
  for (let batch = Number(first); ; batch++) {
    const from = batch * flowsInBatch;
    const flows = numberedFlows(from, from + flowsInBatch, 'internet');
    await store.ingest(textSource('batch', 'batch ' + batch, [linesOf(flows)]), options);
    console.log(JSON.stringify({ batches: batch + 1 }));
    for (const name of await readdir(folder + '/logs')) {
      // It may be rotated right now, and is then ingested the next time.
      const report = await fileSource(folder + '/logs/' + name)
        .then((source) => store.ingest(source, { ...options, growing: true, after: checkpoints.get(name) }))
        .catch((error) => {
          if (!error.code.startsWith('SOURCE_')) throw error;
        });
      if (report === undefined) continue;
      checkpoints.set(name, report.checkpoint);
      console.log(JSON.stringify({ flows: report.flows }));
    }
    await setTimeout(5);
  }`;

/** What a process acknowledged before it was killed. */
interface Acknowledged {
  /** Batches in all. */
  batches: number;
  /** Flows of logs, of this process. */
  flows: number;
}

async function runAndKill(
  folder: string,
  batches: number,
  delay: number,
  meanwhile: () => Promise<void>,
): Promise<Acknowledged> {
  const child = spawn(
    process.execPath,
    ['--input-type=module', '-e', program, folder, String(batches)],
    { cwd: import.meta.dirname, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (more: string) => (text += more));
  const closed = once(child, 'close');
  await Promise.race([once(child.stdout, 'data'), closed]);
  await Promise.all([setTimeout(delay), meanwhile()]);
  assert.equal(child.exitCode, null);
  child.kill('SIGKILL');
  await closed;
  const acknowledged = { batches, flows: 0 };
  for (const line of text.split('\n').slice(0, -1)) {
    const told = JSON.parse(line) as Partial<Acknowledged>;
    acknowledged.batches = told.batches ?? acknowledged.batches;
    acknowledged.flows += told.flows ?? 0;
  }
  return acknowledged;
}

function question(log_type: FlowRecord['log_type'], changes: Partial<FlowStatisticQuery> = {}) {
  const window = { start: 0, end: 2 ** 53 };
  return {
    fw_instance_id: firewall,
    log_type,
    item: 'protocol',
    window,
    size: 50,
    ...changes,
  } as const;
}

/** How many of the flows with numbers in [from, to) a store holds. */
async function heldOf(
  store: StoreWith,
  log_type: FlowRecord['log_type'],
  [from, to]: readonly [number, number],
): Promise<number> {
  const window = { start: firstEnd + from * interval, end: firstEnd + to * interval };
  const { records } = await store.answer('listFlowStatistic', question(log_type, { window }));
  return records[0]?.sessions ?? 0;
}

/** A seeded generator of numbers in [0, 1). */
function randomFrom(start: number): () => number {
  let state = start;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A data directory, the logs that it ingests, and what has to be in it. */
class Scene {
  readonly #folder: string;
  readonly #random: () => number;
  /** Numbers of the flows of each log; the last one grows. */
  readonly #logs: [number, number][] = [[0, 30_000]];
  #batches = 0;
  #heldBefore = 0;

  constructor(folder: string, random: () => number) {
    this.#folder = folder;
    this.#random = random;
  }

  get #log(): string {
    return join(this.#folder, 'logs', 'a.log');
  }

  async begin(): Promise<void> {
    await mkdir(join(this.#folder, 'logs'), { recursive: true });
    await writeFile(this.#log, linesOf(numberedFlows(...this.#logs[0]!, 'nat')));
  }

  /** Kills a process at a random moment, and looks at what is left. */
  async kill(): Promise<void> {
    const delay = this.#random() * (this.#heldBefore < 30_000 ? 2000 : 400);
    const acknowledged = await runAndKill(this.#folder, this.#batches, delay, () => this.#write());
    const store = await openStore({ directory: join(this.#folder, 'data'), memoryLimit }, pace);
    try {
      await this.#check(store, acknowledged);
    } finally {
      await store.close();
    }
  }

  /** Writes to the log, in segments that don't end with lines, and now and then rotates it. */
  async #write(): Promise<void> {
    for (let time = 0; time < 3; time++) {
      const range = this.#logs.at(-1)!;
      const added = Math.floor(this.#random() * 300);
      const text = linesOf(numberedFlows(range[1], range[1] + added, 'nat'));
      const cut = Math.floor(this.#random() * text.length);
      await appendFile(this.#log, text.slice(0, cut));
      await setTimeout(this.#random() * 60);
      await appendFile(this.#log, text.slice(cut));
      range[1] += added;
      if (this.#random() > 0.2) continue;
      await rename(this.#log, `${this.#log}.${this.#logs.length}`);
      this.#logs.push([range[1], range[1] + 1]);
      await writeFile(this.#log, linesOf(numberedFlows(range[1], range[1] + 1, 'nat')));
    }
  }

  async #check(store: StoreWith, acknowledged: Acknowledged): Promise<void> {
    const expected: FlowRecord[] = [];
    // A batch is there whole or not at all; one more than was told of may be.
    const batches = (await heldOf(store, 'internet', [0, 1e9])) / flowsInBatch;
    assert.ok([0, 1].includes(batches - acknowledged.batches), `${batches} batches`);
    expected.push(...numberedFlows(0, batches * flowsInBatch, 'internet'));
    this.#batches = batches;
    // Of each log there is a beginning.
    let held = 0;
    for (const range of this.#logs) {
      const count = await heldOf(store, 'nat', range);
      for (let number = 0; number < count; number++) {
        expected.push(numberedFlow(range[0] + number, 'nat'));
      }
      held += count;
    }
    assert.ok(held >= this.#heldBefore + acknowledged.flows, `${held} flows of logs`);
    this.#heldBefore = held;
    assert.equal((await store.status()).flows, expected.length);
    for (const log_type of ['internet', 'nat'] as const) {
      const start = firstEnd + Math.floor(this.#random() * 1e8);
      const window = { start, end: start + Math.floor(this.#random() * 1e8) };
      for (const query of [
        question(log_type, { item: 'dst_host' }),
        question(log_type, { item: 'src_ip', window }),
      ]) {
        assert.deepEqual(
          await store.answer('listFlowStatistic', query),
          oracle.listFlowStatistic(expected, query),
        );
      }
    }
    assert.deepEqual((await store.verify()).differences, []);
  }
}

it(
  `${kills} kills lose nothing that was acknowledged, and keep nothing half or twice (seed ${seed})`,
  async () => {
    const random = randomFrom(seed);
    for (let done = 0; done < kills;) {
      const folder = await mkdtemp(join(tmpdir(), 'cfw-flow-crash-'));
      onTestFinished(() => rm(folder, { recursive: true, force: true }));
      const scene = new Scene(folder, random);
      await scene.begin();
      for (let kill = 0; kill < killsOfOne && done < kills; kill++, done++) await scene.kill();
    }
  },
  600_000 + kills * 10_000,
);
