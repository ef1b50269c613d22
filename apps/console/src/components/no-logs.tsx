interface NoLogsProps {
  busy: boolean;
  onRetry: () => void;
}

/** The server holds no flow at all. */
export function NoLogs({ busy, onRetry }: NoLogsProps) {
  return (
    <div className="panel">
      <h3>No flow logs yet</h3>
      <p>The server that serves this page holds no flows. Start it with your logs:</p>
      <pre>
        <code>cfw-flow serve --logs PATH</code>
      </pre>
      <div className="actions">
        <button type="button" className="primary" onClick={onRetry} aria-busy={busy}>
          Look again
        </button>
      </div>
    </div>
  );
}
