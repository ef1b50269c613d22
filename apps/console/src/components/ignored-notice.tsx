import type { Ignored } from '../view.ts';

/** Says which values of the URL were no good, so that nobody takes a default for what they asked. */
export function IgnoredNotice({ ignored }: { ignored: Ignored[] }) {
  if (ignored.length === 0) return null;
  return (
    <p className="notice" role="status">
      {ignored.length === 1 ? 'A value in the address' : 'Values in the address'} can’t be used, and
      the default stands in:{' '}
      {ignored.map(({ name, value }, index) => (
        <span key={name}>
          {index > 0 && ', '}
          <code>{`${name}=${value}`}</code>
        </span>
      ))}
    </p>
  );
}
