import { useId, useState, type FormEvent } from 'react';
import { t } from '../text/i18n.ts';
import type { Span } from '../time/span.ts';
import { fromInput, toInput } from '../time/zone.ts';

interface SpanFormProps {
  span: Span;
  /** Zone that the times are typed in. */
  zone: string;
  onApply: (span: Span) => void;
}

/** Start and end in a time zone. Nothing changes until both are good and applied. */
export function SpanForm({ span, zone, onApply }: SpanFormProps) {
  const [start, setStart] = useState(toInput(zone, span.start));
  const [end, setEnd] = useState(toInput(zone, span.end));
  const [problem, setProblem] = useState<string>();
  const id = useId();

  function submit(event: FormEvent) {
    event.preventDefault();
    const from = fromInput(zone, start);
    const to = fromInput(zone, end);
    if (from === undefined || to === undefined) {
      setProblem(t('time.incomplete'));
    } else if (from >= to) {
      setProblem(t('time.reversed'));
    } else {
      setProblem(undefined);
      onApply({ start: from, end: to });
    }
  }

  return (
    <form className="span" onSubmit={submit} noValidate>
      <div className="field">
        <label htmlFor={`${id}start`}>{t('time.start')}</label>
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
        <label htmlFor={`${id}end`}>{t('time.end')}</label>
        <input
          id={`${id}end`}
          type="datetime-local"
          value={end}
          onChange={(event) => setEnd(event.target.value)}
          aria-describedby={`${id}problem`}
          aria-invalid={problem !== undefined}
        />
      </div>
      <button type="submit">{t('time.apply')}</button>
      <p id={`${id}problem`} className="problem" role="alert">
        {problem}
      </p>
    </form>
  );
}
