/**
 * Has the program give the terminal back before Ctrl+Z stops it, and take it again where the shell goes on
 * with it.
 *
 * @returns `suspend`, which does the same when Ctrl+Z came as a key, and `end`
 */
export function aroundSuspension(
  giveBack: () => void,
  takeAgain: () => void,
): { suspend: () => void; end: () => void } {
  const suspend = () => {
    if (process.platform === 'win32') return;
    giveBack();
    process.off('SIGTSTP', suspend);
    // The whole group, as the terminal does it: whoever started the program waits, too. It stops here.
    process.kill(0, 'SIGTSTP');
    process.on('SIGTSTP', suspend);
    // Has Node look up the size of the terminal first, which may have changed meanwhile.
    process.once('SIGWINCH', takeAgain);
    process.kill(process.pid, 'SIGWINCH');
  };
  process.on('SIGTSTP', suspend);
  return { suspend, end: () => void process.off('SIGTSTP', suspend) };
}
