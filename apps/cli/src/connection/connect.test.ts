// @module-tag slow

import { startFakeServer } from '@cfw-flow/fetch-client/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { FIREWALL, PROJECT } from '../defaults.ts';
import { flowLine, type LogLine, ndjson, OTHER_FIREWALL } from '../testing/logs.ts';
import { folderOf, run, serve, shell, temporaryFolder } from '../testing/program.ts';

const window = ['--from', '2024-04-29', '--to', '2024-05-01'];

/** Asks a server that has these flows. */
async function served(lines: readonly LogLine[], ...more: string[]) {
  const folder = await folderOf({ 'a.ndjson': ndjson(lines) });
  const { url } = await serve(['--logs', 'a.ndjson', ...more], folder);
  return (...args: string[]) => run(['top', 'app', '-e', url, ...window, ...args], folder);
}

/** An endpoint of the API and nothing else, as the cloud is. */
async function cloud() {
  const server = await startFakeServer({
    listFlowStatistic: { status: 200, body: { data: { records: [], total: 0 } } },
  });
  onTestFinished(() => server.close());
  const questions = () => server.requests.filter(({ url }) => url.pathname.startsWith('/v1/'));
  return { ...server, questions };
}

describe('a command that asks a server', () => {
  it('finds project, firewall and log type where there is one of each', async () => {
    const ask = await served(
      [flowLine({ log_type: 'vpc' })],
      '--project',
      '0'.repeat(32),
      '--firewall',
      OTHER_FIREWALL,
    );
    const { code, stdout, stderr } = await ask();
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^1 {2}HTTPS +1 /m);
  });

  it('takes the busiest of several, and says how to ask about another', async () => {
    const ask = await served([
      flowLine(),
      flowLine({ src_port: '40001' }),
      flowLine({ log_type: 'nat', app: 'DNS' }),
      flowLine({ fw_instance_id: OTHER_FIREWALL, log_type: 'nat', app: 'SSH' }),
      flowLine({ fw_instance_id: OTHER_FIREWALL, log_type: 'nat', app: 'SSH', src_port: '2' }),
    ]);
    const { code, stdout, stderr } = await ask();
    expect([code, stderr.split('\n')]).toEqual([
      0,
      [
        `Firewall ${FIREWALL}, the busiest of 2 (3 flows). --firewall ID asks about another: ${OTHER_FIREWALL} (2).`,
        'Log type internet, the busiest (2 flows). --log-type TYPE asks about another: nat (1).',
        '',
      ],
    ]);
    expect(stdout).toMatch(/^1 {2}HTTPS +2 /m);
    const ofNat = await ask('-t', 'nat');
    expect(ofNat.stdout).toMatch(/^1 {2}SSH +2 /m);
    expect(ofNat.stderr).toMatch(`Firewall ${OTHER_FIREWALL}, the busiest of 2 (2 flows).`);
    const told = await ask('-t', 'nat', '-f', FIREWALL);
    expect([told.stderr, told.stdout]).toEqual(['', expect.stringMatching(/^1 {2}DNS +1 /m)]);
  });

  it('knows a firewall by the name that the server has for it', async () => {
    const ask = await served(
      [
        flowLine({ app: 'SSH' }),
        flowLine({ fw_instance_id: OTHER_FIREWALL, app: 'DNS' }),
        flowLine({ fw_instance_id: OTHER_FIREWALL, app: 'DNS', src_port: '2' }),
      ],
      '--firewall-name',
      `${FIREWALL}=Head office`,
    );
    expect(await ask('-f', 'Head office')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^1 {2}SSH +1 /m),
      stderr: '',
    });
    expect((await ask()).stderr).toMatch(/--firewall ID asks about another: Head office \(1\)\./);
    expect(await ask('-f', 'Headoffice')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/no firewall "Headoffice"\. .*one of the names Head office\./),
    });
  });

  it('says of a server without flows how to load some, and of a wrong firewall which there are', async () => {
    const empty = await serve(['--watch', '.'], await temporaryFolder());
    const nothing = await run(['top', 'app', '-e', empty.url], await temporaryFolder());
    expect([nothing.code, nothing.stdout]).toEqual([1, '']);
    expect(nothing.stderr).toMatch(/no flows yet[^]*cfw-flow serve --logs PATH/);
    const ask = await served([flowLine()]);
    const { code, stderr } = await ask('--firewall', OTHER_FIREWALL);
    expect([code, stderr]).toEqual([
      2,
      `error: The server has no flows of firewall ${OTHER_FIREWALL}. It has those of ${FIREWALL}.\n`,
    ]);
  });

  it('says what an endpoint has to be told that does not say it itself', async () => {
    const { endpoint, requests } = await cloud();
    const { code, stderr } = await run(
      ['top', 'app', '-t', 'nat', '--endpoint', endpoint],
      await temporaryFolder(),
    );
    expect([code, stderr]).toEqual([
      2,
      `error: ${endpoint} does not say which firewalls it has, as a server of cfw-flow does. Give these, too, or another --endpoint:\n` +
        '  --project ID (or CFW_FLOW_PROJECT)\n  --firewall ID (or CFW_FLOW_FIREWALL)\n',
    ]);
    expect(requests.map(({ url }) => url.pathname)).toEqual(['/console/context.json']);
  });

  it('has the environment say what its options leave out, and an endpoint without a scheme', async () => {
    const { endpoint, questions } = await cloud();
    const line =
      `export CFW_FLOW_ENDPOINT=${endpoint.replace('http://', '')} CFW_FLOW_LOG_TYPE=vgw ` +
      `CFW_FLOW_PROJECT=${PROJECT} CFW_FLOW_FIREWALL=${FIREWALL}; cfw-flow top app`;
    const folder = await temporaryFolder();
    expect(await shell(line, folder)).toMatchObject({ code: 0, stderr: '' });
    await shell(`${line} -t nat -f ${OTHER_FIREWALL} --project ${'0'.repeat(32)}`, folder);
    const asked = questions().map(({ url }) => [
      url.pathname.split('/')[2],
      url.searchParams.get('fw_instance_id'),
      url.searchParams.get('log_type'),
    ]);
    expect(asked).toEqual([
      [PROJECT, FIREWALL, 'vgw'],
      ['0'.repeat(32), OTHER_FIREWALL, 'nat'],
    ]);
  });

  it('names the variable whose value can not be used', async () => {
    const { code, stderr } = await shell(
      'CFW_FLOW_LOG_TYPE=internt cfw-flow top app',
      await temporaryFolder(),
    );
    expect([code, stderr]).toEqual([
      2,
      'error: The environment variable CFW_FLOW_LOG_TYPE is "internt". It takes internet, nat, vpc, vgw.\n',
    ]);
  });

  it('signs with the keys of the environment, and asks the project of the vendor’s variable in a region', async () => {
    const { endpoint, requests } = await cloud();
    const line =
      `export HUAWEICLOUD_SDK_AK=ak HUAWEICLOUD_SDK_SK=sk HUAWEICLOUD_SDK_PROJECT_ID=${'1'.repeat(32)}; ` +
      `cfw-flow top app -t nat -f ${FIREWALL} --region cn-north-4 -e ${endpoint}`;
    expect(await shell(line, await temporaryFolder())).toMatchObject({ code: 0, stderr: '' });
    const [{ url, headers }] = requests as [(typeof requests)[0]];
    expect(url.pathname).toMatch(`/v1/${'1'.repeat(32)}/`);
    expect(headers['authorization']).toMatch(
      /^SDK-HMAC-SHA256 Access=ak, .*Signature=[0-9a-f]{64}$/,
    );
  });

  it('says line by line where it looked for credentials of the cloud', async () => {
    const { code, stderr } = await shell(
      `HUAWEICLOUD_SDK_SK=sk cfw-flow top app -t nat -f ${FIREWALL} --region cn-north-4`,
      await temporaryFolder(),
    );
    expect([code, stderr.split('\n')]).toEqual([
      1,
      [
        'error: No credentials were found. Tried:',
        expect.stringMatching(/^- env: The environment variable HUAWEICLOUD_SDK_AK is not set/),
        'The search ended there: what is set up has to work.',
        expect.stringMatching(/^HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK give keys, --token-file/),
        '',
      ],
    ]);
  });

  it('reads and shows times in the zone that it is told', async () => {
    const ask = await served([flowLine()]);
    const times = ['--from', '2024-04-30 02:59', '--to', '2024-04-30 03:01'];
    const { stdout } = await ask(...times, '--time-zone', 'asia/shanghai');
    expect(stdout).toMatch(/2024-04-30 03:00$/m);
    expect(stdout).toMatch(/^1 of 1, window 2024-04-30 02:59 to 2024-04-30 03:01$/m);
    const skipped = ['--from', '2024-03-10 02:30', '--time-zone', 'America/New_York'];
    expect((await ask(...skipped)).stderr).toBe(
      '2024-03-10 02:30 is skipped in America/New_York, where clocks go forward: it is taken as 03:30.\n',
    );
  });

  it('asks about as long a time as it is told', async () => {
    const { endpoint, requests } = await cloud();
    const args = ['top', 'app', '-t', 'nat', '-f', FIREWALL, '--project', PROJECT, '-e', endpoint];
    const { stdout } = await run([...args, '--last', '6h'], await temporaryFolder());
    expect(stdout).toMatch(/^0 of 0, window \d{4}-.* to \d{4}-/);
    const { searchParams } = requests[0]!.url;
    const [start, end] = ['start_time', 'end_time'].map((name) => Number(searchParams.get(name)));
    expect(end! - start!).toBe(6 * 3_600_000);
    expect(Math.abs(end! - Date.now())).toBeLessThan(600_000);
  });
});
