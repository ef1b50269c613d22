import { withOwnStore } from '../store/data-directory.ts';
import { DATA } from '../defaults.ts';
import { type EnrichmentOptions, openEnrichmentSources } from '../enrichment/enrichment-sources.ts';
import { ExitCode, Failure } from '../failure.ts';
import { showProgress } from '../output/progress.ts';
import { counted, formatCount } from '../output/quantity.ts';
import { print } from '../output/terminal.ts';
import type { StoreOptions } from '../store/open-store.ts';

/** Options of `cfw-flow re-enrich`. */
export interface ReEnrichOptions
  extends StoreOptions, Omit<EnrichmentOptions, 'threats' | 'assets'> {
  /** Files of threat lists; false to remove all flags. */
  threats?: readonly string[] | false;
}

/** Enriches all flows of a data directory again, with the present lists and regions. */
export async function reEnrich(options: ReEnrichOptions): Promise<void> {
  const { threats, data = DATA, memory, geoip, regionLanguage } = options;
  if (threats === undefined) {
    throw new Failure(
      'Flows that are on no list any more lose their flags, so name all lists:\n' +
        '--threats FILE... as with `serve`, or --no-threats to remove all flags.',
      ExitCode.USAGE,
    );
  }
  const sources = await openEnrichmentSources({
    regionLanguage,
    ...(threats && { threats }),
    ...(geoip !== undefined && { geoip }),
  });
  // What changes from now on is for the next time.
  await sources.stop();
  const { enrichment } = sources;
  const interrupted = await withOwnStore({ data, memory, enrichment }, async (store, signal) => {
    const { flows: all } = await store.status();
    const progress = showProgress({
      title: 'Re-enriching',
      total: all,
      describe: (done) => `${formatCount(done)} of ${formatCount(all)} flows`,
    });
    const report = await store
      .reEnrich({ signal, onProgress: (share) => progress.update(Math.round(share * all)) })
      .finally(() => progress.stop());
    print(`${counted(report.flows, 'flow')} checked, ${formatCount(report.changed)} changed.`);
  });
  if (interrupted) {
    throw new Failure(
      'Interrupted. Each day is changed as a whole; the same command does the days that are left.',
    );
  }
}
