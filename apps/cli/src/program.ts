import type { LogFormat } from '@cfw-flow/store';
import type { Item } from '@cfw-flow/types';
import { Command, CommanderError, Option } from 'commander';
import manifest from '../package.json' with { type: 'json' };
import type { BackupOptions } from './backup.ts';
import { asFailure, ExitCode } from './failure.ts';
import type { IngestOptions } from './ingest.ts';
import {
  backupArgument,
  formatArgument,
  itemArgument,
  options,
  pathsArgument,
  targetArgument,
} from './options.ts';
import type { PruneOptions } from './prune.ts';
import type { RepairOptions } from './repair.ts';
import type { RestoreOptions } from './restore.ts';
import type { ReEnrichOptions } from './re-enrich.ts';
import type { ServeOptions } from './serve.ts';
import type { StatsOptions } from './stats.ts';
import { note, styled } from './terminal.ts';
import type { TopOptions } from './top.ts';
import type { VerifyOptions } from './verify.ts';

/**
 * Runs the command that the arguments name.
 *
 * @param program - file of the program
 * @param args - the words after it
 * @returns the exit code
 */
export async function run(program: string, args: readonly string[]): Promise<number> {
  try {
    await commands(program).parseAsync(args, { from: 'user' });
    return ExitCode.OK;
  } catch (error) {
    if (error instanceof CommanderError) {
      // Help that was asked for is a success; without a command it is a reminder.
      return error.exitCode === 0 ? ExitCode.OK : ExitCode.USAGE;
    }
    const { message, exitCode } = asFailure(error);
    tellError(message);
    return exitCode;
  }
}

/** Of commands that need not be alone with a data directory. */
const doneByServer =
  'While a server has the data directory open, the server does it, with its own --memory.';

// Each command loads what it needs when it runs: `top` waits for no database engine.
function commands(program: string): Command {
  const root = new Command('cfw-flow')
    .description('Traffic log statistics of Cloud Firewall (CFW), over your own logs.')
    .version(manifest.version, '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .configureHelp({ helpWidth: Math.min(process.stdout.columns ?? 80, 100) })
    .configureOutput({ outputError: (text) => tellError(text.replace(/^error: /, '').trimEnd()) })
    .exitOverride()
    .addHelpText(
      'after',
      examples(
        ['cfw-flow serve --demo', 'look around in made-up traffic'],
        ['cfw-flow serve --logs traffic/', 'serve a folder of your logs'],
        ['cfw-flow top dst_host --log-type internet', 'ask it for a ranking'],
      ),
    );

  root
    .command('serve')
    .summary('load logs, then serve the endpoint and the console')
    .description(
      'Loads traffic logs (of the formats that `cfw-flow formats` lists, plain, gzip or zstd), ' +
        'then serves the flow-statistic ' +
        'endpoint and the console on 127.0.0.1 until it is interrupted. A file that the data ' +
        'directory holds already is not loaded twice; without --logs it serves what it holds. ' +
        'With --watch it follows folders: what is appended to their logs, new logs and rotated ' +
        'ones come in while it serves, each line once, also over a restart. ' +
        'With --keep-days it keeps the flows of today and of so many days before (UTC), and ' +
        'removes older ones for good, at the start and then every hour; today is the day of the ' +
        'latest flow when that is before the day of the clock. New flows fill their ' +
        'room; the file shrinks only where its end gets free. Threat lists, assets and the GeoIP ' +
        'database are read again when they change: new lists flag the flows that come from then ' +
        'on, see `re-enrich` for the others; assets are seen at once.',
    )
    .addOption(options.logs())
    .addOption(options.watch())
    .addOption(options.watchEvery())
    .addOption(options.data())
    .addOption(options.port())
    .addOption(options.memory())
    .addOption(options.deadline())
    .addOption(options.keepDays('days (UTC) whose flows stay, besides today (default: all)'))
    .addOption(options.threats())
    .addOption(options.assets())
    .addOption(options.geoip())
    .addOption(options.regionLanguage())
    .option('--demo', 'make seven days of traffic and new flows each second, in memory only')
    .addOption(options.project())
    .addOption(options.firewall('firewall of the rows that name none'))
    .addOption(options.internalNetworks())
    .addOption(options.format())
    .addHelpText(
      'after',
      examples(
        ['cfw-flow serve --demo', 'look around'],
        ['cfw-flow serve --logs traffic.ndjson.gz', 'keep it in .cfw-flow and serve it'],
        ['cfw-flow serve --watch /var/log/cfw', 'and what is appended there'],
        ['cfw-flow serve --data /var/lib/cfw-flow', 'serve what was ingested before'],
        ['cfw-flow serve --keep-days 180', 'and remove what is older'],
        ['cfw-flow serve --threats drop.txt', 'flag the addresses on it'],
      ),
    )
    .action(async (chosen: Omit<ServeOptions, 'program'>) => {
      const { serve } = await import('./serve.ts');
      await serve({ ...chosen, program });
    });

  root
    .command('ingest')
    .summary('take logs into a data directory')
    .description(
      'Takes log files, or all logs of a folder, into a data directory for `cfw-flow serve`. ' +
        'No line is ingested twice: of a file that was ingested and has grown, the new lines ' +
        'are. Lines that are not flows are left out and told of. When a file ' +
        "can't be read to its end, the command ends with 1. Interrupted, it keeps what is in and " +
        'goes on there the next time. ' +
        'In the end it rolls up what came in, which makes questions faster; when that is ' +
        'interrupted, it goes on the next time.',
    )
    .addArgument(pathsArgument())
    .addOption(options.data())
    .addOption(options.memory())
    .addOption(options.threats())
    .addOption(options.geoip())
    .addOption(options.regionLanguage())
    .addOption(options.firewall('firewall of the rows that name none'))
    .addOption(options.internalNetworks())
    .addOption(options.format())
    .option(
      '--dry-run',
      'take nothing in; show the first flows, what would be rejected and what is guessed',
    )
    .addHelpText(
      'after',
      examples(
        ['cfw-flow ingest traffic/', 'into .cfw-flow'],
        ['cfw-flow ingest traffic/ --dry-run', 'look first'],
        ['cfw-flow ingest a.ndjson b.ndjson.gz --data /var/lib/cfw-flow', ''],
      ),
    )
    .action(async (paths: string[], chosen: IngestOptions) => {
      const { ingest } = await import('./ingest.ts');
      await ingest(paths, chosen);
    });

  root
    .command('formats')
    .summary('list the log formats that are understood')
    .description(
      'Lists the log formats that are understood and how they are told apart, or with a name how ' +
        'each field of a flow comes from the log.',
    )
    .addArgument(formatArgument())
    .addHelpText('after', examples(['cfw-flow formats', ''], ['cfw-flow formats eve', '']))
    .action(async (format: LogFormat | undefined) => {
      const { formats } = await import('./formats.ts');
      formats(format);
    });

  root
    .command('verify')
    .summary('compare the rollups of a data directory with its flows')
    .description(
      'Counts the flows of a data directory again and compares every sum of the rollups, from ' +
        'which questions about long times are answered. Ends with 0 when all are equal and with ' +
        '1 when some differ, which it prints. ' +
        doneByServer,
    )
    .addOption(options.data())
    .addOption(options.memory())
    .option('--json', 'print the outcome as JSON, with up to 100 differences')
    .addHelpText(
      'after',
      examples(['cfw-flow verify', ''], ['cfw-flow verify --data /var/lib/cfw-flow', '']),
    )
    .action(async (chosen: VerifyOptions) => {
      const { verify } = await import('./verify.ts');
      await verify(chosen);
    });

  root
    .command('stats')
    .summary('tell what a data directory holds')
    .description(
      'Tells how many flows a data directory holds, of which time and which firewalls, its size, ' +
        'how many flows are not rolled up yet, from how many sources they came and how many lines ' +
        'were rejected. ' +
        doneByServer,
    )
    .addOption(options.data())
    .addOption(options.memory())
    .option('--json', 'print it as JSON')
    .addHelpText(
      'after',
      examples(['cfw-flow stats', ''], ['cfw-flow stats --json | jq .flows', '']),
    )
    .action(async (chosen: StatsOptions) => {
      const { stats } = await import('./stats.ts');
      await stats(chosen);
    });

  root
    .command('repair')
    .summary('open a data directory again whose latest part is damaged')
    .description(
      'Mends a data directory that does not open because its write-ahead log, which has what was ' +
        'ingested lately, is damaged, cut off or gone: after a power failure, say, or on a broken ' +
        'disk. Keeps all that comes before the damage and a copy of the damaged file beside it, ' +
        'tells what is missing, then verifies. ' +
        'Take the latest logs in again afterwards: what is missing comes in, and nothing twice.',
    )
    .addOption(options.data())
    .addOption(options.memory())
    .addHelpText('after', examples(['cfw-flow repair --data /var/lib/cfw-flow', '']))
    .action(async (chosen: RepairOptions) => {
      const { repair } = await import('./repair.ts');
      await repair(chosen);
    });

  root
    .command('prune')
    .summary('remove old flows from a data directory')
    .description(
      'Keeps the flows of today and of so many days before (UTC), and removes older ones for ' +
        'good: the logs they came from count as ingested. Today is the day of the latest flow ' +
        'when that is before the day of the clock, so that a clock that is ahead removes ' +
        'nothing. New flows fill their room; the file shrinks only where its end gets free. ' +
        'A server removes old flows itself with --keep-days. ' +
        doneByServer,
    )
    .addOption(options.keepDays('days (UTC) whose flows stay, besides today').makeOptionMandatory())
    .addOption(options.data())
    .addOption(options.memory())
    .addHelpText('after', examples(['cfw-flow prune --keep-days 180', '']))
    .action(async (chosen: PruneOptions) => {
      const { prune } = await import('./prune.ts');
      await prune(chosen);
    });

  root
    .command('re-enrich')
    .summary('hold the flows of a data directory against new threat lists')
    .description(
      'Holds all flows of a data directory against the threat lists given, as if they had been ' +
        'there when the flows came in: flows get flags and lose them. A flow without a region ' +
        'gets one by GeoIP; a region that is there stays. It works day by day, each as a whole. ' +
        'The data directory must not be open in a server, which has lists of its own.',
    )
    .addOption(options.threats())
    .option('--no-threats', 'take all flags away')
    .addOption(options.geoip())
    .addOption(options.regionLanguage())
    .addOption(options.data())
    .addOption(options.memory())
    .addHelpText('after', examples(['cfw-flow re-enrich --threats firehol.netset drop.json', '']))
    .action(async (chosen: ReEnrichOptions) => {
      const { reEnrich } = await import('./re-enrich.ts');
      await reEnrich(chosen);
    });

  root
    .command('backup')
    .summary('write the flows of a data directory to Parquet files')
    .description(
      'Writes all flows of a data directory into a new folder: a Parquet file for each day (UTC), ' +
        'with a row for each flow and a column for each field, which DuckDB, pandas and others read as ' +
        'they are, and what logs and batches are known by. `restore` makes a data directory of it. ' +
        'The folder is there when all of it is: what is interrupted or fails leaves nothing. ' +
        doneByServer,
    )
    .addArgument(targetArgument())
    .addOption(options.data())
    .addOption(options.memory())
    .addHelpText(
      'after',
      examples(
        ['cfw-flow backup /mnt/backup/2026-11-26', ''],
        ['cfw-flow backup monday --data /var/lib/cfw-flow', ''],
      ),
    )
    .action(async (directory: string, chosen: BackupOptions) => {
      const { backup } = await import('./backup.ts');
      await backup(directory, chosen);
    });

  root
    .command('restore')
    .summary('make a data directory of a backup')
    .description(
      'Makes a new data directory of what `backup` wrote: with the same flows, flags and regions, ' +
        'so that every answer is the same, and nothing comes in twice that was ingested before. ' +
        'Each file is checked. The directory is there when all of it is: what is interrupted or ' +
        'fails leaves nothing.',
    )
    .addArgument(backupArgument())
    .addOption(options.newData())
    .addOption(options.memory())
    .addHelpText(
      'after',
      examples(['cfw-flow restore /mnt/backup/2026-11-26 --data /var/lib/cfw-flow', '']),
    )
    .action(async (backup: string, chosen: RestoreOptions) => {
      const { restore } = await import('./restore.ts');
      await restore(backup, chosen);
    });

  root
    .command('top')
    .summary('ask a server for a ranking')
    .description(
      'Asks a server of cfw-flow, or any endpoint of the same API, which groups of flows had ' +
        'the most sessions.',
    )
    .addArgument(itemArgument())
    .addOption(options.logType())
    .addOption(options.range())
    .addOption(options.from())
    .addOption(options.to())
    .addOption(options.direction())
    .addOption(options.assetType())
    .addOption(options.vgwId())
    .addOption(options.size())
    .addOption(
      new Option('--explain', 'print what the answer was made from, too').conflicts('json'),
    )
    .option('--json', 'print the data of the answer as JSON')
    .addOption(options.endpoint())
    .addOption(options.project())
    .addOption(options.firewall('firewall to ask about'))
    .addOption(options.token())
    .addHelpText(
      'after',
      examples(
        ['cfw-flow top dst_host --log-type internet', 'the last seven days'],
        ['cfw-flow top src_ip --log-type nat --range 1h --size 20', ''],
        ['cfw-flow top open_port --log-type internet --direction out2in', ''],
        ['cfw-flow top app --log-type vpc --from 2026-11-20 --to 2026-11-21', ''],
        ['cfw-flow top app --log-type vpc --json | jq .total', ''],
      ),
    )
    .action(async (item: Item, chosen: TopOptions) => {
      const { top } = await import('./top.ts');
      await top(item, chosen);
    });

  return root;
}

function tellError(message: string): void {
  note(styled(['bold', 'red'], 'error:'), ` ${message}`);
}

function examples(...lines: readonly (readonly [command: string, gloss: string])[]): string {
  const width = Math.max(...lines.map(([command, gloss]) => (gloss === '' ? 0 : command.length)));
  const text = lines.map(([command, gloss]) => `  ${command.padEnd(width)}  ${gloss}`.trimEnd());
  return `\nExamples:\n${text.join('\n')}`;
}
