import type { FlowItem, Item } from '@cfw-flow/types';
import type { Command } from 'commander';
import type { DetailOptions } from './commands/detail.ts';
import type { TopOptions } from './commands/top.ts';
import type { TrendOptions } from './commands/trend.ts';
import { examples } from './help-examples.ts';
import { flowItemArgument, itemsArgument, options, valueArgument } from './options.ts';

/** Declares the commands that ask a server. */
export function declareQueries(root: Command): void {
  addTop(root);
  addTrend(root);
  addDetail(root);
}

/** Adds what all commands take that ask a server: which flows, then which server. */
export function addQueryOptions(command: Command): Command {
  command
    .optionsGroup('Which flows:')
    .addOption(options.logType())
    .addOption(options.last())
    .addOption(options.range())
    .addOption(options.from())
    .addOption(options.to())
    .addOption(options.timeZone())
    .addOption(options.direction())
    .addOption(options.assetType())
    .addOption(options.vgwId());
  return addServerOptions(command);
}

/** Adds what says which server is asked, and about which firewall. */
export function addServerOptions(command: Command): Command {
  return command
    .optionsGroup('Which server (`cfw-flow help environment` has variables for it):')
    .addOption(options.endpoint())
    .addOption(options.region())
    .addOption(options.askedProject())
    .addOption(options.askedFirewall())
    .addOption(options.profile())
    .addOption(options.token())
    .addOption(options.tokenFile());
}

function addTop(root: Command): void {
  const command = root
    .command('top')
    .summary('ask a server for a ranking')
    .description(
      'Asks a server of cfw-flow, or any endpoint of the same API, which groups of flows had ' +
        'the most sessions. One item alone comes with the details of its groups; several items, or ' +
        '--by, are lists.',
    )
    .addArgument(itemsArgument())
    .addOption(options.by())
    .addOption(options.size())
    .addOption(options.explain())
    .addOption(options.json())
    .addOption(options.csv('print the records as CSV'))
    .addOption(options.ndjson());
  addQueryOptions(command)
    .addHelpText(
      'after',
      examples(
        ['cfw-flow top dst_host', 'the last seven days'],
        ['cfw-flow top src_ip -t nat --last 6h -n 20', ''],
        ['cfw-flow top src_ip dst_host --by byte --from yesterday', ''],
        ['cfw-flow top app -t vpc --from "2026-11-20 08:00" --to 2026-11-21', ''],
        ['cfw-flow top app --profile prod --json | jq .total', ''],
      ),
    )
    .action(async (items: Item[], chosen: TopOptions) => {
      const { top } = await import('./commands/top.ts');
      await top(items, chosen);
    });
}

function addTrend(root: Command): void {
  const command = root
    .command('trend')
    .summary('ask a server for the traffic over time')
    .description(
      'Asks a server how many bits per second came to the assets and left them, for each interval ' +
        'of the window; sessions count when they end. On a terminal it draws a chart, elsewhere it ' +
        'prints a table.',
    )
    .addOption(options.explain())
    .addOption(options.json())
    .addOption(options.csv('print the intervals as CSV, with times in UTC'))
    .addOption(options.ndjson());
  addQueryOptions(command)
    .optionsGroup('Which flows:')
    .addOption(options.ip())
    .addOption(options.vpc())
    .addHelpText(
      'after',
      examples(
        ['cfw-flow trend', 'the last seven days'],
        ['cfw-flow trend --last 1h --ip 192.0.2.10', ''],
        ['cfw-flow trend -t vpc --vpc office --vpc lab', ''],
        ['cfw-flow trend -t nat --last 1d --csv > trend.csv', ''],
      ),
    )
    .action(async (chosen: TrendOptions) => {
      const { trend } = await import('./commands/trend.ts');
      await trend(chosen);
    });
}

function addDetail(root: Command): void {
  const command = root
    .command('detail')
    .summary('ask a server for the details of one group')
    .description(
      'Asks a server for the details of one group of a ranking: its sums, how many different ' +
        'addresses, ports and applications it has, and its top sessions. Sessions that differ in ' +
        'nothing but source port and time are one line.',
    )
    .addArgument(flowItemArgument())
    .addArgument(valueArgument())
    .addOption(options.explain())
    .addOption(options.json())
    .addOption(options.csv('print the top sessions as CSV'))
    .addOption(options.ndjson());
  addQueryOptions(command)
    .addHelpText(
      'after',
      examples(
        ['cfw-flow detail dst_host www.acme.example', ''],
        ['cfw-flow detail src_ip 10.0.0.5 -t nat --last 6h', ''],
        ['cfw-flow detail dst_region_name "Chinese Mainland"', ''],
        ['cfw-flow detail dst_port 22 -t vpc --csv > ssh.csv', ''],
      ),
    )
    .action(async (item: FlowItem, value: string, chosen: DetailOptions) => {
      const { detail } = await import('./commands/detail.ts');
      await detail(item, value, chosen);
    });
}
