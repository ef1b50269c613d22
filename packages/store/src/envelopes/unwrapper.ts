import type { Envelope } from './envelope.ts';
import { CsvColumn } from './csv-column.ts';
import { JsonDocuments } from './json-documents.ts';
import { EachLine } from './each-line.ts';
import { lineUnderKey } from './line-under-key.ts';

/** Takes lines out of an envelope, from bytes as they come. */
export interface Unwrapper {
  /** What is whole of the lines inside, each with a line feed behind it. */
  unwrap(bytes: Uint8Array): Uint8Array;
  /** There is no more: what is left. */
  end(): Uint8Array;
}

/** What takes lines out of an envelope. */
export function unwrapperOf(envelope: Envelope): Unwrapper {
  switch (envelope.kind) {
    case 'prefix':
      return new EachLine((line) => line.subarray(prefixLength(envelope.matches, line)));
    case 'key':
      return new EachLine(lineUnderKey(envelope.key.split('/')));
    case 'documents':
      return new JsonDocuments(envelope.list?.split('/') ?? []);
    case 'column':
      return new CsvColumn(envelope.column);
  }
}

/** Whether bytes may have lines in an envelope: a quick look that spares most of the long ones. */
export function mayHold(envelope: Envelope, bytes: Buffer): boolean {
  switch (envelope.kind) {
    case 'prefix':
      return true;
    case 'key':
      return envelope.key.split('/').every((key) => bytes.includes(`"${key}"`));
    case 'documents':
      return /^\uFEFF?\s*[[{]/.test(bytes.toString('utf8', 0, 64));
    case 'column':
      return bytes.subarray(0, bytes.indexOf(0x0a) + 1).includes(envelope.column);
  }
}

/** Bytes that a prefix may have. */
const maxPrefix = 1024;

function prefixLength(matches: RegExp, line: Buffer): number {
  return matches.exec(line.toString('latin1', 0, maxPrefix))?.[0].length ?? 0;
}

/** Takes lines out of envelopes within each other, the outermost first. */
export async function* unwrapped(
  content: AsyncIterable<Uint8Array>,
  envelopes: readonly Envelope[],
): AsyncGenerator<Uint8Array> {
  const [outer, ...inner] = envelopes;
  if (outer === undefined) yield* content;
  else yield* unwrapped(withoutEnvelope(content, unwrapperOf(outer)), inner);
}

async function* withoutEnvelope(
  content: AsyncIterable<Uint8Array>,
  unwrapper: Unwrapper,
): AsyncGenerator<Uint8Array> {
  for await (const bytes of content) {
    const lines = unwrapper.unwrap(bytes);
    if (lines.byteLength > 0) yield lines;
  }
  const rest = unwrapper.end();
  if (rest.byteLength > 0) yield rest;
}
