import { randomUUID } from 'node:crypto';
import { textSource } from '@cfw-flow/store';
import { FIREWALL, PROJECT } from '../defaults.ts';
import { openEnrichmentSources } from '../enrichment/enrichment-sources.ts';
import { createHttpServer } from '../serve/http-server.ts';
import { listen } from '../serve/listening.ts';
import { openStore } from '../store/open-store.ts';
import { loadTestLogs } from './load-test-logs.ts';
import { linesOf, type TestFlow } from './test-flow.ts';
import { checkOptions, type TestServerOptions } from './test-server-options.ts';

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
 * @throws `TypeError` that names the option, or the flow and the field, that can't be; an `Error` that
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
  checkOptions(options);
  const { flows = [], logs = [], projectId = PROJECT, firewallId = FIREWALL } = options;
  const { geoip = 'off', now = () => Date.now() } = options;
  const opened: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const end of opened.splice(0).toReversed()) await end();
  };
  try {
    const sources = await openEnrichmentSources({
      ...options,
      geoip,
      regionLanguage: 'en',
      quiet: true,
    });
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
