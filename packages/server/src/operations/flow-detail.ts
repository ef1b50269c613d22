import { type Asset, canonicalAddress, canonicalHost, type SessionGroup } from '@cfw-flow/store';
import type { FlowItem } from '@cfw-flow/types';
import type { OperationParts } from '../operation-route.ts';

/** The group in any spelling; what is known of the assets at both ends of its sessions. */
export const flowDetail: OperationParts<'showFlowDetail'> = {
  query: (question) => ({ ...question, value: canonical(question.item, question.value) }),

  data: ({ records, ...group }, _query, asset = () => undefined) => ({
    ...withBytes(group),
    records: records.map((record) => ({
      ...withBytes(record),
      ...ofEnd('src', asset(record.src_ip)),
      ...ofEnd('dst', asset(record.dst_ip)),
    })),
  }),
};

/** A value as flows have it; one that can't be one stays as it is, and is in no flow. */
function canonical(item: FlowItem, value: string): string {
  switch (item) {
    case 'src_ip':
    case 'dst_ip':
      return canonicalAddress(value) ?? value;
    case 'dst_host':
      return canonicalHost(value);
    default:
      return value;
  }
}

function withBytes<Sums extends Pick<SessionGroup, 'request_byte' | 'response_byte'>>(sums: Sums) {
  return { ...sums, bytes: sums.request_byte + sums.response_byte };
}

/** What is known of an asset, under the names of its end. */
function ofEnd(end: 'src' | 'dst', asset: Asset | undefined) {
  return {
    ...(asset?.device_name !== undefined && { [`${end}_device_name`]: asset.device_name }),
    ...(asset?.associate_instance_type !== undefined && {
      [`${end}_associate_instance_type`]: asset.associate_instance_type,
    }),
  };
}
