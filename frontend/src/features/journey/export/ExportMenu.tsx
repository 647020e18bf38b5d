import type { JourneyMap } from '../queries';
import type { JourneySearch } from '../search';

export default function ExportMenu(_: { map: JourneyMap; search: JourneySearch }) {
  return null;
}
