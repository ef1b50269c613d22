/**
 * What is known of addresses and hosts beside the log. A store asks when it takes a flow in, for
 * distinct values only; an answer has to depend on nothing but the value.
 */
export interface Enrichment {
  /**
   * Name of the region of an address, such as `Germany`: for flows whose log names none.
   *
   * @param address - canonical, see `canonicalAddress`
   */
  region(address: string): string | undefined;
  /**
   * Names of the threat lists that an address is on, joined by `, `.
   *
   * @param address - canonical
   */
  risk(address: string): string | undefined;
  /**
   * Names of the threat lists that a host or a parent domain of it is on, joined by `, `.
   *
   * @param host - in any case, with or without a dot at the end
   */
  riskHost(host: string): string | undefined;
}

/** Knows nothing: flows stay as the log has them. */
export const noEnrichment: Enrichment = {
  region: () => undefined,
  risk: () => undefined,
  riskHost: () => undefined,
};
