import { useState } from 'react';
import type { JourneyMap } from './queries';

type Held = {
  /** What the page shows. */
  map: JourneyMap | undefined;
  /** How many insights have come since and wait. */
  waiting: number;
  /** Lets them in. */
  take: () => void;
};

/**
 * Keeps the map as the reader sees it while new insights come in: the curve moves only when asked to. Everything else
 * (another filter, an edit of the map, an insight taken away) is shown at once. `key` names what was asked for; `fresh`
 * is false while the answer to an earlier question stands in.
 */
export function useHeld(latest: JourneyMap | undefined, key: string, fresh: boolean): Held {
  const [held, setHeld] = useState({ key, map: latest, fresh });
  const same = held.key === key && held.map !== undefined && held.fresh;
  const waits =
    same &&
    latest !== undefined &&
    latest.journey.version === held.map?.journey.version &&
    latest.mood.count > held.map.mood.count;
  if (!waits && (held.map !== latest || held.key !== key || held.fresh !== fresh)) {
    setHeld({ key, map: latest, fresh });
  }
  const shown = waits ? held.map : latest;
  return {
    map: shown,
    waiting: waits && held.map ? latest.mood.count - held.map.mood.count : 0,
    take: () => setHeld({ key, map: latest, fresh }),
  };
}
