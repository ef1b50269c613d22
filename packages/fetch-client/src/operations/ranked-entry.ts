import type { ItemVO } from '@cfw-flow/types';
import { integer, text } from '../answer-checks.ts';
import type { Exact, IntegerPolicy } from '../exact-json.ts';

/** An entry of a ranked list: its key and its sessions, or its bytes. */
export type RankedEntry<Integers extends IntegerPolicy = 'throw'> = Exact<ItemVO, Integers>;

/** @throws UnexpectedValue when a field is not what the contract says */
export function checkRankedEntry({ key, name, value }: Partial<ItemVO>): void {
  text(key, 'key');
  text(name ?? '', 'name');
  integer(value, 'value');
}
