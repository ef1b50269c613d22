/** A horizontal bar. The number beside it says the same, so it is hidden from screen readers. */
export function Bar({ value, of }: { value: number; of: number }) {
  const share = of > 0 ? value / of : 0;
  return (
    <span className="bar" aria-hidden="true">
      <span style={{ inlineSize: `${share * 100}%` }} />
    </span>
  );
}
