/** The project of a test. */
export const projectId = 'a16df7cf1d094befa6bbc72cbf51e93a';

/** A question that every server takes. */
export const question = {
  fw_instance_id: 'c598d612-8112-465c-bffd-863d4ce85a50',
  log_type: 'internet',
  item: 'dst_host',
  range: 0,
} as const;

/** The answer of a server that has no such flow. */
export const empty = '{"data":{"records":[],"total":0}}';
