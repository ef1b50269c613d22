import type { LogFormat } from '../format.ts';

/**
 * Flow logs of a virtual private cloud, in the layout of AWS, versions 2 to 5: words in columns, which
 * the first line names, else those of version 2. Huawei Cloud's log is that of version 2. A record has
 * one way of a conversation in one capture window, as one interface saw it, or one attachment of a
 * transit gateway.
 *
 * Source: Amazon VPC user guide, "Flow log records"; Amazon VPC Transit Gateways guide, "Transit
 * Gateway Flow Log records"; VPC user guide of Huawei Cloud, "VPC Flow Log".
 */
export const vpcFlowLog: LogFormat = {
  name: 'vpc',
  title: 'VPC flow log',
  layout: {
    kind: 'columns',
    separator: ' ',
    unset: ['-'],
    header: ['srcaddr', 'dstaddr'],
    // What CloudWatch sends to see whether there is somebody.
    comment: 'CWL CONTROL MESSAGE',
    columns: [
      'version',
      'account-id',
      'interface-id',
      'srcaddr',
      'dstaddr',
      'srcport',
      'dstport',
      'protocol',
      'packets',
      'bytes',
      'start',
      'end',
      'action',
      'log-status',
    ],
  },
  mark: {
    says: 'a header with srcaddr and dstaddr, or the 14 words of version 2',
    matches: /^([a-z][a-z0-9-]* )*(srcaddr|dstaddr)( |$)|^\d+( \S+){12} (OK|NODATA|SKIPDATA)\r?$/,
  },
  only: { key: 'log-status', is: ['OK'], orAbsent: true },
  unidirectional: {
    keys: ['interface-id', 'tgw-attachment-id'],
    flags: 'tcp-flags',
    refused: 'deny',
    interfaceVpc: { key: 'vpc-id', direction: 'flow-direction' },
  },
  fields: {
    src_ip: { key: ['pkt-srcaddr', 'srcaddr'] },
    src_port: 'srcport',
    dst_ip: { key: ['pkt-dstaddr', 'dstaddr'] },
    dst_port: 'dstport',
    protocol: { key: 'protocol', as: 'protocol' },
    src_vpc: { key: ['tgw-src-vpc-id', 'vpc-id'] },
    dst_vpc: { key: ['tgw-dst-vpc-id', 'vpc-id'] },
    action: { key: 'action', words: { ACCEPT: 'permit', REJECT: 'deny' } },
    to_s_bytes: 'bytes',
    to_c_bytes: { constant: '0' },
    to_s_pkts: 'packets',
    to_c_pkts: { constant: '0' },
    start_time: { key: 'start', as: 'seconds' },
    end_time: { key: 'end', as: 'seconds' },
  },
};

/**
 * The same as a query of Amazon Athena gives it: CSV whose columns have the names of the table, those of
 * today's guide or of an earlier one.
 *
 * Source: Amazon Athena user guide, "Query Amazon VPC flow logs".
 */
export const vpcFlowLogCsv: LogFormat = {
  ...vpcFlowLog,
  name: 'vpc-csv',
  title: 'VPC flow log, CSV of Athena',
  layout: {
    kind: 'columns',
    separator: ',',
    quoted: true,
    unset: ['-'],
    header: ['protocol'],
  },
  mark: {
    says: 'CSV with srcaddr and dstaddr, or sourceaddress and destinationaddress',
    has: [
      ['srcaddr', 'sourceaddress'],
      ['dstaddr', 'destinationaddress'],
      ['bytes', 'numbytes'],
    ],
  },
  only: { key: 'log_status', is: ['OK'], orAbsent: true },
  unidirectional: {
    keys: ['interface_id', 'interfaceid', 'tgw_attachment_id'],
    flags: 'tcp_flags',
    refused: 'deny',
    interfaceVpc: { key: 'vpc_id', direction: 'flow_direction' },
  },
  fields: {
    ...vpcFlowLog.fields,
    src_ip: { key: ['pkt_srcaddr', 'srcaddr', 'sourceaddress'] },
    src_port: { key: ['srcport', 'sourceport'] },
    dst_ip: { key: ['pkt_dstaddr', 'dstaddr', 'destinationaddress'] },
    dst_port: { key: ['dstport', 'destinationport'] },
    src_vpc: { key: ['tgw_src_vpc_id', 'vpc_id'] },
    dst_vpc: { key: ['tgw_dst_vpc_id', 'vpc_id'] },
    to_s_bytes: { key: ['bytes', 'numbytes'] },
    to_s_pkts: { key: ['packets', 'numpackets'] },
    start_time: { key: ['start', 'starttime'], as: 'seconds' },
    end_time: { key: ['end', 'endtime'], as: 'seconds' },
  },
};
