import { type CommandRun, type CommandThatServes, leftOut } from './command-runs.ts';
import { blockOf, readDocument } from './documents.ts';
import { cfwAnswer, eve, ltsLine, zeekConn } from './sample-logs.ts';

const guides = 'apps/docs/guides';
const asks: CommandRun = { kind: 'ends' };
const logs = { 'logs/flows.ndjson': ltsLine };
const traffic = { 'traffic/flows.ndjson': ltsLine };
const lists = {
  'lists/firehol_level1.netset': '192.0.2.0/24\n',
  'lists/urlhaus.txt': 'bad.example\n',
};
const rules = { 'rules.yaml': blockOf(`${guides}/alerts.md`, 'yaml').split('webhooks:')[0]! };
const ownFormat = {
  'my.yaml': blockOf(`${guides}/your-own-format.md`, 'yaml'),
  ...Object.fromEntries(['fw.log', 'logs/fw.log'].map((path) => [path, `${ownLine()}\n`])),
};

/** Its end says that there are alerts, which the demo has. */
const endsWithAlerts = '; [ $? = 3 ]';

/** The line of the program whose format the guide describes. */
function ownLine(): string {
  const [, line = ''] = /writes `([^`]+)`/.exec(readDocument(`${guides}/your-own-format.md`)) ?? [];
  return line;
}

/** Ends with success, with these files. */
function reads(files: Readonly<Record<string, string>>, line?: string): CommandRun {
  return { kind: 'ends', files, ...(line !== undefined && { line }) };
}

/** Ends with success after other commands. */
function after(
  before: string,
  command: string,
  files: Readonly<Record<string, string>> = logs,
): CommandRun {
  return reads(files, `${before} && ${command}`);
}

function serves(files: Readonly<Record<string, string>>): CommandThatServes {
  return { kind: 'serves', urls: ['http://127.0.0.1:8239/healthz'], files };
}

const ingest = 'cfw-flow ingest logs/';
const installs = leftOut('rehearse:release installs every package from a registry');
const clones = leftOut('check:commands runs in a clone');
const asksCloud = leftOut('asks the cloud');
const changesMachine = leftOut('changes the machine, as root');

const questionByCurl =
  'curl "http://127.0.0.1:8239/v1/a16df7cf1d094befa6bbc72cbf51e93a/cfw/logs/flow-statistic?fw_instance_id=c598d612-8112-465c-bffd-863d4ce85a50&log_type=internet&item=dst_host&range=2"';

/** Settings of a profile, each made after those before it. */
const settings = [
  'cfw-flow config set region cn-north-4 --profile prod',
  'cfw-flow config set firewalls.office c598d612-8112-465c-bffd-863d4ce85a50 --profile prod',
  'cfw-flow config set firewall office --profile prod',
  'cfw-flow config set access_key YOUR-AK --profile prod',
];

/** Every documented command but those of the workspace, and how it is tried against the demo. */
export const guideRuns: Readonly<Record<string, CommandRun>> = {
  'git clone https://github.com/cfw-flow/cfw-flow': clones,
  'cd cfw-flow': clones,
  'cd ../your-project': leftOut('check:commands installs the tarballs in a project'),
  'npm install /tmp/cfw-flow/*.tgz': leftOut('check:commands installs the tarballs in a project'),
  'npm install --global cfw-flow': installs,
  'npm install @cfw-flow/fetch-client': installs,
  'npm install @cfw-flow/server @cfw-flow/store-duckdb': installs,
  'npm install @cfw-flow/signature': installs,
  'npm install @cfw-flow/store @cfw-flow/store-duckdb': installs,
  'npm install @cfw-flow/store-duckdb': installs,
  'npm install @cfw-flow/types': installs,
  'npm install --save-dev cfw-flow @cfw-flow/fetch-client vitest': installs,
  'sudo npm install --global cfw-flow': installs,
  'sudo npm install --global cfw-flow@latest': installs,
  'npx tsx hosts.ts': leftOut('hosts.ts asks the cloud; the tests of snippets compile it'),
  'pip install huaweicloudsdkcfw': leftOut('installs from PyPI'),

  'cfw-flow serve --demo': leftOut('the other commands ask it'),
  'cfw-flow serve --logs logs/': serves(logs),
  'cfw-flow serve --logs traffic/ --project a16df7cf1d094befa6bbc72cbf51e93a --firewall c598d612-8112-465c-bffd-863d4ce85a50':
    serves(traffic),
  'cfw-flow serve --logs traffic.ndjson.gz': serves({ 'traffic.ndjson.gz': ltsLine }),
  'cfw-flow serve --logs traffic/ --threats lists/firehol_level1.netset lists/urlhaus.txt --assets assets.csv':
    serves({ ...traffic, ...lists, 'assets.csv': blockOf(`${guides}/threat-lists.md`, 'text') }),
  'cfw-flow serve --logs test/logs --data "$(mktemp -d)" --port 8239': serves({
    'test/logs/flows.ndjson': ltsLine,
  }),
  'cfw-flow serve --watch /var/log/cfw': serves({ 'var/log/cfw/flows.ndjson': ltsLine }),
  'cfw-flow serve --watch /var/log/cfw --firewall c598d612-8112-465c-bffd-863d4ce85a50': serves({
    'var/log/cfw/flows.ndjson': ltsLine,
  }),
  'cfw-flow serve --watch /var/log/suricata': serves({ 'var/log/suricata/eve.json': eve }),
  'cfw-flow serve --watch /var/log/suricata --keep-days 90': serves({
    'var/log/suricata/eve.json': eve,
  }),
  'sudo useradd --system --no-create-home --shell /usr/sbin/nologin cfw-flow': changesMachine,
  'sudo install --directory --owner=cfw-flow --mode=0700 /srv/backups': changesMachine,
  'sudo systemctl daemon-reload': changesMachine,
  'sudo systemctl enable --now cfw-flow': changesMachine,
  'sudo systemctl start cfw-flow': changesMachine,
  'sudo systemctl stop cfw-flow': changesMachine,
  'journalctl -u cfw-flow -f': leftOut('needs the service of systemd'),
  'curl --fail --silent --max-time 5 http://127.0.0.1:8239/healthz': asks,
  'curl --silent --retry 20 --retry-delay 1 --retry-connrefused http://127.0.0.1:8239/healthz':
    asks,
  [questionByCurl]: asksAs(questionByCurl.replace('curl', 'curl --fail')),

  'cfw-flow formats': asks,
  'cfw-flow inspect logs/': reads(logs),
  'cfw-flow inspect /var/log/cfw': reads({ 'var/log/cfw/flows.ndjson': ltsLine }),
  'cfw-flow inspect /var/log/sensor': reads({ 'var/log/sensor/eve.json': eve }),
  'cfw-flow inspect fw.log --format-file my.yaml': reads(ownFormat),
  'cfw-flow ingest logs/': reads(logs),
  'cfw-flow ingest logs/ --format-file my.yaml': reads(ownFormat),
  'cfw-flow ingest /opt/zeek/logs/2026-11-22/': reads({
    'opt/zeek/logs/2026-11-22/conn.log': zeekConn,
  }),
  'cfw-flow ingest /var/log/suricata/eve.json': reads({ 'var/log/suricata/eve.json': eve }),
  "jq -c '.data.records[]' page-*.json > rows.ndjson": reads({ 'page-1.json': cfwAnswer }),
  'cfw-flow ingest rows.ndjson': after(
    "jq -c '.data.records[]' page-*.json > rows.ndjson",
    'cfw-flow ingest rows.ndjson',
    { 'page-1.json': cfwAnswer },
  ),
  'zcat traffic.gz | cfw-flow ingest -': reads({ 'traffic.gz': ltsLine }),
  'ssh sensor cat /var/log/suricata/eve.json | cfw-flow ingest -': reads(
    { 'var/log/suricata/eve.json': eve },
    'cat /var/log/suricata/eve.json | cfw-flow ingest -',
  ),
  "*/5 * * * *  rclone copy obs:my-bucket/cfw /var/log/cfw --include '*.{log,json,gz}'": leftOut(
    'copies from a bucket in the cloud',
  ),

  'cfw-flow verify': after(ingest, 'cfw-flow verify'),
  'sudo -u cfw-flow cfw-flow verify --data /var/lib/cfw-flow': after(
    `${ingest} --data /var/lib/cfw-flow`,
    'cfw-flow verify --data /var/lib/cfw-flow',
  ),
  'cfw-flow stats': after(ingest, 'cfw-flow stats'),
  'cfw-flow repair': after(ingest, 'cfw-flow repair'),
  'cfw-flow prune --keep-days 180': after(ingest, 'cfw-flow prune --keep-days 180 --yes'),
  'cfw-flow re-enrich --threats lists/drop.json': after(
    ingest,
    'cfw-flow re-enrich --threats lists/drop.json',
    { ...logs, 'lists/drop.json': '{"cidr":"192.0.2.0/24"}\n' },
  ),
  'cfw-flow re-enrich --threats lists/firehol_level1.netset lists/urlhaus.txt': after(
    ingest,
    'cfw-flow re-enrich --threats lists/firehol_level1.netset lists/urlhaus.txt',
    { ...logs, ...lists },
  ),
  'cfw-flow backup 2026-11-26': leftOut('tried with restore, the next command'),
  'cfw-flow restore 2026-11-26 --data new': after(
    ingest,
    'cfw-flow backup 2026-11-26 && cfw-flow restore 2026-11-26 --data new',
  ),
  'cfw-flow backup /mnt/backup/2026-11-26': leftOut('tried with restore, the next command'),
  'cfw-flow restore /mnt/backup/2026-11-26 --data /var/lib/cfw-flow': after(
    ingest,
    'cfw-flow backup /mnt/backup/2026-11-26 && cfw-flow restore /mnt/backup/2026-11-26 --data /var/lib/cfw-flow',
  ),
  'sudo -u cfw-flow cfw-flow backup /srv/backups/before-upgrade --data /var/lib/cfw-flow': after(
    `${ingest} --data /var/lib/cfw-flow`,
    'cfw-flow backup /srv/backups/before-upgrade --data /var/lib/cfw-flow',
  ),

  'cfw-flow top app': asks,
  'cfw-flow top app --log-type internet --from 2024-04-29T18:50Z --to 2024-04-29T20:40Z --size 1 --explain':
    asksAs('cfw-flow top app --log-type internet --from yesterday --to today --size 1 --explain'),
  'cfw-flow top app --log-type internet --from 2024-04-29T19:00Z --to 2024-04-29T20:00Z': asksAs(
    'cfw-flow top app --log-type internet --from yesterday --to today',
  ),
  'cfw-flow top dst_host --last 6h --size 10': asks,
  'cfw-flow top dst_host --log-type internet --direction in2out --range 7d --size 20': asks,
  'cfw-flow top dst_host --log-type internet --last 6h --json': asks,
  'cfw-flow top src_ip app --by byte --log-type internet --range 7d': asks,
  'cfw-flow top src_ip dst_host dst_region_name --by byte --log-type nat --range 1d': asks,
  'cfw-flow top src_ip dst_port --log-type internet --direction out2in --range 1h': asks,
  'cfw-flow trend --from yesterday': asks,
  'cfw-flow trend --log-type internet': asks,
  'cfw-flow trend --log-type internet --ip 203.0.113.11 --range 1d': asks,
  'cfw-flow trend --log-type internet --last 1d --json': asks,
  'cfw-flow trend --log-type nat --ip 10.20.2.50 --range 1d': asks,
  'cfw-flow detail dst_host metrics.vendor.example --log-type internet --range 7d': asks,
  'cfw-flow detail dst_host www.acme.example': asks,
  'cfw-flow detail dst_host www.acme.example --log-type internet --json': asks,
  'cfw-flow detail dst_host www.acme.example --log-type internet --range 1d': asks,
  'cfw-flow detail src_ip 192.0.2.250 --log-type internet --range 1h': asks,
  'cfw-flow detail src_ip 2001:db8:113::50 --log-type internet': asks,
  'cfw-flow compare dst_host --log-type internet --last 1d --size 4': asks,
  'cfw-flow compare src_ip --log-type internet --last 1d --json': asks,
  'cfw-flow export src_ip --log-type internet --last 7d -o talkers.parquet': asksAs(
    'cfw-flow export src_ip --log-type internet --last 1h -o talkers.parquet',
  ),
  'cfw-flow report --log-type internet --day yesterday -o yesterday.html': asks,
  "cfw-flow report --log-type internet --day yesterday --format html | mail -s 'Flows of yesterday' -a 'Content-Type: text/html' ops@example.com":
    asksAs('cfw-flow report --log-type internet --day yesterday --format html | grep -q "<html"'),
  'cfw-flow alerts rules.yaml': reads(rules, `cfw-flow alerts rules.yaml${endsWithAlerts}`),
  '*/5 * * * *  cfw-flow alerts /etc/cfw-flow/rules.yaml --state /var/lib/cfw-flow/alerts.json':
    reads(
      { 'etc/cfw-flow/rules.yaml': rules['rules.yaml'], 'var/lib/cfw-flow/.keep': '' },
      `cfw-flow alerts /etc/cfw-flow/rules.yaml --state /var/lib/cfw-flow/alerts.json${endsWithAlerts}`,
    ),

  'export HUAWEICLOUD_SDK_AK=YOUR-AK HUAWEICLOUD_SDK_SK=YOUR-SK': asks,
  ...Object.fromEntries(
    settings.map((setting, at) => [setting, asksAs(settings.slice(0, at + 1).join(' && '))]),
  ),
  'cfw-flow config set secret_key --profile prod': leftOut('asks for the key in a terminal'),
  'cfw-flow login --profile prod': asksCloud,
  'cfw-flow login --region cn-north-4 --firewall c598d612-8112-465c-bffd-863d4ce85a50': asksCloud,
  'cfw-flow top dst_host --region cn-north-4 --firewall c598d612-8112-465c-bffd-863d4ce85a50 --log-type internet':
    asksCloud,
  'cfw-flow top src_ip --profile prod -t internet': asksCloud,
  'cfw-flow console --region cn-north-4 --firewall c598d612-8112-465c-bffd-863d4ce85a50': asksCloud,
  'claude mcp add cfw-flow -- cfw-flow mcp': leftOut('needs the program of a vendor'),
  'npx @modelcontextprotocol/inspector cfw-flow mcp': leftOut(
    'opens a web page; the tests of mcp ask it through the client of the protocol',
  ),
};

function asksAs(line: string): CommandRun {
  return { kind: 'ends', line };
}
