import type { QueryClient } from '@tanstack/react-query';
import { apply, applyResync, type Context } from './apply';
import type { Frame } from './envelope';
import { refetcher } from './refresh';

const contexts = new WeakMap<QueryClient, Context>();

/** A function that brings frames onto what the page of one reader holds, in the order of its calls. */
export function changes(queryClient: QueryClient, me: string): (frame: Frame) => void {
  let context = contexts.get(queryClient);
  if (context?.me !== me) {
    context = { queryClient, me, refetch: refetcher(queryClient) };
    contexts.set(queryClient, context);
  }
  const mine = context;
  return (frame) => {
    if (frame.type === 'event') apply(mine, frame);
    else if (frame.type === 'resync') applyResync(mine);
  };
}
