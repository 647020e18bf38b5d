export function CommitmentRoute() {
  return null;
}
