import type { Enrichment } from '../enrichment/enrichment.ts';
import type { EngineWrite, StoreEngine } from '../engine.ts';
import type { ReadBlock } from '../reader/block-reader.ts';
import { ColumnEnricher } from '../enrichment/enriched-columns.ts';
import type { FlowSource } from '../source.ts';
import type { IngestReport } from '../store.ts';
import type { DeadLetters } from './dead-letters.ts';

/** Where a store ingests sources, one after the other. */
export interface IngestContext {
  readonly engine: StoreEngine;
  /** What is known beside the logs, asked for each source again; nothing when left out. */
  readonly enrichment: (() => Enrichment) | undefined;
  /** Takes the lines that are not flows. */
  readonly letters: DeadLetters;
}

/** Rejected lines that a report tells in full. */
const maxRejections = 100;

/** What is known before a source is read. */
export function emptyReport({ name }: FlowSource): IngestReport {
  return { source: name, repeated: false, flows: 0, rejected: 0, skipped: 0, rejections: [] };
}

/** Loads the blocks of one source, and says in its report what became of the lines. */
export class BlockLoader {
  readonly #letters: DeadLetters;
  readonly #report: IngestReport;
  /** All flows of a source are held against the same lists, whatever is loaded meanwhile. */
  readonly #enricher: ColumnEnricher;

  constructor({ enrichment, letters }: IngestContext, report: IngestReport) {
    this.#enricher = new ColumnEnricher(enrichment?.());
    this.#letters = letters;
    this.#report = report;
  }

  async load(
    write: EngineWrite,
    { flows, rejected, skipped, rejections }: ReadBlock,
  ): Promise<void> {
    const report = this.#report;
    if (flows.rows > 0) await write.load(await this.#enricher.enrich(flows));
    report.flows += flows.rows;
    report.rejected += rejected;
    report.skipped += skipped;
    for (const { line, reason, text } of rejections) {
      this.#letters.add({ source: report.source, line, reason, text });
      if (report.rejections.length < maxRejections) report.rejections.push({ line, reason });
    }
  }
}
