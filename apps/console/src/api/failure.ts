import {
  CfwApiError,
  CfwAuthenticationError,
  CfwConnectionError,
  CfwPermissionError,
  CfwRateLimitError,
  CfwResponseError,
} from '@cfw-flow/fetch-client';
import { t } from '../text/i18n.ts';

/** A failed request as the page tells of it. */
export interface Failure {
  title: string;
  message: string;
  /** What else is known, in the order to show it. */
  facts: { name: string; value: string }[];
  /** What to do. */
  advice: string;
}

/** Turns whatever a request threw into words. */
export function describeFailure(error: unknown): Failure {
  if (error instanceof CfwApiError) {
    const kind = kindOf(error);
    return {
      title: t(`failure.${kind}`),
      message: error.detail,
      facts: facts({
        [t('failure.code')]: error.code,
        [t('failure.status')]: String(error.status),
        [t('failure.requestId')]: error.requestId,
      }),
      advice: t(`failure.${kind}Advice`),
    };
  }
  if (error instanceof CfwConnectionError) {
    return {
      title: t('failure.unreachable'),
      message: error.message,
      facts: [],
      advice: t('failure.unreachableAdvice'),
    };
  }
  if (error instanceof CfwResponseError) {
    return {
      title: t('failure.unusable'),
      message: error.message,
      facts: facts({
        [t('failure.status')]: String(error.status),
        [t('failure.requestId')]: error.requestId,
      }),
      advice: t('failure.unusableAdvice'),
    };
  }
  return {
    title: t('failure.other'),
    message: error instanceof Error ? error.message : String(error),
    facts: [],
    advice: t('failure.unreachableAdvice'),
  };
}

function kindOf(error: CfwApiError): 'failed' | 'refused' | 'unproven' | 'forbidden' | 'tooMany' {
  if (error instanceof CfwAuthenticationError) return 'unproven';
  if (error instanceof CfwPermissionError) return 'forbidden';
  if (error instanceof CfwRateLimitError) return 'tooMany';
  return error.status >= 500 ? 'failed' : 'refused';
}

function facts(values: Record<string, string | undefined>): Failure['facts'] {
  return Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name, value }],
  );
}
