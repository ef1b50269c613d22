import { describe, expect, it } from 'vitest';
import { answering, deadEndpoint, failureOf, listen } from '../test/local-server.ts';
import { empty, projectId } from '../test/question.ts';
import {
  CfwAbortError,
  CfwApiError,
  CfwClient,
  CfwConnectionError,
  CfwError,
  CfwOptionError,
  CfwResponseError,
  createClient,
  Item,
  LogType,
  Range,
  type ClientOptions,
  type ListFlowStatisticQuery,
} from './index.ts';

const requestId = '8080d377bffeb6d519b0567c09cebe6b';
const lastHour: ListFlowStatisticQuery = {
  fw_instance_id: 'c598d612-8112-465c-bffd-863d4ce85a50',
  range: Range.LAST_HOUR,
  log_type: LogType.INTERNET,
  item: Item.DST_HOST,
};

async function ask(endpoint: string, options: Partial<ClientOptions> = {}) {
  return createClient({ endpoint, projectId, retries: 0, ...options }).listFlowStatistic(lastHour);
}

describe('a client', () => {
  it('is made by createClient, as those are told who write new CfwClient()', () => {
    const construct = () => Reflect.construct(CfwClient, [{ projectId }]);
    expect(construct).toThrow('CfwClient is no class: write createClient({ … })');
  });
});

describe('a request', () => {
  it('goes to the project of the client with the names of the wire', async () => {
    const { endpoint, requests } = await listen(answering(empty));
    await ask(endpoint);
    expect(requests[0]?.method).toBe('GET');
    expect(requests[0]?.url).toBe(
      `/v1/${projectId}/cfw/logs/flow-statistic` +
        '?fw_instance_id=c598d612-8112-465c-bffd-863d4ce85a50&range=0&log_type=internet&item=dst_host',
    );
  });

  it('carries no credentials without a token', async () => {
    const { endpoint, requests } = await listen(answering(empty));
    await ask(endpoint);
    expect(requests[0]?.headers).not.toHaveProperty('x-auth-token');
    expect(requests[0]?.headers).not.toHaveProperty('authorization');
  });

  it('carries the token as X-Auth-Token and nowhere else', async () => {
    const { endpoint, requests } = await listen(answering(empty));
    await ask(endpoint, { token: 'MIIF-token' });
    expect(requests[0]?.headers).toHaveProperty('x-auth-token', 'MIIF-token');
    expect(requests[0]?.headers).not.toHaveProperty('authorization');
  });

  it('asks a function for the token before every call', async () => {
    const { endpoint, requests } = await listen(answering(empty));
    let calls = 0;
    const client = createClient({ endpoint, projectId, token: async () => `token-${++calls}` });
    await client.listFlowStatistic(lastHour);
    await client.listFlowStatistic(lastHour);
    expect(requests.map((request) => request.headers['x-auth-token'])).toEqual([
      'token-1',
      'token-2',
    ]);
  });

  it('repeats vgw_id for several gateways', async () => {
    const { endpoint, requests } = await listen(answering(empty));
    await createClient({ endpoint, projectId }).listFlowStatistic({
      ...lastHour,
      vgw_id: ['gateway-a', 'gateway-b'],
    });
    expect(requests[0]?.url).toContain('&vgw_id=gateway-a&vgw_id=gateway-b');
  });

  it('keeps the path of the endpoint and tolerates slashes after it', async () => {
    const { endpoint, requests } = await listen(answering(empty));
    await ask(`${endpoint}/`);
    await ask(`${endpoint}/gateway//`);
    expect(requests[0]?.url).toMatch(/^\/v1\//);
    expect(requests[1]?.url).toMatch(/^\/gateway\/v1\//);
  });

  it('of one client knows nothing of the token of another', async () => {
    const { endpoint, requests } = await listen(answering(empty));
    const withToken = createClient({ endpoint, projectId, token: 'secret' });
    const without = createClient({ endpoint, projectId });
    await withToken.listFlowStatistic(lastHour);
    await without.listFlowStatistic(lastHour);
    expect(requests[1]?.headers).not.toHaveProperty('x-auth-token');
  });

  it('goes through the fetch that was given', async () => {
    const { endpoint } = await listen(answering(empty));
    const urls: string[] = [];
    await ask(endpoint, {
      fetch: async (request) => {
        urls.push(String(request));
        return fetch(request);
      },
    });
    expect(urls).toHaveLength(1);
  });
});

describe('an answer', () => {
  it('arrives as the data of the contract', async () => {
    const record = {
      item: 'www.test.com',
      sessions: 11,
      last_time: 1_751_355_533_000,
      request_byte: 5357,
      response_byte: 4862,
      apps: [{ key: 'HTTP', value: 11 }],
    };
    const { endpoint } = await listen(
      answering(JSON.stringify({ data: { records: [record], total: 1 } })),
    );
    expect(await ask(endpoint)).toEqual({ records: [record], total: 1 });
  });

  it('is read as JSON whatever its content type says', async () => {
    const { endpoint } = await listen((_, response) => void response.end(empty));
    expect(await ask(endpoint)).toEqual({ records: [], total: 0 });
  });

  it('other than 2xx throws what the service said, with its code and request id', async () => {
    const { endpoint } = await listen(
      answering('{"error_code":"CFW.00200007","error_msg":"Incorrect time range."}', 400, {
        'X-Request-Id': requestId,
      }),
    );
    const error = await failureOf(ask(endpoint));
    expect(error).toBeInstanceOf(CfwApiError);
    expect(error).toBeInstanceOf(CfwError);
    expect(error).toMatchObject({
      name: 'CfwBadRequestError',
      status: 400,
      code: 'CFW.00200007',
      detail: 'Incorrect time range.',
      requestId,
      message: `CFW.00200007 (HTTP 400): Incorrect time range. [request ${requestId}]`,
    });
  });

  it('of the gateway gives the request id of its body', async () => {
    const { endpoint } = await listen(
      answering(
        JSON.stringify({
          error_code: 'APIGW.0301',
          error_msg: 'Incorrect IAM authentication information: x-auth-token not found',
          request_id: requestId,
        }),
        401,
      ),
    );
    expect(await failureOf(ask(endpoint))).toMatchObject({
      status: 401,
      code: 'APIGW.0301',
      requestId,
    });
  });

  it('of a proxy that knows no error codes is quoted', async () => {
    const { endpoint } = await listen(
      answering('<html>\n<h1>502 Bad Gateway</h1>', 502, { 'Content-Type': 'text/html' }),
    );
    expect(await failureOf(ask(endpoint))).toMatchObject({
      status: 502,
      code: undefined,
      requestId: undefined,
      message: 'HTTP 502: <html> <h1>502 Bad Gateway</h1>',
    });
  });

  it('other than 2xx without a body is said to have none', async () => {
    const { endpoint } = await listen(answering('', 503));
    expect(await failureOf(ask(endpoint))).toMatchObject({ message: 'HTTP 503: an empty body' });
  });

  it('that is not JSON throws and is quoted', async () => {
    const { endpoint } = await listen(
      answering('<!doctype html><title>Sign in</title>', 200, { 'Content-Type': 'text/html' }),
    );
    const error = await failureOf(ask(endpoint));
    expect(error).toBeInstanceOf(CfwResponseError);
    expect(error).toMatchObject({
      status: 200,
      message:
        'HTTP 200 came with text/html that is not JSON: <!doctype html><title>Sign in</title>',
    });
  });

  it.each(['sessions', 'last_time', 'request_byte', 'response_byte'])(
    'whose %s would be rounded throws, naming the field',
    async (name) => {
      const { endpoint } = await listen(
        answering(
          `{"data":{"records":[{"item":"a.example","${name}":9007199254740993}],"total":1}}`,
          200,
          { 'X-Request-Id': requestId },
        ),
      );
      const error = await failureOf(ask(endpoint));
      expect(error).toBeInstanceOf(CfwResponseError);
      expect(error).toMatchObject({ status: 200, requestId });
      expect((error as Error).message).toContain(`${name} is 9007199254740993, more than`);
    },
  );

  it('may write byte sums as the doubles that they are in the contract', async () => {
    const { endpoint } = await listen(
      answering(
        '{"data":{"records":[{"item":"a.example","request_byte":1.2345678901234567E19,"response_byte":5357.0}],"total":1}}',
      ),
    );
    expect((await ask(endpoint)).records[0]).toMatchObject({
      request_byte: 12_345_678_901_234_567_000,
      response_byte: 5357,
    });
  });

  it('may hold the greatest exact integer, and long digits in a text', async () => {
    const { endpoint } = await listen(
      answering(
        '{"data":{"records":[{"item":"90071992547409931234.example","request_byte":9007199254740991}],"total":1}}',
      ),
    );
    expect((await ask(endpoint)).records[0]).toEqual({
      item: '90071992547409931234.example',
      request_byte: 9_007_199_254_740_991,
    });
  });
});

describe('a call that gets no answer', () => {
  it('throws the endpoint and the reason when nobody listens', async () => {
    const endpoint = await deadEndpoint();
    const error = await failureOf(ask(endpoint));
    expect(error).toBeInstanceOf(CfwConnectionError);
    expect(error).toMatchObject({ endpoint, cause: expect.any(Error) });
    expect((error as Error).message).toBe(
      `No answer from ${endpoint}: connect ECONNREFUSED ${endpoint.slice('http://'.length)}`,
    );
  });

  it('throws when the connection breaks inside the body', async () => {
    const { endpoint } = await listen((_, response) => {
      response.writeHead(200, { 'Content-Length': '1000' });
      response.write('{"data":', () => response.destroy());
    });
    expect(await failureOf(ask(endpoint))).toBeInstanceOf(CfwConnectionError);
  });

  it('does not follow a redirect, which would take the token to another host', async () => {
    const other = await listen(answering(empty));
    const { endpoint } = await listen(answering('', 302, { Location: other.endpoint }));
    const error = await failureOf(ask(endpoint, { token: 'secret' }));
    expect(error).toBeInstanceOf(CfwResponseError);
    expect((error as Error).message).toContain(`a redirect to ${other.endpoint}`);
    expect(other.requests).toHaveLength(0);
  });

  it('rejects with the reason of its signal as the cause', async () => {
    const { endpoint } = await listen(() => {});
    const controller = new AbortController();
    const reason = new Error('the user went away');
    const call = createClient({ endpoint, projectId }).listFlowStatistic(lastHour, {
      signal: controller.signal,
    });
    setTimeout(() => controller.abort(reason), 20);
    const error = await failureOf(call);
    expect(error).toBeInstanceOf(CfwAbortError);
    expect(error).toMatchObject({ cause: reason });
  });
});

describe('a caller', () => {
  it('may change the question for the next call at once', async () => {
    const { endpoint, requests } = await listen(answering(empty));
    const client = createClient({ endpoint, projectId });
    const query: ListFlowStatisticQuery = { ...lastHour, vgw_id: ['gateway-a'] };
    const first = client.listFlowStatistic(query);
    query.item = Item.APP;
    query.vgw_id!.push('gateway-b');
    await Promise.all([first, client.listFlowStatistic(query)]);
    // They come over two connections, either of which may be the first.
    const asked = requests.map(({ url }) => {
      const { searchParams } = new URL(url, endpoint);
      return [searchParams.get('item'), ...searchParams.getAll('vgw_id')].join(' ');
    });
    expect(asked.toSorted()).toEqual(['app gateway-a gateway-b', 'dst_host gateway-a']);
  });
});

describe('an option', () => {
  it.each([
    '',
    '127.0.0.1:8239',
    '/v1',
    'ftp://cfw.example',
    'http://user:secret@cfw.example',
    'http://cfw.example/?a=1',
    'http://cfw.example/#a',
    'http://cfw.example/?',
    'http://cfw.example/#',
    'http:cfw.example',
  ])('endpoint %j is refused with an example of a good one', (endpoint) => {
    expect(() => createClient({ endpoint, projectId })).toThrow(CfwOptionError);
    expect(() => createClient({ endpoint, projectId })).toThrow(
      /not an absolute http or https URL.*An example: https:/,
    );
  });

  it.each(['', 'a16d', projectId.toUpperCase(), `${projectId}/..`])(
    'projectId %j is refused, and told what one looks like',
    (projectId) => {
      expect(() => createClient({ endpoint: 'http://cfw.example', projectId })).toThrow(
        /not 32 hexadecimal digits in lower case/,
      );
    },
  );

  it.each(['', ' ', '\n'])('token %j is refused as empty', (token) => {
    expect(() => createClient({ endpoint: 'http://cfw.example', projectId, token })).toThrow(
      'The token is not given, or',
    );
  });

  it('token with a line break is refused without being quoted', async () => {
    const error = await failureOf(
      (async () =>
        createClient({ endpoint: 'http://cfw.example', projectId, token: 'sec\nret' }))(),
    );
    expect((error as Error).message).toMatch(
      /^The token is not given, or has a blank, a line break/,
    );
    expect((error as Error).message).not.toContain('sec');
  });

  it('token that a function returns empty fails the call before anything is sent', async () => {
    const { endpoint, requests } = await listen(answering(empty));
    const error = await failureOf(ask(endpoint, { token: () => '' }));
    expect(error).toMatchObject({ name: 'CfwOptionError', option: 'token' });
    expect(requests).toHaveLength(0);
  });
});
