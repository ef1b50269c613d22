/** The one question that all programs ask. */
export const projectId = 'a16df7cf1d094befa6bbc72cbf51e93a';
export const path = `/v1/${projectId}/cfw/logs/flow-statistic`;
export const query = {
  fw_instance_id: 'c598d612-8112-465c-bffd-863d4ce85a50',
  log_type: 'internet',
  item: 'dst_host',
  range: 2,
  size: 1000,
} as const;
export const credentials = { accessKey: 'AccessKey', secretKey: 'SecretKey' };
