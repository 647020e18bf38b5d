/** The yarn: a loop that runs out straight. */
export function Mark({ size = 24 }: { size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="var(--tk-accent)"
      strokeWidth="2.25"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d="M2.5 19.5h19M9.7 13a2.15 2.15 0 0 1 4.3.2 4.13 4.13 0 0 1-8.25 0 6.3 6.3 0 0 1 12.6 0c0 2.7-.9 4.7-2.4 6.3" />
    </svg>
  );
}
