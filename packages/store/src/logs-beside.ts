import { readdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

/** A log that lies beside another one. */
export interface LogBeside {
  /** Path. */
  path: string;
  /** Whether it is of the same time, rather than of the rotation before or after. */
  isOwn: boolean;
}

/** The place of a log among its rotations. */
interface Rotation {
  /** Its name without the kind of log, numbers and compression: what those of one rotation share. */
  shape: string;
  /** When it was written, as numbers that grow with time. */
  time: readonly number[];
}

/** Of the log that is still written, whose name has no numbers. */
const latest = [Infinity];

/**
 * The logs that lie beside one of connections, for each kind in turn: that of the same time, as
 * `ssl.1.log.gz` is beside `conn.1.log.gz`, and those of the rotations just before and just after, also in
 * the folders of other days. What a connection was called may have been written long before it ended.
 *
 * @param path - the log of connections, with `conn` in its name
 * @param kinds - what stands for `conn` in the names of the others, such as `ssl`
 */
export async function logsBeside(path: string, kinds: readonly string[]): Promise<LogBeside[]> {
  const own = kinds.length > 0 ? rotationOf(basename(path), 'conn') : undefined;
  if (own === undefined) return [];
  const folder = dirname(path);
  const names = await namesIn(folder);
  const found: LogBeside[] = [];
  for (const kind of kinds) {
    const all = rotations(names, kind, own);
    const same = all.filter(({ time }) => compare(time, own.time) === 0);
    const best = same.find(({ name }) => name === nameLike(path, kind)) ?? same[0];
    if (best) found.push({ path: join(folder, best.name), isOwn: true });
    const before = all.findLast(({ time }) => compare(time, own.time) < 0);
    const after = all.find(({ time }) => compare(time, own.time) > 0);
    const neighbours = [
      before ? join(folder, before.name) : await inOtherFolder(folder, -1, kind, own),
      after ? join(folder, after.name) : await inOtherFolder(folder, 1, kind, own),
    ];
    for (const name of neighbours) if (name !== undefined) found.push({ path: name, isOwn: false });
  }
  return found;
}

function nameLike(path: string, kind: string): string {
  return basename(path).replace(wordOf('conn'), kind);
}

const words = new Map<string, RegExp>();

/** The word of a kind in a name, as in `json_streaming_ssl.1.log`. */
function wordOf(kind: string): RegExp {
  let word = words.get(kind);
  if (word === undefined)
    words.set(kind, (word = new RegExp(`(?<![a-z0-9])${kind}(?![a-z])`, 'i')));
  return word;
}

/** @returns nothing when the name is not of the kind */
function rotationOf(name: string, kind: string): Rotation | undefined {
  const at = name.search(wordOf(kind));
  if (at < 0) return undefined;
  const rest = name.slice(at + kind.length).replace(/\.(?:gz|zst)$/i, '');
  const written = `${name.slice(0, at)}*${rest}`;
  // The greater such a number is, the older is the log: `conn.log.2`.
  const count = /^[^\d]*\*\.(?:(\d{1,3})\.log|log\.(\d{1,3}))$/.exec(written);
  const numbers = count
    ? [-Number(count[1] ?? count[2])]
    : (written.match(/\d+/g) ?? []).map(Number);
  return {
    shape: written.replaceAll(/\d+/g, '#'),
    time: numbers.length > 0 ? numbers : latest,
  };
}

/** The rotations of a kind of log, in the order of time. */
function rotations(names: readonly string[], kind: string, own: Rotation) {
  return names
    .flatMap((name) => {
      const rotation = rotationOf(name, kind);
      return rotation && isLike(rotation, own) ? [{ name, time: rotation.time }] : [];
    })
    .sort((one, other) => compare(one.time, other.time));
}

/** Whether two logs are rotated alike; the one that is still written has nothing to tell by. */
function isLike(one: Rotation, other: Rotation): boolean {
  if (one.shape === other.shape) return true;
  const isOpen = ({ time }: Rotation) => time === latest;
  if (isOpen(one) === isOpen(other)) return false;
  if (one.shape.includes('*#') || other.shape.includes('*#')) return false;
  return beginningOf(one) === beginningOf(other);
}

function beginningOf({ shape }: Rotation): string {
  return /^[^#*]*/.exec(shape)![0];
}

/** The nearest log of a kind in the folder of the day before or after, in the layout of Zeek's archive. */
async function inOtherFolder(
  folder: string,
  step: -1 | 1,
  kind: string,
  own: Rotation,
): Promise<string | undefined> {
  const day = dayOf(basename(resolve(folder)));
  if (day === undefined) return undefined;
  const parent = join(folder, '..');
  const others = (await readdir(parent).catch(() => []))
    .flatMap((name) => {
      const time = dayOf(name);
      return time !== undefined && Math.sign(time - day) === step ? [{ name, time }] : [];
    })
    .sort((one, other) => step * (one.time - other.time));
  const [nearest] = others;
  if (nearest === undefined) return undefined;
  const there = join(parent, nearest.name);
  const all = rotations(await namesIn(there), kind, own);
  const found = step < 0 ? all.at(-1) : all[0];
  return found && join(there, found.name);
}

/** The day that a folder is of; the one that is still written, `current`, is the latest. */
function dayOf(folder: string): number | undefined {
  if (folder === 'current') return Number.MAX_SAFE_INTEGER;
  return /^\d{4}-?\d\d-?\d\d$/.test(folder) ? Number(folder.replaceAll('-', '')) : undefined;
}

function compare(one: readonly number[], other: readonly number[]): number {
  for (let at = 0; at < Math.min(one.length, other.length); at++) {
    if (one[at] !== other[at]) return one[at]! < other[at]! ? -1 : 1;
  }
  return one.length - other.length;
}

async function namesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() || entry.isSymbolicLink())
    .map(({ name }) => name);
}
