import { gzipSync } from 'node:zlib';
import { flowLine, ndjson } from './logs.ts';

/** Flows of a part of a {@link largeLog}. */
const partFlows = 10_000;

/** A gzip file that takes a while to ingest and little time to make: it has one part again and again. */
export function largeLog(flows: number): Buffer {
  const lines = Array.from({ length: partFlows }, (_, index) => flowLine({ to_s_bytes: index }));
  const part = gzipSync(ndjson(lines));
  return Buffer.concat(Array.from({ length: flows / partFlows }, () => part));
}
