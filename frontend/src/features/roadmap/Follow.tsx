import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconFollow } from '../../ui/icons';
import { notify } from '../../ui/notices';
import { useFollow, type Commitment } from './queries';

/** Whether the reader hears of the commitment's steps, and how many do. */
export function Follow({ commitment }: { commitment: Commitment }) {
  const { t } = useTranslation('roadmap');
  const follow = useFollow(commitment.id);
  const { following, followers, title } = commitment;
  // Shown at once; when the server refuses it goes back and says so.
  const shown = follow.isPending ? follow.variables : following;
  const count = followers + Number(shown) - Number(following);
  return (
    <Button
      aria-pressed={shown}
      aria-label={t(shown ? 'follow.stopLabel' : 'follow.startLabel', { title, count })}
      leftSection={<IconFollow size={16} />}
      variant={shown ? 'light' : 'default'}
      onClick={() =>
        follow.mutate(!shown, {
          onSuccess: (now) => notify(t(now.following ? 'follow.started' : 'follow.stopped')),
          onError: () => notify(t('follow.failed')),
        })
      }
    >
      {t(shown ? 'follow.on' : 'follow.off')}
      {count > 0 && ` · ${count}`}
    </Button>
  );
}
