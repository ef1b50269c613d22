import { describe, expect, it } from 'vitest';
import {
  type Credentials,
  type DerivedKeyScope,
  type SignOptions,
  signRequest,
  signRequestV11,
} from './index.ts';
import type { RequestToSign } from './index.ts';
import { parseSdkDate } from './sdk-date.ts';

const test = { accessKey: 'AccessKey', secretKey: 'SecretKey' };
const json = 'application/json';

interface Vector {
  name: string;
  credentials: Credentials;
  request: RequestToSign;
  date: string;
  options?: SignOptions;
  plain?: string;
  derived?: [region: string, service: string, signature: string];
}

const vpcs = 'https://service.region.example.com/v1/77b6a44cba5143ab91d13ab9a8ff44fd/vpcs';
const query = '?limit=2&marker=13551d6b-755d-4757-b956-536f674975c0';
const demo = 'https://service.endpoint.myhuaweicloud.com/resources?size=1';
const flowStatistic =
  'https://cfw.cn-north-4.myhuaweicloud.com/v1/a16df7cf1d094befa6bbc72cbf51e93a/cfw/logs/flow-statistic' +
  '?direction=in2out&fw_instance_id=c598d612-8112-465c-bffd-863d4ce85a50&item=dst_host' +
  '&log_type=internet&range=2&size=1000&vgw_id=a&vgw_id=b';

/** Published by the vendor, in the API signing guide and in the tests of its SDKs, but the last. */
const vectors: Vector[] = [
  {
    name: 'the API signing guide',
    credentials: {
      accessKey: 'QTWAOYTTINDUT2QVKYUC',
      secretKey: 'MFyfvK41ba2giqM7Uio6PznpdUKGpownRZlmVmHc',
    },
    request: { method: 'GET', url: vpcs + query, headers: { 'Content-Type': json } },
    date: '20191115T033655Z',
    plain: '7be6668032f70418fcc22abc52071e57aff61b84a1d2381bb430d6870f4f6ebe',
  },
  {
    name: 'the SDK for Java',
    credentials: test,
    request: { method: 'GET', url: vpcs + query },
    date: '20191115T033655Z',
    plain: 'fd95e7da6f695cfb4cabbb9d6b0968aec155bc576b064835282473539ae9ea1d',
  },
  {
    name: 'the SDK for Java, without a query',
    credentials: test,
    request: { method: 'GET', url: vpcs },
    date: '20191115T033655Z',
    derived: [
      'region-id-1',
      'service',
      'c63981314b17efeca4c2577e3e22ecfd3831e0c87eb87277271e32587207dd2c',
    ],
  },
  {
    name: 'the SDK for Python',
    credentials: test,
    request: { method: 'GET', url: demo },
    date: '20200608T023900Z',
    plain: 'cfb4171acec81de07d50e53d57eb77edd537414d66ddb1d7d780f128e12cd842',
    derived: [
      'test-region-1',
      'demo',
      'f7dfee056692e58dede80fc80cb89bbfabf45552dd7cd8d18a0a13484455b98e',
    ],
  },
  {
    name: 'the SDK for Python, with a body',
    credentials: test,
    request: { method: 'POST', url: demo, body: '{"name":"test","id":1}' },
    date: '20200608T023900Z',
    plain: '436b1ac0a1ae03705934bb70ef2f2e09f7bfed2117d731a38235053199323a1f',
    derived: [
      'test-region-1',
      'demo',
      '8e2d91eaf9656ec5d6fab27812e2d898a35aaaa5e16ee0a0365c38527ccfb3cf',
    ],
  },
  {
    name: 'the SDK for Go, which signs the date alone',
    credentials: test,
    request: { method: 'GET', url: 'https://example.com/path?limit=1' },
    date: '20060102T150405Z',
    options: { signedHeaders: ['X-Sdk-Date'] },
    plain: '5a2ce64c865e0e6046321c6f3d5a77ba8413eeaf355c3166c03d58d02ac79624',
    derived: [
      'test-region-1',
      'demo',
      '8fd3610508884bb19718317797c7378716a94bc740d97502e569322e366341cc',
    ],
  },
  {
    name: 'the SDK for Go, with a body',
    credentials: test,
    request: {
      method: 'POST',
      url: 'https://example.com/path?key=value',
      body: '{"Name":"test","Id":1}\n',
    },
    date: '20060102T150405Z',
    options: { signedHeaders: ['X-Sdk-Date'] },
    plain: 'cecc2af119b18ab70b4d094c0750f3b42c02f254903179a0fc2cc72fc9db4f59',
    derived: [
      'test-region-1',
      'demo',
      '4112f88b92d82dd1e1b7dd142f1e99e4f1762c42ca8fe0968b3045120870a903',
    ],
  },
  {
    name: 'a question about traffic, computed on its own and not published',
    credentials: test,
    request: {
      method: 'GET',
      url: flowStatistic,
      headers: { 'X-Project-Id': 'a16df7cf1d094befa6bbc72cbf51e93a' },
    },
    date: '20260102T030405Z',
    plain: 'c353161af0beb67a20ade2c492462782af2556af63c66deb318629345928868f',
    derived: [
      'cn-north-4',
      'cfw',
      '24645189293e601cad0ab503b70bd8523916632aff7f229ebd1fb1e982ce3de8',
    ],
  },
];

async function signature({ request, credentials, date, options }: Vector, scope?: DerivedKeyScope) {
  const all = { date: new Date(parseSdkDate(date)!), ...options };
  const added = scope
    ? await signRequestV11(request, credentials, scope, all)
    : await signRequest(request, credentials, all);
  return /Signature=(\w+)$/.exec(added['Authorization']!)?.[1];
}

describe('signing', () => {
  const request = {
    method: 'get',
    url: 'https://cfw.example/v1/logs?b=2&a=1',
    headers: { 'X-Project-Id': 'a16df7cf1d094befa6bbc72cbf51e93a' },
  };

  it('signs the headers given, the host and the date, by name', async () => {
    const { Authorization } = await signRequest(request, test);
    expect(Authorization).toContain(
      'Access=AccessKey, SignedHeaders=host;x-project-id;x-sdk-date,',
    );
  });

  it('adds the date of now, to the second', async () => {
    const before = Math.floor(Date.now() / 1000) * 1000;
    const added = await signRequest(request, test);
    const date = parseSdkDate(added['X-Sdk-Date']!)!;
    expect(date).toBeGreaterThanOrEqual(before);
    expect(date).toBeLessThanOrEqual(Date.now());
  });

  it('sends and signs the token of a temporary access key', async () => {
    const added = await signRequest(request, { ...test, securityToken: 'token' });
    expect(added['X-Security-Token']).toBe('token');
    expect(added['Authorization']).toContain('x-security-token');
  });

  it('changes nothing of what it is given, and tells no secret', async () => {
    const frozen = Object.freeze({ ...request, headers: Object.freeze(request.headers) });
    const added = await signRequest(frozen, Object.freeze({ ...test }));
    expect(JSON.stringify(added)).not.toContain(test.secretKey);
  });

  it('signs with what the credentials hold by then', async () => {
    const options = { date: new Date(0) };
    const credentials = { ...test };
    const first = await signRequest(request, credentials, options);
    expect(await signRequest(request, credentials, options)).toEqual(first);
    credentials.secretKey = 'changed';
    const changed = await signRequest(request, credentials, options);
    expect(changed).toEqual(await signRequest(request, { ...credentials }, options));
    expect(changed).not.toEqual(first);
  });

  it('refuses to sign a header that is not there, and names it', async () => {
    const signedHeaders = ['X-Project-Id', 'X-Not-There'];
    await expect(signRequest(request, test, { signedHeaders })).rejects.toThrow(
      new TypeError('No header x-not-there to sign'),
    );
  });

  it('refuses to sign with an empty key', async () => {
    const request = { method: 'GET', url: vpcs };
    const empty = { accessKey: '', secretKey: '' };
    await expect(signRequest(request, empty)).rejects.toThrow(/key/);
    await expect(signRequestV11(request, empty, { region: 'a', service: 'b' })).rejects.toThrow(
      /key/,
    );
  });

  it('signs a URL of any text, as it goes on the wire', async () => {
    const options = { date: new Date(0) };
    const url = 'https://cfw.example/\ud800 ü?a=\udfff&b=%zz';
    const onTheWire = 'https://cfw.example/%EF%BF%BD%20%C3%BC?a=%EF%BF%BD&b=%zz';
    expect(await signRequest({ ...request, url }, test, options)).toEqual(
      await signRequest({ ...request, url: onTheWire }, test, options),
    );
  });

  it('refuses a URL that is not absolute', async () => {
    await expect(signRequest({ method: 'GET', url: '/v1/logs' }, test)).rejects.toThrow(TypeError);
  });
});

describe('a signature', () => {
  it.each(vectors.filter(({ plain }) => plain))('is that of $name', async (vector) => {
    expect(await signature(vector)).toBe(vector.plain);
  });

  it.each(vectors.filter(({ derived }) => derived))(
    'with a derived key is that of $name',
    async (vector) => {
      const [region, service, expected] = vector.derived!;
      expect(await signature(vector, { region, service })).toBe(expected);
    },
  );
});
