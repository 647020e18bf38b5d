import { Outlet, useLocation } from '@tanstack/react-router';
import { useSession } from '../api/session';
import { DepartmentsProvider } from '../ui/departments';
import { DraftOwnerProvider } from '../lib/draft';
import { ErrorPage } from './ErrorPage';
import { LandingPage } from './LandingPage';
import { Live } from './Live';
import { Shell } from './shell/Shell';

/** What stands round every page: the landing page for somebody who has not signed in, else the shell. */
export function Frame() {
  const session = useSession();
  const here = useLocation().href;

  if (session.state === 'asking') return null;
  if (session.state === 'failed') return <ErrorPage error={session.error} reset={session.retry} />;
  if (session.state === 'nobody') return <LandingPage company={session.company} returnTo={here} />;
  const { me, company } = session;
  return (
    <DepartmentsProvider names={company.departments}>
      <DraftOwnerProvider person={me.person.id}>
        <Live me={me.person.id} />
        <Shell me={me} company={company}>
          <Outlet />
        </Shell>
      </DraftOwnerProvider>
    </DepartmentsProvider>
  );
}
