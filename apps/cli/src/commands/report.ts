import { writeFile } from 'node:fs/promises';
import type { Order } from '@cfw-flow/types';
import { missingBefore } from '../comparison/missing-before.ts';
import { windowBefore } from '../comparison/window-before.ts';
import { connect } from '../connection/connect.ts';
import type { ConnectionOptions } from '../connection/connection-options.ts';
import { noteWhyEmpty } from '../connection/why-empty.ts';
import { measureOf } from '../measure.ts';
import { print } from '../output/terminal.ts';
import { checkPlace, writeAtomically } from '../output/write-atomically.ts';
import { askReport } from '../report/ask-report.ts';
import { calendarDay } from '../report/calendar-day.ts';
import { pageHtml } from '../report/page-html.ts';
import { pageMarkdown } from '../report/page-markdown.ts';
import { reportFormat, type ReportFormat } from '../report/report-format.ts';
import { reportPage } from '../report/report-page.ts';

/** Options of `cfw-flow report`. */
export interface ReportOptions extends ConnectionOptions {
  day?: string;
  with?: string;
  by: Order;
  size: number;
  format?: ReportFormat;
  output?: string;
}

/** Writes a page about a window: what there was, what changed, and what is unsafe. */
export async function report(options: ReportOptions): Promise<void> {
  const { output, size } = options;
  const format = reportFormat(options.format, output);
  if (output !== undefined) await checkPlace(output);
  const made = Date.now();
  const day = options.day === undefined ? {} : calendarDay(options.day, made);
  const connection = await connect({ ...options, ...day });
  const { client, query, window } = connection;
  const now = { start_time: window.start, end_time: window.end };
  const windows = { now, before: windowBefore(now, options.with, made) };
  const by = measureOf[options.by];
  const data = await askReport(client, query, windows, by, size);
  if (data.comparison.totals.sessions.now === 0) await noteWhyEmpty(connection);
  const page = reportPage(data, {
    firewall: query.fw_instance_id,
    logType: query.log_type,
    made,
    size,
    missing: await missingBefore(connection, windows.before),
  });
  const text = format === 'html' ? pageHtml(page) : pageMarkdown(page);
  if (output === undefined) {
    print(text.trimEnd());
    return;
  }
  await writeAtomically(output, (path) => writeFile(path, text));
  print(`${page.title}: written to ${output}`);
}
