import type { Command } from 'commander';
import { addServerOptions } from './declare-queries.ts';
import type { AlertsOptions } from './commands/alerts.ts';
import { examples } from './help-examples.ts';
import { options, rulesArgument } from './options.ts';

/** Declares the command that checks rules. */
export function declareAlerts(root: Command): void {
  const command = root
    .command('alerts')
    .summary('check rules: what is over a threshold, new, or changed')
    .description(
      'Asks a server whether rules of a file are met: a source, host, port, region or all flows ' +
        'over a threshold, new, or changed by a factor. Ends with 0 when none is, 3 when some ' +
        'are, 1 when a rule or a webhook failed. With --every it repeats the check, and reports what ' +
        'begins and what ends. See the guide "Alerts".',
    )
    .addArgument(rulesArgument())
    .addOption(options.every())
    .addOption(options.state())
    .addOption(options.at())
    .option('--json', 'print each alert as a line of JSON');
  addServerOptions(command)
    .addHelpText(
      'after',
      examples(
        ['cfw-flow alerts rules.yaml', 'once, for scripts'],
        ['cfw-flow alerts rules.yaml --state told.json', 'by cron, each reported once'],
        ['cfw-flow alerts rules.yaml --every 1m', 'until Ctrl+C'],
        ['cfw-flow alerts rules.yaml --json | jq -r .summary', ''],
        ['cfw-flow serve --watch logs/ --alerts rules.yaml', 'in the server'],
      ),
    )
    .action(async (file: string, chosen: AlertsOptions) => {
      const { alerts } = await import('./commands/alerts.ts');
      await alerts(file, chosen);
    });
}
