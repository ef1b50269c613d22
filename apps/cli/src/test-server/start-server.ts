import { randomUUID } from 'node:crypto';
import { textSource } from '@cfw-flow/store';
import { isProject, isUuid } from '../connection/ids.ts';
import { FIREWALL, PROJECT } from '../defaults.ts';
import { openEnrichmentSources } from '../enrichment/enrichment-sources.ts';
import { createHttpServer } from '../serve/http-server.ts';
import { listen } from '../serve/listening.ts';
import { openStore } from '../store/open-store.ts';
import { loadTestLogs } from './load-test-logs.ts';
import { linesOf, type TestFlow } from './test-flow.ts';

/** What a server of a test holds, and what it is called. */
export interface TestServerOptions {
  /** Flows that it holds from the start. */
  flows?: readonly TestFlow[];
  /**
   * Log files and folders whose flows it holds from the start, in any format that `cfw-flow serve`
   * reads.
   */
  logs?: readonly string[];
  /** Project in the path, 32 hexadecimal digits in lower case; that of the official page when left out. */
  projectId?: string;
  /** Firewall of flows that name none, a UUID in lower case; that of the official page when left out. */
  firewallId?: string;
  /** Files of threat lists, for `risk_ip` and `risk_host`. */
  threats?: readonly string[];
  /** File of the names, types and tags of addresses, CSV or JSON. */
  assets?: string;
  /**
   * File of a country database (MMDB), for regions that flows don't name; none are looked up when left
   * out.
   */
  geoip?: string;
  /**
   * The time that `range` counts back from, and flows without an `end_time` are of, in milliseconds
   * since 1970 UTC. The clock of the process when left out, fake timers included.
   */
  now?: () => number;
}

/** A server that answers the operations over flows in memory. */
export interface TestServer {
  /** Where it is, such as `http://127.0.0.1:40123`: the `endpoint` of a client. */
  readonly endpoint: string;
  /** Its project: the `projectId` of a client. */
  readonly projectId: string;
  /** Its firewall: the `fw_instance_id` of a question. */
  readonly firewallId: string;
  /**
   * Adds flows, all of them or none. Answers from then on count them.
   *
   * @throws `TypeError` that names the flow and the field that can't be
   */
  add(flows: readonly TestFlow[]): Promise<void>;
  /** Ends it and forgets the flows. */
  close(): Promise<void>;
  /** As `close`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Starts the server of `cfw-flow serve` in this process, on a free port of 127.0.0.1, over DuckDB in
 * memory. Like the cloud, it answers `CFW.00200005` about a firewall of which it holds no flow.
 *
 * @throws `TypeError` that names the id, or the flow and the field, that can't be; an `Error` that
 *   says what is wrong with a file
 * @example
 * ```ts
 * import { createClient } from '@cfw-flow/fetch-client';
 * import { startServer } from 'cfw-flow/testing';
 *
 * const server = await startServer({ flows: [{ app: 'DNS' }, { app: 'DNS' }, { app: 'SSH' }] });
 * const client = createClient({ endpoint: server.endpoint, projectId: server.projectId });
 * const { records } = await client.listFlowStatistic({
 *   fw_instance_id: server.firewallId,
 *   log_type: 'internet',
 *   item: 'app',
 *   range: 0,
 * });
 * console.log(records.map(({ item, sessions }) => `${item} ${sessions}`));
 * await server.close();
 * ```
 */
export async function startServer(options: TestServerOptions = {}): Promise<TestServer> {
  const { flows = [], logs = [], projectId = PROJECT, firewallId = FIREWALL } = options;
  checkIds(projectId, firewallId);
  const { geoip = 'off', now = () => Date.now() } = options;
  const opened: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const end of opened.splice(0).toReversed()) await end();
  };
  try {
    const sources = await openEnrichmentSources({ ...options, geoip, regionLanguage: 'en' });
    opened.push(() => sources.stop());
    const { enrichment, asset } = sources;
    const store = await openStore({ data: undefined, enrichment });
    opened.push(() => store.close());
    const add = async (added: readonly TestFlow[]) => {
      const lines = linesOf(added, firewallId, now());
      await store.ingest(textSource('flows', randomUUID(), lines), { fw_instance_id: firewallId });
    };
    await add(flows);
    await loadTestLogs(store, logs, firewallId);
    const { server } = await createHttpServer({ store, project: projectId, asset, now });
    opened.push(() => server.close());
    const endpoint = await listen(server, 0);
    return { endpoint, projectId, firewallId, add, close, [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}

function checkIds(projectId: string, firewallId: string): void {
  if (!isProject(projectId)) {
    throw new TypeError(
      `projectId is ${JSON.stringify(projectId)}, not 32 hexadecimal digits in lower case.`,
    );
  }
  if (!isUuid(firewallId)) {
    throw new TypeError(`firewallId is ${JSON.stringify(firewallId)}, not a UUID in lower case.`);
  }
}
