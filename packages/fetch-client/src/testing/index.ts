/**
 * For your own tests, in Node: a server that answers the operations as it is told, and answers of
 * the documented shapes. Handlers for MSW are at `@cfw-flow/fetch-client/testing/msw`.
 *
 * @module testing
 */
export {
  type AskedQuestion,
  type FakeAnswer,
  type FakeAnswers,
  type FakeRefusal,
  type OperationId,
  refusal,
} from './answer.ts';
export {
  detail,
  type PartialDetail,
  type PartialRecord,
  statistic,
  top,
  trend,
} from './documented-answers.ts';
export { exampleAnswers } from '../generated/example-answers.gen.ts';
export { type FakeRequest, type FakeServer, startFakeServer } from './fake-server.ts';
