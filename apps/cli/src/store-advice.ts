import path from 'node:path';
import { logFormats, type StoreError } from '@cfw-flow/store';
import { quoteForShell } from './output/quote-for-shell.ts';

/**
 * What helps with a failure of a store on the command line, in lines of their own. The failure itself
 * knows of no options and commands.
 *
 * @returns nothing when no command or option does
 */
export function storeAdvice({ code, details }: StoreError): string | undefined {
  const { directory, repairable, formats } = details;
  switch (code) {
    case 'DATA_IN_USE':
      return (
        'Only one cfw-flow at a time can have a data directory open. To re-enrich the flows of a server,\n' +
        'stop it meanwhile; to add logs, stop it and start it again with `cfw-flow serve --logs PATH`.'
      );
    case 'DATA_DAMAGED': {
      if (directory === undefined) return undefined;
      if (repairable) return `This does so:\n  cfw-flow repair --data ${quoteForShell(directory)}`;
      const name = path.basename(directory);
      const other = quoteForShell(
        path.join(path.dirname(directory), `new-${name.replace(/^\./, '')}`),
      );
      return (
        'With a backup, or with the logs:\n' +
        `  cfw-flow restore BACKUP --data ${other}\n  cfw-flow ingest PATH --data ${other}`
      );
    }
    case 'SOURCE_FORMAT':
      return (
        formats &&
        `On the command line: --format ${logFormats.map(({ name }) => name).join('|')}\n` +
          'For a format of your own: --format-file FILE'
      );
    default:
      return undefined;
  }
}
