import { once } from 'node:events';
import type { FirewallSummary, StoreWith } from '@cfw-flow/store';
import type { AlertRules } from '../alerts/rule.ts';
import { type AtEnd, withCleanup } from '../cleanup.ts';
import { DATA } from '../defaults.ts';
import { demoEnrichment } from '../demo/enrichment.ts';
import { type DemoOptions, demoTraffic, loadHistory, startFeed } from '../demo/feed.ts';
import { type EnrichmentSources, openEnrichmentSources } from '../enrichment/enrichment-sources.ts';
import { asFailure, ExitCode, Failure } from '../failure.ts';
import { untilInterrupted } from '../interrupt.ts';
import { CrashRecord } from '../logs/crash-record.ts';
import type { Loaded } from '../logs/load-files.ts';
import { note, noteText, print } from '../output/terminal.ts';
import { findLogs, type LogsToLoad } from '../serve/find-logs.ts';
import { followFolders } from '../serve/follow-folders.ts';
import { farewell, greet } from '../serve/greeting.ts';
import { createHttpServer } from '../serve/http-server.ts';
import { checkPort, listen } from '../serve/listening.ts';
import { loadLogs } from '../serve/load-logs.ts';
import { serveOtherCommands } from '../serve/other-commands.ts';
import { readRules } from '../alerts/read-rules.ts';
import { refusePipes } from '../serve/refuse-pipes.ts';
import { removeOldAtStart, retentionMessages, startRetention } from '../serve/retention.ts';
import type { ServeOptions } from '../serve/serve-options.ts';
import { startAlerts } from '../serve/start-alerts.ts';
import { sortByCrashes } from '../serve/sort-by-crashes.ts';
import { checkFlows, checkSources } from '../serve/something-to-serve.ts';
import { whileDirectoryStays } from '../store/directory-watch.ts';
import { ignoreLimitErrors } from '../store/ignore-limit-errors.ts';
import { openStore } from '../store/open-store.ts';
import { removeIfUnused } from '../store/remove-if-unused.ts';

/** What every step of a run works with. */
interface Run {
  options: ServeOptions;
  /** Rules to check; undefined without any. */
  rules: AlertRules | undefined;
  /** Data directory; undefined in memory. */
  directory: string | undefined;
  signal: AbortSignal;
  atEnd: AtEnd;
}

/** Loads logs, then serves the endpoint and the console until it is interrupted. */
export async function serve(options: ServeOptions): Promise<void> {
  const directory = dataDirectory(options);
  const rules = options.alerts === undefined ? undefined : await readRules(options.alerts);
  await refusePipes(options);
  const logs = await findLogs(options);
  for (const { message } of logs.leftOut) noteText(message);
  checkSources(directory, logs, options);
  await checkPort(options.port);
  const interrupted = await untilInterrupted((signal) =>
    withCleanup(async (atEnd) => {
      const opened = await open(options, directory, atEnd);
      await whileDirectoryStays(directory, signal, async (untilGone) => {
        const run: Run = { options, rules, directory, signal: untilGone, atEnd };
        const content = await load(run, opened, logs);
        await answer(run, opened, content);
      });
    }),
  );
  if (interrupted) print(farewell(directory));
}

/** Where the flows are kept; undefined in memory. */
function dataDirectory({ demo, data, logs, watch }: ServeOptions): string | undefined {
  if (!demo) return data ?? DATA;
  if (data !== undefined) {
    throw new Failure(
      '--demo keeps its traffic in memory, so it takes no --data. Leave one of them out.',
      ExitCode.USAGE,
    );
  }
  const option = logs ? '--logs' : watch && '--watch';
  if (option === undefined) return undefined;
  throw new Failure(
    `--demo makes its own traffic, so it takes no ${option}. Leave one of them out.`,
    ExitCode.USAGE,
  );
}

interface Opened {
  store: StoreWith;
  sources: EnrichmentSources;
  /** Which files ended an earlier process. */
  crashes: CrashRecord;
}

/** Opens the store, for the other commands too, and what its flows are enriched from. */
async function open(
  options: ServeOptions,
  directory: string | undefined,
  atEnd: AtEnd,
): Promise<Opened> {
  const { demo, memory, deadline } = options;
  const sources = await openEnrichmentSources(options, demo ? demoEnrichment : undefined);
  atEnd(() => sources.stop());
  const { enrichment } = sources;
  const opened = directory === undefined ? undefined : removeIfUnused(directory, atEnd);
  const store = await openStore({ data: directory, memory, deadline, enrichment });
  atEnd(() => store.close());
  opened?.(store);
  if (directory !== undefined) {
    const control = await serveOtherCommands(store, directory);
    atEnd(() => control?.close());
  }
  return { store, sources, crashes: await CrashRecord.open(directory) };
}

interface Content {
  loaded: readonly Loaded[];
  /** What is to be loaded when all else is served. */
  suspects: LogsToLoad;
  demo: DemoOptions | undefined;
  /** Undefined when counting the flows took too long. */
  firewalls: readonly FirewallSummary[] | undefined;
  /** Whether the clock is ahead of the latest flow, by which days to keep are counted. */
  isClockAhead: boolean;
}

/** Loads logs or made-up traffic, and removes what is too old. */
async function load(run: Run, { store, crashes }: Opened, logs: LogsToLoad): Promise<Content> {
  const { options, directory, signal } = run;
  const { firewall, keepDays } = options;
  const { first, suspects } = await sortByCrashes(logs, crashes, directory);
  const loaded = await loadLogs(first, options, { store, directory, crashes, signal });
  const demo = options.demo ? demoTraffic(store, firewall) : undefined;
  if (demo) await loadHistory(demo, signal);
  const isClockAhead =
    keepDays !== undefined && (await removeOldAtStart(store, keepDays, signal, retentionMessages));
  const firewalls = await ignoreLimitErrors(store.firewalls(), (message) =>
    note(`The flows held were not counted. ${message}`),
  );
  checkFlows(directory, firewalls, suspects.files, options);
  return { loaded, suspects, demo, firewalls, isClockAhead };
}

/** Answers questions, and keeps the flows up to date, until the signal. */
async function answer(run: Run, opened: Opened, content: Content): Promise<void> {
  const { store, sources, crashes } = opened;
  const { options, rules, directory, signal, atEnd } = run;
  const { project, port, watch, keepDays, firewallName, alertsEvery: every } = options;
  const { suspects, demo, firewalls, isClockAhead } = content;
  const { server, hasConsole } = await createHttpServer({
    store,
    project,
    asset: sources.asset,
    firewallNames: firewallName,
    followed: watch,
  });
  atEnd(() => server.close());
  const url = await listen(server, port);
  if (demo) {
    const feed = startFeed(demo, (error) =>
      note(`No new flows from now on. ${asFailure(error).message}`),
    );
    atEnd(() => feed.stop());
  }
  if (keepDays !== undefined) {
    const retention = startRetention(store, keepDays, retentionMessages, isClockAhead);
    atEnd(() => retention.stop());
  }
  if (rules !== undefined) {
    const alerting = await startAlerts({ store, url, project, rules, every, directory });
    atEnd(() => alerting.stop());
  }
  await greet({ store, url, hasConsole, firewalls }, options);
  const last = await loadLogs(suspects, options, { store, directory, crashes, signal });
  if (watch !== undefined) {
    const all = [...content.loaded, ...last];
    const following = followFolders(store, options, all, crashes, suspects.passedOver);
    atEnd(() => following.stop());
  }
  if (!signal.aborted) await once(signal, 'abort');
}
