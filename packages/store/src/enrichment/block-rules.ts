import { quoted } from './bad-line.ts';

/** What a rule of a block list says: hosts, or why it is not understood. */
export type BlockRule = { hosts: readonly string[] } | { complaint: string };

/**
 * Reads a rule of a program that blocks hosts: `address=/bad.example/0.0.0.0` of dnsmasq, or
 * `||bad.example^` of AdBlock and its kin.
 *
 * @returns nothing when the line is no such rule
 */
export function readBlockRule(line: string): BlockRule | undefined {
  const dnsmasq = /^(?:address|server|local)=\/(.+)\/([^/]*)$/i.exec(line);
  if (dnsmasq !== null) return readDnsmasq(line, dnsmasq[1]!.split('/'), dnsmasq[2]!);
  if (line.startsWith('@@')) {
    return { complaint: `${quoted(line)} is an exception: take it out, with what it excepts` };
  }
  if (/#[@?$%]*#/.test(line)) {
    return { complaint: `${quoted(line)} is about parts of web pages, not about hosts` };
  }
  return line.startsWith('||') ? readAdBlock(line) : undefined;
}

function readDnsmasq(line: string, hosts: string[], target: string): BlockRule {
  // Of a server, "#" means the usual ones; an address is where else to ask, or to go.
  const isBlocked = /^server/i.test(line)
    ? target === ''
    : /^(?:|#|0\.0\.0\.0|127\.\d+\.\d+\.\d+|::1?)$/.test(target);
  return isBlocked ? { hosts } : { complaint: `${quoted(line)} blocks nothing` };
}

/** Options that leave a rule one about all of a host. */
const harmlessOptions = new Set([
  'all',
  'doc',
  'document',
  'important',
  'popup',
  '3p',
  'third-party',
]);

function readAdBlock(line: string): BlockRule {
  const [, host, options = ''] = /^\|\|([^/^|$*]+)[\^|]*(?:\$(.*))?$/.exec(line) ?? [];
  if (
    host !== undefined &&
    options.split(',').every((one) => one === '' || harmlessOptions.has(one))
  ) {
    return { hosts: [host] };
  }
  return { complaint: `${quoted(line)} is not about all of a host` };
}
