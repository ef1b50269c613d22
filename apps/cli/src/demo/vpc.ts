/** VPCs of the demo by the networks of their addresses; branch offices have none. */
const vpcs = [
  ['10.20.', 'vpc-office'],
  ['10.30.', 'vpc-data'],
  ['10.40.', 'vpc-batch'],
  ['172.16.', 'vpc-apps'],
  ['203.0.113.', 'vpc-public'],
  ['2001:db8:113:', 'vpc-public'],
] as const;

/** The VPC that an address belongs to, if it is one of the demo's own. */
export function vpcOf(address: string): string | undefined {
  return vpcs.find(([network]) => address.startsWith(network))?.[1];
}
