import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { FlowStore } from '@cfw-flow/store';
import type { AtEnd } from '../cleanup.ts';
import { ignoreLimitErrors } from './ignore-limit-errors.ts';

/**
 * Removes a data directory that is made from now on, unless something came of it: nobody wants an empty
 * one. It is called before the store is opened, and what it returns after.
 */
export function removeIfUnused(
  data: string,
  atEnd: AtEnd,
): (store: Pick<FlowStore, 'status'>) => void {
  const isNew = !existsSync(data);
  let isUnused = false;
  atEnd(() => isUnused && rm(data, { recursive: true, force: true }));
  return (store) =>
    atEnd(async () => {
      if (!isNew) return;
      const status = await ignoreLimitErrors(store.status(), () => {});
      isUnused = status?.flows === 0 && status.sources === 0;
    });
}
