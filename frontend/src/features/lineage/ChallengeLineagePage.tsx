export function ChallengeLineagePage() {
  return null;
}
