import { useId, useState, type FormEvent } from 'react';
import { fromInput, toInput } from '../local-time.ts';
import type { Span } from '../span.ts';

interface SpanFormProps {
  span: Span;
  onApply: (span: Span) => void;
}

/** Start and end in the reader's own zone. Nothing changes until both are good and applied. */
export function SpanForm({ span, onApply }: SpanFormProps) {
  const [start, setStart] = useState(toInput(span.start));
  const [end, setEnd] = useState(toInput(span.end));
  const [problem, setProblem] = useState<string>();
  const id = useId();

  function submit(event: FormEvent) {
    event.preventDefault();
    const from = fromInput(start);
    const to = fromInput(end);
    if (from === undefined || to === undefined) {
      setProblem('Fill in the date and the time of both.');
    } else if (from >= to) {
      setProblem('The start has to be before the end.');
    } else {
      setProblem(undefined);
      onApply({ start: from, end: to });
    }
  }

  return (
    <form className="span" onSubmit={submit} noValidate>
      <div className="field">
        <label htmlFor={`${id}start`}>Start</label>
        <input
          id={`${id}start`}
          type="datetime-local"
          value={start}
          onChange={(event) => setStart(event.target.value)}
          aria-describedby={`${id}problem`}
          aria-invalid={problem !== undefined}
        />
      </div>
      <div className="field">
        <label htmlFor={`${id}end`}>End</label>
        <input
          id={`${id}end`}
          type="datetime-local"
          value={end}
          onChange={(event) => setEnd(event.target.value)}
          aria-describedby={`${id}problem`}
          aria-invalid={problem !== undefined}
        />
      </div>
      <button type="submit">Apply</button>
      <p id={`${id}problem`} className="problem" role="alert">
        {problem}
      </p>
    </form>
  );
}
