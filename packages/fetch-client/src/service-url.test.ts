import { expect, it } from 'vitest';
import { CfwOptionError } from './errors.ts';
import { serviceUrl } from './service-url.ts';

const example = 'https://iam.myhuaweicloud.com';

it('keeps a path and drops slashes at the end', () => {
  expect(serviceUrl('endpoint', 'http://127.0.0.1:8239/iam//', example)).toBe(
    'http://127.0.0.1:8239/iam',
  );
});

it.each(['', 'iam.example.com', 'ftp://iam.example.com', 'https://iam.example.com/?a=b'])(
  'refuses %j and shows it',
  (text) => {
    expect(() => serviceUrl('endpoint', text, example)).toThrow(CfwOptionError);
    expect(() => serviceUrl('endpoint', text, example)).toThrow(JSON.stringify(text));
  },
);

it('refuses a URL with a password in it and does not show it', () => {
  expect(() => serviceUrl('endpoint', 'https://me:hidden@iam.example.com', example)).toThrow(
    expect.not.objectContaining({ message: expect.stringContaining('hidden') }),
  );
});
