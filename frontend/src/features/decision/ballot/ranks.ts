/** The list with a concept at an index, counted from 0 among the others; beyond the end is the end. */
export function putAt(ranked: readonly string[], concept: string, index: number): string[] {
  const others = without(ranked, concept);
  return others.toSpliced(Math.max(0, Math.min(index, others.length)), 0, concept);
}

export function without(ranked: readonly string[], concept: string): string[] {
  return ranked.filter((each) => each !== concept);
}

/** One step towards the top (-1) or the foot (1): from "not placed" to the end of the list, and from its end out of it. */
export function step(ranked: readonly string[], concept: string, direction: -1 | 1): string[] {
  const at = ranked.indexOf(concept);
  if (at < 0) return direction === -1 ? [...ranked, concept] : [...ranked];
  if (direction === 1 && at === ranked.length - 1) return without(ranked, concept);
  return putAt(ranked, concept, at + direction);
}
