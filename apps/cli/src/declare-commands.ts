import type { LogFormat } from '@cfw-flow/store';
import type { Command } from 'commander';
import type { BackupOptions } from './commands/backup.ts';
import type { FormatsOptions } from './commands/formats.ts';
import type { IngestOptions } from './commands/ingest.ts';
import type { InspectOptions } from './commands/inspect.ts';
import type { PruneOptions } from './commands/prune.ts';
import type { RepairOptions } from './commands/repair.ts';
import type { RestoreOptions } from './commands/restore.ts';
import type { ReEnrichOptions } from './commands/re-enrich.ts';
import type { ServeOptions } from './serve/serve-options.ts';
import type { StatsOptions } from './commands/stats.ts';
import type { VerifyOptions } from './commands/verify.ts';
import { declareAlerts } from './declare-alerts.ts';
import { declareHelp, helpTopics } from './declare-help.ts';
import { declareIntegrations } from './declare-integrations.ts';
import { declareConnection } from './declare-connection.ts';
import { declareQueries } from './declare-queries.ts';
import { declareViews } from './declare-views.ts';
import { examples } from './help-examples.ts';
import {
  backupArgument,
  formatArgument,
  inspectedArgument,
  options,
  pathsArgument,
  targetArgument,
} from './options.ts';

/**
 * Declares all commands. Each loads its code when it runs: those that ask a server wait for no database engine.
 *
 * @param program - file of the program
 */
export function declareCommands(root: Command, program: string): void {
  addServe(root, program);
  addIngest(root);
  addInspect(root);
  addFormats(root);
  addVerify(root);
  addStats(root);
  addRepair(root);
  addPrune(root);
  addReEnrich(root);
  addBackup(root);
  addRestore(root);
  declareQueries(root);
  declareViews(root);
  declareConnection(root);
  declareAlerts(root);
  declareIntegrations(root);
  declareHelp(root, helpTopics);
}

/** Of commands that can run beside a server. */
const doneByServer =
  'While a server has the data directory open, the server does it, with its own --memory.';

function addServe(root: Command, program: string): void {
  root
    .command('serve')
    .summary('load logs, then serve the endpoint and the console')
    .description(
      'Loads traffic logs (of the formats that `cfw-flow formats` lists, plain, gzip or zstd), ' +
        'then serves the flow-statistic endpoint and the console on 127.0.0.1 until it is ' +
        'interrupted. A file that was ingested before is not loaded again; without --logs it ' +
        'serves what the data directory holds. ' +
        'With --watch it follows folders: what is appended to their logs, new logs and rotated ' +
        'ones are ingested while it serves, each line once, also after a restart. ' +
        'With --keep-days it keeps the flows of today and of that many days before (UTC), and ' +
        'removes older ones for good, at the start and then every hour; today is the day of the ' +
        'latest flow when that is before the day of the clock. New flows use the freed ' +
        'space; the file shrinks only when the space at its end is free. Threat lists, assets and the GeoIP ' +
        'database are read again when they change: new lists flag the flows ingested from then ' +
        'on, see `re-enrich` for the others; changed assets apply at once.',
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
    .option('--demo', 'make seven days of traffic and go on with it, in memory only')
    .addOption(options.alerts())
    .addOption(options.alertsEvery())
    .addOption(options.project())
    .addOption(options.firewall('firewall of the rows that name none'))
    .addOption(options.firewallNames())
    .addOption(options.internalNetworks())
    .addOption(options.format())
    .addOption(options.formatFile())
    .addHelpText(
      'after',
      examples(
        ['cfw-flow serve --demo', 'look around'],
        ['cfw-flow serve --logs traffic.ndjson.gz', 'keep it in .cfw-flow and serve it'],
        ['cfw-flow serve --watch /var/log/cfw', 'and what is appended there'],
        ['cfw-flow serve --data /var/lib/cfw-flow', 'serve what was ingested before'],
        ['cfw-flow serve --keep-days 180', 'and remove what is older'],
        ['cfw-flow serve --threats drop.txt', 'flag the addresses on it'],
        ['cfw-flow serve --alerts rules.yaml', 'and report what its rules find'],
      ),
    )
    .action(async (chosen: Omit<ServeOptions, 'program'> & FormatFileOption) => {
      const { serve } = await import('./commands/serve.ts');
      await serve({ ...(await withFormats(chosen)), program });
    });
}

function addIngest(root: Command): void {
  root
    .command('ingest')
    .summary('ingest logs into a data directory')
    .description(
      'Ingests log files, or all logs of a folder, into a data directory for `cfw-flow serve`; ' +
        'with - standard input, and what comes through a named pipe. ' +
        'No line is ingested twice: of a file that was ingested and has grown, the new lines ' +
        'are. Lines that are not flows are rejected and reported. When a file ' +
        "can't be read to its end, or no line of it is a flow, the command ends with 1. If interrupted, it keeps what was ingested and " +
        'continues there the next time. ' +
        'At the end it rolls up what was ingested, which makes queries faster; if that is ' +
        'interrupted, it continues the next time.',
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
    .addOption(options.formatFile())
    .option(
      '--dry-run',
      'ingest nothing; show the first flows, what would be rejected and what is derived',
    )
    .addHelpText(
      'after',
      examples(
        ['cfw-flow ingest traffic/', 'into .cfw-flow'],
        ['cfw-flow ingest traffic/ --dry-run', 'look first'],
        ['cfw-flow ingest a.ndjson b.ndjson.gz --data /var/lib/cfw-flow', ''],
        ['ssh sensor cat eve.json | cfw-flow ingest -', 'what another program writes'],
      ),
    )
    .action(async (paths: string[], chosen: IngestOptions & FormatFileOption) => {
      const { ingest } = await import('./commands/ingest.ts');
      await ingest(paths, await withFormats(chosen));
    });
}

function addInspect(root: Command): void {
  root
    .command('inspect')
    .summary('show what files and folders hold, before they are ingested')
    .description(
      'Reports for files and folders what they are and how certain that is, how many of their lines are ' +
        'flows, of which time, what would be rejected and why, which fields stay empty, what is ' +
        'guessed and which option sets it, and what in a folder is ignored. It reads the ' +
        'beginning and the end of each file, ingests nothing and makes no data directory. Ends ' +
        "with 1 when a path can't be read, or no flows are found.",
    )
    .addArgument(inspectedArgument())
    .addOption(options.firewall('firewall of the rows that name none'))
    .addOption(options.internalNetworks())
    .addOption(options.format())
    .addOption(options.formatFile())
    .option('--json', 'print it as JSON')
    .addHelpText(
      'after',
      examples(
        ['cfw-flow inspect /var/log', 'what is there'],
        ['cfw-flow inspect traffic.log.gz', 'all about one file'],
        ['cfw-flow inspect fw.log --format-file my.yaml', 'try a format of your own'],
        ['cfw-flow inspect logs/ --json | jq .files', ''],
      ),
    )
    .action(async (paths: string[], chosen: InspectOptions & FormatFileOption) => {
      const { inspect } = await import('./commands/inspect.ts');
      await inspect(paths, await withFormats(chosen));
    });
}

function addFormats(root: Command): void {
  root
    .command('formats')
    .summary('list the log formats that can be read')
    .description(
      'Lists the log formats that can be read and how they are detected, or with a name where ' +
        'each field of a flow comes from in the log. --format-file checks a file of your own.',
    )
    .addArgument(formatArgument())
    .addOption(options.formatFile())
    .addHelpText(
      'after',
      examples(
        ['cfw-flow formats', ''],
        ['cfw-flow formats eve', ''],
        ['cfw-flow formats --format-file my.yaml', ''],
      ),
    )
    .action(async (format: LogFormat | undefined, chosen: FormatFileOption) => {
      const [{ formats }, read] = await Promise.all([
        import('./commands/formats.ts'),
        withFormats<FormatFileOption & FormatsOptions>(chosen),
      ]);
      formats(format === undefined ? read : { format });
    });
}

/** Formats of one's own. */
interface FormatFileOption {
  /** Paths. */
  formatFile?: readonly string[];
}

/** The options of a command, with the formats of its files. */
async function withFormats<Chosen extends FormatFileOption>(chosen: Chosen): Promise<Chosen> {
  if (chosen.formatFile === undefined) return chosen;
  const { readFormatFiles } = await import('./format-file/read-format-files.ts');
  return { ...chosen, ...(await readFormatFiles(chosen.formatFile)) };
}

function addVerify(root: Command): void {
  root
    .command('verify')
    .summary('compare the rollups of a data directory with its flows')
    .description(
      'Counts the flows of a data directory again and compares every sum of the rollups, from ' +
        'which questions about long windows are answered. Ends with 0 when all are equal and with ' +
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
      const { verify } = await import('./commands/verify.ts');
      await verify(chosen);
    });
}

function addStats(root: Command): void {
  root
    .command('stats')
    .summary('show what a data directory holds')
    .description(
      'Shows how many flows a data directory holds, of which time and which firewalls, its size, ' +
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
      const { stats } = await import('./commands/stats.ts');
      await stats(chosen);
    });
}

function addRepair(root: Command): void {
  root
    .command('repair')
    .summary('repair a data directory whose latest part is damaged')
    .description(
      'Repairs a data directory that does not open because its write-ahead log, which has what was ' +
        'ingested last, is damaged, cut off or gone: for example after a power failure or on a broken ' +
        'disk. Keeps all that comes before the damage and a copy of the damaged file beside it, ' +
        'reports what is missing, then verifies. ' +
        'Ingest the latest logs again afterwards: what is missing is added, and nothing is ingested twice.',
    )
    .addOption(options.data())
    .addOption(options.memory())
    .addHelpText('after', examples(['cfw-flow repair --data /var/lib/cfw-flow', '']))
    .action(async (chosen: RepairOptions) => {
      const { repair } = await import('./commands/repair.ts');
      await repair(chosen);
    });
}

function addPrune(root: Command): void {
  root
    .command('prune')
    .summary('remove old flows from a data directory')
    .description(
      'Keeps the flows of today and of that many days before (UTC), and removes older ones for ' +
        'good: the logs they came from count as ingested. Today is the day of the latest flow ' +
        'when that is before the day of the clock, so that a clock that is ahead removes ' +
        'nothing. New flows use the freed space; the file shrinks only when the space at its end is free. ' +
        'A server removes old flows itself with --keep-days. ' +
        doneByServer,
    )
    .addOption(options.keepDays('days (UTC) whose flows stay, besides today').makeOptionMandatory())
    .addOption(options.data())
    .addOption(options.memory())
    .option('--dry-run', 'remove nothing; show what would be removed')
    .option('-y, --yes', 'remove without asking for confirmation')
    .addHelpText(
      'after',
      examples(
        ['cfw-flow prune --keep-days 180 --dry-run', 'look first'],
        ['cfw-flow prune --keep-days 180 --yes', 'from a script'],
      ),
    )
    .action(async (chosen: PruneOptions) => {
      const { prune } = await import('./commands/prune.ts');
      await prune(chosen);
    });
}

function addReEnrich(root: Command): void {
  const command = root.command('re-enrich');
  refuseBoth(command);
  command
    .summary('match the flows of a data directory against new threat lists')
    .description(
      'Matches all flows of a data directory against the threat lists given, as if these had ' +
        'been there when the flows were ingested: flows get flags and lose them. A flow without a region ' +
        'gets one by GeoIP; a region that is there stays. It works day by day, each completely or not at all. ' +
        'The data directory must not be open in a server, which has lists of its own.',
    )
    .addOption(options.threats())
    .option('--no-threats', 'remove all flags')
    .addOption(options.geoip())
    .addOption(options.regionLanguage())
    .addOption(options.data())
    .addOption(options.memory())
    .addHelpText('after', examples(['cfw-flow re-enrich --threats firehol.netset drop.json', '']))
    .action(async (chosen: ReEnrichOptions) => {
      const { reEnrich } = await import('./commands/re-enrich.ts');
      await reEnrich(chosen);
    });
}

/** Refuses lists together with none. By itself, the word that comes last would win, and remove flags. */
function refuseBoth(command: Command): void {
  const refuseAfter = (option: string, isBefore: (threats: unknown) => boolean) =>
    command.on(`option:${option}`, () => {
      if (!isBefore(command.getOptionValue('threats'))) return;
      command.error(
        "error: options '--threats' and '--no-threats' exclude each other. Give one of them.",
      );
    });
  refuseAfter('threats', (threats) => threats === false);
  refuseAfter('no-threats', (threats) => Array.isArray(threats));
}

function addBackup(root: Command): void {
  root
    .command('backup')
    .summary('write the flows of a data directory to Parquet files')
    .description(
      'Writes all flows of a data directory into a new folder: a Parquet file for each day (UTC), ' +
        'with a row for each flow and a column for each field, which DuckDB, pandas and others read as ' +
        'they are, and the identities of logs and batches. `restore` makes a data directory from it. ' +
        'The folder appears when it is complete: a backup that is interrupted or fails leaves nothing. ' +
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
      const { backup } = await import('./commands/backup.ts');
      await backup(directory, chosen);
    });
}

function addRestore(root: Command): void {
  root
    .command('restore')
    .summary('make a data directory from a backup')
    .description(
      'Makes a new data directory from what `backup` wrote: with the same flows, flags and regions, ' +
        'so that every answer is the same, and nothing is ingested twice that was ingested before. ' +
        'Each file is checked. The directory appears when it is complete: a restore that is ' +
        'interrupted or fails leaves nothing.',
    )
    .addArgument(backupArgument())
    .addOption(options.newData())
    .addOption(options.memory())
    .addHelpText(
      'after',
      examples(['cfw-flow restore /mnt/backup/2026-11-26 --data /var/lib/cfw-flow', '']),
    )
    .action(async (backup: string, chosen: RestoreOptions) => {
      const { restore } = await import('./commands/restore.ts');
      await restore(backup, chosen);
    });
}
