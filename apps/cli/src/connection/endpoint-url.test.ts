import { expect, it } from 'vitest';
import { endpointUrl } from './endpoint-url.ts';

it.each([
  ['localhost:8239', 'http://localhost:8239'],
  ['localhost', 'http://localhost'],
  ['127.0.0.1:8239/', 'http://127.0.0.1:8239'],
  ['[::1]:8239', 'http://[::1]:8239'],
  ['flows.example:80/prefix/', 'http://flows.example:80/prefix'],
  ['https://cfw.cn-north-4.myhuaweicloud.com', 'https://cfw.cn-north-4.myhuaweicloud.com'],
])('an endpoint may be written %s', (text, url) => {
  expect(endpointUrl(text, '--endpoint')).toBe(url);
});

it.each(['x', '', 'ftp://a.example', 'http://', 'a.example:port', 'http://a.example?b'])(
  'an endpoint is not %j',
  (text) => {
    expect(() => endpointUrl(text, '--endpoint')).toThrow(
      `--endpoint is ${JSON.stringify(text)}, which is no http or https URL`,
    );
  },
);

it('an endpoint with a password is not shown', () => {
  expect(() => endpointUrl('http://me:secret@a.example', 'CFW_FLOW_ENDPOINT')).toThrow(
    /^CFW_FLOW_ENDPOINT is no http or https URL without user/,
  );
});
