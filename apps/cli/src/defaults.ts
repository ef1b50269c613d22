/** Where `serve` listens. */
export const HOST = '127.0.0.1';
/** Default port of `serve`. */
export const PORT = 8239;
/** Default port of `console`, so that it runs beside `serve`. */
export const CONSOLE_PORT = 8240;
/** Project of the official page's example. */
export const PROJECT = 'a16df7cf1d094befa6bbc72cbf51e93a';
/** Firewall of the official page's example. */
export const FIREWALL = 'c598d612-8112-465c-bffd-863d4ce85a50';
/** Default data directory, in the current directory. */
export const DATA = '.cfw-flow';
/** Default server of `top`, `trend` and `detail`. */
export const ENDPOINT = `http://${HOST}:${PORT}`;
