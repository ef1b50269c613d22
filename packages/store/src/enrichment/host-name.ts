import { domainToASCII } from 'node:url';
import { canonicalHost } from '../host-name.ts';

/** A host as it is compared: in lower case, in ASCII, without the dot of the root. */
export function comparableHost(host: string): string {
  const plain = canonicalHost(host);
  // oxlint-disable-next-line no-control-regex
  if (/^[\x00-\x7f]*$/.test(plain)) return plain;
  return domainToASCII(plain) || plain;
}

const label = '[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?';
const name = new RegExp(String.raw`^(?:${label}\.)*(?=[a-z0-9-]*[a-z])${label}$`);

/** Tells whether a comparable host is a domain name; the last label of one is not all digits. */
export function isHostName(host: string): boolean {
  return host.length <= 253 && name.test(host);
}
