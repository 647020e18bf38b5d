import type { Result } from '../queries';

/** What every part of the page needs: the count, and the name each concept had on the ballot. */
export type Titled = { result: Result; title: (id: string) => string };
