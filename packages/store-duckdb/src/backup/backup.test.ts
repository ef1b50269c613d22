import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { enriched, type Enrichment, type FlowStore, noEnrichment, textSource } from '@cfw-flow/store';
import {
  bruteForceStatistic,
  enrichments,
  flowRecords,
  ltsLine,
  statisticQueries,
} from '@cfw-flow/store/testing';
import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openDuckdbStore, restoreDuckdbStore } from '../index.ts';
import { firewall, numberedFlow, numberedFlows } from '../testing/numbered-flows.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

const options = { fw_instance_id: firewall };
const memoryLimit = 512 * 1024 * 1024;

/** A batch of flows, known by its name. */
function batch(name: string, flows: Parameters<typeof ltsLine>[0][]) {
  return textSource(name, name, flows.map(ltsLine));
}

/** A store on disk that is closed with its work. */
async function withStore<Result>(
  directory: string,
  work: (store: FlowStore) => Promise<Result>,
  enrichment: Enrichment = noEnrichment,
): Promise<Result> {
  const store = await openDuckdbStore({ directory, memoryLimit, enrichment: () => enrichment });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** What a query finds in files of a backup, with nothing but DuckDB. */
async function select(sql: string): Promise<unknown[][]> {
  const database = await DuckDBInstance.create(':memory:');
  const connection = await database.connect();
  const rows = (await connection.runAndReadAll(sql)).getRowsJS();
  connection.closeSync();
  database.closeSync();
  return rows;
}

describe('a backup', () => {
  it('answers as the store that it was made of, once it is restored', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(flowRecords, { maxLength: 60 }),
        fc.array(flowRecords, { maxLength: 20 }),
        enrichments,
        enrichments,
        fc.array(statisticQueries, { minLength: 20, maxLength: 20 }),
        async (first, second, before, after, queries) => {
          const folder = await temporaryFolder();
          const [data, kept, restored] = ['data', 'kept', 'restored'].map((name) =>
            join(folder, name),
          ) as [string, string, string];
          await withStore(data, (store) => store.append(batch('first', first), options), before);
          await withStore(
            data,
            async (store) => {
              await store.append(batch('second', second), options);
              await store.backup(kept);
            },
            after,
          );
          await restoreDuckdbStore(kept, { directory: restored, memoryLimit });
          const held = [...enriched(first, before), ...enriched(second, after)];
          await withStore(restored, async (store) => {
            for (const query of queries) {
              expect(await store.statistic(query)).toEqual(bruteForceStatistic(held, query));
            }
            expect(await store.verify()).toMatchObject({ flows: held.length, differing: 0 });
            const again = await store.append(batch('second', second), options);
            expect(again).toMatchObject({ repeated: second.length > 0, flows: 0 });
          });
        },
      ),
      { numRuns: 1, endOnFailure: true },
    );
  });
});
