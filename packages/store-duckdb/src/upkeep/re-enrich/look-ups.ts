import { setImmediate } from 'node:timers/promises';
import type { Enrichment } from '@cfw-flow/store';
import type { DuckDBAppender, DuckDBConnection } from '@duckdb/node-api';
import type { FlowLoader } from '../../load/flow-loader.ts';

/*
 * What is known of the addresses and hosts of a day. Each distinct one is looked up once, in
 * JavaScript; what was found comes back as tables of few rows, with the numbers of its names.
 */

/** Look-ups before others get their turn: a few milliseconds. */
const atATime = 2000;

/** Tables of what was found: of addresses (number, region, risk), of hosts (number, risk). */
export const foundTables = ['known_addresses', 'known_hosts'] as const;

/** Looks up the addresses and hosts of the tables `day_addresses` and `day_hosts`: (number, name). */
export async function lookUpDay(
  connection: DuckDBConnection,
  loader: FlowLoader,
  enrichment: Enrichment,
): Promise<void> {
  await connection.run(`
    CREATE OR REPLACE TEMP TABLE known_addresses (number BIGINT, region INTEGER, risk INTEGER);
    CREATE OR REPLACE TEMP TABLE known_hosts (number BIGINT, risk INTEGER)`);
  await lookUp(connection, loader, 'day_addresses', 'known_addresses', (address) => [
    enrichment.region(address),
    enrichment.risk(address),
  ]);
  await lookUp(connection, loader, 'day_hosts', 'known_hosts', (host) => [
    enrichment.riskHost(host),
  ]);
}

/** Keeps those of which something is known. */
async function lookUp(
  connection: DuckDBConnection,
  loader: FlowLoader,
  from: string,
  to: (typeof foundTables)[number],
  find: (name: string) => (string | undefined)[],
): Promise<void> {
  const columns = (
    await connection.runAndReadAll(`SELECT number, name FROM ${from}`)
  ).getColumnsJS();
  const [numbers = [], names = []] = columns as [(number | bigint)[]?, string[]?];
  const appender = await connection.createAppender(to, 'main', 'temp');
  try {
    for (let at = 0; at < names.length; at += atATime) {
      const rows = names.slice(at, at + atATime).map((name) => find(name));
      const texts = rows.flat().filter((text) => text !== undefined);
      const distinct = [...new Set(texts.map((text) => text.toWellFormed()))];
      const numbersOfNames = await loader.numbersOfNames(distinct);
      const byName = new Map(distinct.map((name, place) => [name, numbersOfNames[place]!]));
      for (const [row, found] of rows.entries()) {
        append(appender, numbers[at + row]!, found, byName);
      }
      await setImmediate();
    }
  } finally {
    appender.closeSync();
  }
}

function append(
  appender: DuckDBAppender,
  number: number | bigint,
  found: readonly (string | undefined)[],
  byName: ReadonlyMap<string, number>,
): void {
  if (found.every((name) => name === undefined)) return;
  appender.appendBigInt(BigInt(number));
  for (const name of found) {
    if (name === undefined) appender.appendNull();
    else appender.appendInteger(byName.get(name.toWellFormed())!);
  }
  appender.endRow();
}
