/**
 * For your own tests, in Node: a server that answers the endpoint as it is told, and answers of
 * the documented shape. Handlers for MSW are at `@cfw-flow/fetch-client/testing/msw`.
 *
 * @packageDocumentation
 */
export {
  type AskedQuestion,
  type FakeAnswer,
  type FakeAnswers,
  type PartialRecord,
  refusal,
  statistic,
} from './answer.ts';
export { type FakeRequest, type FakeServer, startFakeServer } from './fake-server.ts';
