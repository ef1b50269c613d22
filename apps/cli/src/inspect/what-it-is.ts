import { fileKind } from '@cfw-flow/store';

/** What a file is that is no log, and what to do with it. */
export interface OtherKind {
  what: string;
  advice: string;
}

interface Magic extends OtherKind {
  /** Bytes that tell it. */
  bytes: readonly number[] | string;
  /** Where they are, from the beginning. */
  at?: number;
}

/** Kinds of files that are seldom mistaken for logs, but lie beside them. */
const magics: readonly Magic[] = [
  {
    what: 'a file of nfdump',
    bytes: [0x0c, 0xa5],
    advice:
      'Print it: nfdump -r FILE -B -o csv > flows.log, then read it with --format-file nfdump.yaml',
  },
  {
    what: 'a database of DuckDB',
    bytes: 'DUCK',
    at: 8,
    advice: 'If it is in a data directory, cfw-flow stats --data DIR shows what that holds.',
  },
  { what: 'a database of SQLite', bytes: 'SQLite format 3', advice: 'Export its rows as text.' },
];

/** Bytes of a file that tell how it is compressed. */
const compressions: readonly { name: string; bytes: readonly number[] }[] = [
  { name: 'gzip', bytes: [0x1f, 0x8b] },
  { name: 'zstd', bytes: [0x28, 0xb5, 0x2f, 0xfd] },
];

/** How a file is compressed that is read, by its first bytes. */
export function compressionIn(head: Uint8Array): string | undefined {
  const found = compressions.find(({ bytes }) => has(head, bytes))?.name;
  // A zstd file may begin with a frame that is left out (RFC 8878, section 3.1.2).
  const isSkippable = has(head, [0x2a, 0x4d, 0x18], 1) && (head[0]! & 0xf0) === 0x50;
  return found ?? (isSkippable ? 'zstd' : undefined);
}

/** Whether what a log is inside of is a compression. */
export function isCompression(layer: string): boolean {
  return compressions.some(({ name }) => name === layer);
}

/** What a file is that is no log, by its first bytes. */
export function otherKind(head: Uint8Array): OtherKind | undefined {
  const kind = fileKind(Buffer.from(head));
  if (kind) return { what: kind.is, advice: kind.advice };
  const found = magics.find(({ bytes, at }) => has(head, bytes, at));
  if (found) return found;
  if (!isBinary(head)) return undefined;
  return { what: 'binary data', advice: 'A log is text. See what wrote it.' };
}

/** What a text may be that is of no format that is understood, by its first line. */
export function otherText(firstLine: string): OtherKind {
  const line = firstLine.trim();
  if (line.startsWith('[')) {
    return {
      what: 'a JSON array',
      advice: "Write one object a line: jq -c '.[]' FILE > flows.ndjson",
    };
  }
  if (line === '{') {
    return {
      what: 'JSON over several lines',
      advice: 'Write one object a line: jq -c . FILE > flows.ndjson',
    };
  }
  if (line.startsWith('{')) {
    return { what: 'unknown JSON', advice: describe('its keys') };
  }
  if (/^<(?:!|\?|html)/i.test(line)) {
    return { what: 'a page of HTML or XML', advice: 'That is no log. See where it came from.' };
  }
  if (/\b(?:CEF|LEEF):\d/.test(line)) {
    return { what: 'CEF or LEEF', advice: describe('its text') };
  }
  if ((line.match(/\b[\w-]+=(?:"|\S)/g) ?? []).length > 4) {
    return { what: 'unknown key=value pairs', advice: describe('its keys') };
  }
  if (line.split(/[,;\t]/).length > 5) {
    return { what: 'unknown columns', advice: describe('its columns') };
  }
  return { what: 'unknown text', advice: describe('its lines') };
}

function describe(what: string): string {
  return `If it is one of \`cfw-flow formats\`, --format NAME; else --format-file FILE that describes ${what}.`;
}

function has(head: Uint8Array, bytes: readonly number[] | string, at = 0): boolean {
  const expected = typeof bytes === 'string' ? Buffer.from(bytes) : Uint8Array.from(bytes);
  return Buffer.from(head.subarray(at, at + expected.length)).equals(expected);
}

/** Whether bytes are those of no text. Zeros before a line are what a rotated log may begin with. */
function isBinary(head: Uint8Array): boolean {
  const isUtf16 = has(head, [0xff, 0xfe]) || has(head, [0xfe, 0xff]);
  if (isUtf16) return false;
  const start = head.findIndex((byte) => byte !== 0);
  if (start < 0) return false;
  const rest = head.subarray(start);
  const control = rest.filter((byte) => byte < 9 || (byte > 13 && byte < 27)).length;
  return control > rest.length / 50;
}
