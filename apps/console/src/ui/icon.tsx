const paths = {
  search: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9ZM10.5 10.5 14 14',
  views: 'M4 2h8v12l-4-3-4 3Z',
  share: 'M8 10V2M5 4.5 8 2l3 2.5M3 9v4.5h10V9',
  keys: 'M1.5 4h13v8.5h-13ZM4 6.7h.5M7.7 6.7h.5M11.5 6.7h.5M5 9.8h6',
} as const;

/** A drawing that the page has. */
export type IconName = keyof typeof paths;

/** A small drawing in the colour of the text. What it stands for is said beside it. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
