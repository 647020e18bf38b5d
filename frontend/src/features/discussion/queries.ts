import { infiniteQueryOptions, type InfiniteData, type QueryClient } from '@tanstack/react-query';
import { body, client, ifMatch, once } from '../../api/client';
import type { components } from '../../api/schema';

export type Comment = components['schemas']['Comment'];
export type CommentList = components['schemas']['CommentList'];

/** What can be commented on. */
export type TargetKind = 'idea' | 'concept';

/** The comments on one thing, oldest first. */
export const commentsQuery = (kind: TargetKind, id: string) =>
  infiniteQueryOptions({
    queryKey: ['comments', kind, id],
    queryFn: ({ signal, pageParam }): Promise<CommentList> => {
      const params = { path: { id }, query: { limit: 100, cursor: pageParam } };
      return kind === 'idea'
        ? body(client.GET('/ideas/{id}/comments', { params, signal }))
        : body(client.GET('/concepts/{id}/comments', { params, signal }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: CommentList) => page.next,
  });

export function postComment(
  kind: TargetKind,
  id: string,
  comment: { body: string; parent?: string },
  key: string,
): Promise<Comment> {
  const request = { params: { path: { id }, header: once(key) }, body: comment };
  return kind === 'idea'
    ? body(client.POST('/ideas/{id}/comments', request))
    : body(client.POST('/concepts/{id}/comments', request));
}

export const editComment = (id: string, version: number, text: string): Promise<Comment> =>
  body(
    client.PATCH('/comments/{id}', {
      params: { path: { id }, header: ifMatch(version) },
      body: { body: text },
    }),
  );

export const deleteComment = (id: string) => client.DELETE('/comments/{id}', { params: { path: { id } } });

type Shown = InfiniteData<CommentList, string | undefined>;

/** Puts a comment at the end of what is shown, unless the live channel was faster. */
export function addComment(queryClient: QueryClient, kind: TargetKind, id: string, comment: Comment): void {
  queryClient.setQueryData<Shown>(commentsQuery(kind, id).queryKey, (data) => {
    if (!data) return data;
    if (data.pages.some((page) => page.items.some((each) => each.id === comment.id))) return data;
    const last = data.pages.length - 1;
    return {
      ...data,
      pages: data.pages.map((page, index) =>
        index === last ? { ...page, items: [...page.items, comment] } : page,
      ),
    };
  });
}

/** Changes one comment where it is shown, or takes it away. */
export function changeComment(
  queryClient: QueryClient,
  kind: TargetKind,
  id: string,
  comment: string,
  change: (shown: Comment) => Comment | undefined,
): void {
  queryClient.setQueryData<Shown>(commentsQuery(kind, id).queryKey, (data) =>
    data
      ? {
          ...data,
          pages: data.pages.map((page) => ({
            ...page,
            items: page.items.flatMap((each) => (each.id === comment ? (change(each) ?? []) : each)),
          })),
        }
      : data,
  );
}

export type Thread = { comment: Comment; replies: Comment[] };

/** Comments with their replies, both oldest first. A reply whose parent is not shown stands by itself. */
export function threads(comments: readonly Comment[]): Thread[] {
  const found = new Map<string, Thread>();
  for (const comment of comments) {
    const parent = comment.parent && found.get(comment.parent);
    if (parent) parent.replies.push(comment);
    else found.set(comment.id, { comment, replies: [] });
  }
  return [...found.values()];
}
