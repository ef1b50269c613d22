/*
 * Imported by a program before its own modules: it acts at the moment that it was told, between two
 * statements of the program.
 */
import { readFileSync, rmSync, truncateSync } from 'node:fs';
import files from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';
import { ownMoment } from './moment.ts';

const { touched, holding, printed, later, signal, remove, truncate } = ownMoment();
let hasCome = false;

function act(): void {
  if (remove !== undefined) rmSync(remove);
  if (truncate !== undefined) truncateSync(...truncate);
  if (signal !== undefined) process.kill(process.pid, signal);
}

function come(): void {
  if (hasCome) return;
  hasCome = true;
  if (later === undefined) act();
  else setTimeout(act, later);
}

if (touched !== undefined) {
  const isTouched = (file: unknown) =>
    typeof file === 'string' &&
    new RegExp(touched).test(path.basename(file)) &&
    (holding === undefined || new RegExp(holding).test(readFileSync(file, 'utf8')));
  for (const name of ['open', 'mkdir', 'rename', 'rm'] as const) {
    const original = files[name] as (...args: unknown[]) => Promise<unknown>;
    const watched = async (...args: unknown[]) => {
      const result = await original(...args);
      if (args.some(isTouched)) come();
      return result;
    };
    Object.assign(files, { [name]: watched });
  }
  syncBuiltinESMExports();
}

if (printed !== undefined) {
  const { stdout } = process;
  const write = stdout.write.bind(stdout) as (...args: unknown[]) => boolean;
  stdout.write = (...args: unknown[]) => {
    const result = write(...args);
    if (new RegExp(printed, 'm').test(String(args[0]))) come();
    return result;
  };
}
