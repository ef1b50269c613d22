import contract from '@cfw-flow/types/flow-log-analysis.json' with { type: 'json' };
import { afterEach, describe, expect, expectTypeOf, it, vi } from 'vitest';
import { answering, failureOf, listen } from '../test/local-server.ts';
import { empty, projectId, question } from '../test/question.ts';
import {
  CfwAbortError,
  CfwOptionError,
  CfwResponseError,
  createClient,
  type Region,
  regions,
} from './index.ts';

const credentials = { accessKey: 'AccessKey', secretKey: 'SecretKey' };
afterEach(() => void vi.unstubAllGlobals());

/** The cloud, as far as it is asked for: a fetch that answers by host. */
function cloud(projects: () => Response) {
  const asked: string[] = [];
  const fetch = async (input: RequestInfo | URL) => {
    const url = String(input);
    asked.push(url);
    return new URL(url).host.startsWith('iam.') ? projects() : new Response(empty);
  };
  return { asked, fetch: fetch as typeof globalThis.fetch };
}

describe('a region', () => {
  it('is one of the contract’s', () => {
    expect([...regions].sort()).toEqual([...contract.servers[0]!.variables.region!.enum!].sort());
  });

  it('gives the endpoint', async () => {
    const { asked, fetch } = cloud(() => new Response());
    for (const region of ['cn-north-4', 'eu-west-101'] as const) {
      await createClient({ region, projectId, fetch }).listFlowStatistic(question);
    }
    expect(asked.map((url) => new URL(url).origin)).toEqual([
      'https://cfw.cn-north-4.myhuaweicloud.com',
      'https://cfw.eu-west-101.myhuaweicloud.eu',
    ]);
  });

  it('that does not exist is refused with those that do', () => {
    const region = 'cn-nort-4' as Region;
    expect(() => createClient({ region, projectId })).toThrow(
      /"cn-nort-4" is not a region with Cloud Firewall. Those are: af-north-1, .*, cn-north-4/,
    );
  });

  it.each(['baseUrl', 'baseURL', 'url'])('or an endpoint, which is not called %s', (name) => {
    const options = { region: 'cn-north-4', projectId, [name]: 'http://127.0.0.1' } as const;
    expect(() => createClient(options)).toThrow(`The option is called endpoint, not ${name}`);
  });

  it('or an endpoint has to be there', () => {
    expect(() => createClient({ projectId })).toThrow(
      /^Give a region, such as cn-north-4, or an endpoint$/,
    );
    for (const options of [undefined, null, 'http://127.0.0.1:8239']) {
      expect(() => createClient(options as never)).toThrow(/^Give options, such as \{ endpoint, /);
    }
  });
});

describe('the project', () => {
  const found = () =>
    Response.json({
      projects: [
        { id: 'another', name: 'cn-north-4_other' },
        { id: projectId, name: 'cn-north-4' },
      ],
    });

  it('is asked for at IAM once, when it is needed, however many calls there are', async () => {
    const { asked, fetch } = cloud(found);
    const client = createClient({ region: 'cn-north-4', credentials, fetch });
    expect(asked).toHaveLength(0);
    await Promise.all([client.listFlowStatistic(question), client.listFlowStatistic(question)]);
    const [iam, ...calls] = asked;
    expect(iam).toBe('https://iam.cn-north-4.myhuaweicloud.com/v3/projects?name=cn-north-4');
    expect(calls).toHaveLength(2);
    for (const url of calls) expect(url).toContain(`/v1/${projectId}/cfw/`);
  });

  it('is asked for within the time and under the signal of the call', async () => {
    const fetch = vi.fn<typeof globalThis.fetch>(() => new Promise(() => {}));
    const client = createClient({ region: 'cn-north-4', credentials, fetch, totalTimeout: 50 });
    const before = client.listFlowStatistic(question, { signal: AbortSignal.abort() });
    expect(await failureOf(before)).toBeInstanceOf(CfwAbortError);
    expect(fetch).not.toHaveBeenCalled();

    const controller = new AbortController();
    const meanwhile = failureOf(client.listFlowStatistic(question, { signal: controller.signal }));
    controller.abort();
    expect(await meanwhile).toBeInstanceOf(CfwAbortError);
    expect(await failureOf(client.listFlowStatistic(question))).toMatchObject({
      name: 'CfwTimeoutError',
      limit: 'totalTimeout',
    });
  });

  it('is asked for again after a failure', async () => {
    const answers = [Response.json({ projects: [] }), found()];
    const { fetch } = cloud(() => answers.shift()!);
    const client = createClient({ region: 'cn-north-4', credentials, fetch });
    const error = await failureOf(client.listFlowStatistic(question));
    expect(error).toBeInstanceOf(CfwResponseError);
    expect((error as Error).message).toContain('IAM knows no project cn-north-4');
    expect(await client.listFlowStatistic(question)).toEqual({ records: [], total: 0 });
  });

  it('can not be asked for without a region and credentials', () => {
    expect(() => createClient({ region: 'cn-north-4' })).toThrow(
      /^Give a projectId, or a region and credentials to ask for it$/,
    );
    expect(() => createClient({ endpoint: 'http://127.0.0.1', credentials })).toThrow(
      /^Give a projectId, or a region and credentials to ask for it$/,
    );
  });
});

describe('IAM', () => {
  it.each([
    ['cn-north-4', 'https://iam.cn-north-4.myhuaweicloud.com'],
    ['eu-west-101', 'https://iam.eu-west-101.myhuaweicloud.eu'],
    ['cn-north-11', 'https://iam.myhuaweicloud.com'],
    ['tr-west-1', 'https://iam.tr-west-1.myhuaweicloud.com'],
  ] as const)('of %s is at %s', async (region, iam) => {
    const { asked, fetch } = cloud(() =>
      Response.json({ projects: [{ id: projectId, name: region }] }),
    );
    await createClient({ region, credentials, fetch }).listFlowStatistic(question);
    expect(new URL(asked[0]!).origin).toBe(iam);
  });
});

describe('credentials', () => {
  const endpoint = 'http://127.0.0.1:9';

  it.each([
    [{ accessKey: '', secretKey: 'x' }, 'accessKey'],
    [{ accessKey: 'x', secretKey: ' ' }, 'secretKey'],
    [{ accessKey: 'x', secretKey: 'x', securityToken: 'a\nb' }, 'securityToken'],
    [{ token: '' }, 'token'],
  ])('%o are refused', (bad, option) => {
    expect(() => createClient({ endpoint, projectId, credentials: bad })).toThrow(
      expect.objectContaining({ name: 'CfwOptionError', option }),
    );
  });

  it('under other names are refused with the name that is missing', () => {
    const credentials = { ak: 'x', sk: 'x' } as never;
    expect(() => createClient({ endpoint, projectId, credentials })).toThrow(
      'The accessKey is not given',
    );
  });

  it('and a token exclude each other', () => {
    expect(() => createClient({ endpoint, projectId, credentials, token: 'x' })).toThrow(
      CfwOptionError,
    );
  });

  it('are refused in a web page, unless they are asked for by name', () => {
    vi.stubGlobal('document', {});
    const options = { endpoint, projectId };
    expect(() => createClient({ ...options, credentials })).toThrow(/allowSecretsInBrowser/);
    expect(() => createClient({ ...options, token: 'x' })).toThrow(/allowSecretsInBrowser/);
    expect(() => createClient(options)).not.toThrow();
    expect(() =>
      createClient({ ...options, credentials, allowSecretsInBrowser: true }),
    ).not.toThrow();
  });
});

describe('a number', () => {
  it.each([
    ['timeout', 0],
    ['timeout', Number.NaN],
    ['totalTimeout', 1.5],
    ['totalTimeout', 2 ** 31],
    ['retries', -1],
    ['retries', 11],
  ])('%s of %d is refused', (option, value) => {
    expect(() =>
      createClient({ endpoint: 'http://127.0.0.1', projectId, [option]: value }),
    ).toThrow(expect.objectContaining({ name: 'CfwOptionError', option }));
  });
});

describe('integers', () => {
  const greatest =
    '{"data":{"records":[{"item":"a","request_byte":9223372036854775807,"response_byte":9007199254740993,"sessions":1,"last_time":0,"apps":[{"key":"\\"9223372036854775807\\\\","value":9007199254740993}]}],"total":2}}';

  it('as bigint are exact to 2^63 − 1, and have types that say so', async () => {
    const { endpoint } = await listen(answering(greatest));
    const client = createClient({ endpoint, projectId, integers: 'bigint' });
    const { records, total } = await client.listFlowStatistic(question);
    expectTypeOf(total).toEqualTypeOf<number | bigint>();
    expectTypeOf(records[0]!.request_byte).toEqualTypeOf<number | bigint>();
    expectTypeOf(records[0]!.item).toEqualTypeOf<string>();
    expect(total).toBe(2);
    expect(records[0]).toMatchObject({
      request_byte: 9_223_372_036_854_775_807n,
      response_byte: 9_007_199_254_740_993n,
      sessions: 1,
      apps: [{ key: '"9223372036854775807\\', value: 9_007_199_254_740_993n }],
    });
  });

  it('are numbers otherwise, and never rounded', async () => {
    const { endpoint } = await listen(answering(greatest));
    const client = createClient({ endpoint, projectId });
    expectTypeOf(
      (await failureOf(client.listFlowStatistic(question))) as Error,
    ).toEqualTypeOf<Error>();
    expectTypeOf<
      Awaited<ReturnType<typeof client.listFlowStatistic>>['total']
    >().toEqualTypeOf<number>();
    const error = (await failureOf(client.listFlowStatistic(question))) as Error;
    expect(error.message).toContain('request_byte is 9223372036854775807, more than');
  });
});

describe('a call', () => {
  it('tells on demand what came beside the data', async () => {
    const { endpoint } = await listen(answering(empty, 200, { 'X-Request-Id': 'abc' }));
    const client = createClient({ endpoint, projectId });
    const { data, response } = await client.listFlowStatistic(question).withResponse();
    expect(data).toEqual({ records: [], total: 0 });
    expect(response).toMatchObject({ status: 200, requestId: 'abc' });
    expect(response.headers.get('content-type')).toBe('application/json');
  });

  it('is a promise like any other', async () => {
    const { endpoint } = await listen(answering(empty));
    const client = createClient({ endpoint, projectId });
    const call = client.listFlowStatistic(question);
    expect(call).toBeInstanceOf(Promise);
    const finished = vi.fn<() => void>();
    expect(await call.finally(finished)).toEqual({ records: [], total: 0 });
    expect(finished).toHaveBeenCalledOnce();
    expect(await Promise.all([call, call.then(({ total }) => total)])).toEqual([
      { records: [], total: 0 },
      0,
    ]);
    expect(await call.catch(() => 'caught')).toEqual({ records: [], total: 0 });
  });

  it('that fails is handled once, by whichever way it is looked at', async () => {
    const unhandled = vi.fn<(reason: unknown) => void>();
    process.on('unhandledRejection', unhandled);
    const client = createClient({ endpoint: 'http://127.0.0.1:9', projectId, retries: 0 });
    await failureOf(client.listFlowStatistic(question).withResponse());
    await failureOf(client.listFlowStatistic(question));
    await new Promise((resolve) => setTimeout(resolve, 20));
    process.off('unhandledRejection', unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });
});
