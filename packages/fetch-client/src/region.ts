import { CfwOptionError } from './errors.ts';

/** The regions that have Cloud Firewall. */
export const regions = [
  'af-north-1',
  'af-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ap-southeast-3',
  'ap-southeast-4',
  'ap-southeast-5',
  'cn-east-2',
  'cn-east-3',
  'cn-east-4',
  'cn-east-5',
  'cn-north-4',
  'cn-north-9',
  'cn-north-11',
  'cn-north-12',
  'cn-south-1',
  'cn-south-2',
  'cn-south-4',
  'cn-southwest-2',
  'cn-southwest-3',
  'eu-west-101',
  'la-north-2',
  'la-south-2',
  'me-east-1',
  'my-kualalumpur-1',
  'ru-moscow-1',
  'sa-brazil-1',
  'tr-west-1',
] as const;

/** A region that has Cloud Firewall. */
export type Region = (typeof regions)[number];

/** @throws {@link CfwOptionError} when there is no such region */
export function checkRegion(region: Region | undefined): void {
  if (region === undefined || (regions as readonly string[]).includes(region)) return;
  throw new CfwOptionError(
    'region',
    `${JSON.stringify(region)} is not a region with Cloud Firewall. Those are: ${regions.join(', ')}`,
  );
}

/** Where the firewall's API is in a region: `https://cfw.cn-north-4.myhuaweicloud.com`. */
export function cfwEndpoint(region: Region): string {
  // The European cloud is one of its own.
  return `https://cfw.${region}.myhuaweicloud.${region === 'eu-west-101' ? 'eu' : 'com'}`;
}
