// What a user may write, and what the compiler has to refuse them.
import {
  between,
  CfwApiError,
  CfwBadRequestError,
  type CfwCall,
  type CfwClient,
  compareWindows,
  createClient,
  Direction,
  type FlowStatistic,
  createCaller,
  isCfwError,
  Item,
  last,
  type ListFlowStatisticQuery,
  listSeveral,
  LogType,
  Range,
  showFlowTrend,
} from '@cfw-flow/fetch-client';
import { fromEnv } from '@cfw-flow/fetch-client/node';
import { signRequest, verifyRequest, type Verdict } from '@cfw-flow/signature';

const client: CfwClient = createClient({
  region: 'cn-north-4',
  projectId: 'a16df7cf1d094befa6bbc72cbf51e93a',
  credentials: fromEnv({ HUAWEICLOUD_SDK_AK: 'AK', HUAWEICLOUD_SDK_SK: 'SK' }),
  onRetry: ({ delay }) => delay.toFixed(),
});

const query: ListFlowStatisticQuery = {
  fw_instance_id: 'c598d612-8112-465c-bffd-863d4ce85a50',
  log_type: LogType.INTERNET,
  item: Item.DST_HOST,
  range: Range.LAST_HOUR,
  direction: Direction.IN2OUT,
};

export async function use(): Promise<number> {
  const call: CfwCall<FlowStatistic> = client.listFlowStatistic(query, {
    signal: AbortSignal.timeout(1000),
  });
  const { data, response } = await call.withResponse();
  const status: number = response.status;
  const id: string | undefined = response.requestId;
  const sessions: number | undefined = data.records[0]?.sessions;
  return status + (id?.length ?? 0) + (sessions ?? 0) + data.total;
}

export async function useExactly(): Promise<bigint> {
  const exact = createClient({
    endpoint: 'http://127.0.0.1:8239',
    projectId: 'a16df7cf1d094befa6bbc72cbf51e93a',
    integers: 'bigint',
  });
  const { total, records } = await exact.listFlowStatistic({ ...query, ...last('6h') });
  // @ts-expect-error It may be a bigint.
  const rounded: number | undefined = records[0]?.request_byte;
  return BigInt(total) + BigInt(rounded ?? 0);
}

export async function useTreeShakeably(): Promise<number> {
  const caller = createCaller({
    endpoint: 'https://cfw.cn-north-4.myhuaweicloud.com',
    projectId: 'a16df7cf1d094befa6bbc72cbf51e93a',
    credentials: fromEnv({ HUAWEICLOUD_SDK_AK: 'AK', HUAWEICLOUD_SDK_SK: 'SK' }),
  });
  const { records } = await showFlowTrend(caller, { ...query, ip: ['192.0.2.10'] });
  const { dst_host } = await client.showFlowTop({ ...query, item: ['dst_host'], order: 'byte' });
  const { bytes } = await client.showFlowDetail({ ...query, item: 'app', value: 'DNS' });
  return (records[0]?.in_bps ?? 0) + (dst_host?.[0]?.value ?? 0) + bytes;
}

export function explain(error: unknown): string {
  if (error instanceof CfwBadRequestError) return error.detail;
  if (error instanceof CfwApiError) return `${error.status} ${error.code} ${error.requestId}`;
  return isCfwError(error) ? error.message : String(error);
}

export async function sign(): Promise<Verdict> {
  const request = { method: 'GET', url: 'http://127.0.0.1:8239/' };
  const headers = await signRequest(request, { accessKey: 'AK', secretKey: 'SK' });
  return verifyRequest({ ...request, headers }, { secretKey: () => 'SK' });
}

export const helpers = [between, compareWindows, listSeveral];

// @ts-expect-error There is no such region.
createClient({ region: 'cn-nowhere-1', token: 'T' });
// @ts-expect-error There is no such item.
void client.listFlowStatistic({ ...query, item: 'planet' });
// @ts-expect-error The firewall is missing.
void client.listFlowStatistic({ log_type: LogType.INTERNET, item: Item.DST_HOST });
const group = { fw_instance_id: '', log_type: LogType.INTERNET, item: Item.APP };
// @ts-expect-error The window is missing.
void client.listFlowStatistic(group);
// @ts-expect-error The end of the window is missing.
void client.listFlowStatistic({ ...group, start_time: 1 });
// @ts-expect-error Nothing of this kind can be asked for details.
void client.showFlowDetail({ ...query, item: 'risk_ip', value: '192.0.2.1' });
