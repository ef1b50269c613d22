import type { Region } from './region.ts';

/** Regions that the vendor's SDKs know no IAM of; the global one serves them. */
const withoutIam = /^(af-north-1|ap-southeast-5|cn-north-11|cn-south-4|cn-southwest-3)$/;

/** Where IAM is for a region: `https://iam.cn-north-4.myhuaweicloud.com`. */
export function iamEndpoint(region?: Region): string {
  if (region === undefined || withoutIam.test(region)) return 'https://iam.myhuaweicloud.com';
  // The European cloud is one of its own.
  return `https://iam.${region}.myhuaweicloud.${region === 'eu-west-101' ? 'eu' : 'com'}`;
}
