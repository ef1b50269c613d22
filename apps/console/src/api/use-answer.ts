import { type QueryKey, useQuery, type UseQueryOptions } from '@tanstack/react-query';
import { useState } from 'react';

/** What is known of an answer. */
export interface Answered<Data> {
  /** The answer; the one before it until it is there, and also when it failed. */
  data: Data | undefined;
  /** Whether it is the one before. */
  isOld: boolean;
  /** Why there is none, when that is a failure. */
  error: Error | null;
  isFetching: boolean;
  refetch: () => unknown;
}

/** Asks, and keeps the answer before it in sight until there is another one. */
export function useAnswer<Data, Key extends QueryKey>(
  request: UseQueryOptions<Data, Error, Data, Key>,
): Answered<Data> {
  const { data, error, isFetching, isPlaceholderData, refetch } = useQuery(request);
  const [last, setLast] = useState(data);
  if (data !== undefined && data !== last) setLast(data);
  return {
    data: data ?? last,
    isOld: isPlaceholderData || data === undefined,
    error,
    isFetching,
    refetch,
  };
}
