import { createStore } from './store';

/** What the bar at the top of a phone says about the page below it. */
export type PageInfo = { title: string; back?: string };

const page = createStore<PageInfo | null>(null);

export const setPage = page.set;
export const usePage = page.use;
