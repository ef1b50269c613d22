// @module-tag slow

import { chmod, readFile, stat } from 'node:fs/promises';
import { startFakeServer } from '@cfw-flow/fetch-client/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { FIREWALL, PROJECT } from '../defaults.ts';
import { OTHER_FIREWALL } from '../testing/logs.ts';
import { hasPseudoTerminals, startInTerminal } from '../testing/pseudo-terminal.ts';
import { folderOf, run, shell, temporaryFolder } from '../testing/program.ts';

const file = 'cfw-flow/config.yaml';

/** A folder of configuration with these profiles. */
async function configured(text: string): Promise<string> {
  const folder = await folderOf({ [file]: text });
  await chmod(`${folder}/${file}`, 0o600);
  return folder;
}

async function cloud() {
  const server = await startFakeServer({
    listFlowStatistic: { status: 200, body: { data: { records: [], total: 0 } } },
  });
  onTestFinished(() => server.close());
  /** Project, firewall, log type and access key of each question. */
  const asked = () =>
    server.requests
      .filter(({ url }) => url.pathname.startsWith('/v1/'))
      .map(({ url, headers }) => [
        url.pathname.split('/')[2],
        url.searchParams.get('fw_instance_id'),
        url.searchParams.get('log_type'),
        /Access=(\w+)/.exec(String(headers['authorization']))?.[1] ?? headers['x-auth-token'],
      ]);
  return { endpoint: server.endpoint, asked };
}

const prod = (endpoint: string) => `# ours
prod:
  endpoint: ${endpoint}
  project: ${PROJECT}
  firewall: office
  firewalls:
    office: ${FIREWALL}
    lab: ${OTHER_FIREWALL}
  log_type: vpc
  access_key: AKPROD
  secret_key: not-to-be-seen
`;

describe('a profile', () => {
  it('says server, project, firewall by name, log type and credentials', async () => {
    const { endpoint, asked } = await cloud();
    const folder = await configured(prod(endpoint));
    expect(await run(['top', 'app', '--profile', 'prod'], folder)).toMatchObject({ code: 0 });
    await run(['top', 'app', '-p', 'prod', '-f', 'lab', '-t', 'nat'], folder);
    await shell('CFW_FLOW_PROFILE=prod cfw-flow top app', folder);
    expect(asked()).toEqual([
      [PROJECT, FIREWALL, 'vpc', 'AKPROD'],
      [PROJECT, OTHER_FIREWALL, 'nat', 'AKPROD'],
      [PROJECT, FIREWALL, 'vpc', 'AKPROD'],
    ]);
  });

  it('counts before the environment when --profile names it, else after it', async () => {
    const { endpoint, asked } = await cloud();
    const folder = await configured(prod(endpoint));
    const environment =
      `export CFW_FLOW_FIREWALL=${OTHER_FIREWALL} CFW_FLOW_LOG_TYPE=vgw ` +
      'HUAWEICLOUD_SDK_AK=AKENV HUAWEICLOUD_SDK_SK=sk';
    await shell(`${environment}; cfw-flow top app --profile prod`, folder);
    await shell(`${environment} CFW_FLOW_PROFILE=prod; cfw-flow top app`, folder);
    expect(asked()).toEqual([
      [PROJECT, FIREWALL, 'vpc', 'AKPROD'],
      [PROJECT, OTHER_FIREWALL, 'vgw', 'AKENV'],
    ]);
  });

  it('named default is used when no server is given, and sends its keys to no other', async () => {
    const { endpoint, asked } = await cloud();
    const other = await cloud();
    const folder = await configured(prod(endpoint).replace('prod:', 'default:'));
    await run(['top', 'app'], folder);
    const rest = ['-t', 'nat', '-f', OTHER_FIREWALL, '--project', PROJECT];
    await run(['top', 'app', ...rest, '--endpoint', other.endpoint], folder);
    const line = `export CFW_FLOW_PROFILE=default; cfw-flow top app ${rest.join(' ')}`;
    await shell(`${line} -e ${other.endpoint}`, folder);
    expect(asked()).toEqual([[PROJECT, FIREWALL, 'vpc', 'AKPROD']]);
    expect(other.asked()).toEqual([
      [PROJECT, OTHER_FIREWALL, 'nat', undefined],
      [PROJECT, OTHER_FIREWALL, 'nat', undefined],
    ]);
  });

  it('may have a token in a file, or say which credentials are taken', async () => {
    const { endpoint, asked } = await cloud();
    const folder = await configured(
      `a:\n  endpoint: ${endpoint}\n  token_file: token\nb:\n  endpoint: ${endpoint}\n  credentials: file\n`,
    );
    const line = `cfw-flow top app -t nat -f ${FIREWALL} --project ${PROJECT} --profile`;
    await shell(`echo TOKEN > token; ${line} a`, folder);
    await shell(
      `printf '[basic]\\nak=AKFILE\\nsk=sk\\n' > keys; export HUAWEICLOUD_SDK_CREDENTIALS_FILE=$PWD/keys; ${line} b`,
      folder,
    );
    expect(asked().map(([, , , who]) => who)).toEqual(['TOKEN', 'AKFILE']);
  });

  it('that is not there is told with the nearest name', async () => {
    const { endpoint } = await cloud();
    const folder = await configured(prod(endpoint));
    const { code, stderr } = await run(['top', 'app', '--profile', 'prd'], folder);
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(
        /no profile "prd" in .*config\.yaml\. Did you mean prod\? It has prod\./,
      ),
    ]);
    const firewall = await run(['top', 'app', '--profile', 'prod', '-f', 'offic'], folder);
    expect([firewall.code, firewall.stderr]).toEqual([
      2,
      `error: There is no firewall "offic". It takes a UUID, such as ${FIREWALL}, or one of the names office, lab.\n`,
    ]);
  });

  it('lacks a key: that is told, with what sets it', async () => {
    const folder = await configured('prod:\n  region: cn-north-4\n  access_key: AK\n');
    const { code, stderr } = await run(['trend', '--profile', 'prod'], folder);
    expect([code, stderr]).toEqual([
      2,
      'error: The profile prod has no secret_key. This sets it:\n  cfw-flow config set secret_key --profile prod\n',
    ]);
  });

  it('has a security token alone, which is not ignored', async () => {
    const folder = await configured('prod:\n  region: cn-north-4\n  security_token: T\n');
    const { code, stderr } = await run(['trend', '--profile', 'prod'], folder);
    expect([code, stderr]).toEqual([
      2,
      'error: The profile prod has no access_key. This sets it:\n  cfw-flow config set access_key --profile prod\n',
    ]);
  });
});

describe('the file of profiles', () => {
  it.runIf(hasPseudoTerminals)('gets a secret that is typed and not shown', async () => {
    const folder = await configured('prod:\n  access_key: AK\n');
    const args = ['config', 'set', 'secret_key', '-p', 'prod'];
    const terminal = await startInTerminal(args, folder, { columns: 80, rows: 24 });
    await terminal.shows(/secret_key \(not shown\):/);
    terminal.types('not-to-be-seen\n');
    expect(await terminal.shows(/ended with/)).toMatch(/ended with 0, echo/);
    expect(terminal.takeOutput()).not.toMatch(/to-be|seen/);
    const kept = await run(['config', 'get', 'secret_key', '-p', 'prod'], folder);
    expect(kept.stdout).toBe('not-to-be-seen\n');
  });

  it.runIf(hasPseudoTerminals)(
    'stays as it is when Ctrl+C or Ctrl+D ends the question',
    async () => {
      const folder = await configured('prod:\n  access_key: AK\n');
      const args = ['config', 'set', 'secret_key', '-p', 'prod'];
      for (const key of ['\u0003', '\u0004\u0004']) {
        const terminal = await startInTerminal(args, folder, { columns: 80, rows: 24 });
        await terminal.shows(/not shown/);
        terminal.types(key);
        await terminal.ended;
      }
      expect((await run(['config', 'get', 'secret_key', '-p', 'prod'], folder)).code).toBe(1);
    },
  );

  it('is made by config set, for its owner alone', async () => {
    const folder = await temporaryFolder();
    const line = [
      'cfw-flow config set region cn-north-4 --profile prod',
      `cfw-flow config set firewalls.office ${FIREWALL} --profile prod`,
      'cfw-flow config set firewall office --profile prod',
      'cfw-flow config set access_key AK --profile prod',
      'echo not-to-be-seen | cfw-flow config set secret_key - --profile prod',
      'cfw-flow config list',
    ].join(' && ');
    const { code, stdout, stderr } = await shell(line, folder);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.split('\n')).toEqual([
      'prod',
      '  region            cn-north-4',
      `  firewalls.office  ${FIREWALL}`,
      '  firewall          office',
      '  access_key        AK',
      '  secret_key        (hidden)',
      '',
    ]);
    const { stdout: place } = await run(['config', 'path'], folder);
    expect(place).toBe(`${folder}/${file}\n`);
    if (process.platform !== 'win32') {
      expect((await stat(`${folder}/${file}`)).mode & 0o777).toBe(0o600);
    }
  });

  it('keeps its comments when a value is changed, read or removed', async () => {
    const folder = await configured(prod('http://127.0.0.1:9'));
    await run(['config', 'set', 'log_type', 'nat', '-p', 'prod'], folder);
    expect((await run(['config', 'get', 'log_type', '-p', 'prod'], folder)).stdout).toBe('nat\n');
    await run(['config', 'set', 'log-type', '', '-p', 'prod'], folder);
    expect(await run(['config', 'get', 'log_type', '-p', 'prod'], folder)).toMatchObject({
      code: 1,
      stderr: 'error: The profile prod has no log_type.\n',
    });
    expect(await readFile(`${folder}/${file}`, 'utf8')).toBe(
      prod('http://127.0.0.1:9').replace('  log_type: vpc\n', ''),
    );
  });

  it('may be empty but for comments', async () => {
    const folder = await configured('# ours\n');
    expect((await run(['config', 'list'], folder)).stdout).toMatch(/^There are no profiles yet/);
    await run(['config', 'set', 'region', 'cn-north-4'], folder);
    expect(await readFile(`${folder}/${file}`, 'utf8')).toMatch(
      /^# ours\n+default:\n {2}region: cn-north-4\n$/,
    );
  });

  it('takes nothing that could not be used', async () => {
    const folder = await configured(prod('http://127.0.0.1:9'));
    const set = (...args: string[]) => run(['config', 'set', ...args, '-p', 'prod'], folder);
    for (const [args, message] of [
      [['log_type', 'vpx'], /Nothing was changed: prod\.log_type is "vpx"\. Did you mean vpc\?/],
      [['firewall', 'offic'], /prod\.firewall is "offic"\. It takes a UUID, or a name under fire/],
      [['credentials', 'metadata'], /prod has credentials, access_key and token_file: give it one/],
      [['secret_key', 'x'], /Others could see secret_key on the command line/],
      [['regon', 'x'], /Did you mean region\?/],
    ] as const) {
      const { code, stderr } = await set(...args);
      expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
    }
    expect(await readFile(`${folder}/${file}`, 'utf8')).toBe(prod('http://127.0.0.1:9'));
  });

  it.skipIf(process.getuid?.() === 0 || process.platform === 'win32')(
    'that can not be written says why',
    async () => {
      const folder = await temporaryFolder();
      await chmod(folder, 0o500);
      expect(await run(['config', 'set', 'region', 'cn-north-4'], folder)).toMatchObject({
        code: 1,
        stderr: `error: ${folder}/${file} can't be written: you may not write there. Choose another place.\n`,
      });
    },
  );

  it('says the line of what is wrong with it', async () => {
    const folder = await configured('prod:\n  regon: cn-north-4\n  project: 5\n');
    const { code, stderr } = await run(['top', 'app', '-p', 'prod'], folder);
    expect(code).toBe(1);
    expect(stderr).toMatch(/config\.yaml:2: prod\.regon is not known\. Did you mean region\?/);
    expect(stderr).toMatch(/config\.yaml:3: prod\.project is "5"\. It takes 32 hexadecimal digits/);
  });

  it.skipIf(process.platform === 'win32')('is refused when others can read its keys', async () => {
    const folder = await configured(prod('http://127.0.0.1:9'));
    await chmod(`${folder}/${file}`, 0o640);
    const { code, stdout, stderr } = await run(['top', 'app', '-p', 'prod'], folder);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toBe(
      `error: Other users of this machine may read the secret keys in ${folder}/${file}. ` +
        `Take that right away:\n  chmod 600 ${folder}/${file}\n`,
    );
  });
});
