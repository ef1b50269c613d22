import { isDeepStrictEqual } from 'node:util';
import { enriched, type EnrichedFlow } from '../enrichment/enriched-flow.ts';
import type { EnrichedColumns } from '../enrichment/enriched-columns.ts';
import type { Enrichment } from '../enrichment/enrichment.ts';
import type {
  EngineCapabilities,
  EngineWrite,
  IngestedBatch,
  IngestedLog,
  LogProgress,
  StoreEngine,
} from '../engine.ts';
import { type PrefixHash, shortDigest } from '../reader/prefix-hash.ts';
import type { Answer, Operation, Query } from '../queries/index.ts';
import type { Explanation, FirewallSummary, ReEnrichStep, StoreStatus } from '../store.ts';
import { enrichedFlowsIn } from './flows-in.ts';
import { oracle } from './oracle/index.ts';
import { selected } from './oracle/selection.ts';

const DAY = 86_400_000;

/** A log, with what was ingested of it. */
interface MemoryLog extends IngestedLog {
  readonly hashes: Map<number, string>;
  readonly rejected: number;
}

/** What a write adds: all of it, or nothing. */
interface Addition {
  readonly flows: EnrichedFlow[];
  readonly logs: Map<number, MemoryLog>;
  readonly batches: IngestedBatch[];
}

/**
 * The plainest engine there is, for tests: it keeps flows in an array and answers by looking at each
 * of them. It has no rollups, so it can neither roll up nor verify, and nothing outlives it, so there
 * is no backup. A few thousand flows are answered from in milliseconds; it is not made for more.
 */
export class MemoryEngine
  implements StoreEngine, Required<Pick<EngineCapabilities, 'explain' | 'prune' | 'reEnrich'>>
{
  #flows: EnrichedFlow[] = [];
  readonly #logs = new Map<number, MemoryLog>();
  readonly #batches = new Map<string, IngestedBatch>();
  #lastLog = 0;
  #version = 0;

  get version(): number {
    return this.#version;
  }

  async begin(): Promise<EngineWrite> {
    return new MemoryWrite({
      logs: this.#logs,
      nextLog: () => ++this.#lastLog,
      add: (addition) => this.#add(addition),
    });
  }

  async ingestedBatches(identities: readonly string[]): Promise<Set<string>> {
    return new Set(identities.filter((identity) => this.#batches.has(identity)));
  }

  async ingestedLogs(
    ends: readonly PrefixHash[],
    passed: readonly PrefixHash[],
  ): Promise<IngestedLog[]> {
    return [...this.#logs.values()].filter(
      ({ checkpoint, hashes }) =>
        ends.some(({ digest }) => digest === checkpoint.digest) ||
        passed.some((hash) => hashes.get(hash.bytes) === shortDigest(hash)),
    );
  }

  async answer<Id extends Operation>(
    operation: Id,
    query: Query<Id>,
    signal: AbortSignal,
  ): Promise<Answer<Id>> {
    signal.throwIfAborted();
    return oracle[operation](this.#flows, query);
  }

  async explain<Id extends Operation>(
    operation: Id,
    query: Query<Id>,
    signal: AbortSignal,
  ): Promise<Explanation<Id>> {
    const answer = await this.answer(operation, query, signal);
    const isSuch = ({ fw_instance_id, log_type }: EnrichedFlow) =>
      fw_instance_id === query.fw_instance_id && log_type === query.log_type;
    if (!this.#flows.some(isSuch)) return { answer, segments: [] };
    const groupRows = selected(this.#flows, query).length;
    return { answer, segments: [{ from: 'flows', ...query.window, groupRows, detailRows: 0 }] };
  }

  async firewalls(signal: AbortSignal): Promise<FirewallSummary[]> {
    signal.throwIfAborted();
    const firewalls = Map.groupBy(this.#flows, (flow) => flow.fw_instance_id);
    return [...firewalls]
      .map(([firewall, flows]) => summaryOf(firewall, flows))
      .sort((one, other) => (one.fw_instance_id < other.fw_instance_id ? -1 : 1));
  }

  async status(signal: AbortSignal): Promise<StoreStatus> {
    signal.throwIfAborted();
    const sources = [...this.#batches.values(), ...this.#logs.values()];
    return {
      flows: this.#flows.length,
      pending: 0,
      // There are no data beside the objects of the process.
      bytes: 0,
      sources: sources.length,
      rejected: sum(sources.map(({ rejected }) => rejected)),
    };
  }

  async prune(before: number): Promise<number> {
    const held = this.#flows.length;
    this.#flows = this.#flows.filter(({ end_time }) => dayOf(end_time) >= dayOf(before));
    this.#version++;
    return held - this.#flows.length;
  }

  async *reEnrich(enrichment: Enrichment): AsyncGenerator<ReEnrichStep> {
    const days = Map.groupBy(this.#flows, (flow) => dayOf(flow.end_time));
    const report = { flows: 0, changed: 0, all: this.#flows.length };
    for (const [day, { length }] of [...days].sort(([one], [other]) => one - other)) {
      const before = this.#flows;
      this.#flows = before.map((flow) =>
        dayOf(flow.end_time) === day ? enriched([flow], enrichment)[0]! : flow,
      );
      this.#version++;
      report.flows += length;
      report.changed += this.#flows.filter(
        (flow, index) => !isDeepStrictEqual(flow, before[index]),
      ).length;
      yield { ...report };
    }
  }

  async close(): Promise<void> {
    this.#flows = [];
  }

  /** Nothing comes between these steps, so that others see none of them or all. */
  #add({ flows, logs, batches }: Addition): void {
    this.#flows = [...this.#flows, ...flows];
    for (const [number, log] of logs) this.#logs.set(number, log);
    for (const batch of batches) this.#batches.set(batch.identity, batch);
    this.#version++;
  }
}

/** What a write is made with. */
interface WriteContext {
  /** The logs that are committed. */
  readonly logs: ReadonlyMap<number, MemoryLog>;
  /** Gives the number of a new log. */
  readonly nextLog: () => number;
  /** Makes what the write adds visible. */
  readonly add: (addition: Addition) => void;
}

/** Keeps what it is given until it is committed. */
class MemoryWrite implements EngineWrite {
  readonly #context: WriteContext;
  readonly #addition: Addition = { flows: [], logs: new Map(), batches: [] };

  constructor(context: WriteContext) {
    this.#context = context;
  }

  async load(flows: EnrichedColumns): Promise<void> {
    for (const flow of enrichedFlowsIn(flows)) this.#addition.flows.push(flow);
  }

  async saveLog({ log, checkpoint, hashes, rejected }: LogProgress): Promise<number> {
    const { logs } = this.#addition;
    const number = log ?? this.#context.nextLog();
    const before = logs.get(number) ?? this.#context.logs.get(number);
    logs.set(number, {
      log: number,
      checkpoint,
      hashes: new Map([
        ...(before?.hashes ?? []),
        ...hashes.map((hash): [number, string] => [hash.bytes, shortDigest(hash)]),
      ]),
      rejected: (before?.rejected ?? 0) + rejected,
    });
    return number;
  }

  async saveBatches(batches: readonly IngestedBatch[]): Promise<void> {
    this.#addition.batches.push(...batches);
  }

  async commit(): Promise<void> {
    this.#context.add(this.#addition);
  }

  async abort(): Promise<void> {
    // Nobody has seen anything of it.
  }
}

function summaryOf(fw_instance_id: string, flows: readonly EnrichedFlow[]): FirewallSummary {
  const times = flows.map(({ end_time }) => end_time).sort((one, other) => one - other);
  const kinds = Map.groupBy(flows, ({ log_type, direction }) => `${log_type} ${direction}`);
  return {
    fw_instance_id,
    flows: flows.length,
    first_time: times[0]!,
    last_time: times.at(-1)!,
    traffic: [...kinds.values()].map(([first, ...rest]) => ({
      log_type: first!.log_type,
      direction: first!.direction,
      flows: 1 + rest.length,
    })),
  };
}

function dayOf(time: number): number {
  return Math.floor(time / DAY);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((one, other) => one + other, 0);
}
