import { lazy, type ComponentType, type LazyExoticComponent } from 'react';
import { loadTexts } from '../i18n';

/** A thing found by the search, as the command palette lists it. */
export type Found = { id: string; title: string; kind: string; hint?: string; to: string };

type Dialog = LazyExoticComponent<ComponentType<{ opened: boolean; onClose: () => void }>>;

/** What features lend to the shell. A missing one is simply not offered. */
export type Slots = {
  /** The dialog behind "New idea" and the key c. */
  newIdea?: Dialog;
  /** Finds everything the reader may see; called while typing in the command palette. */
  search?: (query: string, signal: AbortSignal) => Promise<Found[]>;
};

export const slots: Slots = {
  newIdea: lazy(async () => {
    const [module] = await Promise.all([import('./NewIdea'), loadTexts('idea')]);
    return module;
  }),
  search: async (query, signal) => (await import('./search')).search(query, signal),
};
