import type { QueryKey, UseQueryOptions } from '@tanstack/react-query';
import type { FirewallSummary } from '@cfw-flow/types/console';
import { useAnswer } from '../api/use-answer.ts';
import type { Span } from '../time/span.ts';
import { useView } from './use-view.ts';

/** Part of a window that logs may begin late in it: the first flow is rarely at its very start. */
const slack = 0.02;

/** Whether a window is one that the logs of a firewall have the whole of, as far as their beginning is known. */
export function isHeld({ start, end }: Span, { first_time }: FirewallSummary): boolean {
  return first_time === undefined || first_time <= start + (end - start) * slack;
}

/**
 * The answer about the window that this one is held against: nothing until it is there, nor where the
 * logs begin later, since every change would then be an increase. A live page moves on by seconds: what
 * was there before stands meanwhile, rather than that changes come and go.
 */
export function useAnswerBefore<Data, Key extends QueryKey>(
  request: UseQueryOptions<Data, Error, Data, Key>,
): Data | undefined {
  const { view, firewall, before } = useView();
  const { data, isOld } = useAnswer({ ...request, enabled: isHeld(before, firewall) });
  return isOld && !view.live ? undefined : data;
}
