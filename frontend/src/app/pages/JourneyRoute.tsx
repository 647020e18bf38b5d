export function JourneyRoute() {
  return null;
}
