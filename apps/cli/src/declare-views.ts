import type { FlowItem } from '@cfw-flow/types';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { CompareOptions } from './commands/compare.ts';
import { maxGroups } from './comparison/ask-comparison.ts';
import { type ChangeKind, changeKinds } from './comparison/comparison.ts';
import { earlierWindow } from './comparison/compared-windows.ts';
import { addQueryOptions } from './declare-queries.ts';
import { examples } from './help-examples.ts';
import { flowItemsArgument, options, wholeNumber } from './options.ts';

/** Declares the commands that put several answers of a server together. */
export function declareViews(root: Command): void {
  addCompare(root);
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
    .addOption(
      new Option(
        '--with <time>',
        'how far back the other window is, such as 7d, or when it starts (default: right before)',
      ).argParser(earlierWindow),
    )
    .addOption(options.by().default('record', 'record'))
    .addOption(
      new Option('--change <kind...>', `only groups that are ${changeKinds.join(', ')}`).argParser(
        changeKindsFrom,
      ),
    )
    .addOption(
      new Option(
        '--size <number>',
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
        ['cfw-flow compare --log-type internet --range 1d', 'today and yesterday'],
        ['cfw-flow compare src_ip --log-type internet --range 1h --with 7d', ''],
        ['cfw-flow compare dst_host --log-type nat --change new --csv', ''],
      ),
    )
    .action(async (items: FlowItem[], chosen: CompareOptions) => {
      const { compare } = await import('./commands/compare.ts');
      await compare(items, chosen);
    });
}

function changeKindsFrom(text: string, before: readonly ChangeKind[] = []): ChangeKind[] {
  const kinds = text.split(',').map((name) => {
    const kind = changeKinds.find((one) => one === name);
    if (kind !== undefined) return kind;
    throw new InvalidArgumentError(`Allowed choices are ${changeKinds.join(', ')}.`);
  });
  return [...before, ...kinds];
}
