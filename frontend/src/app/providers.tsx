import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { Problem } from '../api/problem';
import { createAppRouter } from './router';
import { schemeManager } from './theme/scheme';
import { theme } from './theme/theme';

const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      // A refusal stays a refusal; only what may pass by itself is asked again.
      retry: (failures, error) => failures < 2 && error instanceof Problem && error.temporary,
    },
  },
});

const router = createAppRouter(queryClient);
const scheme = schemeManager();

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}

/** Everything that stands round the pages. The style sheet variables.css replaces what Mantine would write into a
 * style element, which the content security policy forbids. */
export function Providers() {
  return (
    <MantineProvider
      theme={theme}
      withCssVariables={false}
      withGlobalClasses={false}
      defaultColorScheme="auto"
      colorSchemeManager={scheme}
    >
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
