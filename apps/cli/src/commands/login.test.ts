import { refusal, startFakeServer } from '@cfw-flow/fetch-client/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { FIREWALL } from '../defaults.ts';
import { sampleLog } from '../testing/logs.ts';
import { folderOf, run, serve, temporaryFolder, whatToAsk } from '../testing/program.ts';

type Answers = Parameters<typeof startFakeServer>[0];

/** Logs in at an endpoint that answers so. */
async function loginAt(listFlowStatistic: Answers['listFlowStatistic']) {
  const server = await startFakeServer({ listFlowStatistic });
  onTestFinished(() => server.close());
  const args = ['login', ...whatToAsk.slice(2), '--endpoint', server.endpoint, '--token', 'secret'];
  return run(args, await temporaryFolder());
}

const empty = { status: 200, body: { data: { records: [], total: 0 } } };

describe('cfw-flow login', () => {
  it('says of a server of one’s own what it answers', async () => {
    const folder = await folderOf({ 'a.ndjson': sampleLog(Date.now() - 3_600_000) });
    const { url } = await serve(['--logs', 'a.ndjson'], folder);
    const { code, stdout, stderr } = await run(['login', '--endpoint', url], folder);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.split('\n')).toEqual([
      `server    ${url}`,
      'project   that of the server, or of the region',
      `firewall  ${FIREWALL}`,
      'as        nobody: no credentials are sent',
      'clock     that of the server',
      'internet  answered: 1 application in the last day',
      'nat       answered: 0 applications in the last day',
      'vpc       answered: 0 applications in the last day',
      'vgw       answered: 0 applications in the last day',
      '',
    ]);
  });

  it('says which log types are refused, and ends well when one is answered', async () => {
    const { code, stdout } = await loginAt(({ parameters }) =>
      parameters.get('log_type') === 'nat' ? empty : refusal(403, 'APIGW.0302', 'Not authorized'),
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/^as {8}a token$/m);
    expect(stdout).toMatch(/^internet {2}no answer: APIGW\.0302 \(HTTP 403\): Not authorized/m);
    expect(stdout).toMatch(/^nat {7}answered: 0 applications in the last day$/m);
  });

  it('says how far the clocks are apart', async () => {
    const date = new Date(Date.now() + 20 * 60_000).toUTCString();
    const { stdout } = await loginAt({ ...empty, headers: { date } });
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(
      /clock (19|20) min \d+ s behind that of the server\. Signatures are good for 15 min: set the clock/,
    );
  });

  it.each([
    [401, 'APIGW.0301', /keys are wrong or revoked, the token is older than 24 hours/],
    [403, 'APIGW.0302', /A policy that allows it is CFW ReadOnlyAccess/],
    [404, 'APIGW.0101', /There is no such API\. Check --endpoint or --region/],
    [400, 'CFW.00200005', /Is --firewall one of this project/],
  ] as const)('explains %d %s, and ends with 1', async (status, error, advice) => {
    const { code, stderr } = await loginAt(refusal(status, error, 'No'));
    expect(code).toBe(1);
    expect(stderr).toMatch(new RegExp(`^error: ${error} \\(HTTP ${status}\\): No`));
    expect(stderr).toMatch(advice);
    expect(stderr).not.toMatch('secret');
  });
});
