/** Tells whether an error, of the engine or the system, says that a disk has no room left. */
export function isFullDisk({ message }: Error): boolean {
  return /ENOSPC|EDQUOT|No space left|not enough space|could not write|quota exceeded/i.test(
    message,
  );
}
