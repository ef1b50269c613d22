import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer as createTcpServer } from 'node:net';
import path from 'node:path';
import { createServer } from '@cfw-flow/server';
import type { FirewallSummary, FlowStore, LogFormat } from '@cfw-flow/store';
import { openDuckdbStore } from '@cfw-flow/store-duckdb';
import { Arrivals } from './arrivals.ts';
import { type ControlServer, openControlServer } from './control/control-server.ts';
import { findConsole, serveConsole } from './console-site.ts';
import { DATA, HOST } from './defaults.ts';
import { type DemoOptions, type Feed, loadHistory, startFeed } from './demo/feed.ts';
import { type Knowledge, type KnowledgeOptions, openKnowledge } from './enrichment/knowledge.ts';
import { demoAssets, demoThreats } from './demo/knowledge.ts';
import { watchDirectory } from './directory-watch.ts';
import { asFailure, ExitCode, Failure } from './failure.ts';
import { type Following, startFollowing } from './follow.ts';
import { harmless, harmlessLines } from './harmless.ts';
import { invocation } from './invocation.ts';
import { curlLine, findQuestion, topLine } from './invitation.ts';
import { type Loaded, loadFiles, tellTroubles } from './load.ts';
import { findLogFiles, type LogFile, type Missing } from './log-files.ts';
import { guardLoopback } from './loopback-guard.ts';
import { counted, formatSeconds, formatTime } from './quantity.ts';
import { note, print, styled } from './terminal.ts';
import { unlessTooMuch } from './unless-too-much.ts';
import { unlessInterrupted, untilInterrupted } from './interrupt.ts';
import { lagInWords } from './roll-up.ts';
import {
  aheadInWords,
  removalInWords,
  removeOld,
  type Retention,
  startRetention,
} from './retention.ts';

/** What `cfw-flow serve` was asked for. */
export interface ServeOptions extends KnowledgeOptions {
  logs?: readonly string[];
  /** Folders that are followed. */
  watch?: readonly string[];
  /** Longest time between two looks at them, in milliseconds. */
  watchEvery: number;
  data?: string;
  port: number;
  /** Most memory of the database, in bytes. */
  memory?: number;
  /** Longest time for an answer, in milliseconds. */
  deadline?: number;
  /** Whole days (UTC) whose flows stay, besides today; all of them when left out. */
  keepDays?: number;
  demo?: boolean;
  project: string;
  firewall: string;
  internalNetworks?: readonly string[];
  format?: LogFormat;
  /** File of the program, for the lines to try. */
  program: string;
}

const DEMO_SEED = 8239;

/** What the demo knows of its own traffic, where the options say nothing. */
const demoKnowledge = { threats: demoThreats, assets: demoAssets };

/** Loads logs and answers questions about them until it is interrupted. */
export async function serve(options: ServeOptions): Promise<void> {
  if (options.demo && options.data !== undefined) {
    throw new Failure(
      '--demo keeps its traffic in memory, so --data has no place beside it. Leave one of them out.',
      ExitCode.USAGE,
    );
  }
  const directory = options.demo ? undefined : (options.data ?? DATA);
  const { files, watched, leftOut } = await findFiles(options);
  for (const { message } of leftOut) note(message);
  if (
    files.length === 0 &&
    options.watch === undefined &&
    directory !== undefined &&
    !existsSync(directory)
  ) {
    throw nothingToServe(`there is no data directory ${directory}`, options);
  }
  await checkPort(options.port);
  await untilInterrupted(async (signal) => {
    const { memory, deadline } = options;
    const knowledge = await openKnowledge(options, options.demo ? demoKnowledge : undefined);
    const store = await openDuckdbStore({
      enrichment: knowledge.enrichment,
      onWarning: note,
      ...(directory !== undefined && { directory }),
      ...(memory !== undefined && { memoryLimit: memory }),
      ...(deadline !== undefined && { deadline }),
    }).catch(async (error: unknown) => {
      await knowledge.stop();
      throw error;
    });
    const control = directory === undefined ? undefined : await openControl(store, directory);
    const watch = directory === undefined ? undefined : await watchDirectory(directory);
    const gone = watch === undefined ? [] : [watch.gone];
    try {
      await serveStore(store, {
        ...options,
        files,
        watched,
        leftOut,
        directory,
        knowledge,
        signal: AbortSignal.any([signal, ...gone]),
      });
      watch?.gone.throwIfAborted();
    } catch (error) {
      // What failed may have failed because of that.
      await watch?.look();
      watch?.gone.throwIfAborted();
      throw error;
    } finally {
      watch?.stop();
      await control?.close();
      await knowledge.stop();
      await store.close();
    }
  });
}

/** Without the other commands a server is still worth while. */
async function openControl(
  store: FlowStore,
  directory: string,
): Promise<ControlServer | undefined> {
  try {
    return await openControlServer(store, directory);
  } catch (error) {
    note(
      `While this server runs, no other command can work with ${harmless(directory)}: ${(error as Error).message}`,
    );
    return undefined;
  }
}

/**
 * The files of `--logs` and of `--watch`.
 *
 * @throws {@link Failure} when a path leads to nothing
 */
async function findFiles({ logs = [], watch = [] }: ServeOptions) {
  const named = await findLogFiles(logs);
  const followed = await findLogFiles(watch, { mayBeEmpty: true });
  const failures = [...named.failures, ...followed.failures].map(({ message }) => message);
  for (const folder of watch) {
    const found = await stat(folder).catch(() => undefined);
    if (found && !found.isDirectory()) {
      failures.push(
        `${harmless(folder)} is not a folder. --watch follows folders; --logs ingests a file.`,
      );
    }
  }
  if (failures.length > 0) throw new Failure(failures.join('\n'));
  const watched = new Set(followed.files.map((file) => path.resolve(file.path)));
  const files = [
    ...followed.files,
    ...named.files.filter((file) => !watched.has(path.resolve(file.path))),
  ];
  return { files, watched, leftOut: [...named.leftOut, ...followed.leftOut] };
}

interface Service extends ServeOptions {
  files: readonly LogFile[];
  /** Those of them in followed folders, by their whole paths. */
  watched: ReadonlySet<string>;
  leftOut: readonly Missing[];
  directory: string | undefined;
  knowledge: Knowledge;
  signal: AbortSignal;
}

async function serveStore(store: FlowStore, service: Service): Promise<void> {
  const { files, leftOut, directory, demo, firewall, project, port, keepDays, signal } = service;
  const { internalNetworks, format } = service;
  let loaded: Loaded[] = [];
  if (files.length + leftOut.length > 0) {
    const begin = performance.now();
    const isGrowing = (file: LogFile) => service.watched.has(path.resolve(file.path));
    loaded = await loadFiles(store, files, {
      firewall,
      internalNetworks,
      format,
      signal,
      isGrowing,
    });
    tellTroubles(loaded, directory);
    note(summary(loaded, leftOut, (performance.now() - begin) / 1000));
  }
  const demoOptions: DemoOptions = {
    store,
    firewall,
    seed: DEMO_SEED,
    now: Math.floor(Date.now() / 1000),
  };
  if (demo) await loadHistory(demoOptions, signal);
  if (keepDays !== undefined) {
    const removal = await unlessInterrupted(removeOld(store, keepDays, Date.now()), signal);
    if (removal.removed > 0) note(`${removalInWords(removal)}.`);
  }
  const firewalls = await unlessTooMuch(store.firewalls(), (message) =>
    note(`The flows held were not counted. ${message}`),
  );
  if (firewalls?.length === 0 && service.watch === undefined) {
    const where = directory === undefined ? 'the logs' : `the data directory ${directory}`;
    throw nothingToServe(
      `${where} ${directory === undefined ? 'hold' : 'holds'} no flows`,
      service,
    );
  }

  const server = createServer({ store, projectId: project, asset: service.knowledge.asset });
  guardLoopback(server);
  const page = findConsole();
  await serveConsole(server, { store, projectId: project, files: page });
  let feed: Feed | undefined;
  let retention: Retention | undefined;
  let following: Following | undefined;
  const arrivals = new Arrivals(note);
  try {
    const url = await listen(server, port);
    if (service.watch !== undefined) {
      following = startFollowing({
        store,
        folders: service.watch,
        firewall,
        internalNetworks,
        format,
        every: service.watchEvery,
        loaded,
        onReport: (report) => arrivals.add(report),
        onTrouble: (message) => note(harmlessLines(message)),
      });
    }
    if (demo) {
      feed = startFeed(demoOptions, (error) =>
        note(`No new flows from now on. ${asFailure(error).message}`),
      );
    }
    if (keepDays !== undefined) {
      retention = startRetention(store, keepDays, {
        onRemoval: (removal) => note(`${removalInWords(removal)}.`),
        onAhead: (ahead) => note(`${aheadInWords(ahead)}.`),
        onFailure: (error) =>
          note(`Old flows could not be removed, next try in an hour. ${asFailure(error).message}`),
      });
    }
    await greet(store, service, firewalls, url, page !== undefined);
    if (!signal.aborted) await once(signal, 'abort');
  } finally {
    retention?.stop();
    await feed?.stop();
    await following?.stop();
    arrivals.flush();
    await server.close();
  }
}

async function greet(
  store: FlowStore,
  { project, firewall, program, demo, watch }: Service,
  firewalls: readonly FirewallSummary[] | undefined,
  url: string,
  hasPage: boolean,
): Promise<void> {
  if (firewalls !== undefined) print(heldInWords(firewalls, demo));
  for (const folder of watch ?? []) print(`Following ${folder}`);
  const status = await unlessTooMuch(store.status(), () => {});
  if (status) for (const line of lagInWords(status)) note(line);
  print();
  print('  ', styled('bold', 'Console'), '  ', styled('cyan', `${url}/`));
  if (!hasPage) print('           (not built yet: open it to see how)');
  const question = await unlessTooMuch(findQuestion(store, firewall, Date.now()), () => {});
  if (question !== undefined) {
    print();
    print(styled('bold', 'Try in another terminal'));
    print();
    print(`  ${curlLine(question, { url, project })}`);
    print();
    print(`  ${topLine(question, { url, project, command: invocation(program) })}`);
  }
  print();
  print(styled('dim', 'Ctrl+C ends it.'));
}

function heldInWords(firewalls: readonly FirewallSummary[], demo: boolean | undefined): string {
  const flows = firewalls.reduce((sum, held) => sum + held.flows, 0);
  if (flows === 0) return 'No flows yet.';
  const first = Math.min(...firewalls.map((held) => held.first_time));
  const last = Math.max(...firewalls.map((held) => held.last_time));
  const across = firewalls.length > 1 ? ` of ${counted(firewalls.length, 'firewall')}` : '';
  return (
    `${counted(flows, 'flow')}${across} from ${formatTime(first)} to ${formatTime(last)}` +
    `${demo ? ', more every second' : ''}`
  );
}

function summary(loaded: readonly Loaded[], leftOut: readonly Missing[], seconds: number): string {
  const reports = loaded.flatMap((result) => ('report' in result ? [result.report] : []));
  const taken = reports.filter(({ repeated }) => !repeated);
  const repeated = reports.length - taken.length;
  const failed = loaded.length - reports.length + leftOut.length;
  const flows = taken.reduce((sum, report) => sum + report.flows, 0);
  const parts: string[] = [];
  if (taken.length > 0) {
    parts.push(
      `${counted(flows, 'flow')} loaded from ${counted(taken.length, 'file')} in ${formatSeconds(seconds)}`,
    );
  }
  if (repeated > 0) parts.push(`${counted(repeated, 'file')} held already`);
  if (failed > 0) parts.push(`${counted(failed, 'source')} left out, see above`);
  return `${parts.join('; ')}.`;
}

function nothingToServe(why: string, { program }: ServeOptions): Failure {
  const command = invocation(program);
  return new Failure(
    `Nothing to serve: ${why}.\n\n` +
      `  ${command} serve --logs PATH   ingests log files or folders and serves them\n` +
      `  ${command} serve --watch DIR   follows the logs of a folder\n` +
      `  ${command} serve --demo        serves made-up traffic`,
  );
}

/** A port in use is better told before an hour of loading than after. */
async function checkPort(port: number): Promise<void> {
  const probe = createTcpServer();
  try {
    probe.listen({ host: HOST, port, exclusive: true });
    await once(probe, 'listening');
  } catch (error) {
    throw unlistenable(port, error);
  }
  probe.close();
  await once(probe, 'close');
}

async function listen(
  server: { listen: (where: { host: string; port: number }) => Promise<string> },
  port: number,
): Promise<string> {
  try {
    return await server.listen({ host: HOST, port });
  } catch (error) {
    throw unlistenable(port, error);
  }
}

function unlistenable(port: number, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') {
    return new Failure(
      `Port ${port} on ${HOST} is in use, perhaps by another cfw-flow.\n` +
        'Choose another with --port NUMBER, or any that is free with --port 0.',
    );
  }
  if (code === 'EACCES') {
    return new Failure(
      `This user may not listen on port ${port}. Choose one above 1023 with --port NUMBER.`,
    );
  }
  return error;
}
