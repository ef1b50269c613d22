import type { Credentials } from './credentials.ts';

const open: ReadonlySet<string> = new Set(['accessKey']);

/**
 * Makes credentials that tell no secret when they are logged, inspected or turned into JSON.
 * They can't be changed, so that many callers may share them.
 */
export function redacted<Kind extends Credentials>(credentials: Kind): Readonly<Kind> {
  const shown = () =>
    Object.fromEntries(
      Object.entries(credentials).map(([name, value]) => [name, open.has(name) ? value : '…']),
    );
  const copy = { ...credentials };
  // What Node, Bun and Deno call for `console.log` and `inspect`; Node’s `console.dir` goes past it.
  Object.defineProperty(copy, Symbol.for('nodejs.util.inspect.custom'), { value: shown });
  Object.defineProperty(copy, 'toJSON', { value: shown });
  return Object.freeze(copy);
}
