import { parentPort } from 'node:worker_threads';
import type { LogFormat } from '../format.ts';
import { StoreError } from '../errors.ts';
import { BlockReader, type BlockReaderOptions, type ReadBlock } from './block-reader.ts';
import type { ColumnArrays } from './flow-columns.ts';
import { HostReader } from './host-reader.ts';
import type { HostTable } from './host-table.ts';
import { HostTables, hostTableBeside } from './host-tables.ts';
import {
  type BesideMessage,
  blockCount,
  columnsOfBlocks,
  Control,
  type FromReader,
  pieceSize,
  type SharedMemory,
  type ToReader,
} from './reader-messages.ts';

/*
 * The thread that reads sources, one after the other.
 */

let memory: SharedMemory;
let format: LogFormat;
let hosts: HostTables;
/** Of the logs beside, by what tells them. */
let beside = new Map<string, HostTable>();
let hostReader: HostReader | undefined;
let blockReader: BlockReader | undefined;

parentPort!.on('message', (message: ToReader) => {
  try {
    handle(message);
  } catch (error) {
    const { message } = error as Error;
    tell({ did: 'fail', message, code: error instanceof StoreError ? error.code : undefined });
  }
});

function handle(message: ToReader): void {
  switch (message.do) {
    case 'begin':
      memory = message.memory;
      format = message.options.format;
      beside = tablesOf(message.beside);
      hosts = new HostTables([...beside.values()]);
      // A log beside the source before may have had no end.
      hostReader = undefined;
      blockReader = openBlockReader(message.options);
      break;
    case 'beginHosts':
      hostReader = openHostReader(message.beside);
      break;
    case 'piece': {
      const bytes = Buffer.from(memory.pieces, message.place * pieceSize, message.length);
      (hostReader ?? blockReader!).read(bytes);
      tell({ did: 'piece' });
      break;
    }
    case 'endHosts':
      hostReader!.end();
      hostReader = undefined;
      break;
    case 'end':
      blockReader!.end(message);
      blockReader = undefined;
      tell({ did: 'end' });
  }
}

/** Tables for the logs beside, and those of the source before that are some of them. */
function tablesOf(logs: readonly BesideMessage[]): Map<string, HostTable> {
  return new Map(
    logs.map(({ key, isRead }) => [key, isRead ? beside.get(key)! : hostTableBeside()]),
  );
}

function openHostReader(place: number | undefined): HostReader {
  if (place === undefined) return new HostReader(format, hosts, false);
  return new HostReader(format, [...beside.values()][place]!, true);
}

function openBlockReader(options: BlockReaderOptions): BlockReader {
  const places = columnsOfBlocks(memory.blocks, options.capacity);
  const control = new Int32Array(memory.control);
  let given = 0;
  const give = ({ flows, ...block }: ReadBlock): ColumnArrays => {
    const { rows, texts, addresses } = flows;
    const place = given % blockCount;
    tell({ did: 'block', block: { ...block, flows: { rows, texts, addresses }, place } });
    given++;
    for (;;) {
      const released = Atomics.load(control, Control.RELEASED);
      if (given - released < blockCount) return places[given % blockCount]!;
      Atomics.wait(control, Control.RELEASED, released);
    }
  };
  return new BlockReader(options, places[0]!, give, options.format.hosts && hosts);
}

function tell(message: FromReader): void {
  parentPort!.postMessage(message);
}
