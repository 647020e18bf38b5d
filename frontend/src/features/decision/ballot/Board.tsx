import { lazy, Suspense } from 'react';
import { Skeleton } from '../../../ui/Skeleton';
import type { Decision } from '../queries';
import { ApprovalList } from './ApprovalList';
import type { CandidateProps } from './candidates';
import type { Filled } from './filled';
import { TierRows } from './TierRows';

const TierBoard = lazy(() => import('./TierBoard'));
const RankBoard = lazy(() => import('./RankBoard'));
const StarList = lazy(() => import('./StarList'));
const DotsList = lazy(() => import('./DotsList'));
const ObjectionChoice = lazy(() => import('./ObjectionChoice'));

type Props = CandidateProps & {
  decision: Pick<Decision, 'method' | 'seats' | 'options' | 'subject'>;
  filled: Filled;
  onFill: (change: Partial<Filled>) => void;
  /** Room for lanes side by side. */
  wide: boolean;
};

/** The place where a ballot is filled in, as its method asks. */
export function Board(props: Props) {
  return (
    <Suspense fallback={<Skeleton heights={[104, 104, 104, 120]} />}>
      <MethodBoard {...props} />
    </Suspense>
  );
}

function MethodBoard({ decision, filled, onFill, wide, ...shared }: Props) {
  switch (decision.method) {
    case 'pairwise': {
      const Tiers = wide ? TierBoard : TierRows;
      return <Tiers {...shared} placing={filled.placing} onPlace={(placing) => onFill({ placing })} />;
    }
    case 'approval':
      return <ApprovalList {...shared} ticks={filled.ticks} onTick={(ticks) => onFill({ ticks })} />;
    case 'stv':
      return <RankBoard {...shared} ranked={filled.ranked} onRank={(ranked) => onFill({ ranked })} />;
    case 'star':
      return <StarList {...shared} points={filled.points} onPoints={(points) => onFill({ points })} />;
    case 'dots':
      return (
        <DotsList
          {...shared}
          asked={decision}
          points={filled.points}
          onPoints={(points) => onFill({ points })}
        />
      );
    case 'objection':
      return (
        decision.subject && (
          <ObjectionChoice
            {...shared}
            subject={decision.subject}
            choice={filled.choice}
            onChoice={(choice) => onFill({ choice })}
          />
        )
      );
  }
}
