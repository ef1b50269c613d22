/**
 * For your own tests: a handler of the endpoint for Mock Service Worker, in Node and browsers.
 *
 * @packageDocumentation
 */
import { http, HttpResponse, type HttpHandler } from 'msw';
import { answerTo, type FakeAnswers } from './answer.ts';

export { refusal, statistic } from './answer.ts';

/** A handler that answers the endpoint of every host and project as it is told. */
export function flowStatisticHandler(answers: FakeAnswers): HttpHandler {
  return http.get('*/v1/:project_id/cfw/logs/flow-statistic', ({ request }) => {
    const { status, body, headers = {} } = answerTo(new URL(request.url), answers);
    return HttpResponse.json(body, { status, headers });
  });
}
