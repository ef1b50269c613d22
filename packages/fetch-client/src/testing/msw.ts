/**
 * For your own tests: handlers of the operations for Mock Service Worker, in Node and browsers.
 *
 * @module testing/msw
 */
import { http, HttpResponse, type HttpHandler } from 'msw';
import { answerTo, type FakeAnswers, type OperationId, paths } from './answer.ts';

export { refusal } from './answer.ts';
export { detail, statistic, top, trend } from './documented-answers.ts';
export { exampleAnswers } from '../generated/example-answers.gen.ts';

/**
 * Handlers that answer operations of every host and project as they are told. Operations without an
 * answer are left to other handlers; MSW's `onUnhandledFrame: 'error'` says when there is none.
 *
 * @example
 * ```ts
 * import { operationHandlers, statistic } from '@cfw-flow/fetch-client/testing/msw';
 * import { setupServer } from 'msw/node';
 *
 * const handlers = operationHandlers({
 *   listFlowStatistic: statistic([{ item: 'www.example', sessions: 3 }]),
 * });
 * setupServer(...handlers).listen();
 * ```
 */
export function operationHandlers(answers: FakeAnswers): HttpHandler[] {
  return Object.keys(answers).map((id) => {
    const path = paths[id as OperationId].replace('{project_id}', ':project_id');
    return http.get(`*${path}`, ({ request }) => {
      const { status, body, headers = {} } = answerTo(new URL(request.url), answers);
      return HttpResponse.json(body as object, { status, headers });
    });
  });
}
