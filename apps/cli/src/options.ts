import { isIP } from 'node:net';
import { parseInternalNetworks, type LogFormat, logFormats, usableMemory } from '@cfw-flow/store';
import { regions } from '@cfw-flow/fetch-client';
import { AssetType, Direction, FlowItem, Item, LogType, Order } from '@cfw-flow/types';
import { Argument, InvalidArgumentError, Option } from 'commander';
import { type RangeName, rangeNames } from './connection/asked-window.ts';
import { endpointUrl } from './connection/endpoint-url.ts';
import { isProject, isUuid } from './connection/ids.ts';
import { profileKeys } from './connection/profile.ts';
import { DATA, ENDPOINT, FIREWALL, PORT, PROJECT } from './defaults.ts';
import { shells } from './completion/shells.ts';
import { suggestion } from './nearest-name.ts';
import { outputNames } from './schema/outputs.ts';
import { type RegionLanguage, regionLanguages } from './enrichment/country.ts';
import { readTimeLength, timeLengthForm } from './time-length.ts';

const MAX_RECORDS = 1000;
const MAX_VGWS = 10;
const MAX_IPS = 100;
const MAX_VPCS = 100;
const MAX_VPC_NAME = 256;
const MAX_VALUE = 1024;

/** Takes a whole number. */
export function wholeNumber(min: number, max: number) {
  return (text: string): number => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`It takes a whole number from ${min} to ${max}.`);
  };
}

/** Takes a path. */
function notEmpty(text: string): string {
  if (text !== '') return text;
  throw new InvalidArgumentError('It takes a path, and this one is empty.');
}

function notEmptyEach(text: string, before: readonly string[] | undefined): string[] {
  return [...(before ?? []), notEmpty(text)];
}

function uuid(text: string): string {
  const id = text.toLowerCase();
  if (isUuid(id)) return id;
  throw new InvalidArgumentError(`It takes a UUID, such as ${FIREWALL}.`);
}

function address(text: string): string {
  if (isIP(text) !== 0 && !text.includes('%')) return text;
  throw new InvalidArgumentError(
    'It takes an IPv4 or IPv6 address, such as 192.0.2.10 or 2001:db8::1.',
  );
}

const MAX_FIREWALL_NAME = 255;

/** Takes `ID=NAME`, repeated for several firewalls. */
function firewallName(
  text: string,
  before: ReadonlyMap<string, string> | undefined,
): Map<string, string> {
  const [, id, name = ''] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
  if (id === undefined) {
    throw new InvalidArgumentError(`It takes an id and a name, such as ${FIREWALL}=Office.`);
  }
  const shown = name.trim();
  if (shown === '' || shown.length > MAX_FIREWALL_NAME || /\p{Cc}/u.test(shown)) {
    throw new InvalidArgumentError(
      `A name has 1 to ${MAX_FIREWALL_NAME} characters, none of which is a control character.`,
    );
  }
  return new Map(before).set(uuid(id), shown);
}

function vpcName(text: string): string {
  const { length } = [...text];
  if (length > 0 && length <= MAX_VPC_NAME) return text;
  throw new InvalidArgumentError(
    `It takes the id or the name of a VPC, 1 to ${MAX_VPC_NAME} characters.`,
  );
}

function groupValue(text: string): string {
  const { length } = [...text];
  if (length > 0 && length <= MAX_VALUE) return text;
  const fault = length === 0 ? 'is empty' : `has ${length}`;
  throw new InvalidArgumentError(`It takes 1 to ${MAX_VALUE} characters, and this one ${fault}.`);
}

/** Has an option or an argument take one of some words. */
export function oneOf<Of extends Option | Argument>(of: Of, words: readonly string[]): Of {
  of.choices(words).argParser(wordOf(words));
  return of;
}

/** Takes one of some words, and says which one was probably meant. */
export function wordOf<Word extends string>(words: readonly Word[]) {
  return (text: string): Word => {
    const known = words.find((word) => word === text);
    if (known !== undefined) return known;
    throw notAmong(text, words);
  };
}

function notAmong(text: string, words: readonly string[]): InvalidArgumentError {
  return new InvalidArgumentError(`${suggestion(text, words)} ${choicesText(words)}`.trim());
}

function choicesText(words: readonly string[]): string {
  return `Allowed choices are ${words.join(', ')}.`;
}

/** Takes an item that an operation has, and says which one was probably meant. */
function itemOf<Known extends Item>(items: readonly Known[]) {
  return (text: string): Known => {
    const known = items.find((item) => item === text);
    if (known !== undefined) return known;
    if (Object.values<string>(Item).includes(text)) {
      throw new InvalidArgumentError(
        `${text} can only be ranked, by \`top ${text}\`. ${choicesText(items)}`,
      );
    }
    throw notAmong(text, items);
  };
}

function rangeName(text: string): RangeName {
  const names = Object.values(rangeNames);
  const known = names.find((name) => name === text);
  if (known !== undefined) return known;
  throw new InvalidArgumentError(
    `Allowed choices are ${names.join(', ')}. \`--last ${text}\` takes any length, such as 6h or 30d.`,
  );
}

/** Takes several values: repeated, one after the other or joined with commas. */
function several(take: (text: string) => string, max: number, noun: string) {
  return (text: string, before: readonly string[] | undefined): string[] => {
    const all = [...(before ?? []), ...text.split(',').map(take)];
    if (all.length <= max) return all;
    throw new InvalidArgumentError(`It takes at most ${max} ${noun}.`);
  };
}

function network(text: string, before: readonly string[] | undefined): string[] {
  try {
    parseInternalNetworks([text]);
  } catch {
    throw new InvalidArgumentError('It takes networks such as 203.0.113.0/24 or 2001:db8::/32.');
  }
  return [...(before ?? []), text];
}

function formatNamed(text: string): LogFormat {
  const name = wordOf(logFormats.map((format) => format.name))(text);
  return logFormats.find((format) => format.name === name)!;
}

function projectId(text: string): string {
  const id = text.toLowerCase();
  if (isProject(id)) return id;
  throw new InvalidArgumentError(`It takes 32 hexadecimal digits, such as ${PROJECT}.`);
}

const MAX_DAYS = 36_500;

/** Takes the option once: two numbers would remove different flows. */
function days(text: string, before: number | undefined): number {
  if (before === undefined) return wholeNumber(1, MAX_DAYS)(text);
  throw new InvalidArgumentError('It was given before: give it once.');
}

const byteUnits: Record<string, number> = { MB: 1e6, GB: 1e9, MiB: 2 ** 20, GiB: 2 ** 30 };

/**
 * An amount of memory as people write it, in bytes. At most what there is: with more, the system would kill
 * the program, where the database reports an error.
 *
 * @param max - memory of the machine, or of its container, in bytes
 */
export function memory(text: string, max: number): number {
  const [, count, unit] = /^(\d+(?:\.\d+)?) ?(MB|GB|MiB|GiB)$/.exec(text) ?? [];
  const bytes = Math.floor(Number(count) * (byteUnits[unit ?? ''] ?? Number.NaN));
  if (bytes >= 256 * byteUnits['MiB']! && bytes <= max) return bytes;
  const machine = Math.floor(max / byteUnits['MiB']!);
  throw new InvalidArgumentError(
    `It takes 256MiB to ${machine}MiB, which there is here, such as 512MiB or 1.5GB.`,
  );
}

/** A duration as people write it, in milliseconds. */
export function duration(text: string): number {
  const milliseconds = readTimeLength(text) ?? Number.NaN;
  if (milliseconds >= 1 && milliseconds <= MAX_DURATION) return milliseconds;
  throw new InvalidArgumentError('It takes 1ms to 24h, such as 500ms, 30s or 2m.');
}

/** Time between two checks, in milliseconds. */
function checkInterval(text: string): number {
  const milliseconds = readTimeLength(text) ?? Number.NaN;
  if (milliseconds >= 1000 && milliseconds <= MAX_DURATION) return milliseconds;
  throw new InvalidArgumentError('It takes 1s to 24h, such as 30s, 1m or 1h.');
}

const MAX_DURATION = 86_400_000;

/** Takes a length of time, which is read when the clock is. */
function windowLength(text: string): string {
  if (readTimeLength(text)) return text;
  throw new InvalidArgumentError(`It takes ${timeLengthForm}, such as 15m, 6h or 7d.`);
}

/** Makes this the time zone in which times are read and shown, before any is. */
function timeZone(name: string): string {
  try {
    const zone = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
    // Node knows offsets such as +08:00 here, but not as its own time zone.
    if (/^[a-z]/i.test(zone)) return (process.env['TZ'] = zone);
  } catch {
    // No time zone.
  }
  throw new InvalidArgumentError('It takes the name of a time zone, such as UTC or Asia/Shanghai.');
}

/** Options that several commands share, and those that need more than a word. */
export const options = {
  project: () =>
    new Option('--project <id>', 'project of the logs, 32 hexadecimal digits')
      .default(PROJECT)
      .argParser(projectId),
  firewall: (description: string) =>
    new Option('--firewall <id>', description).default(FIREWALL).argParser(uuid),
  firewallNames: () =>
    new Option(
      '--firewall-name <id=name>',
      'name of a firewall in the console; repeat it for several',
    ).argParser(firewallName),
  logs: () =>
    new Option('--logs <path...>', 'log files or folders to load first').argParser(notEmptyEach),
  watch: () =>
    new Option('--watch <dir...>', 'folders whose logs are followed').argParser(notEmptyEach),
  watchEvery: () =>
    new Option('--watch-every <time>', 'maximum time between two checks of these folders')
      .default(2000, '2s')
      .argParser(duration),
  internalNetworks: () =>
    new Option(
      '--internal-networks <cidr...>',
      'internal networks, which decide the direction where a log does not (default: private addresses)',
    ).argParser(network),
  format: () =>
    new Option(
      '--format <name>',
      'format of the logs (default: detected by their content)',
    ).argParser(formatNamed),
  formatFile: () =>
    new Option(
      '--format-file <file...>',
      'formats of your own, YAML or JSON: see the guide "Your own format"',
    )
      .argParser(notEmptyEach)
      .conflicts('format'),
  data: () => new Option('--data <dir>', `data directory (default: "${DATA}")`).argParser(notEmpty),
  newData: () =>
    new Option('--data <dir>', 'the new data directory').argParser(notEmpty).makeOptionMandatory(),
  memory: () =>
    new Option(
      '--memory <size>',
      'maximum memory of the database (default: half of what there is)',
    ).argParser((text) => memory(text, usableMemory())),
  deadline: () =>
    new Option('--deadline <time>', 'maximum time for an answer (default: 30s)').argParser(
      duration,
    ),
  keepDays: (description: string) =>
    new Option('--keep-days <number>', description).argParser(days),
  threats: () =>
    new Option(
      '--threats <file...>',
      'threat lists that flag flows, each named after its file',
    ).argParser(notEmptyEach),
  assets: () =>
    new Option('--assets <file>', 'names, types and tags of addresses, CSV or JSON').argParser(
      notEmpty,
    ),
  geoip: () =>
    new Option(
      '--geoip <file>',
      'country database (MMDB) for regions that a log lacks, or "off" (default: a bundled one)',
    ).argParser(notEmpty),
  regionLanguage: () =>
    oneOf(
      new Option('--region-language <language>', 'language of the regions of --geoip'),
      regionLanguages,
    ).default('en' satisfies RegionLanguage),
  port: (usual: number = PORT) =>
    new Option('--port <number>', 'port on 127.0.0.1, 0 for any that is free')
      .default(usual)
      .argParser(wholeNumber(0, 65_535)),
  logType: () =>
    oneOf(new Option('-t, --log-type <type>', 'border that was crossed'), Object.values(LogType)),
  range: () =>
    new Option('--range <range>', 'window that ends now (default: 7d)')
      .choices(Object.values(rangeNames))
      .argParser(rangeName)
      .conflicts(['last', 'from', 'to']),
  last: () =>
    new Option('-l, --last <length>', 'window that ends now: 30m, 6h, 7d, 2w')
      .argParser(windowLength)
      .conflicts(['from', 'to']),
  from: () => new Option('--from <time>', 'start: 2026-11-20, "2026-11-20 08:00", yesterday, 30d'),
  to: () => new Option('--to <time>', 'end, in the same forms (default: now)'),
  timeZone: () =>
    new Option('--time-zone <zone>', 'time zone of all times, such as Asia/Shanghai').argParser(
      timeZone,
    ),
  direction: () =>
    oneOf(
      new Option('--direction <direction>', 'direction of the sessions'),
      Object.values(Direction),
    ),
  assetType: () =>
    oneOf(new Option('--asset-type <type>', 'only assets of this kind'), Object.values(AssetType)),
  vgwId: () =>
    new Option('--vgw-id <id...>', `only of these virtual gateways, at most ${MAX_VGWS}`).argParser(
      several(uuid, MAX_VGWS, 'ids'),
    ),
  ip: () =>
    new Option(
      '--ip <address...>',
      `only from or to these addresses, at most ${MAX_IPS}`,
    ).argParser(several(address, MAX_IPS, 'addresses')),
  vpc: () =>
    new Option('--vpc <id...>', `only from or to these VPCs, at most ${MAX_VPCS}`).argParser(
      several(vpcName, MAX_VPCS, 'VPCs'),
    ),
  every: () =>
    new Option('--every <time>', 'repeat the check at this interval, such as 1m').argParser(
      checkInterval,
    ),
  state: () =>
    new Option(
      '--state <file>',
      'file that remembers active alerts, so that each is reported once (default: with --every RULES.state.json)',
    ).argParser(notEmpty),
  at: () =>
    new Option(
      '--at <time>',
      'where the windows end, as in `--from` of `top` (default: now)',
    ).conflicts('every'),
  alerts: () =>
    new Option(
      '--alerts <file>',
      'rules that are checked while it serves: see the guide "Alerts"',
    ).argParser(notEmpty),
  alertsEvery: () =>
    new Option('--alerts-every <time>', 'time between two checks of the rules')
      .default(60_000, '1m')
      .argParser(checkInterval),
  explain: () =>
    new Option('--explain', 'also print what the answer was made from').conflicts([
      'json',
      'csv',
      'ndjson',
    ]),
  json: () => new Option('--json', 'print the data of the answer as JSON').conflicts('csv'),
  csv: (description: string) => new Option('--csv', description),
  by: () =>
    oneOf(new Option('--by <measure>', 'rank by sessions or by their bytes'), Object.values(Order)),
  ndjson: () =>
    new Option('--ndjson', 'print one line of JSON for each record').conflicts(['json', 'csv']),
  output: () =>
    new Option(
      '-o, --output <file>',
      'file to write, in place of what is there (default: standard output)',
    ).argParser(notEmpty),
  size: () =>
    new Option('-n, --size <number>', `maximum number of records, 0 to ${MAX_RECORDS}`)
      .default(5)
      .argParser(wholeNumber(0, MAX_RECORDS)),
  endpoint: () =>
    new Option('-e, --endpoint <url>', `server to ask (default: ${ENDPOINT})`).argParser((text) =>
      endpointUrl(text, '--endpoint'),
    ),
  region: () =>
    new Option('--region <region>', 'region of the cloud, such as cn-north-4').argParser(
      wordOf(regions),
    ),
  askedProject: () => new Option('--project <id>', 'project of the firewall').argParser(projectId),
  askedFirewall: () =>
    new Option('-f, --firewall <id>', 'its id, or its name in the profile or at the server'),
  profile: () => new Option('-p, --profile <name>', 'profile of `cfw-flow config` to use'),
  changedProfile: () =>
    new Option('-p, --profile <name>', 'name of the profile').default('default'),
  rate: () =>
    new Option('--rate <number>', 'maximum number of questions in a second')
      .default(5)
      .argParser(wholeNumber(1, 1000)),
  token: () =>
    new Option(
      '--token <token>',
      'IAM token, which `ps` shows to all (default: CFW_FLOW_TOKEN)',
    ).conflicts('tokenFile'),
  tokenFile: () =>
    new Option(
      '--token-file <file>',
      'file with the token in one line, - for standard input',
    ).argParser(notEmpty),
};

/** What `ingest` ingests. */
export const pathsArgument = () =>
  new Argument('<path...>', 'log files or folders, - for standard input').argParser(notEmptyEach);

/** What `inspect` looks into. */
export const inspectedArgument = () =>
  new Argument('<path...>', 'log files or folders').argParser(notEmptyEach);

/** Where `backup` writes to. */
export const targetArgument = () =>
  new Argument('<directory>', 'folder of the backup, which is not there yet').argParser(notEmpty);

/** What `restore` reads. */
export const backupArgument = () =>
  new Argument('<backup>', 'folder that `backup` wrote').argParser(notEmpty);

/** What `alerts` checks. */
export const rulesArgument = () =>
  new Argument('<rules>', 'file of rules, YAML or JSON').argParser(notEmpty);

/** What `top` ranks. */
export const itemsArgument = () =>
  new Argument('<item...>', 'what the flows are grouped by')
    .choices(Object.values(Item))
    .argParser((text: string, before: readonly Item[] | undefined): Item[] => [
      ...(before ?? []),
      itemOf(Object.values(Item))(text),
    ]);

/** What `export` writes the groups of. */
export const itemArgument = () =>
  new Argument('<item>', 'what the flows are grouped by')
    .choices(Object.values(Item))
    .argParser(itemOf(Object.values(Item)));

/** What a group of `detail` is of, and what `watch` ranks. */
export const flowItemArgument = (description = 'what the group is of') =>
  new Argument('<item>', description)
    .choices(Object.values(FlowItem))
    .argParser(itemOf(Object.values(FlowItem)));

/** What `compare` and `report` look at. */
export const flowItemsArgument = (description: string) =>
  new Argument('[item...]', description)
    .choices(Object.values(FlowItem))
    .argParser((text: string, before: readonly FlowItem[] | undefined): FlowItem[] => [
      ...(before ?? []),
      itemOf(Object.values(FlowItem))(text),
    ]);

/** The group that `detail` looks into. */
export const valueArgument = () =>
  new Argument('<value>', 'the group, as `top` prints it').argParser(groupValue);

/** What `config get` and `config set` name. */
export const profileKeyArgument = () =>
  new Argument('<key>', `${profileKeys.join(', ')}, or firewalls.NAME`).argParser(profileKey);

/** Takes a key of a profile, and says which one was probably meant. */
function profileKey(text: string): string {
  if (/^firewalls\..+$/s.test(text)) return text;
  const key = text.replaceAll('-', '_');
  if ((profileKeys as readonly string[]).includes(key)) return key;
  throw notAmong(key, [...profileKeys, 'firewalls.NAME']);
}

/** The format whose fields `formats` lists. */
export const formatArgument = () =>
  new Argument('[name]', 'a format, to see its fields').argParser(formatNamed);

/** The shell that `completion` prints for. */
export const shellArgument = () => oneOf(new Argument('[shell]', 'a shell'), shells);

/** The output whose schema `schema` prints. */
export const outputArgument = () => oneOf(new Argument('[output]', 'an output'), outputNames);
