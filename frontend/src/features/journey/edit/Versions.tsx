import { Drawer } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ErrorNote } from '../../../ui/ErrorNote';
import { RelativeTime } from '../../../ui/RelativeTime';
import { RichText, words } from '../../../ui/RichText';
import { SkeletonRows } from '../../../ui/Skeleton';
import { versionsQuery, type JourneyVersion } from '../queries';
import classes from './Versions.module.css';

/** Every change of the map, newest first: what, who, when. */
export default function Versions({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation(['journey', 'ui']);
  const versions = useInfiniteQuery(versionsQuery(id));
  const rows = versions.data?.pages.flatMap((page) => page.items);
  const told = ({ change: { what, kind, name, before, after } }: JourneyVersion) => {
    const values = words({ name, before: before ?? '', after: after ?? '' });
    if ((what === 'added' || what === 'removed') && kind !== 'journey') {
      return t(`versions.${what}_${kind}`, values);
    }
    if (what === 'renamed') return t('versions.renamed', { ...values, after: values.after || values.name });
    if (what === 'moved') return t(before && after ? 'versions.moved' : 'versions.movedPlain', values);
    return t(what === 'described' ? 'versions.described' : 'versions.drawn', values);
  };
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size={400}
      title={t('versions.title')}
      closeButtonProps={{ 'aria-label': t('ui:close') }}
    >
      {versions.isPending && <SkeletonRows rows={5} height={44} />}
      {versions.isError && !rows && (
        <ErrorNote
          title={t('versions.failed')}
          error={versions.error}
          onRetry={() => void versions.refetch()}
        />
      )}
      {rows?.length === 0 && <p>{t('versions.empty')}</p>}
      <ol className={classes.list} reversed>
        {rows?.map((version) => (
          <li key={version.version} className={classes.row}>
            <span className={classes.number}>{version.version}</span>
            <div className={classes.words}>
              <p>
                <RichText text={told(version)} />
              </p>
              <p className={classes.who}>
                {version.editor.name} · <RelativeTime at={version.created_at} />
              </p>
            </div>
          </li>
        ))}
      </ol>
      {versions.hasNextPage && (
        <button type="button" className="tk-link" onClick={() => void versions.fetchNextPage()}>
          {t('versions.more')}
        </button>
      )}
    </Drawer>
  );
}
