/** The address that signs in and comes back to where the reader is. */
export function signInAddress(returnTo: string): string {
  return `/auth/login?return_to=${encodeURIComponent(returnTo)}`;
}
