import { isUtf8 } from 'node:buffer';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { appendFile, cp, mkdir, rename, symlink, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { detectFormat, type StoreWith, StoreError, textSource } from '@cfw-flow/store';
import { openDuckdbStore } from '@cfw-flow/store-duckdb';
import { DATA, FIREWALL } from '../../defaults.ts';
import { run, serve } from '../program.ts';
import type { Kind } from './kinds.ts';

/** What a way left behind. */
export interface Outcome {
  /** A store with the flows of all kinds. */
  store: StoreWith;
  /** What was said of a kind, without its name. */
  said: (kind: Kind) => string;
  /** Lines of a kind that are no flows; nothing when the way doesn't tell. */
  lines: (kind: Kind) => { rejected: number; skipped: number } | undefined;
  /** Exit codes of its commands: of the kinds that are ingested, of those that are refused. */
  codes: readonly (number | null)[];
}

/** A way for logs into a store. */
export interface Way {
  /** Whether a kind can come this way. */
  takes: (kind: Kind) => boolean;
  /** Ingests kinds; `folder` is empty. */
  ingest: (kinds: readonly Kind[], folder: string) => Promise<Outcome>;
  /** The exit codes that are right. */
  codes: readonly number[];
}

/** The folders of all kinds. */
export const logs = path.join(import.meta.dirname, 'logs');

/** Folder of the kinds where a command runs. */
const corpus = 'corpus';

const memoryLimit = 512 * 1024 * 1024;

/** The only file of a kind; nothing when it has several. */
function onlyFile({ name }: Kind): string | undefined {
  const entries = readdirSync(path.join(logs, name), { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.length === 1 ? path.join(files[0]!.parentPath, files[0]!.name) : undefined;
}

/** Whether a kind is taken from a folder. */
function isNamedLikeLogs(kind: Kind): boolean {
  return !onlyFile(kind)?.endsWith('.parquet');
}

/** The text of a kind that is one file, and not compressed. */
function textOf(kind: Kind): string | undefined {
  const file = onlyFile(kind);
  const content = file === undefined ? undefined : readFileSync(file);
  return content && isUtf8(content) ? content.toString('utf8') : undefined;
}

/** The files of the kinds, or folders where they have several, in one run of `cfw-flow ingest`. */
export const files: Way = {
  takes: () => true,
  codes: [0, 1],
  async ingest(kinds, folder) {
    await cp(logs, path.join(folder, corpus), { recursive: true });
    const pathOf = (kind: Kind) =>
      path.relative(logs, onlyFile(kind) ?? path.join(logs, kind.name));
    return ingestPaths(kinds, folder, pathOf);
  },
};

/** A pipe for each kind, all in one run of `cfw-flow ingest`. */
export const pipes: Way = {
  takes: (kind) => onlyFile(kind) !== undefined,
  codes: [0, 1],
  async ingest(kinds, folder) {
    await mkdir(path.join(folder, corpus));
    const pipe = ({ name }: Kind) => path.join(folder, corpus, name);
    await promisify(execFile)('mkfifo', kinds.map(pipe));
    const ends = kinds.flatMap((kind) => [onlyFile(kind)!, pipe(kind)]);
    const script = 'while [ $# -gt 0 ]; do cat "$1" > "$2" & shift 2; done; wait';
    const writers = spawn('sh', ['-c', script, 'sh', ...ends], { detached: true });
    try {
      return await ingestPaths(kinds, folder);
    } finally {
      // Those of pipes that nobody read.
      if (writers.exitCode === null) {
        process.kill(-writers.pid!);
        await once(writers, 'close');
      }
    }
  },
};

/** Folders that appear while `cfw-flow serve` watches. */
export const watched: Way = {
  takes: isNamedLikeLogs,
  codes: [0],
  ingest: (kinds, folder) =>
    whileWatching(folder, async () => {
      for (const { name } of kinds) {
        const arriving = path.join(folder, name);
        await cp(path.join(logs, name), arriving, { recursive: true });
        await becomeOld(arriving);
        await rename(arriving, path.join(folder, corpus, name));
      }
    }),
};

/** Files that are written in two parts while `cfw-flow serve` watches. */
export const appended: Way = {
  takes: (kind) => textOf(kind) !== undefined && isNamedLikeLogs(kind) && !kind.isUnidirectional,
  codes: [0],
  ingest: (kinds, folder) =>
    whileWatching(folder, async (untilChecked) => {
      const files = kinds.map((kind) => {
        const from = onlyFile(kind)!;
        const to = path.join(folder, corpus, path.relative(logs, from));
        return { content: readFileSync(from), to };
      });
      const cut = (content: Buffer) => Math.ceil(content.length / 2);
      for (const { content, to } of files) {
        await mkdir(path.dirname(to), { recursive: true });
        await writeFile(to, content.subarray(0, cut(content)));
      }
      await untilChecked();
      for (const { content, to } of files) {
        await appendFile(to, content.subarray(cut(content)));
        await becomeOld(path.dirname(to));
      }
    }),
};

/** Batches of lines, each known by the name of its kind. */
export const batches: Way = {
  // A program makes no NULs between its lines.
  takes: (kind) => textOf(kind)?.includes('\0') === false,
  codes: [],
  async ingest(kinds) {
    const store = await openDuckdbStore({ memoryLimit });
    const said = new Map<string, string>();
    const lines = new Map<string, { rejected: number; skipped: number }>();
    for (const kind of kinds) {
      const all = textOf(kind)!.replace(/\n$/, '').split('\n');
      try {
        const source = textSource(kind.name, kind.name, all, detectFormat('batch', all));
        const report = await store.ingest(source, { fw_instance_id: FIREWALL });
        said.set(kind.name, report.rejections.map(({ reason }) => reason).join('\n'));
        lines.set(kind.name, report);
      } catch (error) {
        if (!(error instanceof StoreError)) throw error;
        said.set(kind.name, error.message);
      }
    }
    return {
      store,
      said: ({ name }) => said.get(name) ?? '',
      lines: ({ name }) => lines.get(name),
      codes: [],
    };
  },
};

async function ingestPaths(
  kinds: readonly Kind[],
  folder: string,
  pathOf: (kind: Kind) => string = ({ name }) => name,
): Promise<Outcome> {
  const pathsOf = (some: readonly Kind[]) => some.map((kind) => path.join(corpus, pathOf(kind)));
  const ingested = pathsOf(kinds.filter(({ right }) => 'flows' in right));
  const right = await run(['ingest', ...ingested], folder);
  const refused = await run(
    ['ingest', ...pathsOf(kinds.filter(({ right }) => 'says' in right))],
    folder,
  );
  const counts = right.stdout.split('\n').map((line) => line.split(/ {2,}/));
  return {
    ...(await outcomeIn(folder, right.stderr + refused.stderr)),
    lines({ name }) {
      const rows = counts.filter(([file]) => kindIn(file!) === name);
      const sum = (at: number) => rows.reduce((total, row) => total + Number(row[at]), 0);
      return { rejected: sum(2), skipped: sum(3) };
    },
    codes: [right.code, refused.code],
  };
}

/** What a command left in its folder and said on standard error. */
async function outcomeIn(folder: string, stderr: string): Promise<Pick<Outcome, 'store' | 'said'>> {
  const said = new Map<string, string>();
  let kind = '';
  for (const line of stderr.split('\n')) {
    kind = kindIn(line) ?? kind;
    const words = line.replaceAll(/\S*corpus[\\/][a-z0-9-]+/g, '');
    said.set(kind, `${said.get(kind) ?? ''}${words}\n`);
  }
  const store = await openDuckdbStore({ directory: path.join(folder, DATA), memoryLimit });
  return { store, said: ({ name }) => said.get(name) ?? '' };
}

/** The kind that a path in a line is of. */
function kindIn(line: string): string | undefined {
  return /corpus[\\/]([a-z0-9-]+)/.exec(line)?.[1];
}

/** Sets back the time of change of all files: what changed just now may still be written. */
async function becomeOld(folder: string): Promise<void> {
  const hourAgo = Date.now() / 1000 - 3600;
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    await utimes(path.join(entry.parentPath, entry.name), hourAgo, hourAgo);
  }
}

/**
 * Lets files come into the folder of the kinds while `cfw-flow serve` watches it.
 *
 * @param arrive - makes the files; may wait until what there is has been ingested
 */
async function whileWatching(
  folder: string,
  arrive: (untilChecked: () => Promise<void>) => Promise<void>,
): Promise<Outcome> {
  await mkdir(path.join(folder, corpus));
  const ends: (() => Promise<void>)[] = [];
  const watching = ['--watch', corpus, '--watch-every', '200ms'];
  const server = await serve(watching, folder, (end) => ends.push(end));
  let links = 0;
  /** Waits for two checks to begin, each of which reports a link first: one of all there is has ended then. */
  async function untilChecked() {
    for (const _ of ['begins', 'has ended']) {
      const name = `_${(links += 1)}.log`;
      await symlink('nowhere', path.join(folder, corpus, name));
      await server.notes(new RegExp(`${name} is a link to a file that is not there`));
    }
  }
  try {
    await arrive(untilChecked);
    await untilChecked();
    const { code, stderr } = await server.end();
    return { ...(await outcomeIn(folder, stderr)), lines: () => undefined, codes: [code] };
  } finally {
    for (const end of ends) await end();
  }
}

/** How many flows are right. */
export function flowsIn(kinds: readonly Kind[]): number {
  return kinds.reduce((sum, { right }) => sum + ('flows' in right ? right.flows : 0), 0);
}
