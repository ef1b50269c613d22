import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { type FlowSource, ltsTrafficLog } from '@cfw-flow/store';
import { lastTime } from './traffic.ts';

/** Flows in a batch. */
export const batchSize = 10_000;

/** Milliseconds from one flow to the next: 600 thousand an hour, 100 million in seven days. */
const step = 6;

/** Flows that arrive together. */
export interface Batch {
  source: FlowSource;
  /** When the last of them ended, milliseconds since 1970 UTC. */
  lastTime: number;
}

/** Batches one after another, as many as are wanted. */
export interface Batches {
  next(): Promise<Batch>;
  close(): Promise<void>;
}

/**
 * Batches from a log of `flow-log.ts`, read as they are wanted and from the start again at the end.
 * The times of the flows run on from where the made flows end.
 */
export async function openBatches(log: string): Promise<Batches> {
  const places = await batchPlaces(log);
  const file = await open(log);
  let number = 0;
  let time = lastTime;
  return {
    async next() {
      const place = number % (places.length - 1);
      const bytes = Buffer.alloc(places[place + 1]! - places[place]!);
      await file.read(bytes, 0, bytes.length, places[place]!);
      time = stampTimes(bytes, time);
      const name = `batch ${++number}`;
      return { source: bytesSource(name, bytes), lastTime: time };
    },
    async close() {
      await file.close();
    },
  };
}

/** Lines in memory. */
function bytesSource(name: string, bytes: Buffer): FlowSource {
  return {
    name,
    identity: name,
    format: ltsTrafficLog,
    size: bytes.length,
    open: () => ({ content: ReadableStream.from([bytes]), bytesRead: () => bytes.length }),
  };
}

/** Where each whole batch of a log begins, and where the last one ends. */
async function batchPlaces(log: string): Promise<number[]> {
  const places = [0];
  let lines = 0;
  let read = 0;
  for await (const chunk of createReadStream(log, { highWaterMark: 1 << 20 })) {
    const bytes = chunk as Buffer;
    for (let at = bytes.indexOf(newline); at !== -1; at = bytes.indexOf(newline, at + 1)) {
      if (++lines % batchSize === 0) places.push(read + at + 1);
    }
    read += bytes.length;
  }
  if (places.length < 2) throw new Error(`${log} has less than ${batchSize} flows, one batch`);
  return places;
}

const newline = 0x0a;
const digits = 13;
const ending = Buffer.from(',"end_time":');

/**
 * Gives the lines times after `time`, where each ends with its start_time and end_time, and tells
 * the last of them.
 */
function stampTimes(lines: Buffer, time: number): number {
  let last = time;
  for (let at = lines.indexOf(newline); at !== -1; at = lines.indexOf(newline, at + 1)) {
    const end = at - 1 - digits;
    const start = end - ending.length - digits;
    const duration = readTime(lines, end) - readTime(lines, start);
    last += step;
    writeTime(lines, end, last);
    writeTime(lines, start, last - duration);
  }
  return last;
}

function readTime(bytes: Buffer, at: number): number {
  let time = 0;
  for (let place = at; place < at + digits; place++) time = time * 10 + bytes[place]! - 0x30;
  return time;
}

function writeTime(bytes: Buffer, at: number, time: number): void {
  let left = time;
  for (let place = at + digits - 1; place >= at; place--) {
    bytes[place] = 0x30 + (left % 10);
    left = Math.floor(left / 10);
  }
}
