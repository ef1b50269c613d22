import type { IngestReport, LogCheckpoint } from '@cfw-flow/store';
import { expect, it } from 'vitest';
import { IngestReporter } from './ingest-reporter.ts';

const rejections = [{ line: 2, reason: 'bytes is missing' }];
const checkpoint = {} as LogCheckpoint;

function reportOf(source: string, changes: Partial<IngestReport>): IngestReport {
  const counts = { flows: 0, rejected: 0, skipped: 0, rejections: [], repeated: false };
  return { source, ...counts, checkpoint, ...changes };
}

function linesOf(...reports: IngestReport[]): string[] {
  const lines: string[] = [];
  const reporter = new IngestReporter((line) => lines.push(line));
  for (const report of reports) reporter.add(report);
  reporter.flush();
  return lines;
}

it('names the first rejected line of logs that have flows', () => {
  const isLog = { ...checkpoint, log: 1 };
  expect(
    linesOf(
      reportOf('a.log', { flows: 3 }),
      reportOf('b.log', { rejected: 1, rejections, checkpoint: isLog }),
      reportOf('c.log', { rejected: 1, rejections, checkpoint: isLog }),
    ),
  ).toEqual(['3 flows ingested from 3 files; 2 lines rejected.', '  b.log:2: bytes is missing']);
});

it('names every file of which no line is a flow, but not too many', () => {
  const names = ['1', '2', '3', '4', '5', '6', '7'];
  const reports = names.map((name) => reportOf(name, { rejected: 1, rejections }));
  expect(linesOf(reportOf('a.log', { flows: 3 }), ...reports)).toEqual([
    '3 flows ingested from 8 files; 7 lines rejected.',
    'No line of 7 files is a flow:',
    ...names.slice(0, 5).map((name) => `  ${name}:2: bytes is missing`),
    '  … and 2 more files',
  ]);
});
