import path from 'node:path';
import type { LogFile } from '../logs/find-log-files.ts';

/** Names that differ only in their numbers and dates are the same. */
export function nameKind(file: string): string {
  return file.replaceAll(/\d[\dT:.-]*(?=\D|$)/g, (digits) =>
    /[.-]$/.test(digits) ? `#${digits.at(-1)}` : '#',
  );
}

/**
 * Chooses files to look into when there are too many: of each kind of name the first and the last ones,
 * and some between.
 */
export function chooseFiles(files: readonly LogFile[], max: number): LogFile[] {
  if (files.length <= max) return [...files];
  const kinds = Map.groupBy(files, (file) => nameKind(path.normalize(file.path)));
  const each = Math.max(1, Math.floor(max / kinds.size));
  const chosen = [...kinds.values()].flatMap((alike) => evenly(alike, each));
  return evenly(chosen, max);
}

function evenly<Item>(items: readonly Item[], count: number): Item[] {
  if (items.length <= count) return [...items];
  if (count === 1) return [items[0]!];
  const step = (items.length - 1) / (count - 1);
  return Array.from({ length: count }, (_, at) => items[Math.round(at * step)]!);
}
