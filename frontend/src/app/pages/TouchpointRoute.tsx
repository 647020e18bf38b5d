export function TouchpointRoute() {
  return null;
}
