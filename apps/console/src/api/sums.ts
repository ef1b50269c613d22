import { Item } from '@cfw-flow/fetch-client';
import type { Whole } from '../text/quantity.ts';
import { maxSize } from '../view/view.ts';

/** Every flow has a protocol, and there are few of them: their sums are those of all flows. */
export const everything = { item: Item.PROTOCOL, size: maxSize };

/** Sums of all flows of a window. */
export interface Sums {
  sessions: bigint;
  /** Bytes to the servers. */
  request_byte: bigint;
  /** Bytes from the servers. */
  response_byte: bigint;
  bytes: bigint;
}

/** Bytes of a group, both ways; exact beyond 2^53. */
export function bytesOf(group: { request_byte: Whole; response_byte: Whole }): bigint {
  return BigInt(group.request_byte) + BigInt(group.response_byte);
}

/** The sums of groups that every flow is in one of. They stay exact beyond 2^53. */
export function sumUp(
  groups: readonly { sessions: Whole; request_byte: Whole; response_byte: Whole }[],
): Sums {
  const sum = (values: Whole[]) => values.reduce<bigint>((all, one) => all + BigInt(one), 0n);
  const request_byte = sum(groups.map((group) => group.request_byte));
  const response_byte = sum(groups.map((group) => group.response_byte));
  return {
    sessions: sum(groups.map(({ sessions }) => sessions)),
    request_byte,
    response_byte,
    bytes: request_byte + response_byte,
  };
}
