import { useId, useState, type FormEvent } from 'react';
import { t } from '../text/i18n.ts';
import type { Span } from '../time/span.ts';
import { fromInput, toInput } from '../time/zone.ts';
import { ZoneField } from './zone-field.tsx';

interface SpanFormProps {
  span: Span;
  /** Zone that the times are typed in at first. */
  zone: string;
  onApply: (span: Span, zone: string) => void;
}

/** Start and end in a time zone. Nothing changes until both are good and applied. */
export function SpanForm({ span, zone: firstZone, onApply }: SpanFormProps) {
  const [zone, setZone] = useState(firstZone);
  const [start, setStart] = useState(toInput(zone, span.start));
  const [end, setEnd] = useState(toInput(zone, span.end));
  const [problem, setProblem] = useState<string>();
  const problemId = useId();

  function submit(event: FormEvent) {
    event.preventDefault();
    const found = readSpan(zone, start, end);
    if (typeof found === 'string') setProblem(found);
    else onApply(found, zone);
  }
  const shared = { problemId, isWrong: problem !== undefined };
  return (
    <form className="span" onSubmit={submit} noValidate>
      <TimeField label={t('time.start')} value={start} onChange={setStart} {...shared} />
      <TimeField label={t('time.end')} value={end} onChange={setEnd} {...shared} />
      <ZoneField zone={zone} now={span.end} onChange={setZone} />
      <button type="submit" className="primary">
        {t('time.apply')}
      </button>
      <p id={problemId} className="problem" role="alert">
        {problem}
      </p>
    </form>
  );
}

/** The span between two times as they are typed in a zone, else what is wrong with them. */
function readSpan(zone: string, start: string, end: string): Span | string {
  const [from, to] = [fromInput(zone, start), fromInput(zone, end)];
  if (from === undefined || to === undefined) return t('time.incomplete');
  for (const [typed, time] of [[start, from] as const, [end, to] as const]) {
    const isSkipped = !toInput(zone, time).startsWith(typed.slice(0, 16));
    if (isSkipped) return t('time.skipped', { time: typed.replace('T', ' ') });
  }
  return from < to ? { start: from, end: to } : t('time.reversed');
}

interface TimeFieldProps {
  label: string;
  value: string;
  problemId: string;
  isWrong: boolean;
  onChange: (value: string) => void;
}

function TimeField({ label, value, problemId, isWrong, onChange }: TimeFieldProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="datetime-local"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        aria-describedby={problemId}
        aria-invalid={isWrong}
      />
    </div>
  );
}
