export function StickingPointRoute() {
  return null;
}
