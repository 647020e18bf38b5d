import { IconIdea, IconInsight, IconStickingPoint } from '../../ui/icons';
import type { Source } from './queries';

export type SourceKind = Source['kind'];

/** What a concept grows from, in the order of the line. */
export const sourceKinds = ['idea', 'sticking_point', 'insight'] as const satisfies readonly SourceKind[];

export const kindIcon = { idea: IconIdea, sticking_point: IconStickingPoint, insight: IconInsight } as const;

const paths = { idea: 'ideas', sticking_point: 'sticking-points', insight: 'insights' } as const;

/** The page of a source. */
export const placeOf = ({ kind, id }: Pick<Source, 'kind' | 'id'>) => `/${paths[kind]}/${id}`;

/** A concept grows from at least one idea or sticking point: customers' words alone are no direction yet. */
export const grounded = (sources: readonly Source[]) => sources.some(({ kind }) => kind !== 'insight');
