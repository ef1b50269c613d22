import { expect, it } from 'vitest';
import { ltsTrafficLog } from '../formats/lts.ts';
import { ReaderThread } from './reader-thread.ts';

it('a thread that needs more memory than it may have fails its source, and says so', async () => {
  const thread = new ReaderThread(8);
  const firewall = 'c598d612-8112-465c-bffd-863d4ce85a50';
  const options = { format: ltsTrafficLog, firewall, networks: undefined, capacity: 32 * 1024 };
  thread.begin({ ...options, name: 'large.log' });
  const read = async () => {
    for await (const _ of thread.blocks());
  };
  const send = async () => {
    for (let number = 0; number < 100; number++) {
      const lines = Array.from({ length: 20_000 }, (_, at) => `{"log_type":"${number}-${at}"}\n`);
      await thread.sendBytes(Buffer.from(lines.join('')));
    }
  };
  const [outcome] = await Promise.allSettled([read(), send()]);
  expect(outcome).toMatchObject({
    status: 'rejected',
    reason: {
      code: 'SOURCE_UNREADABLE',
      message: expect.stringMatching(/^large\.log can't be read: .* more memory than the 8 MiB/),
    },
  });
  expect(thread.isFree).toBe(false);
  await thread.stop();
});
