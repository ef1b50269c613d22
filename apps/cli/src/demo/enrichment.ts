import { type Asset, compileThreats, parseThreatList } from '@cfw-flow/store';
import type { EnrichmentDefaults } from '../enrichment/enrichment-sources.ts';

/*
 * Threat lists and assets of the demo: all of them made up, like its traffic.
 */

const scanners = `
# Port scanners
192.0.2.226/31
192.0.2.230
192.0.2.240/29
`;

const trackers = `
# Hosts file of a kind that blocks advertisements
0.0.0.0 ads.network.example
0.0.0.0 devices.example
`;

const threats = compileThreats([
  { name: 'demo-scanners', ...parseThreatList(scanners) },
  { name: 'demo-trackers', ...parseThreatList(trackers) },
]);

/** The servers that the demo shows to the Internet. */
const assets: ReadonlyMap<string, Asset> = new Map([
  ['203.0.113.10', { device_name: 'web-1', associate_instance_type: 'ELB', tags: 'production' }],
  ['203.0.113.11', { device_name: 'web-2', associate_instance_type: 'ELB', tags: 'production' }],
]);

/** What the demo uses where the options name no files. */
export const demoEnrichment: EnrichmentDefaults = { threats, assets };
