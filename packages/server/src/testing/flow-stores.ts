import type { FlowStatistic, FlowStatisticQuery, FlowStore } from '@cfw-flow/store';

/** The project of these servers. */
export const project = 'a16df7cf1d094befa6bbc72cbf51e93a';

/** A question, as a path and query. */
export const question = `/v1/${project}/cfw/logs/flow-statistic?fw_instance_id=c598d612-8112-465c-bffd-863d4ce85a50&log_type=internet&item=dst_host&range=2`;

/** A store that does these things and no other. */
export function storeWith(methods: Partial<FlowStore>): FlowStore {
  const refuse = () => Promise.reject(new Error('not here'));
  return {
    ingest: refuse,
    answer: refuse,
    status: refuse,
    firewalls: async () => [],
    close: async () => {},
    ...methods,
  };
}

/** A store that answers flow-statistic alone. */
export function storeAnswering(
  statistic: (query: FlowStatisticQuery) => Promise<FlowStatistic>,
): FlowStore {
  const answer = (_operation: 'listFlowStatistic', query: FlowStatisticQuery) => statistic(query);
  return storeWith({ answer: answer as FlowStore['answer'] });
}

/** An answer of so many records, each as long as they get. */
export function answerOf(records: number): FlowStatistic {
  const list = Array.from({ length: 5 }, (_, index) => ({ key: `192.168.100.${index}`, value: 9 }));
  return {
    total: records,
    records: Array.from({ length: records }, (_, index) => ({
      item: `host-${index}.of.a.large.answer.example`,
      sessions: 45,
      request_byte: 10n ** 15n,
      response_byte: 10n ** 15n,
      last_time: 1_751_355_533_000,
      apps: list,
      ports: list,
      src_ip: list,
      dst_ip: list,
    })),
  };
}
