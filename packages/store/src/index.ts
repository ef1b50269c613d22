/**
 * What a store of traffic flows is: the flow record, the log formats that become one, the
 * question, its window and its answer, the store over an engine, and what an engine has to do.
 *
 * @module main
 */
export * from './address.ts';
export { Certainty } from './reader/client-side.ts';
export { type Conversion, conversionTakes } from './reader/conversion.ts';
export * from './detect-format.ts';
export type { Envelope } from './envelopes/envelope.ts';
export type { AssetNetworks } from './enrichment/asset-networks.ts';
export * from './enrichment/assets.ts';
export type { BadLine } from './enrichment/bad-line.ts';
export * from './enrichment/enriched-flow.ts';
export * from './enrichment/enrichment.ts';
export { ipv4Bits } from './enrichment/address-number.ts';
export type { AddressRange, ThreatEntries } from './enrichment/threat-entry.ts';
export * from './enrichment/threat-list.ts';
export * from './enrichment/threats.ts';
export * from './errors.ts';
export { type Compression, compressionOf } from './decompress.ts';
export * from './file-kind.ts';
export * from './field.ts';
export * from './flow.ts';
export * from './format.ts';
export * from './formats/cfw-rows.ts';
export * from './formats/eve.ts';
export * from './formats/index.ts';
export * from './formats/lts.ts';
export * from './formats/vpc.ts';
export * from './formats/zeek.ts';
export { canonicalHost } from './host-name.ts';
export * from './internal-networks.ts';
export * from './item.ts';
export * from './engine.ts';
export * from './enrichment/enriched-columns.ts';
export * from './open-flow-store.ts';
export * from './queries/index.ts';
export * from './queue.ts';
export * from './reader/address-list.ts';
export * from './reader/flow-columns.ts';
export type { Checkpoint } from './reader/block-reader.ts';
export * from './reader/prefix-hash.ts';
export { maxLineBytes } from './reader/flow-reader.ts';
export * from './reader/line-parser.ts';
export type { LogWithoutFlows } from './log-without-flows.ts';
export { makeDirectory } from './make-directory.ts';
export * from './mapping.ts';
export * from './pipe-source.ts';
export { portlessProtocols, protocolNames } from './protocols.ts';
export { isTimeZone } from './reader/local-time.ts';
export * from './read-flow.ts';
export * from './read-log.ts';
export * from './rejection.ts';
export {
  type FileSourceOptions,
  fileSource,
  type FlowSource,
  type HostLog,
  textSource,
  type OpenedSource,
} from './source.ts';
export * from './store.ts';
export * from './usable-memory.ts';
export * from './window.ts';
