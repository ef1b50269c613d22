import type { OperationName, Question } from './questions.ts';

const methods: Readonly<Record<OperationName, string>> = {
  'flow-statistic': 'listFlowStatistic',
  'flow-trend': 'showFlowTrend',
  'flow-top': 'showFlowTop',
  'flow-detail': 'showFlowDetail',
};

/**
 * Questions as a program in TypeScript that asks them all at once.
 *
 * @param endpoint - where the API is, with a slash at its end
 */
export function asTypeScript(questions: readonly Question[], endpoint: string): string {
  const calls = questions.map(
    ({ operation, query }) => `  client.${methods[operation]}(${literal(query)}),\n`,
  );
  return `import { createClient } from '@cfw-flow/fetch-client';

const client = createClient({
  endpoint: ${literal(endpoint)},
  projectId: ${literal(questions[0]?.projectId ?? '')},
  integers: 'bigint',
});

const answers = await Promise.all([
${calls.join('')}]);
console.log(answers);
`;
}

/** A value as an expression. */
function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value === 'string') return stringLiteral(value);
  if (typeof value !== 'object' || value === null) return String(value);
  const lines = Object.entries(value).map(([name, one]) => `    ${name}: ${literal(one)},\n`);
  return `{\n${lines.join('')}  }`;
}

function stringLiteral(text: string): string {
  const inDoubleQuotes = JSON.stringify(text);
  if (text.includes("'")) return inDoubleQuotes;
  return `'${inDoubleQuotes.slice(1, -1).replaceAll(String.raw`\"`, '"')}'`;
}
