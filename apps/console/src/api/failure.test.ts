import { CfwApiError, CfwConnectionError, CfwResponseError } from '@cfw-flow/fetch-client';
import { expect, it } from 'vitest';
import { describeFailure } from './failure.ts';

const requestId = '8080d377bffeb6d519b0567c09cebe6b';

it('a refusal shows the words, the code and the request id of the service', () => {
  const answer = {
    status: 400,
    code: 'CFW.00200007',
    detail: 'Incorrect time range.',
    requestId,
    headers: new Headers(),
  };
  expect(describeFailure(new CfwApiError('…', answer))).toEqual({
    title: 'The server refused this request',
    message: 'Incorrect time range.',
    facts: [
      { name: 'Code', value: 'CFW.00200007' },
      { name: 'HTTP status', value: '400' },
      { name: 'Request ID', value: requestId },
    ],
    advice: 'Change the choices above, or try again.',
  });
});

it('a failure of the server is called one, and leads to its log', () => {
  const answer = {
    status: 502,
    code: undefined,
    detail: 'Bad Gateway',
    requestId: undefined,
    headers: new Headers(),
  };
  const { title, facts, advice } = describeFailure(new CfwApiError('…', answer));
  expect(title).toBe('The server failed');
  expect(facts).toEqual([{ name: 'HTTP status', value: '502' }]);
  expect(advice).toContain('the log of the server');
});

it('no answer leads to the server', () => {
  const error = new CfwConnectionError('http://127.0.0.1:8239', new TypeError('Failed to fetch'));
  expect(describeFailure(error)).toMatchObject({
    title: 'The server does not answer',
    message: 'No answer from http://127.0.0.1:8239: Failed to fetch',
    advice: expect.stringContaining('cfw-flow serve'),
  });
});

it('an answer that is none of this API says so', () => {
  const error = new CfwResponseError('HTTP 200 came with …', { status: 200, requestId });
  expect(describeFailure(error)).toMatchObject({
    title: 'The answer can’t be used',
    facts: [
      { name: 'HTTP status', value: '200' },
      { name: 'Request ID', value: requestId },
    ],
  });
});

it('anything else is told as it is', () => {
  expect(describeFailure(new Error('out of paper')).message).toBe('out of paper');
  expect(describeFailure('out of paper').message).toBe('out of paper');
});
