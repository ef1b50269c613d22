import { domainToASCII } from 'node:url';

/** A host as it is compared: in lower case, in ASCII, without the dot of the root. */
export function comparableHost(host: string): string {
  const plain = host.endsWith('.') ? host.slice(0, -1) : host;
  // oxlint-disable-next-line no-control-regex
  if (/^[\x00-\x7f]*$/.test(plain)) return plain.toLowerCase();
  return domainToASCII(plain) || plain.toLowerCase();
}

const label = '[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?';
const name = new RegExp(String.raw`^(?:${label}\.)*(?=[a-z0-9-]*[a-z])${label}$`);

/** Tells whether a comparable host is a domain name; the last label of one is not all digits. */
export function isHostName(host: string): boolean {
  return host.length <= 253 && name.test(host);
}
