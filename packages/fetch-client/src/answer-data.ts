import { type Answer, responseError } from './answer.ts';
import { type FieldsCheck, object } from './answer-checks.ts';
import { type IntegerPolicy, parseExactly } from './exact-json.ts';
import { field } from './loose-json.ts';
import { excerpt } from './redaction.ts';

/** Digits that no count has, even in 128 bits. Longer numbers take seconds to become a bigint. */
const maxDigits = 40;

/**
 * The `data` of an answer.
 *
 * @param check - of its fields
 * @throws {@link CfwResponseError} when it is not JSON, holds a whole number that can't be exact,
 *   or fails the check
 */
export function dataOf(
  answer: Answer,
  check: FieldsCheck<unknown>,
  integers: IntegerPolicy,
): unknown {
  const { status, headers, text, secrets } = answer;
  const exact = (name: string, digits: string) => {
    if (integers === 'bigint' && digits.length <= maxDigits) return BigInt(digits);
    throw new RangeError(
      `${excerpt(name, secrets, 100)} is ${digits.slice(0, maxDigits)}, more than a JavaScript number holds exactly` +
        (integers === 'throw' ? ". The option integers: 'bigint' lets it through" : ''),
    );
  };
  try {
    const data = field(parseExactly(text, exact), 'data');
    object(data, check);
    return data;
  } catch (error) {
    const { message } = error as Error;
    const what =
      // The error of the parser is not kept: it quotes the text.
      error instanceof SyntaxError
        ? `${headers.get('Content-Type') ?? 'no content type'} that is not JSON`
        : `JSON where ${error instanceof TypeError ? 'data' : ''}${message}`;
    throw responseError(answer, `HTTP ${status} came with ${excerpt(what, secrets)}`);
  }
}
