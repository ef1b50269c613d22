import { mkdir, rm } from 'node:fs/promises';
import { fileSource, type StoreWith } from '@cfw-flow/store';
import { type DuckdbStoreOptions, openStore } from '../src/open-store.ts';
import { usualPace } from '../src/rollup/backlog.ts';
import { bytesIn, cached } from './cache.ts';
import type { Bench } from './database.ts';
import { writeFlowLog } from './flow-log.ts';
import { prepareNames } from './named-flows.ts';
import { firewallName } from './names.ts';
import { openRows } from './rows.ts';
import { firstTime, lastTime, now } from './traffic.ts';

/** Another one whenever a store keeps flows in another way, so that it is filled again. */
const version = 6;

const hour = 3_600_000;

/** Every flow of the logs names its firewall; this one is of none. */
export const ingestOptions = { fw_instance_id: firewallName(0) };

/**
 * Opens our store on a data directory. Questions may take ten minutes.
 *
 * @param clock - tells it the time; when the questions are asked, if left out
 */
export async function openOurs(
  directory: string,
  options: Pick<DuckdbStoreOptions, 'memoryLimit' | 'enrichment'> = {},
  clock = () => now,
): Promise<StoreWith> {
  const pace = { ...usualPace, now: clock };
  return openStore({ directory, deadline: 600_000, ...options }, pace);
}

/** Data directory of our store with so many flows, ingested from logs of an hour each. */
export async function fillOurs(flows: number): Promise<string> {
  return cached(`ours-${version}-${flows}`, async (directory) => {
    await mkdir(directory);
    const rows = await openRows(flows);
    const store = await openOurs(directory);
    try {
      await prepareNames(rows);
      await ingestHours(rows, store, `${directory}.ndjson`);
      await store.rollUp();
    } finally {
      await store.close();
      rows.close();
    }
    tell(`${((await bytesIn(directory)) / flows).toFixed(1)} bytes a flow`);
  });
}

async function ingestHours(rows: Bench, store: StoreWith, log: string): Promise<void> {
  const begun = performance.now();
  let flows = 0;
  let ingesting = 0;
  for (let start = firstTime; start < lastTime; start += hour) {
    await writeFlowLog(rows, log, start, start + hour);
    const handed = performance.now();
    flows += (await store.ingest(await fileSource(log), ingestOptions)).flows;
    const now = performance.now();
    ingesting += now - handed;
    const hours = (start - firstTime) / hour + 1;
    if (hours % 24 === 0 || start + hour === lastTime) {
      tell(
        `${hours} hours, ${flows} flows: ${rate(flows, now - begun)} flows/s over all, ` +
          `${rate(flows, ingesting)} of ingest alone`,
      );
    }
  }
  await rm(log);
}

function rate(flows: number, milliseconds: number): number {
  return Math.round((flows / milliseconds) * 1000);
}

function tell(progress: string): void {
  process.stderr.write(`  ${progress}\n`);
}
