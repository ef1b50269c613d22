import type { Compression } from './decompress.ts';
import { StoreError } from './errors.ts';

/** A name within a message: one with a line feed must not look like the end of a line. */
export function inOneLine(name: string): string {
  return name.replaceAll('\n', '\\n');
}

/** What is wrong with a source, from what was thrown when it was opened or read. */
export function sourceError(
  path: string,
  error: unknown,
  compression: Compression = 'none',
): StoreError {
  if (error instanceof StoreError) return error;
  const name = inOneLine(path);
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code?.startsWith('ZSTD_error_') ? 'Z_DATA_ERROR' : code) {
    case 'ENOENT':
      return new StoreError('SOURCE_UNREADABLE', `There is no file ${name}. Check the path.`, {
        cause: error,
      });
    case 'EACCES':
    case 'EPERM':
      return new StoreError(
        'SOURCE_UNREADABLE',
        `${name} can't be read: permission denied. Make it readable for this user.`,
        { cause: error },
      );
    case 'Z_BUF_ERROR':
      return new StoreError(
        'SOURCE_DAMAGED',
        `${name} is a ${compression} file that ends too early. It is cut off, or still being written: copy it again, whole. What was ingested of it is not ingested twice.`,
        { cause: error },
      );
    case 'Z_DATA_ERROR':
      return new StoreError(
        'SOURCE_DAMAGED',
        `${name} is a damaged ${compression} file (${message}): copy it again. What was ingested of it is not ingested twice.`,
        { cause: error },
      );
    default:
      return new StoreError('SOURCE_UNREADABLE', `${name} can't be read: ${inOneLine(message)}.`, {
        cause: error,
      });
  }
}
