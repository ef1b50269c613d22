import { FlowItem, type Item, Order } from '@cfw-flow/types';
import { type Command, Option } from 'commander';
import type { CompareOptions } from './commands/compare.ts';
import type { ExportOptions } from './commands/export.ts';
import type { ReportOptions } from './commands/report.ts';
import type { WatchOptions } from './commands/watch.ts';
import { maxGroups } from './comparison/ask-comparison.ts';
import { type ChangeKind, changeKinds } from './comparison/comparison.ts';
import { addQueryOptions } from './declare-queries.ts';
import { exportFormats } from './export/export-format.ts';
import { reportFormats } from './report/report-format.ts';
import { examples } from './help-examples.ts';
import {
  duration,
  flowItemArgument,
  flowItemsArgument,
  itemArgument,
  oneOf,
  options,
  wholeNumber,
  wordOf,
} from './options.ts';

/** Declares the commands that put several answers of a server together. */
export function declareViews(root: Command): void {
  addCompare(root);
  addWatch(root);
  addExport(root);
  addReport(root);
}

function addCompare(root: Command): void {
  const command = root
    .command('compare')
    .summary('compare two windows: what is new, gone, up or down')
    .description(
      'Compares the groups of a window with those of the window before it, or of another one, by ' +
        'sessions or bytes. Of an item with more than 1,000 groups, those with the most in either ' +
        'window are compared.',
    )
    .addArgument(
      flowItemsArgument('what is compared (default: src_ip, dst_ip, dst_host, app, dst_port)'),
    )
    .addOption(withOption())
    .addOption(options.by().default(Order.RECORD, 'record'))
    .addOption(
      new Option('--change <kind...>', `only groups that are ${changeKinds.join(', ')}`).argParser(
        changeKindsFrom,
      ),
    )
    .addOption(
      new Option(
        '-n, --size <number>',
        'maximum number of groups of an item (default: 10, but all with --json, --csv, --ndjson)',
      ).argParser(wholeNumber(1, 2 * maxGroups)),
    )
    .addOption(options.json())
    .addOption(options.csv('print the groups as CSV').conflicts('ndjson'))
    .addOption(options.ndjson());
  addQueryOptions(command)
    .addHelpText(
      'after',
      examples(
        ['cfw-flow compare --last 1d', 'and the day before'],
        ['cfw-flow compare src_ip --last 1h --with 7d', 'and a week ago'],
        ['cfw-flow compare dst_host -t nat --change new --csv', ''],
      ),
    )
    .action(async (items: FlowItem[], chosen: CompareOptions) => {
      const { compare } = await import('./commands/compare.ts');
      await compare(items, chosen);
    });
}

function addWatch(root: Command): void {
  const command = root
    .command('watch')
    .summary('watch a ranking as it changes, like top(1)')
    .description(
      'Shows a ranking on the whole terminal and keeps it up to date: shares, rates, what changed since ' +
        'the frame before, and how old the latest flow is. Keys: left and right, or a number, ' +
        'choose the item, s and b sort by sessions or bytes, - and + change the window, p pauses, ' +
        'q quits.',
    )
    .addArgument(flowItemArgument('what is ranked first').argOptional().default(FlowItem.SRC_IP))
    .addOption(options.by().default(Order.RECORD, 'record'))
    .addOption(
      new Option('--every <time>', 'time between two answers')
        .default(5000, '5s')
        .argParser(duration),
    );
  addQueryOptions(command)
    .addHelpText(
      'after',
      examples(
        ['cfw-flow watch --last 1h', ''],
        ['cfw-flow watch dst_host --by byte -t nat --every 2s', ''],
      ),
    )
    .action(async (item: FlowItem, chosen: WatchOptions) => {
      const { watch } = await import('./commands/watch.ts');
      await watch(item, chosen);
    });
}

function addExport(root: Command): void {
  const command = root
    .command('export')
    .summary('write all groups of a window as CSV, NDJSON or Parquet')
    .description(
      'Writes all groups of a window with their sessions, bytes and latest time. A server gives ' +
        '1,000 at once: of more it is asked part by part of the window, and what the parts have ' +
        'is added up. A file is there when all of it is; Ctrl+C leaves nothing.',
    )
    .addArgument(itemArgument())
    .addOption(options.output())
    .addOption(
      oneOf(
        new Option('--format <name>', 'what to write (default: by the name of the file, or csv)'),
        exportFormats,
      ),
    );
  addQueryOptions(command)
    .addHelpText(
      'after',
      examples(
        ['cfw-flow export src_ip --last 1d -o talkers.csv', ''],
        ['cfw-flow export dst_host -t nat --from yesterday --to today -o hosts.parquet', ''],
        ['cfw-flow export open_port --format ndjson | jq .item', ''],
      ),
    )
    .action(async (item: Item, chosen: ExportOptions) => {
      const { exportGroups } = await import('./commands/export.ts');
      await exportGroups(item, chosen);
    });
}

function addReport(root: Command): void {
  const command = root
    .command('report')
    .summary('write a page about a day or a week')
    .description(
      'Writes a page about a window, the last seven days when nothing else is said: the traffic ' +
        'over that of the window before, what changed most, what is new or unsafe, and the top of ' +
        'each item. HTML is a single file, which can be sent by mail; Markdown is for chats ' +
        'and tickets.',
    )
    .addOption(options.output())
    .addOption(
      oneOf(
        new Option(
          '--format <name>',
          'what to write (default: by the name of the file, or markdown)',
        ),
        reportFormats,
      ),
    )
    .addOption(
      new Option('--day <day>', 'a day of the calendar: 2026-11-22, yesterday, today').conflicts([
        'last',
        'range',
        'from',
        'to',
      ]),
    )
    .addOption(withOption())
    .addOption(options.by().default(Order.RECORD, 'record'))
    .addOption(
      new Option('-n, --size <number>', 'maximum number of rows of a table')
        .default(10)
        .argParser(wholeNumber(1, maxGroups)),
    );
  addQueryOptions(command)
    .addHelpText(
      'after',
      examples(
        ['cfw-flow report --day yesterday -o yesterday.html', ''],
        ['cfw-flow report -t nat --last 7d --by byte -o week.md', ''],
        ['cfw-flow report --day yesterday --format html | mail -s Flows \\', ''],
        ["  -a 'Content-Type: text/html' ops@example.com", ''],
      ),
    )
    .action(async (chosen: ReportOptions) => {
      const { report } = await import('./commands/report.ts');
      await report(chosen);
    });
}

/** The other window of a comparison. */
function withOption(): Option {
  return new Option(
    '--with <time>',
    'how far back the other window is, such as 7d, or when it starts (default: right before)',
  );
}

function changeKindsFrom(text: string, before: readonly ChangeKind[] = []): ChangeKind[] {
  return [...before, ...text.split(',').map(wordOf(changeKinds))];
}
