import { quoteForShell } from './quote-for-shell.ts';
import type { Query, Question } from './questions.ts';

/**
 * Questions as commands of curl, one a line.
 *
 * @param endpoint - where the API is, with a slash at its end
 */
export function asCurl(questions: readonly Question[], endpoint: string): string {
  return questions
    .map((question) => `curl -sS --fail-with-body ${quoteForShell(urlOf(question, endpoint))}`)
    .join('\n');
}

function urlOf({ operation, projectId, query }: Question, endpoint: string): string {
  const url = new URL(`v1/${projectId}/cfw/logs/${operation}`, endpoint);
  url.search = String(new URLSearchParams(pairs(query)));
  return url.href;
}

function pairs(query: Query): string[][] {
  return Object.entries(query).flatMap(([name, value]) =>
    [value].flat().map((one) => [name, String(one)]),
  );
}
