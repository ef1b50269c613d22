export function Brand() {
  return (
    <h1 className="brand">
      <svg viewBox="0 0 32 32" aria-hidden="true">
        <rect width="32" height="32" rx="7" />
        <path d="M7 10h18M7 16h12M7 22h6" />
      </svg>
      cfw-flow
    </h1>
  );
}
