import type { Explanation } from '../api/no-flows.ts';
import type { View } from '../view/view.ts';

interface EmptyStateProps {
  explanation: Explanation;
  onChange: (changes: Partial<View>) => void;
}

/** Nothing to rank: why that may be, and buttons that lead to something. */
export function EmptyState({ explanation, onChange }: EmptyStateProps) {
  return (
    <div className="panel">
      <h3>{explanation.title}</h3>
      {explanation.reasons.map((reason) => (
        <p key={reason}>{reason}</p>
      ))}
      <div className="actions">
        {explanation.remedies.map(({ label, changes }, index) => (
          <button
            key={label}
            type="button"
            className={index === 0 ? 'primary' : undefined}
            onClick={() => onChange(changes)}
          >
            {label}
          </button>
        ))}
      </div>
    </div>
  );
}
