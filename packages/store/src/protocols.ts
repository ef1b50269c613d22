/** Names of IP protocol numbers as CFW writes them (IANA, "Protocol Numbers"). Others stay numbers. */
export const protocolNames: Readonly<Record<string, string>> = {
  '1': 'ICMP',
  '2': 'IGMP',
  '4': 'IPIP',
  '6': 'TCP',
  '8': 'EGP',
  '17': 'UDP',
  '27': 'RDP',
  '33': 'DCCP',
  '41': 'IPV6',
  '46': 'RSVP',
  '47': 'GRE',
  '50': 'ESP',
  '51': 'AH',
  '58': 'ICMPV6',
  '88': 'EIGRP',
  '89': 'OSPF',
  '103': 'PIM',
  '108': 'IPCOMP',
  '112': 'VRRP',
  '115': 'L2TP',
  '132': 'SCTP',
  '136': 'UDPLITE',
};

/** Those whose packets have ports. */
const withPorts: readonly string[] = ['TCP', 'UDP', 'RDP', 'DCCP', 'SCTP', 'UDPLITE'];

/** Names of the protocols whose packets have no ports, but for those that begin with `ICMP`. */
export const portlessProtocols: readonly string[] = Object.values(protocolNames).filter(
  (name) => !withPorts.includes(name) && !name.startsWith('ICMP'),
);

const portless = new RegExp(`^(?:icmp.*|[0-9]+|${portlessProtocols.join('|')})$`, 'is');

/**
 * Whether the packets of a protocol have no ports, whatever a log writes there: those that are known
 * not to have any, and those that are known by their number alone.
 */
export function isPortless(protocol: string): boolean {
  return portless.test(protocol);
}
