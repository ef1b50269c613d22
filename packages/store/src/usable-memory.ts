import { totalmem } from 'node:os';

/**
 * Memory that this process may use, in bytes: that of the machine, or the limit of its container.
 *
 * @param machine - memory of the machine, in bytes
 * @param limit - as the system tells it: 0, or more than there is, when there is none
 */
export function usableMemory(machine = totalmem(), limit = process.constrainedMemory()): number {
  return limit > 0 ? Math.min(machine, limit) : machine;
}
