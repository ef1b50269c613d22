import { isIPv4, isIPv6 } from 'node:net';

/**
 * An address in its one spelling: RFC 5952 for IPv6, and an IPv4-mapped address as IPv4.
 *
 * @returns nothing when the text is no address; zone ids (`%eth0`) are not part of one
 */
export function canonicalAddress(text: string): string | undefined {
  if (isIPv4(text)) return text;
  if (!isIPv6(text) || text.includes('%')) return undefined;
  const groups = parseGroups(text);
  const mapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  return mapped ? dottedQuad(groups[6]!, groups[7]!) : compress(groups);
}

/**
 * Matches the canonical addresses that belong to a private network: RFC 1918, RFC 6598, RFC 4193,
 * link-local and loopback.
 */
export const privateAddress = new RegExp(
  [
    String.raw`^(10\.|127\.|192\.168\.|169\.254\.)`,
    String.raw`^172\.(1[6-9]|2[0-9]|3[01])\.`,
    String.raw`^100\.(6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])\.`,
    '^f[cd][0-9a-f]{2}:',
    '^fe[89ab][0-9a-f]:',
    '^::1$',
  ].join('|'),
);

/** The eight 16-bit groups of an IPv6 address that is known to be one. */
function parseGroups(text: string): number[] {
  const [head = '', tail] = text.split('::');
  const before = splitGroups(head);
  if (tail === undefined) return before;
  const after = splitGroups(tail);
  return [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after];
}

function splitGroups(text: string): number[] {
  if (text === '') return [];
  return text.split(':').flatMap((group) => {
    if (!group.includes('.')) return [Number.parseInt(group, 16)];
    const [a, b, c, d] = group.split('.').map(Number) as [number, number, number, number];
    return [(a << 8) | b, (c << 8) | d];
  });
}

function dottedQuad(high: number, low: number): string {
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

/** Writes `::` for the first of the longest runs of two or more zero groups. */
function compress(groups: readonly number[]): string {
  let run = { start: -1, length: 1 };
  for (let start = 0; start < 8; start++) {
    let end = start;
    while (end < 8 && groups[end] === 0) end++;
    if (end - start > run.length) run = { start, length: end - start };
  }
  const hex = groups.map((group) => group.toString(16));
  if (run.start < 0) return hex.join(':');
  return `${hex.slice(0, run.start).join(':')}::${hex.slice(run.start + run.length).join(':')}`;
}
