/**
 * Milliseconds that this process has computed so far: unlike those of a clock they are few when little
 * was done, however much the machine had to do beside it.
 */
export function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
