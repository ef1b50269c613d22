import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logFormats } from '../formats/index.ts';
import type { FlowRecord } from '../flow.ts';
import type { LogFormat } from '../format.ts';
import { parseInternalNetworks } from '../internal-networks.ts';
import { readLog } from '../read-log.ts';
import { formatLogs } from '../testing/format-logs.ts';
import { flowsIn } from '../testing/flows-in.ts';
import { columnsOver, sizeOfColumns } from './flow-columns.ts';
import { FlowReader } from './flow-reader.ts';

const firewall = 'c598d612-8112-465c-bffd-863d4ce85a50';

/** Reads lines into blocks of a few flows. */
function read(format: LogFormat, lines: readonly string[], capacity = 1000) {
  const arrays = () => columnsOver(new ArrayBuffer(sizeOfColumns(capacity)), capacity);
  const rejections: { line: number; reason: string }[] = [];
  const reader = new FlowReader(
    format,
    {
      firewall,
      internalNetworks: parseInternalNetworks(),
      onRejected: (line, reason) => rejections.push({ line, reason }) > 0,
    },
    arrays(),
    capacity,
  );
  const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
  const flows: FlowRecord[] = [];
  for (let at = 0; at < bytes.length; ) {
    at = reader.read(bytes, at, bytes.length);
    if (!reader.isFull) break;
    flows.push(...flowsIn(reader.flows()));
    reader.begin(arrays());
  }
  flows.push(...flowsIn(reader.flows({ isEnd: true })));
  return { flows, rejections, skipped: reader.skipped };
}

describe('the reader', () => {
  it('comes to the flows, and the verdicts, of the line parser in every format', () => {
    fc.assert(
      fc.property(formatLogs, ({ format, lines }) => {
        const found = read(format, lines);
        const { flows, ...rest } = readLog(format, lines, { firewall });
        expect(found).toEqual({ flows: expect.arrayContaining(flows), ...rest });
        expect(found.flows).toHaveLength(flows.length);
      }),
      { numRuns: 500 },
    );
  });
  it.todo(String(logFormats.length));
});
