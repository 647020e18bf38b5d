import { createContext, useContext, type ReactNode } from 'react';

const Departments = createContext<readonly string[]>([]);

/** Gives every department below it its place in the company's fixed order, and with it its colour. */
export function DepartmentsProvider({ names, children }: { names: readonly string[]; children: ReactNode }) {
  return <Departments value={names}>{children}</Departments>;
}

/** The colour of a department; the ones past the eighth, and unknown ones, share the fifth and tell apart by name. */
export function useDepartmentColour(name: string): string {
  const place = useContext(Departments).indexOf(name) + 1;
  return `var(--tk-dept-${place >= 1 && place <= 8 ? place : 5})`;
}
