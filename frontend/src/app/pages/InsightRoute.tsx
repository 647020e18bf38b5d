export function InsightRoute() {
  return null;
}
