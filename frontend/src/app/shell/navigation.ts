import {
  IconChallenge,
  IconConcept,
  IconDecision,
  IconHome,
  IconInbox,
  IconInsight,
  IconJourney,
  IconRoadmap,
} from '../../ui/icons';
import { useLocation, useRouter } from '@tanstack/react-router';

/** The places of the rail: what is mine, then what is ours in the order of the chain. */
const places = [
  { to: '/', name: 'home', icon: IconHome, group: 'mine' },
  { to: '/inbox', name: 'inbox', icon: IconInbox, group: 'mine' },
  { to: '/challenges', name: 'challenges', icon: IconChallenge, group: 'ours' },
  { to: '/concepts', name: 'concepts', icon: IconConcept, group: 'ours' },
  { to: '/journeys', name: 'journeys', icon: IconJourney, group: 'ours' },
  { to: '/insights', name: 'insights', icon: IconInsight, group: 'ours' },
  { to: '/decisions', name: 'decisions', icon: IconDecision, group: 'ours' },
  { to: '/roadmap', name: 'roadmap', icon: IconRoadmap, group: 'ours' },
] as const;

export type Place = (typeof places)[number];

/** The places whose page exists. */
export function usePlaces(): Place[] {
  const known: Record<string, unknown> = useRouter().routesByPath;
  return places.filter((place) => place.to in known);
}

/** Whether the page belongs to a place without lying under its address: an idea belongs to its challenge. */
export function useWithin({ name }: { name: Place['name'] }): boolean {
  return useLocation().pathname.startsWith('/ideas/') && name === 'challenges';
}
