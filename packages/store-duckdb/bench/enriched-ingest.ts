import { mkdir, rm } from 'node:fs/promises';
import type { Bench } from './database.ts';
import { type FileIngest, ingestFile } from './file-ingest.ts';
import { ltsLog } from './format-logs/lts.ts';
import { type IngestSummary, perSecond, summarize } from './ingest-summary.ts';
import { assetEntries, makeAssets, makeEnrichments, threatEntries } from './enrichments.ts';
import { timeLookUps } from './look-ups.ts';
import { numbers, startTable, words } from './table.ts';
import { writeFormatLog } from './write-format-log.ts';

/**
 * Takes logs of LTS in, that name regions and that don't, with more or less that is known beside
 * them, and prints what that costs. Assets are not among it: they are looked up for the records of
 * an answer, and cost the ingest nothing.
 */
export async function ingestEnriched(flows: Bench, folder: string, times: number): Promise<void> {
  const { regions, threats, both } = await makeEnrichments();
  console.log(
    `LTS with what is known beside the log: GeoIP, threat lists of ${threatEntries} entries.\n` +
      'Part: the speed as a part of that with nothing known.\n',
  );
  const print = startTable([
    words('log', 15),
    words('known', 13),
    numbers('flows/s', 7),
    numbers('part'),
    numbers('rolled up'),
    numbers('part'),
    numbers('B/flow'),
    numbers('loop', 7),
  ]);
  const known = [
    ['nothing', undefined],
    ['GeoIP', regions],
    ['threats', threats],
    ['both', both],
  ] as const;
  for (const [name, without] of [
    ['with regions', []],
    ['without regions', ['src_region_name', 'dst_region_name']],
  ] as const) {
    const logFolder = `${folder}/lts`;
    await mkdir(logFolder);
    const { path } = await writeFormatLog(flows, ltsLog(without), logFolder);
    const taken: FileIngest[][] = known.map(() => []);
    for (let time = 0; time < times; time++) {
      for (const [place, [, enrichment]] of known.entries()) {
        taken[place]!.push(await ingestFile(path, folder, enrichment));
      }
    }
    await rm(logFolder, { recursive: true });
    const [bare, ...all] = taken.map(summarize) as [IngestSummary, ...IngestSummary[]];
    for (const [place, summary] of [bare, ...all].entries()) {
      print([
        name,
        known[place]![0],
        perSecond(summary.flows, summary.took),
        (bare.took / summary.took).toFixed(2),
        perSecond(summary.flows, summary.rolledUp),
        (bare.rolledUp / summary.rolledUp).toFixed(2),
        summary.bytesAFlow,
        summary.loop,
      ]);
    }
  }
  const names = await timeLookUps(flows, both, makeAssets());
  console.log(
    `\nOne look-up, in microseconds: ${names.map(({ what, took }) => `${what} ${took.toFixed(2)}`).join(', ')}.\n` +
      `Assets (${assetEntries}) are looked up for the records of an answer, not of the flows.`,
  );
}
