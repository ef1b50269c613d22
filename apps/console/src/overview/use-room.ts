import { useSyncExternalStore } from 'react';

/** What there is room for: entries of each panel, and pixels of the trend's height. */
export interface Room {
  entries: number;
  trend: number;
}

const laptop: Room = { entries: 5, trend: 160 };
/** Rooms of larger screens, the largest first. */
const larger: { query: string; room: Room }[] = [
  { query: '(width >= 155rem) and (height >= 84rem)', room: { entries: 20, trend: 280 } },
  { query: '(width >= 80rem) and (height >= 65rem)', room: { entries: 7, trend: 160 } },
];

/** The room of the screen, so that the overview fills large ones, too. */
export function useRoom(): Room {
  return useSyncExternalStore(subscribe, currentRoom);
}

function currentRoom(): Room {
  return larger.find(({ query }) => matchMedia(query).matches)?.room ?? laptop;
}

function subscribe(onChange: () => void): () => void {
  const queries = larger.map(({ query }) => matchMedia(query));
  for (const query of queries) query.addEventListener('change', onChange);
  return () => {
    for (const query of queries) query.removeEventListener('change', onChange);
  };
}
