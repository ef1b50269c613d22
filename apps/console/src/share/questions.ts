import type { QueryClient } from '@tanstack/react-query';
import type { Span } from '../time/span.ts';

/** Operations of the API, as the last part of their paths names them. */
export const operations = ['flow-statistic', 'flow-trend', 'flow-top', 'flow-detail'] as const;

/** One of {@link operations}. */
export type OperationName = (typeof operations)[number];

/** Parameters of a question, under the names of the wire. */
export type Query = Readonly<Record<string, string | number | readonly string[]>>;

/** What the page asked of the API. */
export interface Question {
  operation: OperationName;
  projectId: string;
  query: Query;
}

/** A question with its answer. */
export interface AnsweredQuestion extends Question {
  answer: unknown;
}

/** All that is answered on the page at this moment, each question once, in the order of asking. */
export function answeredQuestions(queries: QueryClient): AnsweredQuestion[] {
  return queries
    .getQueryCache()
    .findAll({ type: 'active', predicate: ({ state }) => state.data !== undefined })
    .flatMap(({ queryKey: [name, projectId, query], state }) => {
      const operation = operations.find((one) => one === name);
      if (operation === undefined) return [];
      return [
        { operation, projectId: projectId as string, query: query as Query, answer: state.data },
      ];
    });
}

/** Whether a question is about this window, rather than one that it is held against. */
export function isAbout({ query }: Question, { start, end }: Span): boolean {
  return query['start_time'] === start && query['end_time'] === end;
}
