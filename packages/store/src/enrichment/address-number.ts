/** The 32 bits of an IPv4 address in its one spelling; nothing for any other text. */
export function ipv4Bits(text: string): number | undefined {
  let bits = 0;
  let octet = -1;
  let octets = 0;
  // Without a split: it is asked for every address of a log.
  for (let index = 0; index <= text.length; index++) {
    const code = index === text.length ? 46 : text.charCodeAt(index);
    if (code === 46) {
      if (octet < 0 || octet > 255) return undefined;
      bits = bits * 256 + octet;
      octet = -1;
      octets++;
    } else if (code >= 48 && code <= 57 && octet !== 0) {
      octet = Math.max(octet, 0) * 10 + code - 48;
    } else {
      return undefined;
    }
  }
  return octets === 4 ? bits : undefined;
}

/** The 128 bits of an IPv6 address that is canonical. */
export function ipv6Bits(canonical: string): bigint {
  const [head = '', tail] = canonical.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array<string>(8 - before.length - after.length).fill('0');
  const groups = [...before, ...zeros, ...after];
  return BigInt(`0x${groups.map((group) => group.padStart(4, '0')).join('')}`);
}
