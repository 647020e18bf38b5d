import { useQuery } from '@tanstack/react-query';
import { Outlet, useLocation } from '@tanstack/react-router';
import { companyQuery, meQuery } from '../api/session';
import { DepartmentsProvider } from '../ui/departments';
import { DraftOwnerProvider } from '../lib/draft';
import { ErrorPage } from './ErrorPage';
import { LandingPage } from './LandingPage';
import { Live } from './Live';
import { Shell } from './shell/Shell';

/** What stands round every page: the landing page for somebody who has not signed in, else the shell. */
export function Frame() {
  const me = useQuery(meQuery);
  const company = useQuery(companyQuery);
  const here = useLocation().href;

  // The company comes at the same time; without it the texts would change under the reader's eyes.
  if (me.isPending || company.isPending) return null;
  if (me.isError) return <ErrorPage error={me.error} reset={() => void me.refetch()} />;
  if (!me.data) return <LandingPage company={company.data} returnTo={here} />;
  return (
    <DepartmentsProvider names={company.data?.departments ?? []}>
      <DraftOwnerProvider person={me.data.person.id}>
        <Live me={me.data.person.id} />
        <Shell me={me.data} company={company.data}>
          <Outlet />
        </Shell>
      </DraftOwnerProvider>
    </DepartmentsProvider>
  );
}
