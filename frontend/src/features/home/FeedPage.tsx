import { useTranslation } from 'react-i18next';
import { Page } from '../../ui/Page';
import { PageHeader } from '../../ui/PageHeader';
import classes from './HomePage.module.css';
import { FeedList } from './FeedList';
import { LiveDot } from './LiveDot';

/** The whole feed on a page of its own. */
export function FeedPage() {
  const { t } = useTranslation('home');
  return (
    <Page>
      <PageHeader
        title={t('feed')}
        short={t('feedTitle')}
        crumbs={[{ label: t('title'), to: '/' }, { label: t('feedTitle') }]}
        actions={<LiveDot />}
      />
      <div className={classes.feedPage}>
        <FeedList />
      </div>
    </Page>
  );
}
